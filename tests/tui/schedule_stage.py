"""The Schedules tab on the fixed world, driven by a pilot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from textual.pilot import Pilot

from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.schedules.views import schedule_key
from lockdash.tui.dashboard import LockdashApp
from lockdash.tui.schedules.rows import exception_key
from lockdash.tui.screens.schedules import SchedulesScreen
from tests.tui import build_people, build_schedules, world
from tests.tui.fake_people import FakePeople
from tests.tui.fake_schedules import FakeSchedules
from tests.tui.stage import Stage

HOURS = next(each.key for each in build_people.ACCESSES if each.person_key == build_people.JAN.key)
"""The key of the row of the hours of a PIN."""
NEXT_FIRST = [
    "Weekdays 9-17",
    "Sauna evenings",
    "No auto-lock by day",
    "Shop door",
    "Nights",
    "Cleaner's PIN at Front Door",
    "Public holidays",
    "Fountain",
    "Lodge climate",
    "Weekends",
]
"""What the list of the world has, from the top."""


def key_of(subject: Schedule | AccessException) -> str:
    """The key of the row of something of `build_schedules`."""
    if isinstance(subject, AccessException):
        return exception_key(subject)
    return schedule_key(subject.account, subject.id)


class ScheduleStage(Stage):
    """`people`, `schedules`: the fakes of what the engine knows of them."""

    @property
    def tab(self) -> SchedulesScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, SchedulesScreen)
        return screen

    @property
    def people(self) -> FakePeople:
        return self.engine.people

    @property
    def schedules(self) -> FakeSchedules:
        return self.engine.schedules

    @property
    def names(self) -> list[str]:
        """What is listed, from the top."""
        return [self.tab.roster.views[key].name for key in self.tab.table.order]

    def said_of(self, key: str) -> str:
        """What a row says, as plain text."""
        return " | ".join(cell.text + cell.tail for cell in self.tab._cells(key))

    async def go(self, key: str) -> None:
        self.tab.go_to(key)
        await self.quiet()

    async def learn(self, **more: Any) -> None:
        """Let something else be known of people and schedules."""
        self.people.show(self.people.snapshot, **more)
        await self.quiet()

    async def learn_of(self, account: str, **more: Any) -> None:
        """Let the reading of an account fare otherwise."""
        known = self.people.snapshot.accounts
        await self.learn(accounts={**known, account: msgspec.structs.replace(known[account], **more)})


def schedules_app(known: PeopleSnapshot | None = None, **more: Any) -> LockdashApp:
    """The app on the fixed world with its people and schedules, or these."""
    given: Mapping[str, Any] = {"devices": build_schedules.DEVICES} | more
    return world.app(people=build_schedules.snapshot() if known is None else known, **given)


@asynccontextmanager
async def schedule_stage(
    known: PeopleSnapshot | None = None, *, width: int = 80, height: int = 24, **more: Any
) -> AsyncIterator[ScheduleStage]:
    app = schedules_app(known, **more)
    async with app.run_test(size=(width, height)) as pilot:
        built = ScheduleStage(app, pilot)
        await built.quiet()
        await built.press("3")
        await built.quiet()
        yield built


async def shown(pilot: Pilot[Any], *keys: str, on: str | None = None) -> None:
    """Go to the Schedules tab, to the row `on`, and press `keys`."""
    for key in ("3", *keys):
        await pilot.press(key)
        for _ in range(3):
            await pilot.pause()
        if key == "3" and on is not None:
            pilot.app.screen.table.cursor_key = on
            await pilot.pause()
    await pilot.pause()
