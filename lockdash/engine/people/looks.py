"""What to read to see what an order has done: pure."""

from __future__ import annotations

from collections.abc import Iterable

from lockdash.domain.people import Person
from lockdash.engine.people.agenda import Item, Reason
from lockdash.vendors.people import PeopleFeed


def items_for(feeds: Iterable[PeopleFeed], person: Person | None, door: str | None) -> list[Item]:
    """Return what tells of `person`, None for one who was to be created, and of the door (key) that it is about.

    Somebody whom the list of a door tells of is read there; the feeds of one person are for the others, and for those
    of whom that list has the name only.
    """
    known = tuple(feeds)
    lists = _door_lists(known, person)
    items = []
    if person is not None and all(each.on_demand for each in lists):
        items += [Item(feed=each, about=person.key, reason=Reason.asked) for each in known if each.per_person]
    if door is not None:
        items += [Item(feed=each, about=door, reason=Reason.asked) for each in lists]
    return items


def _door_lists(feeds: tuple[PeopleFeed, ...], person: Person | None) -> list[PeopleFeed]:
    """Return the lists of doors that have `person`. Where nothing lists the whole account, they have everybody."""
    of_doors = [each for each in feeds if each.per_device]
    if person is None:
        return of_doors
    if person.listed_by or any(not each.per_device and not each.per_person for each in feeds):
        return [each for each in of_doors if each.name == person.listed_by]
    return [each for each in of_doors if not each.on_demand]
