"""`lockdash guest extend`: another beginning or end of a stay, judged as the form judges it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from lockdash.cli import asking
from lockdash.cli.carrying import carry
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.guest_finding import found
from lockdash.cli.guest_result import Result, by_option
from lockdash.cli.guest_summary import of_stay
from lockdash.cli.output import say
from lockdash.cli.people_reading import PeopleReading
from lockdash.engine.people.staying import judge_stay
from lockdash.engine.people.views import view


async def extend(reading: PeopleReading, options: argparse.Namespace) -> Result:
    """Raises Stop, Refusal and StoreError."""
    if not options.starts.strip() and not options.ends.strip():
        raise Stop(Exit.usage, "--to: say until when, or --from when")
    person = await found(options.name, reading)
    people, now = reading.people, datetime.now(UTC)
    seen = view(person, people.snapshot, people.directory, now)
    origin = reading.state(person.account).origin(person.origin)
    if origin is None:
        raise Stop(Exit.failed, f"{person.account} has no people of this kind any more")
    defaults = people.snapshot.defaults.get(person.account)
    judged = judge_stay(seen, options.starts, options.ends, origin, people.directory, defaults, now, options.zone)
    if judged.problems:
        raise Stop(Exit.usage, "\n".join(by_option(judged.problems)))
    for line in of_stay(person, seen.stay, judged, now):
        say(line)
    if judged.questions and not options.yes:
        asking.confirm("\n".join([*judged.questions, "Change it?"]))
    steps = await people.stay(person, judged.starts_at, judged.ends_at)
    return await carry(reading, steps, (person.name, person.account), options, about=[person.key])
