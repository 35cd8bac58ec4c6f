"""Which vendors there are, found without importing any of them until one is asked for."""

from __future__ import annotations

import importlib

from lockdash.domain.nearest import nearest
from lockdash.vendors.base import GROUP, Plugin

# Ours are named here too, so that asking for one does not search every installed package (8 ms on a full system).
_BUILT_IN = {
    "remotelock": "lockdash.vendors.remotelock",
    "tedee": "lockdash.vendors.tedee",
}


class UnknownVendor(LookupError):
    """No plugin of that name can be used. `str(error)` says why, or which names there are."""


def plugin(name: str) -> Plugin:
    """Return the plugin called `name`: one of ours, else one named in the entry-point group.

    Raises UnknownVendor if there is none, or if it cannot be loaded.
    """
    module = _BUILT_IN.get(name)
    if module is not None:
        found: Plugin = importlib.import_module(module).PLUGIN
        return found
    return _installed(name)


def known() -> list[str]:
    """Return the names of all vendors that can be asked for, sorted."""
    from importlib.metadata import entry_points

    return sorted(_BUILT_IN.keys() | {entry.name for entry in entry_points(group=GROUP)})


def _installed(name: str) -> Plugin:
    from importlib.metadata import entry_points

    for entry in entry_points(group=GROUP, name=name):
        try:
            found: Plugin = entry.load()
        except Exception as error:  # a stranger's module may fail in any way
            raise UnknownVendor(f"the vendor {name!r} ({entry.value}) cannot be loaded: {error}") from error
        missing = [
            word
            for word in ("name", "label", "settings", "secrets", "allowance", "connect")
            if not hasattr(found, word)
        ]
        if missing:
            raise UnknownVendor(f"the vendor {name!r} ({entry.value}) is not a plugin: it lacks {', '.join(missing)}")
        return found
    names = known()
    raise UnknownVendor(f"no vendor is called {name!r}{nearest(name, names) or ';'} known: {', '.join(names)}")
