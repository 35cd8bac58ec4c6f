"""A question opens nothing by accident: not by Enter, not by haste, not by a paste."""

from __future__ import annotations

import pytest
from textual import events

from lockdash.tui.deliberate import HASTE, QUIET
from lockdash.tui.screens.question import QuestionScreen
from tests.tui.stage import Stage, stage
from tests.tui.world import GARAGE


async def asked(on: Stage) -> None:
    await on.go_to(GARAGE.key)
    await on.press("o")
    assert isinstance(on.app.screen, QuestionScreen)


async def test_keys_in_the_first_quarter_second_do_not_count() -> None:
    async with stage() as on:
        await asked(on)
        await on.wait(HASTE - 0.01)
        await on.press("y", "enter", "escape")
        await on.wait(1)
        assert isinstance(on.app.screen, QuestionScreen)
        assert on.engine.requests == []
        await on.press("y")
        await on.wait(QUIET)
        assert len(on.engine.requests) == 1


async def test_pasted_text_does_not_count() -> None:
    async with stage() as on:
        await asked(on)
        await on.wait(1)
        on.app.post_message(events.Paste("y\n"))
        await on.quiet()
        await on.wait(1)
        assert on.engine.requests == []


async def test_text_pasted_by_a_terminal_without_bracketed_paste_does_not_count() -> None:
    async with stage() as on:
        await asked(on)
        await on.wait(1)
        await on.press(*"yellow")
        await on.wait(1)
        assert on.engine.requests == []


@pytest.mark.parametrize("keys", [("right", "enter"), ("tab", "enter"), ("left", "enter"), ("y",)])
async def test_deliberate_ways_to_say_yes(keys: tuple[str, ...]) -> None:
    async with stage() as on:
        await asked(on)
        for key in keys:
            await on.wait(0.5)
            await on.press(key)
        await on.wait(QUIET)
        assert len(on.engine.requests) == 1


@pytest.mark.parametrize("keys", [("enter",), ("escape",), ("n",), ("q",), ("right", "left", "enter")])
async def test_ways_to_say_no(keys: tuple[str, ...]) -> None:
    async with stage() as on:
        await asked(on)
        for key in keys:
            await on.wait(0.5)
            await on.press(key)
        await on.wait(1)
        assert not isinstance(on.app.screen, QuestionScreen)
        assert on.engine.requests == []
        assert on.app.is_running


async def test_other_keys_do_nothing() -> None:
    async with stage() as on:
        await asked(on)
        await on.wait(1)
        await on.press("o", "u", "space", "1", "?")
        await on.wait(1)
        assert isinstance(on.app.screen, QuestionScreen)
        assert on.engine.requests == []


@pytest.mark.parametrize(("width", "height"), [(40, 12), (80, 24), (200, 50)])
async def test_it_is_whole_at_every_size_and_beside_its_row(width: int, height: int) -> None:
    async with stage(width, height) as on:
        await asked(on)
        picture = on.picture()
        assert "Open Garage?" in picture
        assert "[ Cancel ]" in picture
        box = on.app.screen.query_one("#question").region
        assert not box.y <= on.devices.cursor_line() < box.bottom, "it does not cover what it asks about"
