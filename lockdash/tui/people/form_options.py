"""What can be chosen in the forms, and why something cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lockdash.domain.people import Ability, PersonKind
from lockdash.engine.order import natural
from lockdash.engine.people.draft import kinds_of
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.vendors.people import Origin

TYPED, MADE, VENDOR, KEEP = "typed", "made", "vendor", "keep"
"""Where a PIN comes from."""
NO_LETTER, NOW, BEFORE = "none", "now", "before"
NO, YES = "no", "yes"
ALWAYS = ""
"""No schedule: the access counts at all hours of the stay."""

KIND_NAMES: Mapping[PersonKind, str] = {
    PersonKind.guest: "guest",
    PersonKind.user: "permanent user",
    PersonKind.member: "member, by e-mail",
    PersonKind.code: "PIN of a keypad",
    PersonKind.group: "group of users",
}
_GROUPS = "groups of users are made in the vendor's own app"


class Option(NamedTuple):
    """`value`: what is chosen; `why_not`: why it cannot be, "" if it can."""

    value: str
    label: str
    why_not: str = ""


def account_options(barred: Mapping[str, str]) -> tuple[Option, ...]:
    """`barred`: by account, why nothing can be done there, "" if it can."""
    return tuple(Option(name, name, why) for name, why in barred.items())


def kind_value(origin: str, kind: PersonKind) -> str:
    return f"{origin}/{kind}"


def kind_options(origins: tuple[Origin, ...]) -> tuple[Option, ...]:
    """Return whom one could add, those that one can first."""
    found: list[Option] = []
    for origin in origins:
        able = kinds_of(origin)
        why = origin.denied.get(Ability.create) or f"{origin.label}: nobody can be added"
        for kind in [*able, *sorted(origin.kinds - set(able))]:
            reason = "" if kind in able else _GROUPS if kind is PersonKind.group else why
            found.append(Option(kind_value(origin.name, kind), _kind_label(origin, kind, origins), reason))
    return tuple(sorted(found, key=lambda each: bool(each.why_not)))


def _kind_label(origin: Origin, kind: PersonKind, origins: tuple[Origin, ...]) -> str:
    """With the list's name where another list has people of this kind as well."""
    several = sum(kind in each.kinds for each in origins) > 1
    return f"{KIND_NAMES[kind]} ({origin.label})" if several else KIND_NAMES[kind]


def pin_options(origin: Origin, *, keep: bool = False) -> tuple[Option, ...]:
    """Return where a PIN can come from; nothing where nobody has one. `keep`: it may stay as it is."""
    ability = Ability.change_pin if keep else Ability.choose_pin
    chosen = "" if ability in origin.abilities else origin.denied.get(ability, "nobody can choose it")
    made = ability if keep else Ability.generate_pin
    given = "" if made in origin.abilities else origin.denied.get(made, "the vendor makes none")
    if keep and Ability.generate_pin not in origin.abilities:
        given = origin.denied.get(Ability.generate_pin, "the vendor makes none")
    if chosen and given:
        return ()
    ways = (Option(MADE, "made here", chosen), Option(TYPED, "typed", chosen), Option(VENDOR, "vendor's", given))
    possible_first = tuple(sorted(ways, key=lambda each: bool(each.why_not)))
    return (Option(KEEP, "stays"), *possible_first) if keep else possible_first


def letter_options(origin: Origin) -> tuple[Option, ...]:
    """Return when the instructions can be sent; nothing where they never are."""
    if Ability.instruct not in origin.abilities:
        return ()
    later = Ability.instruct_later
    why = "" if later in origin.abilities else origin.denied.get(later, "they are sent at once or not at all")
    return Option(NO_LETTER, "none"), Option(NOW, "at once"), Option(BEFORE, "days before", why)


def schedule_options(
    people: PeopleSnapshot, account: str, origin: Origin, chosen: str | None = None
) -> tuple[Option, ...]:
    """Return the schedules that an access can have, by name; nothing where there are none. `chosen`: stays among them,
    also if the vendor has it no more."""
    if Ability.change_schedule not in origin.abilities:
        return ()
    mine = [each for pair, each in people.schedules.items() if pair[0] == account]
    named = [Option(each.id, each.name) for each in sorted(mine, key=lambda each: (natural(each.name), each.id))]
    if chosen and chosen not in {each.value for each in named}:
        named.append(Option(chosen, "deleted", GONE))
    return (Option(ALWAYS, "always"), *named) if named else ()


GONE = "somebody has deleted this schedule meanwhile: choose another one"


def first_possible(options: tuple[Option, ...], wanted: str | None = None) -> str:
    """Return `wanted` if that can be chosen, else the first one that can, "" without any."""
    able = [each.value for each in options if not each.why_not]
    return wanted if wanted is not None and wanted in able else next(iter(able), "")
