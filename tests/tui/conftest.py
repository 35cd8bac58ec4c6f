"""Tests that drive the app by a pilot wait until it has nothing left to do, and no longer.

Textual's own way sleeps for a fiftieth of a second, three times for each key, and again for as long as the process is
busy, with whatever. The app's time is that of its fake clock, so that all that can run is ready at once, but for what
Textual keeps for its next frame.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from textual import app, pilot
from textual._context import active_app
from textual.app import App

CALM = 3
"""Turns of the loop in which nothing is ready but the test."""
PATIENCE = 10.0
"""Seconds after which what a test asserts decides, whatever Textual still waits for."""
FRAME = 0.001


async def wait_for_idle(min_sleep: float = 0, max_sleep: float = 0) -> None:
    running = active_app.get()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await _until_nothing_waits(running)


async def _until_nothing_waits(running: App[object]) -> None:
    await _nothing_is_ready()
    while running.screen_stack and not running._exit and _waits_for_a_frame(running):
        if running._batch_count:
            await asyncio.sleep(FRAME)
        running._check_resize()
        running.screen._on_timer_update()
        await _nothing_is_ready()


def _waits_for_a_frame(running: App[object]) -> bool:
    screen = running.screen
    return bool(
        running._resize_event
        or running._batch_count
        or screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


async def _nothing_is_ready() -> None:
    loop, calm = asyncio.get_running_loop(), 0
    while calm < CALM:
        await asyncio.sleep(0)
        calm = 0 if loop._ready else calm + 1  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    delay = App.delay_update
    monkeypatch.setattr(App, "delay_update", lambda self, _=0.05: delay(self, FRAME))
    for module in (app, pilot):
        monkeypatch.setattr(module, "wait_for_idle", wait_for_idle)
