"""What `lockdash events` prints for people: a line for each, or, on narrow terminals, a few.

Not a table that is as wide as what stands in it: each line is printed before the next one is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lockdash.cli import event_wording
from lockdash.cli.event_report import ZoneOf
from lockdash.cli.table import GAP
from lockdash.cli.terminal import Paper, Tone, cut, width, wrap
from lockdash.domain.log_rows import LogRow
from lockdash.domain.text import clean

_WHEN, _ACCOUNT, _WHAT = "When", "Account", "What"
_WHEN_CELLS = len("2026-11-21 18:02:11")
_MOST_ACCOUNT = 16
_LEAST_ROOM = 30
"""Cells for what happened; if there are fewer, it stands below when it did."""


class Lines:
    """Text for people, a title first. `accounts`: for whose names there is room in their column."""

    def __init__(self, zone_of: ZoneOf, accounts: Collection[str], paper: Paper, encoding: str) -> None:
        widest = max((width(paper.plain(each)) for each in accounts), default=0)
        self._account_cells = min(max(widest, len(_ACCOUNT)), _MOST_ACCOUNT)
        self._indent = _WHEN_CELLS + self._account_cells + 2 * len(GAP)
        self._zone_of = zone_of
        self._paper = paper
        self._encoding = encoding

    def head(self) -> bytes:
        title = self._start(_WHEN, _ACCOUNT) + self._paper.paint(_WHAT, Tone.dim)
        return self._encoded([title] if self._has_columns else [])

    def rows(self, rows: Iterable[LogRow]) -> bytes:
        return self._encoded(line for row in rows for line in self._lines(row))

    def tail(self) -> bytes:
        return b""

    @property
    def _has_columns(self) -> bool:
        return self._paper.width is None or self._paper.width - self._indent >= _LEAST_ROOM

    def _lines(self, row: LogRow) -> list[str]:
        paper, event = self._paper, row.event
        when, account = event_wording.here(event.occurred_at), paper.plain(clean(event.account))
        text, tone = event_wording.told(row)
        parts = [(paper.plain(text), tone), (paper.plain(event_wording.remarks(row, self._zone_of(row))), Tone.dim)]
        if not self._has_columns:
            indent = len(GAP)
            heads = [paper.paint(part, Tone.dim) for part in wrap(f"{when} {account}", paper.width or 1)]
            return [*heads, *(" " * indent + each for each in self._wrapped(parts, indent))]
        first, *more = self._wrapped(parts, self._indent)
        return [self._start(when, account) + first, *(" " * self._indent + each for each in more)]

    def _start(self, when: str, account: str) -> str:
        """Return the first two columns. Blanks stand outside the colour."""
        shown = cut(account, self._account_cells, self._paper.plain("…"))
        cells = ((when, _WHEN_CELLS), (shown, self._account_cells))
        return "".join(self._paper.paint(text, Tone.dim) + " " * (room - width(text)) + GAP for text, room in cells)

    def _wrapped(self, parts: Iterable[tuple[str, Tone]], indent: int) -> list[str]:
        """Return what is said as lines for the room behind `indent`: one, if all fits into it."""
        said, paper = [(text, tone) for text, tone in parts if text], self._paper
        whole = sum(width(text) for text, _ in said) + len(GAP) * (len(said) - 1)
        if paper.width is None or indent + whole <= paper.width:
            return [GAP.join(paper.paint(text, tone) for text, tone in said)]
        room = max(paper.width - indent, 1)
        return [paper.paint(part, tone) for text, tone in said for part in wrap(text, room)]

    def _encoded(self, lines: Iterable[str]) -> bytes:
        return "".join(f"{line}\n" for line in lines).encode(self._encoding, "replace")
