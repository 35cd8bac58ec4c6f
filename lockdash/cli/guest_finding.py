"""Finding somebody who is there already, with all that they may open."""

from __future__ import annotations

from lockdash.cli import guest_names
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.names import NoSuchName
from lockdash.cli.output import say
from lockdash.cli.people_reach import is_silent
from lockdash.cli.people_reading import PeopleReading
from lockdash.domain.people import Person


async def found(name: str, reading: PeopleReading) -> Person:
    """Return whom `name` means, as they are now. Who is not known is looked for among those whose time is over, and
    among the PINs of keypads, too. Raises Stop."""
    await reading.due(lambda: all(reading.lists_read(each) and reading.can_ask(each) for each in reading.accounts))
    try:
        person = _known(name, reading)
    except NoSuchName:
        await reading.on_demand()
        person = _still(name, reading)
    if not reading.covers(person) or is_silent(person):
        await reading.one_by_one([person])
    now = reading.people.snapshot.people.get(person.key)
    if now is None:
        raise Stop(Exit.failed, f"{person.name} ({person.account}) is gone: somebody has deleted them meanwhile")
    return now


def _still(name: str, reading: PeopleReading) -> Person:
    """Raises Stop; with what could not be read, which may be why nobody fits."""
    try:
        return _known(name, reading)
    except NoSuchName:
        missing = {account: reading.missing(account) for account in reading.accounts}
        for account, words in missing.items():
            for each in words:
                say(f"{account}: {each}")
        if all(reading.state(account).failure for account in reading.accounts) and not reading.people.snapshot.people:
            raise Stop(Exit.no_connection, "Nobody is known yet, and no account can be read.") from None
        raise


def _known(name: str, reading: PeopleReading) -> Person:
    people = reading.people.snapshot.people.values()
    return guest_names.person(name, [each for each in people if each.account in reading.accounts])
