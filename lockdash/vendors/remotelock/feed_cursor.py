"""How far the account's events were read, as text.

The rule: each event of the pages that were read is known by its id, and what was created before the oldest of them
is known as well, if there is anything before it. So an event that the vendor shows late (devices upload late, servers
lag behind each other) is handed on when it is seen, however early it was created, and none is handed on twice. The
cursor is written together with the events; if they could not be written, the earlier one is handed in again, and so
are they.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from lockdash.vendors import fields
from lockdash.vendors.remotelock.events import Happening

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Cursor(msgspec.Struct, frozen=True):
    """Everything created before `since` is known, and of what came later the events in `ids`."""

    since: datetime
    ids: frozenset[str] = frozenset()

    def knows(self, happening: Happening) -> bool:
        return happening.event.id in self.ids or created_at(happening) < self.since


def parse(text: str | None) -> Cursor | None:
    """Return the cursor of `text`, None if there is none of use."""
    date, _, ids = (text or "").partition("|")
    since = fields.moment(date)
    return None if since is None else Cursor(since, frozenset(ids.split(",")) if ids else frozenset())


def written(cursor: Cursor | None) -> str | None:
    """Return `cursor` as text."""
    return None if cursor is None else f"{cursor.since.isoformat()}|{','.join(sorted(cursor.ids))}"


def moved(cursor: Cursor | None, happenings: Iterable[Happening], *, are_all: bool, now: datetime) -> Cursor | None:
    """Return the cursor after `happenings`: what stood on the newest pages, or all that there is.

    Events are followed by `created_at` (remotelock-facts, Events). One from the future (after `now`, the vendor's
    time) says nothing of when the pages begin.
    """
    created = {each.event.id: created_at(each) for each in happenings}
    if not created:
        return cursor
    before = cursor.since if cursor is not None else _LONG_AGO
    oldest = min((at for at in created.values() if at <= now), default=before)
    return Cursor(_LONG_AGO if are_all else oldest, frozenset(created))


def created_at(happening: Happening) -> datetime:
    return happening.event.recorded_at or happening.event.occurred_at
