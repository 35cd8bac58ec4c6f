"""The log of this process: whatever the loggers below "lockdash" say, without secrets, in a file of its own.

Nothing is made before there is something to write, and nothing that goes wrong here hurts the program: a full disk or a
read-only folder loses lines, and `trouble` says so.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from lockdash import __version__

LOGGER = "lockdash"
OFF = "off"
FOLDER = "logs"


def folder(state_dir: Path) -> Path:
    """Return where the logs of all processes are; it need not exist."""
    return state_dir / FOLDER


def open_journal(state_dir: Path, level: str) -> None:
    """Write the log of this process below `state_dir` from now on. `level`: debug, info, warning, error, or off.

    Called again, the last call counts. Nothing of "lockdash" is printed on stderr any more, whatever the level.
    """
    close_journal()
    logger = logging.getLogger(LOGGER)
    if level == OFF:
        logger.addHandler(_Nothing())
        return
    logger.addHandler(Journal(state_dir))
    logger.setLevel(level.upper())


def close_journal() -> None:
    """Write no more."""
    logger = logging.getLogger(LOGGER)
    for each in [each for each in logger.handlers if isinstance(each, (Journal, _Nothing))]:
        logger.removeHandler(each)
        each.close()
    logger.setLevel(logging.NOTSET)


def trouble() -> str:
    """Return why nothing can be written at present, "" if all is well or nothing was to be written."""
    found = (each.trouble for each in logging.getLogger(LOGGER).handlers if isinstance(each, Journal))
    return next(found, "")


def _program() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return f"lockdash {__version__}, Python {version}, {sys.platform}"


class _Nothing(logging.NullHandler):
    """Ours, so that it is not taken for somebody else's."""


class Journal(logging.Handler):
    """The handler. Its file begins with a line that tells the program's version."""

    def __init__(self, state_dir: Path) -> None:
        super().__init__()
        self.trouble = ""
        self._state_dir = state_dir
        self._path: Path | None = None
        self._file = -1
        self._size = 0
        self._is_torn = False

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._write(record)
            self.trouble = ""
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self.trouble = f"the log cannot be written below {self._state_dir}: {reason}"
        except Exception as error:  # a line that cannot be made must not end what it was to tell of
            self.trouble = f"a line of the log could not be made: {type(error).__name__}"

    def close(self) -> None:
        self.acquire()
        try:
            self._end()
        finally:
            self.release()
        super().close()

    def _write(self, record: logging.LogRecord) -> None:
        from lockdash.engine.journal import line, parts  # not before the first paint

        data = f"{line.line(record)}\n".encode()
        if self._file >= 0 and not os.fstat(self._file).st_nlink:
            self._end()  # somebody has removed it
        if self._file >= 0 and self._size + len(data) > parts.PART_SIZE:
            self._turn_over(record.created)
        if self._file < 0:
            self._begin(record.created)
        self._put(data)

    def _begin(self, now: float) -> None:
        from lockdash.engine.journal import line, parts

        logs = self._state_dir / FOLDER
        with suppress(FileExistsError):
            logs.mkdir(0o700)  # not the folder above it: a demo's is gone before its end
        parts.tidy(logs, time.time())
        self._file, self._path = parts.begin(logs, line.stamp(now), self._path)
        self._size, self._is_torn = 0, False
        self._put(f"{line.composed(now, 'INFO', LOGGER, _program())}\n".encode())

    def _turn_over(self, now: float) -> None:
        """Begin a new part. The old one is held until then, lest another process take it away."""
        from lockdash.engine.journal import parts

        if self._path is not None:
            self._path.replace(parts.older(self._path))
        full, self._file = self._file, -1
        try:
            self._begin(now)
        finally:
            os.close(full)

    def _put(self, data: bytes) -> None:
        """Append one line. What was left of one for which there was no room ends first."""
        data = b"\n" + data if self._is_torn else data
        self._is_torn = True
        written = os.write(self._file, data)
        self._size += written
        self._is_torn = written < len(data)

    def _end(self) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._file = -1
