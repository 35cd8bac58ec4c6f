"""PINs that somebody asks to see: each is one request, and one record."""

from __future__ import annotations

from collections.abc import Iterable

from lockdash.cli.output import say
from lockdash.domain.people import Ability, Person
from lockdash.domain.secret import Secret
from lockdash.engine.people.orders import Reveal
from lockdash.engine.people.people import People
from lockdash.engine.policy import Refusal


def can_reveal(people: People, person: Person) -> bool:
    """Whether there is a PIN that can be asked for, as far as is known."""
    origin = people.snapshot.accounts[person.account].origin(person.origin)
    able = origin is not None and Ability.reveal in origin.abilities - person.denied
    return able and person.has_pin is not False


async def revealed(people: People, asked: Iterable[Person]) -> dict[str, Secret | None]:
    """Return the PINs of those who can be asked for theirs, by key; says why one is not shown."""
    found: dict[str, Secret | None] = {}
    for person in asked:
        if not can_reveal(people, person):
            continue
        try:
            outcome = await people.change(Reveal(person))
        except Refusal as refusal:
            why = str(refusal)
        else:
            if outcome.credentials is not None:
                found[person.key] = outcome.credentials.pin
                continue
            why = outcome.change.reason or "the vendor does not tell it"
        say(f"{person.name} ({person.account}): the PIN is not shown: {why}")
    return found
