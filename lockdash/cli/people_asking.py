"""`lockdash people` with the network: read what the list needs, say what is missing, reveal what was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from lockdash.cli import asking
from lockdash.cli.exits import Exit
from lockdash.cli.output import say
from lockdash.cli.people_reach import Choice, Reach, is_silent, reached
from lockdash.cli.people_reading import PeopleReading
from lockdash.cli.revealing import can_reveal, revealed
from lockdash.cli.session import session
from lockdash.cli.status import verdict
from lockdash.config.settings import Config
from lockdash.domain.accounts import Condition
from lockdash.domain.people import PersonStatus
from lockdash.domain.secret import Secret
from lockdash.engine.engine import Engine
from lockdash.store.store import Store

_OVER = frozenset({PersonStatus.expired, PersonStatus.deactivated})


async def read(
    config: Config, store: Store, accounts: Sequence[str], choice: Choice, *, reveal: bool, sure: bool
) -> tuple[list[Reach], dict[str, Secret | None] | None, Exit]:
    """Return who is listed, the PINs that were revealed (None if nobody asked for any), and the exit code."""
    async with session(config, store) as engine:
        await engine.read_once(accounts)
        await engine.people.open()
        reading = PeopleReading(engine, store, accounts)

        asked = _Asked(reading, choice)
        await reading.due(asked.is_enough)
        if _OVER & set(choice.statuses):
            await reading.on_demand()
        await reading.one_by_one(each.person for each in asked.possible() if not each.covered or is_silent(each.person))
        possible = asked.possible()
        _tell(reading, possible)
        listed = [each for each in possible if choice.takes(each)]
        pins = await _revealed(reading, listed, sure) if reveal else None
        return listed, pins, ending(engine, reading)


class _Asked:
    """Whom a list may have: a word of the filter may be that of a door of theirs which has not been read."""

    def __init__(self, reading: PeopleReading, choice: Choice) -> None:
        self._reading = reading
        self._choice = choice
        self._missing: Counter[str] | None = None

    def possible(self) -> list[Reach]:
        reading, choice = self._reading, self._choice
        people, now = reading.people, datetime.now(UTC)
        doors = {account: reading.door_names(account) for account in reading.accounts}
        found = reached(people.snapshot, people.directory, reading.accounts, now)
        return [each for each in found if choice.takes(each, () if each.covered else doors[each.person.account])]

    def is_enough(self) -> bool:
        """Whether nothing more is to be read from door to door: all were, or it is shorter to ask for the few people
        that matter. Who they are is worked out once: it takes a while where there are thousands."""
        reading = self._reading
        if not all(map(reading.lists_read, reading.accounts)):
            return False
        if self._missing is None:
            self._missing = Counter(each.person.account for each in self.possible() if not each.covered)
        missing = self._missing
        return all(reading.had_its_turn(name) or reading.is_shorter(name, missing[name]) for name in reading.accounts)


def _tell(reading: PeopleReading, reached: Sequence[Reach]) -> None:
    """Say of each account what could not be read."""
    for account in reading.accounts:
        for text in _missing(reading, account, [each for each in reached if each.person.account == account]):
            say(f"{account}: {text}")


def _missing(reading: PeopleReading, account: str, reached: Sequence[Reach]) -> list[str]:
    found = reading.missing(account)
    if unread := sum(not each.covered for each in reached):
        found.append(f"what they may open was not read of {unread} of {len(reached)}; the next time goes on from there")
    return found


async def _revealed(reading: PeopleReading, reached: Sequence[Reach], sure: bool) -> dict[str, Secret | None]:
    asked = [each.person for each in reached if can_reveal(reading.people, each.person)]
    if len(asked) > 1 and not sure:
        named = "\n".join(f"  {each.name} ({each.account})" for each in asked)
        asking.confirm(f"Reveal the PINs of these {len(asked)}?\n{named}\n")
    return await revealed(reading.people, asked)


def ending(engine: Engine, reading: PeopleReading) -> Exit:
    """Return the exit code: done if people of any account could be read, or need not be; as for devices."""
    with_people = [name for name in reading.accounts if reading.state(name).keeps_people]
    return verdict([_condition(engine, reading, name) for name in with_people]) if with_people else Exit.done


def _condition(engine: Engine, reading: PeopleReading, name: str) -> Condition:
    known, state = engine.snapshot.accounts.get(name), reading.state(name)
    if known is None or known.condition.failing:
        return known.condition if known is not None else Condition.connecting
    if state.failure:
        return Condition.offline
    return Condition.vendor_error if state.troubles and not reading.anything_read(name) else known.condition
