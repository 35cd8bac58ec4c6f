"""`lockdash guest revoke`: doors are taken, or the code, or the whole record; it always asks first."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from lockdash.cli import asking, guest_names
from lockdash.cli.carrying import carry
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.guest_finding import found
from lockdash.cli.guest_result import Result
from lockdash.cli.people_reading import PeopleReading
from lockdash.domain.accesses import Access
from lockdash.domain.people import Ability, Person
from lockdash.engine.people.orders import Deactivate, Delete, Order, Revoke
from lockdash.engine.people.steps import Step, Steps
from lockdash.engine.people.words import typed_word


async def revoke(reading: PeopleReading, options: argparse.Namespace) -> Result:
    """Raises Stop, Refusal and StoreError."""
    person = await found(options.name, reading)
    who = (person.name, person.account)
    if options.deactivate or options.delete:
        steps, question = _ending(reading, person, delete=options.delete)
    else:
        accesses = _asked(reading, person, options.doors)
        if not accesses:
            return Result(name=person.name, account=person.account)
        steps, question = _taking(reading, person, accesses)
    if not options.yes and options.delete:
        asking.confirm_typed(question, *typed_word(person.name))
    elif not options.yes:
        asking.confirm(question)
    return await carry(reading, steps, who, options, about=[person.key])


def _ending(reading: PeopleReading, person: Person, *, delete: bool) -> tuple[Steps, str]:
    order: Order = Delete(person) if delete else Deactivate(person)
    _check(reading, order)
    deed = "delete" if delete else "deactivate"
    what = "the record and every code go" if delete else "the code is taken from the locks, the record stays"
    step = Step(title=f"{deed} {person.name}", order=order)
    return reading.people.steps([step]), f"{deed.capitalize()} {person.name} ({person.account})? {what}"


def _taking(reading: PeopleReading, person: Person, accesses: Sequence[Access]) -> tuple[Steps, str]:
    _check(reading, Revoke(person, accesses[0]))
    named = "\n".join(f"  {reading.people.directory.name(each)}" for each in accesses)
    question = f"Take from {person.name} ({person.account})?\n{named}\n"
    return reading.people.revocation(person, accesses), question


def _asked(reading: PeopleReading, person: Person, names: Sequence[str]) -> list[Access]:
    """Return the accesses that are meant, all for no names. Raises Stop."""
    people = reading.people
    mine = list(people.snapshot.by_person.get(person.key, ()))
    if not names:
        if not reading.covers(person):
            why = "; ".join(reading.missing(person.account)) or "the vendor did not say in time"
            raise Stop(Exit.failed, f"nothing was taken, since it could not be read what {person.name} may open: {why}")
        return mine
    meant = {}
    for name in names:
        try:
            access = guest_names.access(name, mine, people.directory)
        except Stop as stop:
            raise Stop(stop.code, f"--door: {stop}") from None
        meant[access.key] = access
    return list(meant.values())


def _check(reading: PeopleReading, order: Order) -> None:
    """Raises Stop if the order would not be sent."""
    if said := reading.people.objection(order):
        raise Stop(Exit.failed, f"{said}{_instead(reading, order)}")


def _instead(reading: PeopleReading, order: Order) -> str:
    """The option that does what is possible."""
    if not isinstance(order, Revoke | Deactivate):
        return ""
    origin = reading.state(order.person.account).origin(order.person.origin)
    return " (--delete)" if origin is not None and Ability.delete in origin.abilities else ""
