"""Where a round of reads stands, as the store keeps it: any session goes on from there, and tells how far it is."""

from __future__ import annotations

from datetime import datetime

import msgspec

from lockdash.store.feeds import FeedRow
from lockdash.vendors.people import PeopleAnswer


class Bookmark(msgspec.Struct, frozen=True, kw_only=True):
    """`cursor`: the vendor's. `part` of `parts`: how much of the round was read. `read_at`: when one ended (UTC)."""

    cursor: str | None = None
    part: int = 0
    parts: int = 0
    read_at: datetime | None = None

    @property
    def is_under_way(self) -> bool:
        return self.part < self.parts

    @property
    def packed(self) -> str:
        return msgspec.json.encode(self).decode()

    def after(self, answer: PeopleAnswer, now: datetime) -> Bookmark:
        return Bookmark(
            cursor=answer.cursor,
            part=answer.part,
            parts=answer.parts,
            read_at=now if answer.part >= answer.parts else self.read_at,
        )


def bookmark_of(row: FeedRow) -> Bookmark:
    """Return the bookmark in `row`; a new one if there is none that can be understood."""
    try:
        return msgspec.json.decode(row.cursor or "", type=Bookmark)
    except (msgspec.MsgspecError, ValueError):
        return Bookmark()
