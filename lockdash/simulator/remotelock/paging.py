"""Filters, order and pages of a collection (reference, "Pagination", "Filtering", "Sorting")."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from starlette.datastructures import QueryParams

from lockdash.simulator.remotelock.answers import general, resource

DEFAULT_PAGE, MOST_PAGE, MOST_REACHABLE = 25, 50, 10_000

Json = dict[str, Any]


def values(query: QueryParams, name: str) -> list[str]:
    """Values of `name` or `name[]`."""
    return [*query.getlist(name), *query.getlist(f"{name}[]")]


def ordered(items: Iterable[Any], query: QueryParams, sortable: Sequence[str], default: str | None) -> list[Any]:
    """Sort `items` by their attributes; `-name` descends. Raises Problem for an attribute that cannot be sorted by."""
    wanted = values(query, "sort") or ([default] if default else [])
    found = list(items)
    for wish in reversed(wanted):
        name = wish.removeprefix("-")
        if name not in sortable:
            raise resource("is not sortable", name, {"sort": wish})
        found.sort(key=_key(name), reverse=wish.startswith("-"))
    return found


def page(items: Sequence[Any], query: QueryParams, shape: Callable[[Any], Json]) -> Json:
    """Return the page that is asked for, with its `meta`. A page after the last is empty."""
    number = max(1, _number(query, "page", 1))
    size = min(max(1, _number(query, "per_page", DEFAULT_PAGE)), MOST_PAGE)
    if number * size > MOST_REACHABLE:
        raise general(422, f"Pagination is limited to {MOST_REACHABLE} resources.", "pagination_limit_exceeded")
    meta = {
        "page": number,
        "per_page": size,
        "total_pages": max(1, math.ceil(len(items) / size)),
        "total_count": len(items),
    }
    return {"data": [shape(item) for item in items[(number - 1) * size : number * size]], "meta": meta}


def _key(name: str) -> Callable[[Any], Any]:
    """What has no value comes last, and first in descending order, as in most databases."""

    def key(item: Any) -> Any:
        value = getattr(item, name)
        if value is None:
            return True, ""
        return False, value.replace(microsecond=0) if isinstance(value, datetime) else str(value).casefold()

    return key


def _number(query: QueryParams, name: str, default: int) -> int:
    try:
        return int(query.get(name, default))
    except ValueError:
        return default
