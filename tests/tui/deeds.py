"""What tests of deeds done to people share: a deliberate yes, and what the engine answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.people import Person
from lockdash.engine.people.orders import Order, Outcome
from lockdash.tui.deliberate import HASTE, QUIET
from lockdash.tui.widgets.lines import Lines
from tests.tui.people_stage import PeopleStage


async def on_person(on: PeopleStage, *people: Person) -> None:
    """Mark `people`, or put the cursor on the only one."""
    if len(people) == 1:
        on.tab.table.cursor_key = people[0].key
    else:
        on.tab.table.marked = frozenset(each.key for each in people)
    await on.quiet()


async def key(on: PeopleStage, name: str) -> None:
    """Press a key of its own: long after the last one, and long before the next."""
    await on.wait(HASTE + QUIET)
    await on.press(name)
    await on.wait(QUIET)
    await on.quiet()


async def say_yes(on: PeopleStage) -> None:
    await key(on, "y")


def ends(status: ChangeStatus, reason: str | None = None, **more: Any) -> Callable[[Order, Outcome], Outcome]:
    """An outcome for FakePeople.outcomes. `more`: any field of Outcome."""

    def come(_: Order, usual: Outcome) -> Outcome:
        change = msgspec.structs.replace(usual.change, status=status, reason=reason)
        return msgspec.structs.replace(usual, change=change, **more)

    return come


def asked(on: PeopleStage) -> str:
    """What the question says, in one line."""
    return " ".join(on.app.screen.query_one("#asked", Lines).text.split())
