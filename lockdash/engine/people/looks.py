"""What to read to see what an order has done: pure."""

from __future__ import annotations

from collections.abc import Iterable

from lockdash.engine.people.agenda import Item
from lockdash.vendors.people import PeopleFeed


def items_for(feeds: Iterable[PeopleFeed], origin: str, person: str | None, door: str | None) -> list[Item]:
    """Return what tells of somebody of `origin`, and of what they may open. `person`: their key, None if nobody knows
    it yet; `door`: the key of the device that it is about, None if it is about none.

    The feeds of that person tell it; where the vendor has none, or of somebody unknown, the lists of the door do.
    """
    known = [each for each in feeds if each.origin in ("", origin)]
    of_one = [Item(feed=each, about=person) for each in known if each.per_person and person is not None]
    return of_one or [Item(feed=each, about=door) for each in known if each.per_device and door is not None]
