"""What opens above a tab: told from what is below it, also without colours."""

from __future__ import annotations

import pytest
from rich.segment import Segment

from lockdash.tui.screens.overlay import Overlay
from tests.tui.build_people import ADA
from tests.tui.deeds import on_person
from tests.tui.people_stage import PeopleStage, people_stage

KEYS = ["e", "d", "x", "D", "question_mark", "a"]


def row(on: PeopleStage, number: int) -> list[Segment]:
    return list(on.app.screen._compositor.render_strips()[number])


def quiet(segment: Segment) -> bool:
    style = segment.style
    return style is not None and bool(style.dim) and not style.bold and not style.reverse


@pytest.mark.parametrize("key", KEYS)
async def test_without_colours_the_tab_steps_back_and_the_box_has_a_frame(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with people_stage(width=120, height=100) as on:
        await on_person(on, ADA)
        assert not all(quiet(each) for each in row(on, 0) if each.text.strip())
        await on.press(key)
        await on.quiet()
        assert isinstance(on.app.screen, Overlay)
        box = next(iter(on.app.screen.query(".box"))).region
        lines = on.picture().splitlines()
        assert (lines[box.y][box.x], lines[box.bottom - 1][box.right - 1]) == ("╭", "╯")
        told = [each for each in row(on, 0) if each.text.strip()]
        assert told
        assert all(quiet(each) for each in told)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("no_color", [True, False])
async def test_in_ascii_nothing_of_a_box_is_anything_else(
    key: str, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    sheets = ("question_mark", "a")
    for width, height in ((120, 100), *([] if key in sheets else [(60, 14)])):
        async with people_stage(width=width, height=height, ascii_only=True) as on:
            await on_person(on, ADA)
            await on.press(key)
            await on.quiet()
            assert isinstance(on.app.screen, Overlay)
            box = next(iter(on.app.screen.query(".box"))).region
            told = [line[box.x : box.right] for line in on.picture().splitlines()[box.y : box.bottom]]
            assert [line for line in told if not line.isascii()] == []
