"""The Events tab on the fixed world, driven by a pilot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from lockdash.engine.log.views import Archive, LogRow
from lockdash.tui.dashboard import LockdashApp
from lockdash.tui.events.rows import event_key
from lockdash.tui.screens.events import EventsScreen
from tests.tui import build_log, build_people, world
from tests.tui.fake_log import FakeLog
from tests.tui.stage import Stage

_PATIENCE = 600


class EventStage(Stage):
    """`log`: the fake of what the engine knows of events."""

    @property
    def tab(self) -> EventsScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, EventsScreen)
        return screen

    @property
    def log(self) -> FakeLog:
        return self.engine.log

    @property
    def listed(self) -> list[int]:
        """The numbers of the events that are listed, from the top."""
        return [row.place.seq for row in self.tab.view.rows.values() if isinstance(row, LogRow)]

    @property
    def seen_rows(self) -> list[int]:
        """The numbers of those in view."""
        return [row.place.seq for row in self.tab.events_in_view()]

    @property
    def cursor(self) -> int | None:
        """The number of the event under the cursor."""
        row = self.tab.cursor_event
        return row.place.seq if row is not None else None

    def said_of(self, row: LogRow | str) -> str:
        """What a row says, as plain text."""
        key = row if isinstance(row, str) else event_key(row)
        return " | ".join(f"{cell.text}{cell.tail}" for cell in self.tab._cells(key) if cell.text)

    async def go(self, row: LogRow) -> None:
        self.tab.table.cursor_key = event_key(row)
        await self.quiet()

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        for _ in range(_PATIENCE):  # Textual hands a new size on when it comes to it
            if self.tab._drawn_for == (width, height):
                break
            await self.pilot.pause(0.05)
        await self.quiet()

    async def type(self, text: str) -> None:
        """Type a filter, and wait until it is looked for."""
        await self.press("slash", *text)
        await self.wait(1)


def events_app(
    rows: Iterable[LogRow] = tuple(build_log.STORY),
    archives: Iterable[Archive] = tuple(build_log.ARCHIVES),
    **more: Any,
) -> LockdashApp:
    """The app on the fixed world with these events."""
    given = {"devices": build_people.DEVICES, "people": build_people.people_snapshot(), **more}
    return world.app(log=FakeLog(rows, archives), **given)


@asynccontextmanager
async def event_stage(
    rows: Iterable[LogRow] = tuple(build_log.STORY),
    archives: Iterable[Archive] = tuple(build_log.ARCHIVES),
    *,
    width: int = 80,
    height: int = 24,
    **more: Any,
) -> AsyncIterator[EventStage]:
    app = events_app(rows, archives, **more)
    async with app.run_test(size=(width, height)) as pilot:
        built = EventStage(app, pilot)
        await built.quiet()
        await built.press("4")
        await built.quiet()
        yield built


async def shown(pilot: Pilot[Any], *keys: str, on: LogRow | None = None) -> None:
    """Go to the Events tab, to the row `on`, and press `keys`."""
    for key in ("4", *keys):
        await pilot.press(key)
        for _ in range(4):
            await pilot.pause()
        if key == "4" and on is not None:
            pilot.app.screen.table.cursor_key = event_key(on)
            await pilot.pause()
    pilot.app.clock.advance(0.5)
    for _ in range(4):
        await pilot.pause()
