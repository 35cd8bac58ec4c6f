"""The People tab on the fixed world, driven by a pilot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from textual.pilot import Pilot

from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.tui.dashboard import LockdashApp
from lockdash.tui.screens.people import PeopleScreen
from tests.tui import build_people, world
from tests.tui.fake_people import FakePeople
from tests.tui.stage import Stage

WORST_FIRST = ["Ada Sample", "Ben Example", "Gina Hut", "Cleo Muster"]
"""Whom the list of the world begins with."""


class PeopleStage(Stage):
    """`people`: the fake of what the engine knows of them."""

    @property
    def tab(self) -> PeopleScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, PeopleScreen)
        return screen

    @property
    def people(self) -> FakePeople:
        return self.engine.people

    @property
    def names(self) -> list[str]:
        """Who is listed, from the top."""
        return [self.tab.roster.views[key].person.name for key in self.tab.table.order]

    def said_of(self, key: str) -> str:
        """What the row of somebody says, as plain text."""
        return " | ".join(cell.text + cell.tail for cell in self.tab._cells(key))

    async def learn(self, **more: Any) -> None:
        """Let something else be known of people."""
        self.people.show(self.people.snapshot, **more)
        await self.quiet()

    async def learn_of(self, account: str, **more: Any) -> None:
        """Let the reading of an account fare otherwise."""
        known = self.people.snapshot.accounts
        await self.learn(accounts={**known, account: msgspec.structs.replace(known[account], **more)})


def people_app(people: PeopleSnapshot | None = None, **more: Any) -> LockdashApp:
    """The app on the fixed world with its people, or these."""
    given: Mapping[str, Any] = {"devices": build_people.DEVICES} | more
    known = build_people.people_snapshot() if people is None else people
    return world.app(people=known, **given)


@asynccontextmanager
async def people_stage(
    people: PeopleSnapshot | None = None, *, width: int = 80, height: int = 24, **more: Any
) -> AsyncIterator[PeopleStage]:
    app = people_app(people, **more)
    async with app.run_test(size=(width, height)) as pilot:
        built = PeopleStage(app, pilot)
        await built.quiet()
        await built.press("2")
        await built.quiet()
        yield built


async def shown(pilot: Pilot[Any], *keys: str, on: str | None = None) -> None:
    """Go to the People tab, to the person `on`, and press `keys`."""
    for key in ("2", *keys):
        await pilot.press(key)
        for _ in range(3):
            await pilot.pause()
        if key == "2" and on is not None:
            pilot.app.screen.table.cursor_key = on
            await pilot.pause()
    await pilot.pause()
