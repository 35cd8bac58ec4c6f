"""`lockdash schedules` with the network: read the schedules, and who goes by them; say what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from lockdash.cli.exits import Exit
from lockdash.cli.output import say
from lockdash.cli.people_asking import ending
from lockdash.cli.people_reading import PeopleReading
from lockdash.cli.schedule_known import Known, known
from lockdash.cli.session import session
from lockdash.config.settings import Config
from lockdash.store.store import Store
from lockdash.vendors.people import Subject

_LISTS = frozenset({Subject.schedules, Subject.exceptions})


async def read(config: Config, store: Store, accounts: Sequence[str], *, people: bool) -> tuple[Known, Exit]:
    """Return the schedules, and the exit code. `people`: who goes by them is read as well; devices are in any case."""
    async with session(config, store) as engine:
        await engine.read_once(accounts)
        await engine.people.open()
        reading = PeopleReading(engine, store, accounts)
        await reading.first(_LISTS)
        if people:
            await reading.due()
        covered = frozenset(filter(reading.is_covered, accounts))
        found = known(reading.people.snapshot, reading.devices, accounts, datetime.now(UTC), covered=covered)
        for account in accounts:
            for text in _missing(reading, account, people=people):
                say(f"{account}: {text}")
        return found, ending(engine, reading)


def _missing(reading: PeopleReading, account: str, *, people: bool) -> Iterator[str]:
    yield from reading.missing(account, of="schedules", subjects=None if people else _LISTS)
    if people and not reading.is_covered(account) and not reading.state(account).failure:
        yield "not all doors were asked who goes by them; the next time goes on from there"
