"""Orders of the device list. Each is total, so that equal devices never change places between two paints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from lockdash.engine.order import by_name, by_urgency, natural
from lockdash.engine.views import DeviceView


class Order(StrEnum):
    """In the order in which a key steps through them."""

    attention = "attention"
    name = "name"
    battery = "battery"
    age = "age"
    place = "place"

    @property
    def label(self) -> str:
        """What it is called on the screen."""
        return _LABELS[self]

    @property
    def following(self) -> Order:
        """The one that comes after it; after the last, the first."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


_LABELS: Mapping[Order, str] = {
    Order.attention: "most urgent first",
    Order.name: "by name",
    Order.battery: "lowest battery first",
    Order.age: "oldest first",
    Order.place: "by account and location",
}


def sort_keys(views: Iterable[DeviceView], order: Order) -> list[str]:
    """Return the device keys of `views` in `order`."""
    by = _BY[order]
    return [each.device.key for each in sorted(views, key=by)]


def _battery(view: DeviceView) -> tuple[Any, ...]:
    level = view.device.battery.value if view.device.battery is not None else None
    return (101 if level is None else level, *by_name(view))


def _age(view: DeviceView) -> tuple[Any, ...]:
    """Oldest first; what was never read is older than anything, what has no state comes last."""
    if view.age is not None:
        return (1, -view.age, *by_name(view))
    return (0 if view.device.kind.has_lock_state else 2, 0.0, *by_name(view))


def _place(view: DeviceView) -> tuple[Any, ...]:
    device = view.device
    return (natural(device.account), device.location is None, natural(device.location or ""), *by_name(view))


_BY: Mapping[Order, Callable[[DeviceView], tuple[Any, ...]]] = {
    Order.attention: by_urgency,
    Order.name: by_name,
    Order.battery: _battery,
    Order.age: _age,
    Order.place: _place,
}
