"""The filter that is typed and cannot be read (yet): the list stays, the bar says why, and the place is marked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lockdash.tui.widgets.filter_bar import FilterBar
from lockdash.tui.widgets.filter_input import FilterInput
from lockdash.tui.widgets.lines import Lines
from tests.tui.people_stage import people_stage
from tests.tui.schedule_stage import schedule_stage
from tests.tui.stage import Stage, stage

KEYS = "Enter keeps  Esc leaves"


def told(on: Stage) -> str:
    return on.app.screen.query_one("#filter-keys", Lines).text.strip()


def field(on: Stage) -> FilterInput:
    return on.app.screen.query_one(FilterInput)


def underlined(on: Stage) -> str:
    """What of the text is drawn with a line under it."""
    strip = field(on).render_line(0)
    return "".join(each.text for each in strip if each.style is not None and each.style.underline)


def bar_line(on: Stage) -> str:
    return on.picture().splitlines()[-1]


async def until(on: Stage, holds: Callable[[], bool]) -> None:
    """Wait until what was typed is drawn: a message that needs another width is laid out first."""
    for _ in range(200):
        if holds():
            return
        await on.quiet()
    raise AssertionError(bar_line(on))


async def test_the_list_stays_as_it_was_and_the_bar_says_why() -> None:
    async with stage(80) as on:
        await on.press("slash", *"beach")
        shown = on.devices.table.order
        assert len(shown) == 3
        assert told(on) == KEYS
        field(on).insert_text_at_cursor(" dor:x")
        await on.quiet()
        assert told(on) == 'no key is called "dor"; did you mean "door"?'
        assert underlined(on) == "dor:"
        assert on.devices.table.order == shown
        assert on.app.roster.wanted == "beach"
        assert "beach dor:x" in bar_line(on)
        await until(on, lambda: told(on) in bar_line(on))


async def test_mended_it_is_looked_for_again() -> None:
    async with stage(80) as on:
        await on.press("slash", *'"beach')
        assert told(on) == "this quotation mark has no second one"
        assert underlined(on) == '"'
        assert len(on.devices.table.order) == 18
        await on.press("quotation_mark")
        assert (told(on), underlined(on)) == (KEYS, "")
        assert len(on.devices.table.order) == 3


async def test_enter_does_not_keep_it_but_goes_to_the_place() -> None:
    async with stage(80) as on:
        await on.press("slash", *"dor:x beach", "enter")
        assert on.app.screen.focused is field(on)
        assert field(on).cursor_position == 0
        await on.press("down")
        assert on.app.screen.focused is field(on)
        await on.press("right", "right", "o", "enter")
        assert on.app.screen.focused is on.devices.table
        assert on.app.roster.wanted == "door:x beach"


async def test_escape_leaves_it_and_shows_all() -> None:
    async with stage(80) as on:
        await on.press("slash", *"beach kind:zz", "escape")
        assert on.app.screen.focused is on.devices.table
        assert on.app.roster.wanted == ""
        assert len(on.devices.table.order) == 18
        await on.press("slash")
        assert (field(on).value, told(on), underlined(on)) == ("", KEYS, "")


async def test_what_is_missing_at_the_end_is_marked_there() -> None:
    async with stage(80) as on:
        await on.press("slash", *"door:")
        assert told(on) == "a value is missing after door:"
        assert underlined(on).strip() == ":"


async def test_a_dash_says_nothing_yet() -> None:
    async with stage(80) as on:
        await on.press("slash", "minus")
        assert len(on.devices.table.order) == 18
        await on.press(*"beach")
        assert len(on.devices.table.order) == 15


@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
async def test_it_stays_one_line_and_the_text_in_sight(width: int) -> None:
    async with stage(width, 24) as on:
        await on.press("slash", *"kind:zz")
        assert on.app.screen.query_one(FilterBar).size.height == 1
        await until(on, lambda: 'no kind is called "zz"'[: width // 2 - 6] in bar_line(on))
        assert bar_line(on).startswith(" /kind:zz")
        await on.press("space", *"x" * width, "space", *"kind:z")
        await until(on, lambda: "  no" in bar_line(on))
        text, gap, message = bar_line(on).partition("  no")
        assert text.endswith("kind:z"[-min(6, width // 2 - 4) :] + " "), "the cursor's place is in sight"
        assert gap
        assert message[: width // 2 - 6]


async def test_a_wider_terminal_says_more() -> None:
    async with stage(60, 24) as on:
        await on.press("slash", *"kind:zz")
        less = told(on)
        assert less.endswith("…")
        await on.pilot.resize_terminal(160, 24)
        await until(on, lambda: len(told(on)) > len(less))


async def test_in_ascii_it_is_cut_in_ascii() -> None:
    async with stage(60, 24, ascii_only=True) as on:
        await on.press("slash", *"kind:zz")
        assert told(on).isascii()


async def test_people_and_schedules_have_their_own_keys() -> None:
    async with people_stage() as on:
        await on.press("slash", *"status:gone")
        assert 'no status is called "gone"' in told(on)
    async with schedule_stage() as on:
        await on.press("slash", *"link:live")
        assert 'no key is called "link"' in told(on)


async def test_people_and_schedules_are_found_by_keys() -> None:
    async with people_stage() as on:
        await on.press("slash", *"status:upcoming -ben", "enter")
        assert on.names == ["Cleo Muster"]
    async with schedule_stage() as on:
        await on.press("slash", *"who:ada", "enter")
        assert on.names == ["Nights"]


async def test_what_was_kept_can_be_gone_on_with() -> None:
    async with stage(80) as on:
        await on.press("slash", *"beach", "enter", "slash")
        assert field(on).value == "beach"
        assert "beach" in bar_line(on)
        await on.press("space", *"1")
        assert field(on).value == "beach 1"
        assert on.app.roster.wanted == "beach 1"
