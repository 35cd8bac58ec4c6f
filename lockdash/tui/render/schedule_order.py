"""Orders of the list of schedules. Each is total, so that equal rows never change places between two paints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from lockdash.domain.schedules import ScheduleKind
from lockdash.engine.order import natural
from lockdash.engine.schedules.views import ScheduleView
from lockdash.tui.schedules.rows import ExceptionView, Row

_KINDS = tuple(ScheduleKind)
_NEVER = float("inf")


class ScheduleOrder(StrEnum):
    """In the order in which a key steps through them."""

    next = "next"
    name = "name"
    kind = "kind"

    @property
    def label(self) -> str:
        """What it is called on the screen."""
        return _LABELS[self]

    @property
    def following(self) -> ScheduleOrder:
        """The one that comes after it; after the last, the first."""
        orders = list(ScheduleOrder)
        return orders[(orders.index(self) + 1) % len(orders)]


_LABELS: Mapping[ScheduleOrder, str] = {
    ScheduleOrder.next: "what happens next first",
    ScheduleOrder.name: "by name",
    ScheduleOrder.kind: "by kind",
}


def sort_rows(rows: Iterable[Row], order: ScheduleOrder) -> list[str]:
    """Return the keys of `rows` in `order`."""
    return [each.key for each in sorted(rows, key=_BY[order])]


def _by_name(row: Row) -> tuple[Any, ...]:
    return natural(row.name), row.account, row.key


def _by_next(row: Row) -> tuple[Any, ...]:
    """Days on which nobody comes in, if they are now; then what happens at some time, the next first; then what is in
    use; what nothing goes by; and what is over."""
    if isinstance(row, ExceptionView):
        at = row.starts_at
        rank = 4 if row.is_past else 0 if row.now is not None else 1 if at is not None else 3
    else:
        at = row.next.at if row.next is not None else None
        rank = 1 if at is not None else 2 if row.uses else 3
    return (rank, at.timestamp() if at is not None else _NEVER, *_by_name(row))


def _by_kind(row: Row) -> tuple[Any, ...]:
    """The kinds in the order of the vendor's pages, hours of accesses with those, exceptions behind all."""
    if isinstance(row, ScheduleView):
        place = _KINDS.index(row.kind) if row.kind is not None else len(_KINDS)
        return (place, row.access is not None, *_by_name(row))
    return (len(_KINDS) + 1 + row.is_past, False, *_by_name(row))


_BY: Mapping[ScheduleOrder, Callable[[Row], tuple[Any, ...]]] = {
    ScheduleOrder.next: _by_next,
    ScheduleOrder.name: _by_name,
    ScheduleOrder.kind: _by_kind,
}
