"""The guest form on its stage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual import events

from lockdash.tui.deliberate import HASTE, QUIET
from lockdash.tui.screens.guest import GuestScreen
from lockdash.tui.widgets.lines import Lines
from tests.tui.build_people import BY_NAME, people_snapshot
from tests.tui.form_known import WITH_HUTS
from tests.tui.stage import Stage, stage

BEACH1, BEACH2 = BY_NAME["Beach House 1"], BY_NAME["Beach House 2"]


class OnForm:
    """The guest form on its stage. `left`: what it gave when it was left."""

    def __init__(self, on: Stage, screen: GuestScreen) -> None:
        self.on, self.screen = on, screen
        self.left: list[str | None] = []

    @property
    def people(self) -> Any:
        return self.on.engine.people

    async def fill(self, **texts: str) -> None:
        values = {"name": "Ada Two", "starts": "2026-03-10", "ends": "2026-03-12"} | texts
        for name, text in values.items():
            await self.into(name, text)

    async def into(self, name: str, text: str) -> None:
        """Paste into a field: as a user, and quicker than key by key."""
        self.screen.go_to(name)
        await self.on.quiet()
        await self.paste(text)

    async def paste(self, text: str) -> None:
        self.on.app.post_message(events.Paste(text))
        await self.on.quiet()

    async def mark(self, count: int = 1) -> None:
        self.screen.go_to("targets")
        await self.on.quiet()
        await self.on.press(*["space"] * count)

    async def yes(self) -> None:
        await self.on.wait(HASTE + QUIET)
        await self.on.press("y")
        await self.on.wait(QUIET)
        await self.on.quiet()

    def note(self, name: str) -> str:
        return self.screen.rows[name].query_one(".remark", Lines).text

    def text(self, selector: str) -> str:
        return self.screen.query_one(selector, Lines).text


@asynccontextmanager
async def form(
    width: int = 100, height: int = 40, account: str | None = "rentals", **more: Any
) -> AsyncIterator[OnForm]:
    known = more.pop("people", None) or people_snapshot()
    async with stage(width, height, people=known, devices=WITH_HUTS, **more) as on:
        await on.engine.people.open()
        screen = GuestScreen(account)
        made = OnForm(on, screen)
        on.app.push_screen(screen, made.left.append)
        await on.quiet()
        yield made
