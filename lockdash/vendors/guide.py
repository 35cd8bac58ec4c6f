"""What a stranger has to know to add an account: where the key comes from, what it must be allowed, what to type in."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from lockdash.vendors.base import Plugin


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One key of the configuration that the user types. `hint`: a sentence on what it looks like and where it is."""

    key: str
    label: str
    hint: str = ""
    secret: bool = False
    required: bool = True


class Scope(msgspec.Struct, frozen=True):
    """A right that a key can have, by the vendor's name. `gives`: what lockdash does with it. `needed`: nothing works
    without it; the others can be left out, and what they give is missing then."""

    name: str
    gives: str
    needed: bool = False


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One way to get into an account of a vendor.

    `label`: a few words. `about`: a sentence on whom it is for. `steps`: what to do at the vendor, one sentence each.
    `address`: of the page where that is done, "" if there is none. `asked`: in the order in which they are typed.
    `settings`: keys that this way sets by itself. `more`: further settings that can be of use, as the
    configuration calls them; the others mean nothing here. `signs_in`: a browser is needed once, after all was typed.
    """

    label: str
    about: str
    steps: tuple[str, ...] = ()
    address: str = ""
    scopes: tuple[Scope, ...] = ()
    asked: tuple[Asked, ...] = ()
    settings: Mapping[str, str] = {}
    more: tuple[str, ...] = ()
    signs_in: bool = False


def ways_of(plugin: Plugin) -> tuple[Way, ...]:
    """Return the ways that a plugin names in `ways`, the usual one first; else one that asks for what must be there."""
    named: tuple[Way, ...] = getattr(plugin, "ways", ())
    if named:
        return named
    fields = msgspec.structs.fields(plugin.settings)
    needed = [each.encode_name for each in fields if each.required]
    more = tuple(each.encode_name for each in fields if not each.required)
    asked = [Asked(key=key, label=key.replace("_", " ").capitalize()) for key in needed]
    asked += [Asked(key=key, label=key.replace("_", " ").capitalize(), secret=True) for key in plugin.secrets]
    return (Way(label=plugin.label, about=f"What {plugin.label} asks of its accounts.", asked=tuple(asked), more=more),)
