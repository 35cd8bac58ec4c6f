"""Which vendors an account can be of: ours, and those that others have added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lockdash.vendors import registry
from lockdash.vendors.base import Plugin


class Vendors(NamedTuple):
    """`plugins`: by their names. `notices`: what is wrong with those that cannot be used."""

    plugins: Mapping[str, Plugin]
    notices: tuple[str, ...] = ()


def found() -> Vendors:
    """Return all that are installed."""
    plugins: dict[str, Plugin] = {}
    notices: list[str] = []
    for name in registry.known():
        try:
            plugins[name] = registry.plugin(name)
        except registry.UnknownVendor as error:
            notices.append(str(error))
    return Vendors(plugins, tuple(notices))
