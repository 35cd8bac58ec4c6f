"""What came of a deed: in words, as JSON, and as the exit code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from lockdash.cli import people_report
from lockdash.cli.exits import Exit
from lockdash.cli.people_reach import Reach, has_heard
from lockdash.cli.people_wording import sync_text
from lockdash.domain.accesses import Access, summary
from lockdash.domain.changes import ChangeStatus
from lockdash.domain.secret import Secret
from lockdash.engine.people.steps import Step, StepState

_WENT_WRONG = (StepState.failed, StepState.refused)
_OPTIONS: Mapping[str, str] = {
    "name": "--name",
    "email": "--email",
    "department": "--department",
    "pin": "--pin",
    "generate_pin": "--generate-pin",
    "starts": "--from",
    "starts_at": "--from",
    "ends": "--to",
    "ends_at": "--to",
    "week": "--week",
    "zone": "--zone",
    "targets": "--door",
    "accessible_id": "--door",
    "schedule_id": "--schedule",
    "access_schedule_id": "--schedule",
    "days_before": "--letter",
    "letter": "--letter",
}


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """`reached`: those whom the deed was about, as they are known now; none if they are no more. `heard`: all locks
    know of it, as far as any has to. `pins`: by key, None if nobody asked."""

    name: str
    account: str
    steps: tuple[Step, ...] = ()
    reached: tuple[Reach, ...] = ()
    heard: bool = True
    pins: Mapping[str, Secret | None] | None = None

    @property
    def alarms(self) -> list[str]:
        """Where what the vendor did differs from what was asked for, in words."""
        return list(dict.fromkeys(alarm for step in self.steps for alarm in step.alarms))


def by_option(problems: Mapping[str, str]) -> list[str]:
    """Return a line for each field that is wrong, with the option that says it. Fields of our drafts, and those that
    vendors name."""
    return [f"{_OPTIONS[field]}: {words}" if field in _OPTIONS else words for field, words in problems.items()]


def as_json(result: Result) -> dict[str, Any]:
    """Return the object of `guest ... --json`. `person`: null if there is none (any more); `others`: where a vendor's
    people have one door each, those of the other doors. `pin` is there only if it was to be revealed."""
    people = [people_report.identity(each) for each in result.reached]
    made: dict[str, Any] = {
        "person": people[0] if people else None,
        "others": people[1:],
        "steps": [people_report.step(each) for each in result.steps],
        "accesses": [access for each in result.reached for access in people_report.accesses(each)],
        "alarms": result.alarms,
    }
    if result.pins is None:
        return made
    shown = [result.pins.get(each.person.key) for each in result.reached]
    return people_report.with_pin(made, next((pin for pin in shown if pin), None))


def lines(result: Result) -> Iterator[str]:
    """Yield the result in words: how it ended, then each door."""
    who = f"{result.name} ({result.account})"
    yield f"{who}: {_ending(result)}"
    yield from (f"  {step.title}: {step.state}: {_why(step)}" for step in result.steps if step.state in _WENT_WRONG)
    yield from (f"  ALARM: {alarm}" for alarm in result.alarms)
    for reach in result.reached:
        yield from (f"  {reach.directory.name(each)}: {_sync(each, reach.covered)}" for each in reach.accesses)
        if result.pins is not None:
            pin = result.pins.get(reach.person.key)
            yield f"  PIN {pin.reveal()}" if pin else "  no PIN is known"


def verdict(result: Result) -> Exit:
    """Of several outcomes the worst is the program's: what went wrong, what could not be tried, then doubt."""
    states = {each.state for each in result.steps}
    failed = [each for each in result.steps if each.state is StepState.failed]
    if StepState.refused in states or result.alarms or any(not _is_unsent(each) for each in failed):
        return Exit.failed
    if failed:
        return Exit.no_connection
    if states - {StepState.done} or (states and not result.heard):
        return Exit.unconfirmed
    return Exit.done


def _why(step: Step) -> str:
    """What the vendor says against single fields, each with the option that says it; else all that it says."""
    fields = step.outcome.fields if step.outcome is not None else {}
    return "; ".join(by_option(fields)) or step.reason


def _is_unsent(step: Step) -> bool:
    """Whether a step failed because nobody could be asked."""
    return step.outcome is not None and step.outcome.change.status is ChangeStatus.failed


def _ending(result: Result) -> str:
    if not result.steps:
        return "there is nothing to do"
    code = verdict(result)
    if code is Exit.done:
        return "done" if not any(map(_is_counted, result.reached)) else "done, and all locks have heard of it"
    if any(step.state is StepState.unknown for step in result.steps):
        return "; ".join(f"{step.title}: {step.reason}" for step in result.steps if step.state is StepState.unknown)
    if code is Exit.unconfirmed:
        return "accepted, but not all locks have heard of it yet"
    done = sum(step.state is StepState.done for step in result.steps)
    if code is Exit.failed and done == len(result.steps):
        return "done, but not as it was asked for"
    return f"{done} of {len(result.steps)} steps were done"


def _is_counted(reach: Reach) -> bool:
    return any(has_heard(access) is not None for access in reach.accesses)


def _sync(access: Access, is_fresh: bool) -> str:
    if not is_fresh:
        return "not read since then"
    heard = has_heard(access)
    if heard is None:
        return "no lock has to hear of it"
    return sync_text(summary([access]), datetime.now(UTC)) or "no lock has counted it yet"
