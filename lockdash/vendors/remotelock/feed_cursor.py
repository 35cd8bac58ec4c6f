"""How far the account's events were read: `created_at`, and the ids of that second, as text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from lockdash.vendors import fields
from lockdash.vendors.remotelock.events import Happening

_MOST_IDS = 100
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Cursor(msgspec.Struct, frozen=True):
    """Everything created before `at` is known, and of that second the events in `ids`."""

    at: datetime
    ids: tuple[str, ...] = ()

    def knows(self, happening: Happening) -> bool:
        created = created_at(happening)
        return created < self.at or (created == self.at and happening.event.id in self.ids)


def parse(text: str | None) -> Cursor | None:
    """Return the cursor of `text`, None if there is none of use."""
    date, _, ids = (text or "").partition("|")
    at = fields.moment(date)
    return None if at is None else Cursor(at, tuple(ids.split(",")) if ids else ())


def written(cursor: Cursor | None) -> str | None:
    """Return `cursor` as text."""
    if cursor is None:
        return None
    return f"{cursor.at.isoformat()}|{','.join(cursor.ids[:_MOST_IDS])}"


def moved(cursor: Cursor | None, happenings: Iterable[Happening], now: datetime) -> Cursor | None:
    """Return `cursor` moved up to the newest of `happenings`. Events are followed by `created_at`, since devices
    upload late (remotelock-facts, Events); one from the future (after `now`, the vendor's time) moves it no further."""
    seen = [(created_at(each), each.event.id) for each in happenings]
    past = [(created, event_id) for created, event_id in seen if created <= now]
    newest = max((created for created, _ in past), default=_LONG_AGO)
    if not past or (cursor is not None and newest < cursor.at):
        return cursor
    ids = tuple(event_id for created, event_id in past if created == newest)
    if cursor is not None and newest == cursor.at:
        ids = tuple(dict.fromkeys((*ids, *cursor.ids)))
    return Cursor(newest, ids)


def created_at(happening: Happening) -> datetime:
    return happening.event.recorded_at or happening.event.occurred_at
