"""Tedee's lists of people, what can be done with those in them, and how they are read."""

from __future__ import annotations

import math
from collections.abc import Mapping

from lockdash.domain.devices import DeviceKind
from lockdash.domain.people import Ability, PersonKind
from lockdash.domain.pins import TEDEE
from lockdash.vendors.people import Origin, PeopleFeed
from lockdash.vendors.tedee.people.decode import MEMBERS, PINS

ACCESS, LIST, DETAILS = "access", "pins", "pin"
"""The feeds: who may use a device, the names of a lock's PINs, and when one of them counts."""

FEEDS = (
    PeopleFeed(ACCESS, every=3600.0, floor=10.0, per_device=True, origin=MEMBERS),
    # These go on to the lock itself and wait for it: only when somebody asks (tedee-facts 2.5).
    PeopleFeed(LIST, every=math.inf, floor=5.0, per_device=True, on_demand=True, origin=PINS),
    PeopleFeed(DETAILS, every=math.inf, floor=5.0, per_person=True, on_demand=True, origin=PINS),
)
_READABLE_FROM, _WRITABLE_FROM = 34, 37  # of the API's versions: before, there were shares; then, no principals

_ACCOUNT = "name and e-mail address belong to the user's own Tedee account"
_NO_PIN = "a Tedee user opens with the app; a PIN is one of the keypad's"
_NO_LETTER = "Tedee writes to those whom it invites, and to nobody else"
_PER_ACCESS = "each access says from when to when"
_END = "Tedee knows no deactivated people: take the access away, or let it end"
_NOT_MEMBERS: Mapping[Ability, str] = {
    Ability.choose_pin: _NO_PIN,
    Ability.generate_pin: _NO_PIN,
    Ability.change_pin: _NO_PIN,
    Ability.reveal: _NO_PIN,
    Ability.change: _ACCOUNT,
    Ability.change_stay: _PER_ACCESS,
    Ability.deactivate: _END,
    Ability.delete: "the Tedee account is the user's own: take the accesses away",
    Ability.grant_many: "Tedee gives access to one device at a time",
    Ability.change_schedule: "a Tedee access has times of its own, and no schedule",
    Ability.instruct: _NO_LETTER,
    Ability.instruct_later: _NO_LETTER,
    Ability.preview: _NO_LETTER,
}
_ONE_LOCK = "a PIN is at one lock; add it at the other one as well"
_NOBODY = "a keypad knows a name and no address to write to"
_NOT_PINS: Mapping[Ability, str] = {
    Ability.generate_pin: "Tedee makes no PINs: choose one, or have lockdash make one",
    Ability.one_time: "a Tedee PIN opens as often as its times allow",
    Ability.change_stay: _PER_ACCESS,
    Ability.change_schedule: "a PIN has times of its own, and no schedule",
    Ability.deactivate: "a Tedee PIN cannot be put to rest: delete it, or let it end",
    Ability.grant: _ONE_LOCK,
    Ability.grant_many: _ONE_LOCK,
    Ability.revoke: "a PIN and its access are one: delete the PIN",
    Ability.copy: _ONE_LOCK,
    Ability.instruct: _NOBODY,
    Ability.instruct_later: _NOBODY,
    Ability.preview: _NOBODY,
}
_GIVING = frozenset({Ability.create, Ability.grant, Ability.change_terms, Ability.revoke, Ability.copy})
_TOO_OLD = "it takes version v37 of Tedee's API; api_version in the configuration is an older one"

_PIN_ORIGIN = Origin(
    name=PINS,
    label="PINs of keypads",
    kinds=frozenset({PersonKind.code}),
    doors=frozenset({DeviceKind.lock}),
    abilities=frozenset(
        {
            Ability.create,
            Ability.choose_pin,
            Ability.change,
            Ability.change_pin,
            Ability.change_terms,
            Ability.delete,
            Ability.reveal,
        }
    ),
    denied=_NOT_PINS,
    pins=TEDEE,
    moments=True,
    born_with_access=True,
    one_door=True,
)


def origins_of(version: int) -> tuple[Origin, ...]:
    """Return the origins. `version`: 37 of v37, 36 of v1.36."""
    writable = version >= _WRITABLE_FROM
    members = Origin(
        name=MEMBERS,
        label="Tedee users",
        kinds=frozenset({PersonKind.member, PersonKind.group}),
        doors=frozenset({DeviceKind.lock, DeviceKind.gate}),
        abilities=_GIVING if writable else frozenset(),
        denied=_NOT_MEMBERS if writable else {**_NOT_MEMBERS, **dict.fromkeys(_GIVING, _TOO_OLD)},
        moments=True,
        born_with_access=True,
    )
    return members, _PIN_ORIGIN


def feeds_of(version: int) -> tuple[PeopleFeed, ...]:
    """Return the feeds. What was before access lists is not read: the vendor has retired it (tedee-facts 0)."""
    return FEEDS if version >= _READABLE_FROM else tuple(feed for feed in FEEDS if feed.name != ACCESS)
