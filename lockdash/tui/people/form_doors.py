"""Doors, groups and places as the forms offer them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lockdash.domain.accesses import Group, Place
from lockdash.domain.devices import Device
from lockdash.domain.text import fold
from lockdash.engine.people.plans import Target
from lockdash.engine.words import KIND_WORDS


class Door(NamedTuple):
    """A row of the picker. `where`: its place. `zone`: "" if the vendor does not say. `schedule`: by name, where the
    row has one. `becomes`: what is to be done to it. `why_not`: why it can neither be given nor taken."""

    key: str
    name: str
    kind: str
    where: str = ""
    zone: str = ""
    schedule: str = ""
    becomes: str = ""
    why_not: str = ""


def target_key(target: Target) -> str:
    """The identity of a door, group or place among all of them."""
    if isinstance(target, Device):
        return target.key
    return f"{target.account}/{'group' if isinstance(target, Group) else 'place'}/{target.id}"


def door_of(target: Target) -> Door:
    if isinstance(target, Device):
        return Door(target_key(target), target.name, KIND_WORDS[target.kind], target.location or "", target.zone or "")
    zone = target.zone or "" if isinstance(target, Place) else ""
    return Door(target_key(target), target.name, "group" if isinstance(target, Group) else "location", "", zone)


def matching(doors: Iterable[Door], text: str) -> list[Door]:
    """Return those in which each word of `text` is found, whatever its case and accents."""
    words = fold(text).split()
    return [each for each in doors if all(word in fold("\n".join(each[1:5])) for word in words)]
