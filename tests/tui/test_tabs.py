"""Tabs, sheets, palette, refresh, themes, and what a screen says that has nothing to list."""

from __future__ import annotations

import msgspec
import pytest
from rich.cells import cell_len
from textual.command import CommandPalette

from lockdash.domain.accounts import Condition
from lockdash.store.errors import StoreError
from lockdash.tui.actions import ACTIONS
from lockdash.tui.screens.accounts import AccountsScreen
from lockdash.tui.screens.devices import DevicesScreen
from lockdash.tui.screens.help import HelpScreen
from lockdash.tui.widgets.lines import ScrollingLines
from tests.tui.fake_engine import OWN
from tests.tui.stage import stage
from tests.tui.world import BEACH1, BEN, EVENTS, FRONT, GARAGE, HOME, HOME_SIGNED_OUT, RENTALS, RENTALS_OFFLINE, ago


async def test_devices_are_up_to_date_when_one_comes_back() -> None:
    async with stage() as on:
        await on.press("2")
        on.engine.push(gone=BEACH1.key)
        await on.quiet()
        assert "18" not in on.text("#header")
        await on.press("1")
        assert BEACH1.key not in on.devices.table.order


async def test_help_lists_all_keys_and_signs() -> None:
    async with stage(100, 60) as on:
        await on.press("question_mark")
        assert isinstance(on.app.screen, HelpScreen)
        text = on.app.screen.query_one("#sheet", ScrollingLines).text
        for action in ACTIONS:
            assert not action.keys or action.key_text in text
        assert "nobody needs a key" in text
        await on.press("escape")
        assert isinstance(on.app.screen, DevicesScreen)


async def test_accounts_tell_what_happened_and_what_to_do() -> None:
    async with stage(100, 40, accounts=[HOME_SIGNED_OUT, RENTALS_OFFLINE]) as on:
        await on.press("a")
        assert isinstance(on.app.screen, AccountsScreen)
        text = on.app.screen.query_one("#sheet", ScrollingLines).text
        for part in (
            "signed out",
            "Make a new one in the Tedee portal",
            "in 45 s",
            "103 of 120",
            "12 kept for commands",
        ):
            assert part in text
        on.engine.push(account=RENTALS)
        await on.quiet()
        assert "in 45 s" not in on.app.screen.query_one("#sheet", ScrollingLines).text
        await on.press("a")
        assert isinstance(on.app.screen, DevicesScreen)


async def test_refresh_says_what_it_does_and_why_not() -> None:
    async with stage() as on:
        on.engine.answers = {"home": "", "rentals": "next read in 12 s"}
        await on.press("r")
        assert on.engine.refreshes == [None]
        assert on.said == "Reading home; rentals: next read in 12 s"


async def test_palette_finds_actions_devices_and_themes() -> None:
    async with stage(100, 40) as on:
        await on.press("ctrl+p")
        assert isinstance(on.app.screen, CommandPalette)
        await on.press(*"house 1")
        await on.pilot.pause(0.01)
        assert "Beach House 1 (rentals)" in on.picture()
        await on.press("enter")
        await on.quiet()
        assert on.devices.cursor_key == BEACH1.key
        await on.press("ctrl+p", *"theme light")
        await on.pilot.pause(0.01)
        await on.press("enter")
        await on.quiet()
        assert on.app.theme == "lockdash-light"


async def test_an_unknown_theme_says_so_and_changes_nothing_else() -> None:
    async with stage(theme="solarised") as on:
        assert 'There is no theme "solarised"' in on.said
        assert on.app.theme == "lockdash-dark"


async def test_q_leaves() -> None:
    async with stage() as on:
        await on.press("q")
        assert on.app.return_code == 0
        assert not on.app.is_running or on.app._exit


@pytest.mark.parametrize(
    ("accounts", "parts"),
    [
        ([], ("No accounts yet", "lockdash demo")),
        ([HOME], ("No devices in home", "r asks again")),
        ([HOME_SIGNED_OUT], ("home is signed out for 12 m", "Make a new one")),
        ([RENTALS_OFFLINE], ("rentals: offline for 4 m", "did not answer", "in 45 s")),
        ([msgspec.structs.replace(HOME, condition=Condition.connecting)], ("Asking home for the first time",)),
    ],
)
async def test_a_list_without_devices_says_why_and_the_next_key(accounts, parts) -> None:
    async with stage(devices=[], accounts=accounts, commands=[]) as on:
        picture = " ".join(on.picture().split())
        for part in parts:
            assert part in picture, picture


async def test_what_comes_from_the_store_is_marked_until_all_are_asked() -> None:
    async with stage(accounts=[msgspec.structs.replace(HOME, condition=Condition.connecting), RENTALS]) as on:
        assert "from the store" in on.text("#title")
        assert "connecting" in on.text("#header") or "◐" in on.text("#header")
        on.engine.push(account=HOME)
        await on.quiet()
        assert "from the store" not in on.text("#title")


async def test_a_failing_account_is_in_the_header_and_heals() -> None:
    async with stage(120, 30, accounts=[HOME, RENTALS_OFFLINE]) as on:
        assert "rentals ○ offline 4 m" in on.text("#header")
        await on.wait(50)
        assert "rentals ○ offline 5 m" in on.text("#header")
        on.engine.push(account=RENTALS)
        await on.quiet()
        assert "rentals ● live" in on.text("#header")


async def test_the_engine_is_started_once_after_the_first_paint() -> None:
    async with stage() as on:
        assert on.engine.started == 1
        await on.press("2", "1")
        assert on.engine.started == 1


async def test_a_budget_is_a_quiet_meter_then_exact_and_its_end_in_words() -> None:
    async with stage(120, 30) as on:
        assert "budget ━━━━━ " in on.text("#status")
        for remaining, said in ((500, "budget ━━━━╌ "), (341, "budget ━━━╌╌ 341/700 (home)")):
            budget = msgspec.structs.replace(HOME.budget, remaining=remaining)
            on.engine.push(account=msgspec.structs.replace(HOME, budget=budget))
            await on.quiet()
            assert said in on.text("#status")
        spent = msgspec.structs.replace(RENTALS.budget, remaining=11, resets_at=ago(-30))
        on.engine.push(account=msgspec.structs.replace(RENTALS, budget=spent))
        await on.quiet()
        assert "budget kept for commands (rentals)" in on.text("#status")


async def test_the_status_line_counts_sessions_as_soon_as_there_are_several() -> None:
    async with stage(120, 30) as on:
        assert "session" not in on.text("#status")
        on.engine.push(sessions=(OWN, BEN))
        await on.quiet()
        assert on.text("#status").endswith("· 2 sessions ")
        on.engine.push(sessions=(OWN,))
        await on.quiet()
        assert "session" not in on.text("#status")


async def test_accounts_say_who_polls_them_and_who_is_there() -> None:
    polled_by = {"home": OWN, "rentals": BEN}
    async with stage(100, 40, sessions=(OWN, BEN), polled_by=polled_by) as on:
        await on.press("a")
        text = on.app.screen.query_one("#sheet", ScrollingLines).text
        assert "Polled by   this session" in text
        assert "Polled by   ben, 10.0.0.5, pts/9 (process 5120)" in text
        assert "this one    ada, 10.0.0.7, pts/3 (process 4711)" in text
        assert "            ben, 10.0.0.5, pts/9 (process 5120)" in text
        on.engine.push(sessions=(OWN,), polled_by={"home": OWN, "rentals": None})
        await on.quiet()
        text = on.app.screen.query_one("#sheet", ScrollingLines).text
        assert "Polled by   nobody yet" in text
        assert "ben" not in text


async def test_what_came_to_light_of_the_store_is_told_at_once_and_can_be_found_again() -> None:
    notice = "lockdash.db was damaged and is kept as lockdash.db.corrupt-2026-03-06"
    async with stage(120, 30, notices=(notice,)) as on:
        assert on.said == notice
        await on.wait(61)
        assert on.said == ""
        await on.press("a")
        assert notice in on.app.screen.query_one("#sheet", ScrollingLines).text
        await on.press("escape")
        on.engine.push(notices=(notice, "nobody can lock files here"))
        await on.quiet()
        assert on.said == "nobody can lock files here"


async def test_a_store_that_fails_takes_the_past_away_and_nothing_else() -> None:
    async with stage(120, 40) as on:

        def broken(*_: object) -> None:
            raise StoreError("the disk is gone")

        on.engine.events = on.engine.commands = on.engine.battery_history = broken  # type: ignore[assignment, method-assign]
        for key in (GARAGE.key, BEACH1.key, FRONT.key):
            await on.go_to(key)
        assert "Front Door" in on.devices.pane.text
        assert "Last" not in on.devices.pane.text.replace("Last contact", "")
        assert on.app.is_running


async def test_an_event_at_the_device_on_screen_is_shown_though_its_row_is_the_same() -> None:
    async with stage(120, 40) as on:
        await on.go_to(FRONT.key)
        assert "rang the bell" not in on.devices.pane.text
        rang = msgspec.structs.replace(EVENTS[FRONT.key][0], id="new", who="rang the bell")
        on.engine._events = {FRONT.key: [rang]}
        on.engine.push(changed=frozenset({FRONT.key}))
        on.engine.push(changed=frozenset())
        await on.quiet()
        assert "rang the bell" in on.devices.pane.text


@pytest.mark.parametrize("width", range(60, 150, 3))
async def test_the_counts_never_cover_the_end_of_an_account(width: int) -> None:
    async with stage(width, 30, accounts=[HOME_SIGNED_OUT, RENTALS_OFFLINE]) as on:
        for minutes in (0, 1, 9):
            await on.wait(60.0 * minutes)
            on.app.screen.redraw()
            await on.quiet()
            header, counts = (on.app.screen.query_one(name) for name in ("#header", "#counts"))
            assert cell_len(header.text.rstrip()) <= counts.region.x
