"""The event log as the list shows it: what is asked for, the part that is in memory, and what came since. No Textual
here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo

import msgspec

from lockdash.domain.event_filter import event_query
from lockdash.domain.event_query import EventQuery, Place
from lockdash.engine.log.views import Archive, Count, LogRow, Page
from lockdash.tui.events.periods import Period, Slot, is_dense
from lockdash.tui.events.rows import Row, event_key, rows_of
from lockdash.tui.events.window import LogWindow


class Failure(msgspec.Struct, frozen=True):
    """Why the log cannot be read, and since when (UTC)."""

    why: str
    since: datetime


class LogView:
    """`wanted`: the filter, as typed; `query`: what it means. `rows`: what is listed, by key. `tail`: the newest place
    that one has come past; `arrived`: how much is newer than that, as far as it is not in `window`. `new`: the numbers
    of events that nobody had seen when they came here. `count`: None until it is known. `is_dense`: of late much
    happened. `period`: what the histogram is to show; `drawn`: what it shows, in `slots`. `now`, `zone`: the viewer's.
    """

    def __init__(self, now: Callable[[], datetime], zone: tzinfo) -> None:
        self._now = now
        self._zone = zone
        self.wanted = ""
        self.only: frozenset[str] | None = None
        self.only_label = ""
        self.query = EventQuery()
        self.window = LogWindow()
        self.rows: dict[str, Row] = {}
        self.tail: Place | None = None
        self.arrived: Count | None = None
        self.new: set[int] = set()
        self.count: Count | None = None
        self.is_dense = False
        self.period: Period | None = None
        self.drawn: Period | None = None
        self.slots: Sequence[Slot] = ()
        self.failure: Failure | None = None

    @property
    def total(self) -> int:
        """How many there are of what is asked for, as far as that is known."""
        return self.count.number if self.count is not None else len(self.window.rows)

    def check(self, text: str) -> None:
        """Raise QuerySyntax if `text` is no filter."""
        event_query(text, self._now(), self._zone)

    def shown(self) -> list[str]:
        """The keys of what is listed, the oldest first."""
        return list(self.rows)

    def ask(self, wanted: str) -> None:
        """Ask for something else. What is listed stays until the answer comes. Raises QuerySyntax."""
        self.query = event_query(wanted, self._now(), self._zone)
        self.wanted = wanted
        self.count = None

    def event(self, key: str | None) -> LogRow | None:
        """Return the event of a row, None for other rows."""
        row = self.rows.get(key or "")
        return row if isinstance(row, LogRow) else None

    def lay_out(self, archives: Iterable[Archive]) -> None:
        """Make the rows of what is known now."""
        self.new |= {row.place.seq for row in self.window.rows if row.is_unseen}
        self.rows = rows_of(self.window, archives, self.query, self._zone)

    def is_new(self, key: str) -> bool:
        """Whether nobody had seen it when it came here."""
        row = self.event(key)
        return row is not None and row.place.seq in self.new

    def seen_up_to(self, place: Place | None) -> None:
        """One has come as far as `place`."""
        if place is not None and (self.tail is None or place > self.tail):
            self.tail = place
            if self.arrived is not None and self.window.at_newest:
                self.arrived = None

    def begin(self, page: Page, *, at_oldest: bool) -> None:
        """Start anew with the newest page, or with the oldest."""
        self.window.begin(page, at_oldest=at_oldest)
        if not at_oldest:
            self.is_dense = is_dense(self.window.rows)
            self.tail, self.arrived = self.window.newest, None

    def take_arrived(self, page: Page) -> None:
        """Take what was asked for as newer than `tail`."""
        self.arrived = Count(len(page.rows), page.is_last)

    @property
    def newer(self) -> Count | None:
        """How much came that one has not come past yet, None for nothing."""
        if self.tail is None:
            return None
        if self.window.at_newest:
            number = self.window.count_after(self.tail)
            return Count(number, True) if number else None
        return self.arrived if self.arrived is not None and self.arrived.number else None

    def key_of_newest(self) -> str | None:
        rows = self.window.rows
        return event_key(rows[-1]) if rows else None
