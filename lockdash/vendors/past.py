"""What a vendor still knows of the past, page by page: for the archive, which keeps it for ever.

The newest events are a feed's matter (`vendors.base`). A client that can hand out older ones implements `PastClient`;
whoever asks decides how fast, and keeps the cursor.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

import msgspec

from lockdash.domain.events import Event
from lockdash.vendors.base import Client, Context, Problem, Stretch

__all__ = ["Lost", "PastClient", "PastPage", "Series", "Stretch", "past_of"]


class Series(msgspec.Struct, frozen=True):
    """Events that are handed out in one order. `name`: its key, with any ids of the vendor's in it. `label`: for
    people, such as a door's name."""

    name: str
    label: str


class Lost(msgspec.Struct, frozen=True):
    """A part of the past that cannot be read any more. `since`, `until`: its oldest and its newest end (UTC), None
    where that is not known. `why`: in words for the user."""

    since: datetime | None
    until: datetime | None
    why: str


class PastPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some events of a stretch; some may have been handed out before, none is left out.

    `cursor`: for the next page, None: the stretch was read to its end. `oldest`: how far the reading has come, in the
    vendor's order, None as long as nobody can tell. `lost`: told once. `problems`: items that were left out.
    """

    events: tuple[Event, ...]
    cursor: str | None
    oldest: datetime | None
    lost: tuple[Lost, ...] = ()
    problems: tuple[Problem, ...] = ()


class PastClient(Protocol):
    """The past of one account at one vendor."""

    def series(self, context: Context) -> tuple[Series, ...]:
        """Return what there is to read, of the devices that are known."""

    async def read_past(self, series: str, stretch: Stretch, cursor: str | None, context: Context) -> PastPage:
        """Read one page of a stretch: as few requests as can be, mostly one. `cursor`: of the page before, by any
        client of the account, None for the first. Raises VendorError; Rejected is about this series only."""


def past_of(client: Client) -> PastClient | None:
    """Return the `past` of a client, None if its vendor hands none out."""
    found: PastClient | None = getattr(client, "past", None)
    return found
