"""The schedule editor on its stage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from textual import events

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.week_text import parse
from lockdash.domain.weeks import Week, week_of
from lockdash.engine.schedules.orders import Order, Outcome
from lockdash.tui.deliberate import HASTE, QUIET
from lockdash.tui.screens.schedule_editor import ScheduleEditor
from lockdash.tui.widgets.lines import Lines
from tests.tui.build_schedules import DEVICES, WORK, snapshot
from tests.tui.fake_schedules import FakeSchedules
from tests.tui.stage import Stage, stage


def week(text: str, kind: ScheduleKind = ScheduleKind.access) -> Week:
    return week_of(parse(text, kind))


THEIRS = msgspec.structs.replace(WORK, name="Office", week=week("mon-fri 07:00-15:00"))
"""What somebody else has made of it meanwhile."""


class OnEditor:
    """`left`: what the editor gave when it was left."""

    def __init__(self, on: Stage, screen: ScheduleEditor) -> None:
        self.on, self.screen = on, screen
        self.left: list[Schedule | None] = []

    @property
    def engine(self) -> FakeSchedules:
        return self.on.engine.schedules

    @property
    def week(self) -> str:
        """The text form, as it is shown."""
        return self.screen.text.text

    async def press(self, *keys: str) -> None:
        await self.on.press(*keys)
        await self.on.quiet()

    async def paste(self, text: str) -> None:
        self.on.app.post_message(events.Paste(text))
        await self.on.quiet()

    async def retype(self, text: str) -> None:
        """Type another text form."""
        self.screen.go_to(self.screen.text)
        await self.on.quiet()
        self.screen.text.select_all()
        await self.paste(text)

    async def save(self) -> None:
        """Ask to save, and mean it."""
        await self.press("ctrl+o")
        await self.yes()

    async def yes(self) -> None:
        await self.on.wait(HASTE + QUIET)
        await self.press("y")
        await self.on.wait(QUIET)
        await self.on.quiet()

    def said(self, part: str) -> str:
        return self.screen.query_one(f"#edit-{part}", Lines).text


def ends(status: ChangeStatus, reason: str, **more: Any) -> Any:
    """What becomes of an order: it ends so. `more`: of Outcome."""

    def special(order: Order, usual: Outcome) -> Outcome:
        change = msgspec.structs.replace(usual.change, status=status, reason=reason)
        return msgspec.structs.replace(usual, change=change, **({"now": None} | more))

    return special


@asynccontextmanager
async def editor(
    schedule: Schedule | None, kind: ScheduleKind | None = None, *, width: int = 100, height: int = 36, **more: Any
) -> AsyncIterator[OnEditor]:
    """`more`: of the stage."""
    given: dict[str, Any] = {"people": snapshot(), "devices": DEVICES} | more
    async with stage(width, height, **given) as on:
        await on.engine.people.open()
        screen = ScheduleEditor(schedule, "rentals", kind)
        made = OnEditor(on, screen)
        on.app.push_screen(screen, made.left.append)
        await on.quiet()
        yield made
