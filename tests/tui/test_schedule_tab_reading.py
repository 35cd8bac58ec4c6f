"""The Schedules tab: what it has read while it is shown, and what it says as long as there is nothing to show."""

from __future__ import annotations

import pytest

from lockdash.engine.people.snapshot import AccountState, FeedState
from lockdash.store.errors import StoreError
from lockdash.tui.screens.help import HelpScreen
from lockdash.vendors.remotelock.people.origins import FEEDS
from tests.tui.build_people import JAN, RENTALS_ORIGINS, account_state
from tests.tui.build_schedules import LAST_YEAR, WORK, snapshot
from tests.tui.schedule_stage import HOURS, NEXT_FIRST, key_of, schedule_stage
from tests.tui.world import HOME, HOME_SIGNED_OUT, RENTALS

LISTS = {each.name: FeedState(1, 1, RENTALS.since) for each in FEEDS if not each.on_demand}


async def test_people_are_open_while_the_tab_is_shown_and_only_then() -> None:
    async with schedule_stage() as on:
        assert (on.people.opened, on.people.closed) == (1, 0)
        assert on.names == NEXT_FIRST
        listeners = len(on.engine._listeners)
        await on.press("1")
        await on.quiet()
        assert (on.people.opened, on.people.closed) == (1, 1)
        assert on.people._listeners == []
        assert len(on.engine._listeners) == listeners - 1, "nothing is heard of devices that nobody looks at"
        await on.press("3")
        await on.quiet()
        assert (on.people.opened, on.people.closed) == (2, 1)


async def test_what_stands_above_the_tab_does_not_close_people() -> None:
    async with schedule_stage() as on:
        await on.press("question_mark")
        assert isinstance(on.app.screen, HelpScreen)
        await on.quiet()
        assert on.people.closed == 0
        await on.learn(schedules={}, exceptions={}, accesses={})
        await on.press("escape")
        await on.quiet()
        assert on.names == []


async def test_the_people_tab_and_this_one_take_turns() -> None:
    async with schedule_stage() as on:
        await on.press("2")
        await on.quiet()
        await on.press("3")
        await on.quiet()
        assert on.people.opened - on.people.closed == 1
        assert on.names == NEXT_FIRST


async def test_the_store_that_cannot_be_read_says_why_and_is_tried_again(monkeypatch) -> None:
    async with schedule_stage() as on:
        await on.press("1")

        async def broken() -> None:
            raise StoreError("the disk is full")

        on.people.snapshot = type(on.people.snapshot)(revision=0, at=on.clock.now())
        monkeypatch.setattr(on.people, "open", broken)
        await on.press("3")
        await on.quiet()
        assert "cannot be read" in on.picture()
        assert "the disk is full" in on.picture()
        monkeypatch.undo()
        on.people.unread = snapshot()
        on.tab.read_again()
        await on.quiet()
        assert on.names == NEXT_FIRST


async def test_reading_again_asks_for_the_lists_of_schedules_and_says_why_not(monkeypatch) -> None:
    async with schedule_stage(width=120) as on:
        on.tab.read_again()
        await on.quiet()
        asked = {account: feeds for account, feeds, about in on.people.asked if about is None}
        assert {"schedules", "exceptions", "people"} <= set(asked["rentals"])
        assert "reading rentals" in on.text("#title")

        async def refused(*asked: object) -> str:
            return "no answer"

        monkeypatch.setattr(on.people, "ask", refused)
        on.tab.read_again()
        await on.quiet()
        assert on.said == "Not read: home: no answer; rentals: no answer"


async def test_the_hours_of_somebody_are_read_while_the_cursor_rests_on_them() -> None:
    async with schedule_stage() as on:
        await on.go(HOURS)
        await on.wait(0.5)
        assert on.people.focused[-1] == JAN.key
        await on.go(key_of(WORK))
        await on.wait(0.5)
        assert on.people.focused[-1] is None


async def test_lists_that_are_not_read_are_named_above_the_list_and_in_the_detail() -> None:
    async with schedule_stage(width=120, height=40) as on:
        await on.learn_of("rentals", failure="rentals did not answer")
        assert "rentals not read" in on.text("#title")
        assert "Not read now: rentals did not answer" in on.tab.pane.text
        await on.learn_of("rentals", failure="", troubles={"schedules": "no right to schedules"})
        assert "Not read now: no right to schedules" in on.tab.pane.text
        await on.learn_of("rentals", troubles={"people": "no right to people"})
        assert "Not read" not in on.tab.pane.text, "that is told where people are"


@pytest.mark.parametrize(
    ("state", "accounts", "parts"),
    [
        (AccountState(failure="no answer"), [RENTALS], ("schedules of rentals cannot be read", "no answer", "r asks")),
        (account_state(*RENTALS_ORIGINS, feeds=LISTS), [RENTALS], ("No schedules in rentals", "n makes a schedule")),
        (
            account_state(*RENTALS_ORIGINS, feeds=LISTS, troubles={"exceptions": "no right to"}),
            [RENTALS],
            ("cannot be read", "no right to"),
        ),
        (AccountState(), [RENTALS], ("Reading rentals", "first time")),
        (AccountState(), [HOME_SIGNED_OUT], ("home is signed out", "Make a new one in the Tedee portal")),
        (AccountState(keeps_people=False), [RENTALS], ("rentals", "r asks again")),
    ],
)
async def test_an_empty_list_says_why_and_the_next_key(state, accounts, parts: tuple[str, ...]) -> None:
    known = snapshot([], [], [], accounts={accounts[0].name: state})
    async with schedule_stage(known, accounts=accounts, width=100) as on:
        picture = on.picture()
        for part in parts:
            assert part in picture


async def test_hours_that_nobody_limits_are_a_reason_of_their_own() -> None:
    states = {"home": account_state(feeds={"pins": FeedState(1, 1, RENTALS.since)})}
    async with schedule_stage(snapshot([], [], [], accounts=states), accounts=[HOME], width=100) as on:
        assert "No hours of the week in home" in on.picture()


async def test_only_past_exceptions_are_a_reason_of_their_own() -> None:
    async with schedule_stage(snapshot([], [LAST_YEAR], [])) as on:
        assert "Of one exception all days are over" in on.picture()
        await on.press("t")
        assert on.names == ["Holidays 2025"]
