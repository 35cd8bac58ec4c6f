"""The terminal's driver: Textual's own for POSIX, tolerant of strange bytes and of a terminal that went away."""

from __future__ import annotations

import os
import selectors
import signal
import sys
from typing import TYPE_CHECKING, Any, cast

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from lockdash.tui.input_bytes import InputDecoder
from lockdash.tui.outlet import Outlet

if TYPE_CHECKING:
    from textual.app import App

    from lockdash.tui.shell import LookApp

_POLL = 0.1  # seconds; the parser needs it to tell the Esc key from the start of a sequence
_CHUNK = 4096


class TolerantDriver(LinuxDriver):
    """Reads any byte. A terminal that is gone (an SSH drop) ends the app in order instead of with a traceback, and one
    that hangs holds nothing up."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        self._outlet: Outlet | None = None
        super().__init__(app, debug=debug, mouse=mouse, size=size)

    @property  # type: ignore[override]
    def _writer_thread(self) -> Outlet | None:
        return self._outlet

    @_writer_thread.setter
    def _writer_thread(self, made: object) -> None:
        """Put ours in the place of the thread that the base class makes and did not start yet."""
        file = sys.__stderr__
        if made is not None and file is not None:
            self._outlet = Outlet(file.fileno(), file.encoding, self._torn)

    def _torn(self) -> None:
        """Something was never drawn. Called from the outlet's thread."""
        self._lockdash.call_later(self._lockdash.repaint)

    @property
    def _lockdash(self) -> LookApp[Any]:
        return cast("LookApp[Any]", self._app)

    def _sigcont_application(self, *signal_and_frame: object) -> None:
        """Go on after a stop. One that nobody announced (SIGSTOP) may have left the terminal in any mode: begin anew.

        Textual 8.2.8 would take the raw mode for the one to give back at the end, and read with two threads.
        """
        if not os.isatty(self.fileno):
            return  # hung up, which wakes the stopped as well
        if not self._must_signal_resume:
            self.suspend_application_mode()
            self._must_signal_resume = True
        self._lockdash.forget_input()
        super()._sigcont_application(*signal_and_frame)

    def _run_input_thread(self) -> None:
        """Run the thread that reads. A defect in it ends the app like any other; the base class prints it."""
        try:
            self.run_input_thread()
        except Exception as error:
            self._lockdash.call_later(self._lockdash._handle_exception, error)

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
            self._lockdash.call_later(self._lockdash.end_by_signal, signal.SIGHUP)
            return False
        text = decode(data)
        if text:  # the parser takes an empty string for the end of all input
            for event in parser.feed(text):
                self.process_message(event)
        return True
