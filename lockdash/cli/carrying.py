"""Steps on their way: each is told on stderr as it happens, and then what the locks have heard."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Collection
from datetime import UTC, datetime

from lockdash.cli.guest_result import Result
from lockdash.cli.output import say
from lockdash.cli.people_reach import Reach, has_heard
from lockdash.cli.people_reading import PeopleReading, until
from lockdash.cli.people_wording import sync_text
from lockdash.cli.revealing import revealed
from lockdash.domain.accesses import SyncState, summary
from lockdash.domain.people import Person
from lockdash.engine.people.steps import Step, Steps, StepState
from lockdash.engine.people.views import view

_WORDS = {StepState.doing: "asked", StepState.unknown: "no clear answer"}


async def carry(
    reading: PeopleReading, steps: Steps, who: tuple[str, str], options: argparse.Namespace, about: Collection[str] = ()
) -> Result:
    """Take the steps, wait until the locks have heard of what they did, and return what came of it.

    `who`: the name and the account. `about`: keys of those who are there already. Cancelled, it says how far it has
    come.
    """
    name = "{} ({})".format(*who)
    told, begun = _Told(name, steps), datetime.now(UTC)
    steps.changed = told.look
    try:
        await steps.run()
        made = tuple(key for key in _named(steps) if key not in about)
        keys = (*about, *made)
        hearing = _Hearing(reading, name, keys, made, begun, unseen=any(map(_is_unseen, steps.steps)))
        heard = False
        if any(each.state is StepState.done for each in steps.steps):
            heard = await until(hearing.is_over, options.wait)
    except asyncio.CancelledError:
        steps.stop()
        told.interrupted()
        raise
    pins = await revealed(reading.people, _known(reading, keys)) if getattr(options, "reveal", False) else None
    return Result(
        name=who[0],
        account=who[1],
        steps=steps.steps,
        reached=tuple(hearing.reached()),
        heard=heard and not hearing.failed,
        pins=pins,
    )


class _Told:
    """Tells each state of each step once."""

    def __init__(self, who: str, steps: Steps) -> None:
        self._who = who
        self._steps = steps
        self._last = [each.state for each in steps.steps]

    def look(self) -> None:
        for number, step in enumerate(self._steps.steps):
            if step.state is not self._last[number]:
                self._last[number] = step.state
                word = _WORDS.get(step.state, step.state.value)
                say(f"{self._who}: {step.title}: {word} {_clock()}{f': {step.reason}' if step.reason else ''}")

    def interrupted(self) -> None:
        """What was under way has told itself that nobody knows."""
        for step in self._steps.steps:
            if step.state is StepState.waiting:
                say(f"{self._who}: {step.title}: was not sent")
        if self._steps.all_done:
            say(f"{self._who}: all was accepted; not all locks are known to have heard of it")


class _Hearing:
    """Tells what the locks have heard, each door once it is settled. `made`: those of `keys` who are new."""

    def __init__(
        self,
        reading: PeopleReading,
        who: str,
        keys: Collection[str],
        made: Collection[str],
        since: datetime,
        *,
        unseen: bool,
    ) -> None:
        self._reading = reading
        self._who = who
        self._keys = keys
        self._made = made
        self._since = since
        self._unseen = unseen
        self._said: set[str] = set()

    @property
    def failed(self) -> bool:
        known = self._reading.people.snapshot
        return any(summary(known.by_person.get(key, ())).state is SyncState.failed for key in self._keys)

    def is_over(self) -> bool:
        """Whether whoever was made is known, and every lock has heard of it, or has failed to, by what was read after
        it was asked for."""
        people = self._reading.people
        over = all(key in people.snapshot.people for key in self._made)
        for person in _known(self._reading, self._keys):
            if not self._is_fresh(person):
                over = False
                continue
            for access in people.snapshot.by_person.get(person.key, ()):
                heard = has_heard(access)
                over = over and heard is not False
                if heard and access.key not in self._said:
                    self._said.add(access.key)
                    text = sync_text(summary([access]), datetime.now(UTC))
                    say(f"{self._who}: {people.directory.name(access)}: {text} {_clock()}")
        return over

    def reached(self) -> list[Reach]:
        """Return everybody as they are known now; covered is who was read after it was asked for."""
        people, now = self._reading.people, datetime.now(UTC)
        views = [view(each, people.snapshot, people.directory, now) for each in _known(self._reading, self._keys)]
        return [Reach(each, people.directory, self._is_fresh(each.person)) for each in views]

    def _is_fresh(self, person: Person) -> bool:
        return self._reading.is_fresh(person, self._since, unseen=self._unseen)


def _is_unseen(step: Step) -> bool:
    """Whether the answer to a step names an access and does not show it."""
    written = step.outcome.written if step.outcome is not None else None
    return written is not None and written.access is None and written.access_key is not None


def _known(reading: PeopleReading, keys: Collection[str]) -> list[Person]:
    people = reading.people.snapshot.people
    return [people[key] for key in keys if key in people]


def _named(steps: Steps) -> list[str]:
    """The keys of those whom the steps have made, or whom they were about, each once."""
    outcomes = [each.outcome for each in steps.steps if each.outcome is not None]
    return list(dict.fromkeys(each.change.person_key for each in outcomes if each.change.person_key is not None))


def _clock() -> str:
    """The viewer's own time of day."""
    return datetime.now(UTC).astimezone().strftime("%H:%M:%S")
