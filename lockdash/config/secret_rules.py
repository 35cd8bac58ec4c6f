"""Which secrets go with which settings of a vendor, found by asking its plugin about one setting after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

import msgspec

from lockdash.config.fitting import bare
from lockdash.vendors.base import Plugin
from lockdash.vendors.signing import secrets_for

Uses = Mapping[str, bool]
"""Secret -> whether the account must have it; one that is not named is not used."""


class Rule(msgspec.Struct, frozen=True):
    """What holds if the setting `key` is given (`value`: as this; None: as anything)."""

    key: str
    value: str | None
    uses: Uses


class Rules(msgspec.Struct, frozen=True):
    """`usual`: what holds if no rule of `others` does."""

    usual: Uses
    others: tuple[Rule, ...] = ()


def rules_of(plugin: Plugin) -> Rules:
    """Return what the plugin says of settings as they usually are, and of those in which one differs."""
    fields = msgspec.structs.fields(plugin.settings)
    needed = {field.encode_name: _anything(field.type) for field in fields if field.required}
    usual = _uses(plugin, needed) or dict.fromkeys(plugin.secrets, True)
    others = []
    for field in fields:
        for value, shown in _alternatives(field):
            uses = _uses(plugin, {**needed, field.encode_name: value})
            if uses is not None and uses != usual:
                others.append(Rule(field.encode_name, shown, uses))
    return Rules(usual, tuple(others))


def _alternatives(field: msgspec.structs.FieldInfo) -> Iterator[tuple[Any, str | None]]:
    wanted = bare(field.type)
    if get_origin(wanted) is Literal:
        yield from ((each, str(each)) for each in get_args(wanted) if each != field.default)
    elif field.default is None and wanted is str:
        yield "x", None


def _anything(wanted: Any) -> Any:
    wanted = bare(wanted)
    if get_origin(wanted) is Literal:
        return get_args(wanted)[0]
    return {int: 1, float: 1.0, bool: False}.get(wanted, "x")


def _uses(plugin: Plugin, values: Mapping[str, Any]) -> Uses | None:
    """None: the plugin does not take such settings."""
    try:
        return secrets_for(plugin, msgspec.convert(values, plugin.settings))
    except msgspec.ValidationError:
        return None
