"""`lockdash guest add`: what was typed is judged as the form judges it, told, and carried out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from lockdash.cli import asking, guest_names
from lockdash.cli.carrying import carry
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.guest_result import Result, by_option
from lockdash.cli.guest_summary import of_guest
from lockdash.cli.output import say
from lockdash.cli.people_parser import FROM_INPUT, LETTER_NOW
from lockdash.cli.people_reading import PeopleReading
from lockdash.domain.people import Ability, PersonKind
from lockdash.domain.pins import generate
from lockdash.domain.secret import Secret
from lockdash.engine.people.draft import Draft, judge, kinds_of, origin_for
from lockdash.engine.people.plans import Letter, Target
from lockdash.vendors.people import Origin


async def add(reading: PeopleReading, options: argparse.Namespace) -> Result:
    """Raises Stop, Refusal and StoreError."""
    pin = _pin(options.pin)
    [account] = reading.accounts
    await reading.due(lambda: reading.lists_read(account))
    reading.check(account)
    targets = _doors(reading, account, options.doors)
    origins = reading.state(account).origins
    origin = origin_for(
        origins, targets, email=bool(options.email.strip()), pin=pin is not None or options.generate_pin
    )
    if isinstance(origin, str):
        raise Stop(Exit.usage, f"--door: {origin}")
    draft = _draft(options, account, origin, targets, pin, _schedule(reading, account, options.schedule))
    defaults = reading.people.snapshot.defaults.get(account)
    judged = judge(draft, origin, reading.people.directory, defaults, datetime.now(UTC))
    problems = {**judged.problems, **_more_problems(options, draft, origin)}
    if problems or judged.new is None:
        raise Stop(Exit.usage, "\n".join(by_option(problems)))
    for line in of_guest(judged, judged.new, origin, account, datetime.now(UTC)):
        say(line)
    if judged.questions and not options.yes:
        asking.confirm("\n".join([*judged.questions, "Add them?"]))
    letter = None if options.letter is None else Letter(None if options.letter == LETTER_NOW else options.letter)
    steps = await reading.people.guest(account, judged.new, judged.accesses, letter)
    return await carry(reading, steps, (judged.new.name, account), options)


def _draft(
    options: argparse.Namespace,
    account: str,
    origin: Origin,
    targets: Sequence[Target],
    pin: Secret | None,
    schedule_id: str | None,
) -> Draft:
    by_vendor = Ability.generate_pin in origin.abilities
    only_so = by_vendor and Ability.choose_pin not in origin.abilities
    if options.generate_pin and not by_vendor and origin.pins is not None:
        pin = generate(origin.pins)
    kinds = kinds_of(origin)
    permanent = bool(options.department.strip()) and PersonKind.user in kinds
    return Draft(
        account=account,
        origin=origin.name,
        kind=PersonKind.user if permanent else kinds[0],
        name=options.name,
        email=options.email,
        department=options.department,
        pin=pin,
        generate_pin=(options.generate_pin and pin is None) or (only_so and pin is None),
        starts=options.starts,
        ends=options.ends,
        week=options.week,
        zone=options.zone,
        targets=tuple(targets),
        schedule_id=schedule_id,
    )


def _more_problems(options: argparse.Namespace, draft: Draft, origin: Origin) -> dict[str, str]:
    """What a form leaves no room for."""
    found = {}
    both = {Ability.choose_pin, Ability.generate_pin}
    if draft.pin is None and not draft.generate_pin and both <= origin.abilities:
        found["pin"] = "a PIN is needed: --pin P, --pin - or --generate-pin"
    if options.letter is not None:
        wanted = Ability.instruct if options.letter == LETTER_NOW else Ability.instruct_later
        if wanted not in origin.abilities:
            found["letter"] = origin.denied.get(wanted) or f"{origin.label} sends no letters"
        elif not options.email.strip():
            found["email"] = "a letter needs an address"
    return found


def _doors(reading: PeopleReading, account: str, names: Sequence[str]) -> list[Target]:
    """Raises Stop for all names that fit no door, or several."""
    found: list[Target] = []
    wrong: list[str] = []
    for name in names:
        try:
            target = guest_names.door(name, reading, account)
        except Stop as stop:
            wrong.append(f"--door: {stop}")
        else:
            if target not in found:
                found.append(target)
    if wrong:
        for words in reading.missing(account):
            say(f"{account}: {words}")
        raise Stop(Exit.no_connection if reading.state(account).failure else Exit.usage, "\n".join(wrong))
    return found


def _schedule(reading: PeopleReading, account: str, name: str) -> str | None:
    try:
        return guest_names.schedule(name, reading.people.snapshot.schedules, account)
    except Stop as stop:
        raise Stop(stop.code, f"--schedule: {stop}") from None


def _pin(text: str | None) -> Secret | None:
    """Return the PIN that was given. Raises Stop."""
    if text != FROM_INPUT:
        return None if text is None else Secret(text)
    if sys.stdin.isatty():
        import getpass

        return Secret(getpass.getpass("PIN: ").strip())
    return Secret(sys.stdin.readline().strip())
