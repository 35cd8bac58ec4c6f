"""Where a round of reads stands, as the store keeps it: any session goes on from there, and tells how far it is."""

from __future__ import annotations

from datetime import datetime

import msgspec

from lockdash.store.feeds import FeedRow
from lockdash.vendors.people import PeopleAnswer


class Bookmark(msgspec.Struct, frozen=True, kw_only=True):
    """`cursor`: the vendor's. `part` of `parts`: how much of the round was read, with `spent` requests, and by whom
    (`reader`, a session's name for itself; "" if it has left). `read_at`: when a round ended (UTC), `cost`: what that
    one took."""

    cursor: str | None = None
    part: int = 0
    parts: int = 0
    spent: int = 0
    reader: str = ""
    read_at: datetime | None = None
    cost: int = 1

    @property
    def is_under_way(self) -> bool:
        return self.part < self.parts

    @property
    def packed(self) -> str:
        return msgspec.json.encode(self).decode()

    def after(self, answer: PeopleAnswer, requests: int, reader: str, now: datetime) -> Bookmark:
        """Return where the round stands with `answer`, for which `reader` has made so many `requests`."""
        spent = (self.spent if answer.part > 1 else 0) + requests
        is_over = answer.part >= answer.parts
        return Bookmark(
            cursor=answer.cursor,
            part=answer.part,
            parts=answer.parts,
            spent=0 if is_over else spent,
            reader="" if is_over else reader,
            read_at=now if is_over else self.read_at,
            cost=spent if is_over else self.cost,
        )


def bookmark_of(row: FeedRow) -> Bookmark:
    """Return the bookmark in `row`; a new one if there is none that can be understood."""
    try:
        return msgspec.json.decode(row.cursor or "", type=Bookmark)
    except (msgspec.MsgspecError, ValueError):
        return Bookmark()
