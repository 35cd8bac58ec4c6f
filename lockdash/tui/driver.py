"""The terminal's driver: Textual's own for POSIX, tolerant of strange bytes and of a terminal that went away."""

from __future__ import annotations

import os
import selectors
import sys
from typing import IO, TYPE_CHECKING, Any

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from lockdash.tui.input_bytes import InputDecoder

if TYPE_CHECKING:
    from textual.app import App

_POLL = 0.1  # seconds; the parser needs it to tell the Esc key from the start of a sequence
_CHUNK = 4096


class TolerantDriver(LinuxDriver):
    """Reads any byte. A terminal that is gone (an SSH drop) ends the app in order instead of with a traceback."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        stderr = sys.__stderr__
        if stderr is not None:
            self._file = _Lasting(stderr)  # type: ignore[assignment]

    def run_input_thread(self) -> None:
        """Wait for input and dispatch events, as the base class does, with a decoder that never fails."""
        parser = XTermParser(self._debug)
        decode = InputDecoder()
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(_POLL)
                if ready and not self._read(parser, decode):
                    break
                for event in parser.tick():
                    self.process_message(event)
        try:
            for _ in parser.feed(""):
                pass
        except (EOFError, ParseError):
            pass

    def _read(self, parser: XTermParser, decode: InputDecoder) -> bool:
        """Read once; return whether there is still a terminal to read from."""
        try:
            data = os.read(self.fileno, _CHUNK)
        except OSError:
            data = b""
        if not data:
            self._app.call_later(self._app.exit)
            return False
        text = decode(data)
        if text:  # the parser takes an empty string for the end of all input
            for event in parser.feed(text):
                self.process_message(event)
        return True


class _Lasting:
    """The terminal as a file that can always be written to: once it is gone, writing does nothing.

    The base class writes from a thread with a short queue; were the thread to die of an error, the app would wait
    for ever to put its last words into that queue.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        try:
            return self._file.write(text)
        except (OSError, ValueError):
            return len(text)

    def flush(self) -> None:
        try:
            self._file.flush()
        except (OSError, ValueError):
            return

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return True
