"""The list: filter, order, marks, detail, copying, and that nothing jumps under the cursor."""

from __future__ import annotations

import msgspec

from lockdash.domain.devices import LockState
from lockdash.domain.readings import Reading
from lockdash.tui.calm_order import CALM
from lockdash.tui.layout import Form
from lockdash.tui.screens.devices import DevicesScreen
from tests.tui.stage import stage
from tests.tui.world import BEACH1, BEACH2, DEVICES, FRONT, GARAGE, GATE, lock


def unlocked(device, clock):
    return msgspec.structs.replace(device, state=Reading(LockState.unlocked, clock.now(), clock.now()))


async def test_the_most_urgent_come_first_and_the_title_counts() -> None:
    async with stage() as on:
        names = [on.app.roster.views[key].device.name for key in on.devices.table.order]
        assert names[:3] == ["Beach House 2", "Garage", "Boat house"]
        assert on.text("#title").strip().startswith("Devices · 18")


async def test_filter_is_live_enter_keeps_it_and_escape_clears_it() -> None:
    async with stage() as on:
        await on.press("slash", "b", "e")
        assert len(on.devices.table.order) == 3
        assert "3 of 18 · /be" in on.text("#title")
        await on.press("enter")
        assert on.devices.focused is on.devices.table
        assert len(on.devices.table.order) == 3
        await on.press("escape")
        assert len(on.devices.table.order) == 18


async def test_escape_in_the_filter_leaves_it_and_typed_commands_are_text() -> None:
    async with stage() as on:
        await on.press("slash", "l", "u", "q", "1")
        assert on.app.roster.wanted == "luq1"
        assert on.engine.requests == []
        assert "None of the 18 devices match /luq1" in on.picture()
        await on.press("escape")
        assert on.app.roster.wanted == ""
        assert len(on.devices.table.order) == 18


async def test_filter_again_starts_from_what_it_is() -> None:
    async with stage() as on:
        await on.press("slash", *"beach", "enter", "slash", "space", "1", "enter")
        assert on.app.roster.wanted == "beach 1"
        assert BEACH1.key in on.devices.table.order


async def test_sort_goes_round_and_says_how() -> None:
    async with stage() as on:
        await on.press("s")
        assert on.said == "Sorted: by name."
        assert "by name" in on.text("#title")
        names = [on.app.roster.views[key].device.name for key in on.devices.table.order]
        assert names == sorted(names)
        await on.press("s", "s", "s", "s")
        assert "by" not in on.text("#title").split("People")[0].split("·")[-1]


async def test_order_waits_for_the_hand_and_then_the_cursor_keeps_its_device() -> None:
    async with stage() as on:
        await on.go_to(GATE.key)
        await on.press("k", "j")
        before = on.devices.table.order
        on.engine.push(unlocked(FRONT, on.clock))
        await on.quiet()
        assert on.devices.table.order == before, "under the hand"
        assert "UNLOCKED" in on.row(FRONT.key), "but the state is told at once"
        await on.wait(CALM)
        assert on.devices.table.order.index(FRONT.key) < 3
        assert on.devices.cursor_key == GATE.key


async def test_order_waits_for_marks_too() -> None:
    async with stage() as on:
        await on.go_to(GATE.key)
        await on.press("space")
        before = on.devices.table.order
        on.engine.push(unlocked(FRONT, on.clock))
        await on.wait(60)
        assert on.devices.table.order == before
        await on.press("escape")
        await on.wait(CALM)
        assert on.devices.table.order != before


async def test_new_devices_come_and_gone_ones_go() -> None:
    async with stage() as on:
        await on.press("j")
        on.engine.push(lock("New door", LockState.locked, serial="S-NEW"))
        on.engine.push(gone=GARAGE.key)
        await on.quiet()
        assert "home/S-NEW" in on.devices.table.order
        assert GARAGE.key not in on.devices.table.order


async def test_escape_leaves_detail_then_filter_then_marks() -> None:
    async with stage() as on:
        await on.press("space", "slash", *"beach", "enter", "space", "enter")
        assert on.devices.form is Form.detail
        await on.press("escape")
        assert on.devices.form is Form.below
        assert on.app.roster.wanted == "beach"
        await on.press("escape")
        assert on.app.roster.wanted == ""
        assert on.devices.table.marked
        await on.press("escape")
        assert not on.devices.table.marked


async def test_a_mark_that_the_filter_hides_is_dropped() -> None:
    async with stage() as on:
        await on.go_to(GARAGE.key)
        await on.press("space", "slash", *"beach", "enter")
        assert on.devices.table.marked == frozenset()


async def test_detail_follows_the_cursor_and_the_engine_hears_where_it_rests() -> None:
    async with stage(120, 40) as on:
        await on.go_to(BEACH2.key)
        await on.go_to(FRONT.key)
        text = on.devices.query_one("#detail").text
        for part in (
            "Front Door",
            "Ada Sample, remote",
            "Warsaw, 1 h ahead",
            "after 20 s",
            "19420103-000006",
            "late 1 h",
        ):
            assert part in text
        await on.wait(0.5)
        assert on.engine.focused[-1] == FRONT.key
        assert BEACH2.key not in on.engine.focused


async def test_copy_says_what_it_copied() -> None:
    async with stage() as on:
        await on.go_to(FRONT.key)
        await on.press("y")
        assert on.said == "Copied to your terminal's clipboard: Front Door 19420103-000006"
        assert on.app.clipboard == "Front Door 19420103-000006"


async def test_what_is_said_goes_after_a_while() -> None:
    async with stage() as on:
        await on.press("y")
        await on.wait(10)
        assert on.said == ""
        assert "Lock" in on.text("#status")


async def test_names_from_strangers_are_plain_text_everywhere() -> None:
    evil = "[@click=app.leave]x[/] [/y] [bold"
    async with stage(120, 40, devices=[lock(evil, LockState.unlocked, serial="E1"), *DEVICES]) as on:
        await on.go_to("home/E1")
        assert evil in on.devices.query_one("#detail").text
        await on.press("y")
        assert evil in on.said
        await on.press("o")
        assert f"Open {evil}?" in on.picture()
        await on.wait(1)
        await on.press("escape")
        await on.press("ctrl+p", *"click")
        await on.pilot.pause(0.01)
        assert evil in on.picture()
        await on.press("enter")
        assert on.app.is_running


async def test_ages_are_looked_at_again_without_data() -> None:
    async with stage() as on:
        assert "<1 m" in on.row(FRONT.key)
        await on.wait(60)
        assert "1 m" in on.row(FRONT.key)
        assert "by" not in on.said


async def test_every_size_shows_something() -> None:
    for width, height in ((20, 5), (25, 11), (39, 60), (40, 12), (60, 13), (110, 12), (300, 100)):
        async with stage(width, height) as on:
            picture = on.picture()
            assert "UNLOCKED" in picture or "OPEN" in picture or "□" in picture, (width, height)
            assert isinstance(on.app.screen, DevicesScreen)
            await on.pilot.resize_terminal(90, 30)
            await on.quiet()
            assert "Garage" in on.picture()


async def test_a_card_commands_nothing_that_is_not_seen() -> None:
    async with stage(30, 8) as on:
        await on.press("l", "u", "o", "L")
        await on.wait(5)
        assert on.engine.requests == []
        assert "Too small to act" in on.picture()
