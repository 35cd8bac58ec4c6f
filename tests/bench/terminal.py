"""A program in a pseudo-terminal, with a clock on what it writes, what it costs and how fast it answers."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

TICKS = os.sysconf("SC_CLK_TCK")


class Terminal:
    """Runs `argv` in a pseudo-terminal of `columns` x `rows`; use it as a context manager, it ends the program.

    `written`: bytes that came out so far. Times are seconds on the monotonic clock.
    """

    def __init__(
        self, argv: Sequence[str], *, columns: int = 120, rows: int = 40, environment: Mapping[str, str] | None = None
    ) -> None:
        self.started = time.monotonic()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})})
            os.environ.pop("NO_COLOR", None)
            try:
                os.execvp(argv[0], list(argv))
            finally:
                os._exit(127)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.output = bytearray()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    @property
    def written(self) -> int:
        return len(self.output)

    def read(self, seconds: float) -> bytes:
        """Return what arrives within `seconds`, b"" if nothing does; returns with the first piece."""
        ready, _, _ = select.select([self._fd], [], [], max(0.0, seconds))
        if not ready:
            return b""
        try:
            piece = os.read(self._fd, 1 << 16)
        except OSError:  # the program closed its side
            return b""
        self.output += piece
        return piece

    def wait_for(self, marker: bytes, seconds: float = 20.0) -> float:
        """Return how long after the start `marker` was on its way. Raises TimeoutError with the screen's tail."""
        until = self.started + seconds
        while marker not in self.output:
            if not self.read(until - time.monotonic()) and time.monotonic() >= until:
                raise TimeoutError(f"{marker!r} did not appear; last: {bytes(self.output[-400:])!r}")
        return time.monotonic() - self.started

    def settle(self, quiet: float = 1.0, seconds: float = 15.0) -> None:
        """Read until nothing comes for `quiet` seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.read(quiet):
            pass

    def listen(self, seconds: float) -> int:
        """Read for `seconds` and return how many bytes came."""
        before, until = self.written, time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.read(left)
        return self.written - before

    def press(self, key: bytes, seconds: float = 2.0) -> float:
        """Send `key`; return the seconds until the first byte of the answer."""
        sent = time.monotonic()
        os.write(self._fd, key)
        if not self.read(seconds):
            raise TimeoutError(f"no answer to {key!r} within {seconds} s")
        return time.monotonic() - sent

    def press_for(self, key: bytes, marker: bytes, seconds: float = 20.0) -> float:
        """Send `key`; return the seconds until `marker` was among what came after it."""
        sent, begin = time.monotonic(), len(self.output)
        os.write(self._fd, key)
        while self.output.find(marker, begin) < 0:
            if not self.read(sent + seconds - time.monotonic()) and time.monotonic() >= sent + seconds:
                raise TimeoutError(f"{marker!r} did not come after {key!r}; last: {bytes(self.output[-400:])!r}")
        return time.monotonic() - sent

    def cpu(self) -> float:
        """Processor seconds, user and system, of the program itself."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Resident memory in MiB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise LookupError("the program has ended")

    def end(self) -> int:
        """End the program and return its exit status (negative: the signal)."""
        for each in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(self.pid, each)
            except ProcessLookupError:
                break
            until = time.monotonic() + 3.0
            while time.monotonic() < until:
                self.read(0.02)
                done, status = os.waitpid(self.pid, os.WNOHANG)
                if done:
                    os.close(self._fd)
                    return os.waitstatus_to_exitcode(status)
        raise RuntimeError(f"process {self.pid} did not end")


def python(*arguments: str) -> list[str]:
    """The command line of this interpreter."""
    return [sys.executable, *arguments]
