"""A line on stderr that says how far something has come."""

from __future__ import annotations

import sys

from lockdash.cli.terminal import Paper, cut

_BEGIN = "\r\x1b[K"


class StatusLine:
    """On a terminal it is written over. Elsewhere nobody watches: there is no line, and `is_shown` is False."""

    def __init__(self) -> None:
        self._paper = Paper(sys.stderr)
        self.is_shown = self._paper.width is not None

    def show(self, text: str) -> None:
        if self._paper.width is not None:
            # One cell less: some terminals wrap after the last one.
            self._write(_BEGIN + cut(self._paper.plain(text), max(self._paper.width - 1, 1)))

    def clear(self) -> None:
        """Leave an empty line for whatever is said next."""
        if self.is_shown:
            self._write(_BEGIN)

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
