"""How far the newest events of a vendor's list were read, as text.

The rule: each event of the pages that were read is known by its id, and what is dated before the oldest of them is
known as well, if there is anything before it. So an event that the vendor shows late (devices upload late, servers
lag behind each other) is handed on when it is seen, however early it is dated, and none is handed on twice. The cursor
is written together with the events; if they could not be written, the earlier one is handed in again, and so are they.

Dates are those by which the vendor puts its list in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from lockdash.vendors import fields
from lockdash.vendors.base import Stretch

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# Entries of a log may be shown in another order than they happened; nobody saw that take more than 15 s (tedee-facts
# 2.3: an integration looks again after 1, 2, 4 and 8 s).
_LAG = timedelta(minutes=1)


class Tail(msgspec.Struct, frozen=True):
    """Everything dated before `since` is known, and of what came later the events in `ids`. `newest`: the latest date
    that was seen, None if nobody noted it."""

    since: datetime
    ids: frozenset[str] = frozenset()
    newest: datetime | None = None

    def knows(self, event_id: str, at: datetime) -> bool:
        return event_id in self.ids or at < self.since

    def was_passed(self, at: datetime) -> bool:
        """Whether an event of that date, which is not known, should have been among what was read before."""
        return self.newest is not None and at + _LAG <= self.newest


def parse(text: str | None) -> Tail | None:
    """Return the cursor of `text`, None if there is none of use."""
    since, ids, newest = [*(text or "").split("|"), "", ""][:3]
    began = fields.moment(since)
    if began is None:
        return None
    return Tail(began, frozenset(ids.split(",")) if ids else frozenset(), fields.moment(newest))


def written(tail: Tail | None) -> str | None:
    """Return `tail` as text."""
    if tail is None:
        return None
    newest = tail.newest.isoformat() if tail.newest is not None else ""
    return f"{tail.since.isoformat()}|{','.join(sorted(tail.ids))}|{newest}"


def moved(tail: Tail | None, dates: Mapping[str, datetime], *, are_all: bool, now: datetime) -> Tail | None:
    """Return the cursor after reading the newest pages, or all that there is: `dates` by id.

    A date in the future (after `now`, the vendor's time) says nothing of when the pages begin or end.
    """
    if not dates:
        # An empty list is known as a whole: what comes next is new, however much it is.
        return Tail(_LONG_AGO) if tail is None and are_all else tail
    past = [at for at in dates.values() if at <= now]
    before = tail.since if tail is not None else _LONG_AGO
    seen = [*past, *([tail.newest] if tail is not None and tail.newest is not None else [])]
    return Tail(
        since=_LONG_AGO if are_all else min(past, default=before),
        ids=frozenset(dates),
        newest=max(seen, default=None),
    )


def between(tail: Tail, dates: Mapping[str, datetime], now: datetime) -> Stretch:
    """Return what lies between `tail` and the pages that were read now, whose `dates` these are."""
    return Stretch(before=min((at for at in dates.values() if at <= now), default=None), until=tail.since)
