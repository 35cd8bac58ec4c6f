"""The app on the fixed world, driven by a pilot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from lockdash.tui.dashboard import LockdashApp
from lockdash.tui.screens.devices import DevicesScreen
from lockdash.tui.screens.tab import TabScreen
from lockdash.tui.widgets.lines import Lines
from tests.tui import world
from tests.tui.fake_clock import FakeClock
from tests.tui.fake_engine import FakeEngine


class Stage:
    """`engine`, `clock`: the fakes. `press` waits until all is quiet again."""

    def __init__(self, app: LockdashApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot
        assert isinstance(app.engine, FakeEngine)
        assert isinstance(app.clock, FakeClock)
        self.engine: FakeEngine = app.engine
        self.clock: FakeClock = app.clock

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def wait(self, seconds: float) -> None:
        """Let `seconds` pass on the app's clock."""
        self.clock.advance(seconds)
        await self.quiet()

    async def quiet(self) -> None:
        # A wake-up posts a message, and that may post another.
        for _ in range(3):
            await self.pilot.pause()

    async def go_to(self, key: str) -> None:
        self.devices.table.cursor_key = key
        await self.pilot.pause()

    @property
    def devices(self) -> DevicesScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, DevicesScreen)
        return screen

    @property
    def said(self) -> str:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, TabScreen)
        return screen.said

    def text(self, selector: str) -> str:
        return self.app.screen_stack[0].query_one(selector, Lines).text

    def row(self, key: str) -> str:
        """What the row of a device says, as plain text."""
        return " | ".join(cell.text for cell in self.devices._cells(key))

    def picture(self) -> str:
        """The screen as plain text."""
        screen = self.app.screen
        strips = screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@asynccontextmanager
async def stage(width: int = 80, height: int = 24, **more: Any) -> AsyncIterator[Stage]:
    app = world.app(**more)
    async with app.run_test(size=(width, height)) as pilot:
        built = Stage(app, pilot)
        await built.quiet()
        yield built
