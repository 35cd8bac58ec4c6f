"""What a host wants, as steps: a guest with their doors, another end of a stay. Pure.

One person with several accesses is right, several persons with one PIN are wrong (remotelock-facts, "People and
access"): only where a vendor's people have one door each are there several of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import msgspec

from lockdash.domain.accesses import Access, Group, Place
from lockdash.domain.devices import Device
from lockdash.domain.people import Ability, Person
from lockdash.domain.windows import Window
from lockdash.engine.people.orders import ChangeAccess, Create, Grant, Instruct, Order, Revoke, Update
from lockdash.engine.people.steps import Step
from lockdash.engine.policy import Refusal
from lockdash.vendors.people import NewAccess, NewPerson, Origin, PersonChange, Terms

replace = msgspec.structs.replace
Target = Device | Group | Place


class Letter(msgspec.Struct, frozen=True):
    """The access instructions, to be sent by e-mail: now, or so many days before the stay."""

    days_before: int | None = None


def guest_steps(
    account: str, origin: Origin, new: NewPerson, accesses: Sequence[NewAccess], letter: Letter | None = None
) -> list[Step]:
    """Return the steps by which `new` comes to be and may use what `accesses` say. Raises Refusal without any."""
    if not accesses:
        raise Refusal(f"{new.name} would have no door: choose one")
    if origin.one_door:
        steps = [_creation(account, replace(new, first=each), each) for each in accesses]
        letters = range(len(steps))
    else:
        first = accesses[0] if origin.born_with_access else None
        steps = [_creation(account, replace(new, first=first), first)]
        rest = accesses[1:] if first is not None else accesses
        steps += [Step(title=f"give {each.target.name}", order=partial(_grant, each), of=0) for each in rest]
        letters = range(1)
    if letter is not None:
        steps += [Step(title="send the instructions", order=partial(_letter, letter), of=number) for number in letters]
    return steps


def stay_steps(
    origin: Origin,
    person: Person,
    accesses: Sequence[tuple[Access, Target | None]],
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> list[Step]:
    """Return the steps by which the stay of `person` begins and ends at other times (None: as it is now).

    The stay itself is changed where the origin can; else the window of each access; else each is granted anew, and the
    old one revoked after that. Raises Refusal for what the origin knows no way to. `accesses`: with what they are to.
    """
    able = origin.abilities - person.denied
    if Ability.change_stay in able:
        if person.stay is None:
            raise Refusal(f"{person.name} has no stay: they may come at any time")
        stay = _moved(person.stay, starts_at, ends_at)
        return [Step(title="change the stay", order=Update(person, PersonChange(stay=stay)))]
    if Ability.change_terms in able:
        return [
            Step(
                title=f"change the times at {_name(access, target)}",
                order=ChangeAccess(person, access, _terms(access, starts_at, ends_at)),
            )
            for access, target in accesses
        ]
    if Ability.grant in able and Ability.revoke in able:
        return _anew(person, accesses, starts_at, ends_at)
    raise Refusal(origin.denied.get(Ability.change_stay) or f"{origin.label} lets nobody change a stay")


def revoke_steps(person: Person, accesses: Sequence[tuple[Access, Target | None]]) -> list[Step]:
    """Return the steps by which `person` loses these accesses."""
    return [Step(title=f"take {_name(access, target)}", order=Revoke(person, access)) for access, target in accesses]


def _anew(
    person: Person,
    accesses: Sequence[tuple[Access, Target | None]],
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> list[Step]:
    """The door opens all the time: the new access first."""
    steps: list[Step] = []
    for access, target in accesses:
        if target is None:
            raise Refusal(f"nothing is known of {access.target_id}: read the doors of {person.account} first")
        terms = _terms(access, starts_at, ends_at)
        new = NewAccess(target=target, **msgspec.structs.asdict(terms))
        steps.append(Step(title=f"give {target.name} anew", order=Grant(person, new)))
        steps.append(
            Step(title=f"take the old access to {target.name}", order=Revoke(person, access), needs=len(steps) - 1)
        )
    return steps


def _creation(account: str, new: NewPerson, first: NewAccess | None) -> Step:
    where = f" at {first.target.name}" if first is not None else ""
    return Step(title=f"add {new.name}{where}", order=Create(account, new))


def _grant(access: NewAccess, person: Person) -> Order:
    return Grant(person, access)


def _letter(letter: Letter, person: Person) -> Order:
    return Instruct(person, letter.days_before)


def _terms(access: Access, starts_at: datetime | None, ends_at: datetime | None) -> Terms:
    return Terms(
        schedule_id=access.schedule_id,
        guest_start=access.guest_start,
        guest_end=access.guest_end,
        window=_moved(access.window, starts_at, ends_at),
        level=access.level,
        remote=access.remote,
    )


def _moved(window: Window | None, starts_at: datetime | None, ends_at: datetime | None) -> Window:
    before = window or Window(in_utc=any(each is not None and each.tzinfo is not None for each in (starts_at, ends_at)))
    return replace(before, starts_at=starts_at or before.starts_at, ends_at=ends_at or before.ends_at)


def _name(access: Access, target: Target | None) -> str:
    return target.name if target is not None else access.target_id
