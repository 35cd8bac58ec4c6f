"""One request to the RemoteLock API: who is meant, what was sent, and the lists that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.requests import Request

from lockdash.simulator.remotelock import paging
from lockdash.simulator.remotelock.answers import not_found, resource
from lockdash.simulator.remotelock.fields import Fields
from lockdash.simulator.rentals.rentals import Rentals

Json = dict[str, Any]

Found = TypeVar("Found")

# The reference names types both ways: `lock` in its examples, `Lock` and `ACS::Door` in its parameter tables.
_TYPE_NAMES = {
    "Lock": "lock",
    "PowerPlug": "power_plug",
    "Thermostat": "thermostat",
    "ResortLock": "resort_lock",
    "ACS::Door": "acs_door",
}


@dataclass(frozen=True)
class Call:
    """`base`: what the links begin with. `body`: as sent, {} if there was none."""

    request: Request
    rentals: Rentals
    base: str
    body: Json = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.param("id")

    def param(self, name: str) -> str:
        return str(self.request.path_params[name])

    @property
    def fields(self) -> Fields:
        """The attributes that were sent. Raises Problem if they are no object."""
        attributes = self.body.get("attributes", {})
        if not isinstance(attributes, dict):
            raise resource("is invalid", "attributes", self.body)
        return Fields(attributes)

    def type_of(self, known: Sequence[str]) -> str:
        """Return the body's `type`. Raises Problem unless it is among `known`."""
        kind = self.body.get("type")
        if kind not in known:
            raise resource("is not included in the list" if kind else "is empty", "type", self.body)
        return str(kind)

    def types(self, name: str = "type") -> set[str]:
        return {_TYPE_NAMES.get(kind, kind) for kind in self.values(name)}

    def values(self, name: str) -> list[str]:
        return paging.values(self.request.query_params, name)

    def chosen(self, items: Iterable[Any]) -> list[Any]:
        """Filter by `id[]`."""
        ids = set(self.values("id"))
        return [item for item in items if not ids or item.id in ids]

    def filtered(self, items: Iterable[Any]) -> list[Any]:
        """Filter by `id[]` and `type`."""
        types = self.types()
        return [item for item in self.chosen(items) if not types or item.type in types]

    def listed(
        self,
        items: Iterable[Any],
        shape: Callable[[Any], Json],
        *,
        sortable: Sequence[str] = ("created_at",),
        default: str | None = "created_at",
    ) -> Json:
        """Return the page that is asked for, in the order that is asked for."""
        query = self.request.query_params
        return self.paged(paging.ordered(items, query, sortable, default), shape)

    def ordered(self, items: Iterable[Any], sortable: Sequence[str], default: str) -> list[Any]:
        """Filter by `id[]` and `type`, and sort."""
        return paging.ordered(self.filtered(items), self.request.query_params, sortable, default)

    def paged(self, items: Sequence[Any], shape: Callable[[Any], Json]) -> Json:
        """Return the page that is asked for."""
        return paging.page(items, self.request.query_params, shape)


def present(found: Found | None) -> Found:
    """Return what was found. Raises Problem if nothing was."""
    if found is None:
        raise not_found()
    return found
