"""Orders of the list of people. Each is total, so that equal people never change places between two paints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from lockdash.domain.people import PersonStatus
from lockdash.engine.order import natural
from lockdash.engine.people.views import PersonAttention, PersonView
from lockdash.tui.render.person_stay import bounds

_NEVER = float("inf")
_EPOCH = datetime(2000, 1, 1)


class PersonOrder(StrEnum):
    """In the order in which a key steps through them."""

    attention = "attention"
    name = "name"
    arrival = "arrival"
    departure = "departure"

    @property
    def label(self) -> str:
        """What it is called on the screen."""
        return _LABELS[self]

    @property
    def following(self) -> PersonOrder:
        """The one that comes after it; after the last, the first."""
        orders = list(PersonOrder)
        return orders[(orders.index(self) + 1) % len(orders)]


_LABELS: Mapping[PersonOrder, str] = {
    PersonOrder.attention: "most urgent first",
    PersonOrder.name: "by name",
    PersonOrder.arrival: "next arrivals first",
    PersonOrder.departure: "next departures first",
}


def sort_people(views: Iterable[PersonView], order: PersonOrder) -> list[str]:
    """Return the keys of `views` in `order`."""
    by = _BY[order]
    return [each.person.key for each in sorted(views, key=by)]


def _by_name(view: PersonView) -> tuple[Any, ...]:
    person = view.person
    return natural(person.name), person.account, person.key


def _by_urgency(view: PersonView) -> tuple[Any, ...]:
    """What needs a person; then who is here, the next to leave first; who comes, the next one first; who was invited;
    who has no end; and who is over, the last one first."""
    starts, ends = bounds(view)
    if view.attention <= PersonAttention.waits_long:
        return (int(view.attention), _seconds(starts), *_by_name(view))
    status = view.status
    if status is PersonStatus.unknown:
        return (2, _seconds(ends), *_by_name(view))
    if status is PersonStatus.current:
        return (3 if ends is not None else 6, _seconds(ends), *_by_name(view))
    if status is PersonStatus.upcoming:
        return (4, _seconds(starts), *_by_name(view))
    return (7 if status.is_over else 5, -_seconds(ends) if status.is_over else 0.0, *_by_name(view))


def _by_arrival(view: PersonView) -> tuple[Any, ...]:
    """Who is yet to come, the next one first; then who has come, the last one first."""
    starts, _ = bounds(view)
    if view.status is PersonStatus.upcoming:
        return (0, _seconds(starts), *_by_name(view))
    return (2 if starts is None else 1, 0.0 if starts is None else -_seconds(starts), *_by_name(view))


def _by_departure(view: PersonView) -> tuple[Any, ...]:
    """Who is yet to leave, the next one first; then who has no end; then who has left, the last one first."""
    _, ends = bounds(view)
    if view.status.is_over:
        return (2, -_seconds(ends), *_by_name(view))
    return (1 if ends is None else 0, _seconds(ends), *_by_name(view))


def _seconds(at: datetime | None) -> float:
    return (at - _EPOCH).total_seconds() if at is not None else _NEVER


_BY: Mapping[PersonOrder, Callable[[PersonView], tuple[Any, ...]]] = {
    PersonOrder.attention: _by_urgency,
    PersonOrder.name: _by_name,
    PersonOrder.arrival: _by_arrival,
    PersonOrder.departure: _by_departure,
}
