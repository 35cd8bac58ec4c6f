"""The People tab: what it has read while it is shown, and what it says as long as there is nobody to show."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.accounts import Account, Condition
from lockdash.engine.people.snapshot import AccountState, FeedState
from lockdash.store.errors import StoreError
from lockdash.tui.screens.help import HelpScreen
from tests.tui.build_people import ADA, BY_NAME, EMIL, GINA, HUGO, RENTALS_ORIGINS, account_state, people_snapshot
from tests.tui.deeds import on_person
from tests.tui.people_stage import WORST_FIRST, people_stage
from tests.tui.world import HOME, HOME_SIGNED_OUT, RENTALS, ago


async def test_people_are_open_while_the_tab_is_shown_and_only_then() -> None:
    async with people_stage() as on:
        assert (on.people.opened, on.people.closed) == (1, 0)
        assert on.names[:4] == WORST_FIRST
        await on.press("1")
        await on.quiet()
        assert (on.people.opened, on.people.closed) == (1, 1)
        assert on.people.focused[-1] is None
        assert on.people._listeners == []
        await on.press("2")
        await on.quiet()
        assert (on.people.opened, on.people.closed) == (2, 1)


async def test_what_stands_above_the_tab_does_not_close_people() -> None:
    async with people_stage() as on:
        await on.press("question_mark")
        assert isinstance(on.app.screen, HelpScreen)
        await on.quiet()
        assert on.people.closed == 0
        await on.learn(people={})
        await on.press("escape")
        await on.quiet()
        assert (on.people.opened, on.people.closed) == (1, 0)
        assert on.names == []


async def test_leaving_before_people_are_open_closes_them_all_the_same() -> None:
    async with people_stage() as on:
        await on.press("1")
        await on.quiet()
        for key in ("2", "1", "2", "1"):
            await on.pilot.press(key)
        await on.quiet()
        assert on.people.opened == on.people.closed
        assert on.people._listeners == []


async def test_the_store_is_told_of_until_it_is_read_and_says_why_if_it_cannot_be(monkeypatch) -> None:
    async with people_stage() as on:
        await on.press("1")

        async def broken() -> None:
            raise StoreError("the disk is full")

        on.people.snapshot = type(on.people.snapshot)(revision=0, at=on.clock.now())
        monkeypatch.setattr(on.people, "open", broken)
        await on.press("2")
        await on.quiet()
        assert "cannot be read" in on.picture()
        assert "the disk is full" in on.picture()
        monkeypatch.undo()
        on.people.unread = people_snapshot()
        on.tab.read_again()
        await on.quiet()
        assert on.names[:4] == WORST_FIRST


async def test_the_engine_hears_where_the_cursor_rests() -> None:
    async with people_stage() as on:
        await on.press("j", "j")
        assert on.people.focused == []
        await on.wait(0.5)
        assert on.people.focused == [GINA.key]
        await on.press("1")
        await on.quiet()
        await on.press("2")
        await on.wait(0.5)
        assert on.people.focused == [GINA.key, None, GINA.key]


async def test_the_past_is_asked_for_once_and_told_of_while_it_is_read() -> None:
    async with people_stage(width=120) as on:
        assert "Emil Former" not in on.names
        await on.press("t")
        await on.quiet()
        assert {"Emil Former", "Faye Gone"} <= set(on.names)
        assert on.people.asked == [("rentals", ("former_people",), None)]
        assert "with past · reading the past of rentals" in on.text("#title")
        await on.learn_of("rentals", feeds={"former_people": FeedState(3, 21)})
        assert "reading the past of rentals: 3 of 21" in on.text("#title")
        await on.learn_of("rentals", feeds={"former_people": FeedState(21, 21, on.clock.now())})
        assert "reading" not in on.text("#title")
        assert len(on.people.asked) == 1
        await on.press("t", "t")
        await on.quiet()
        assert len(on.people.asked) == 1, "it was read a moment ago"
        await on.wait(3700)
        await on.press("t", "t")
        await on.quiet()
        assert len(on.people.asked) == 2


async def test_the_past_that_cannot_be_asked_for_says_why(monkeypatch) -> None:
    async def refused(*asked: object) -> str:
        return "no answer"

    async with people_stage() as on:
        monkeypatch.setattr(on.people, "ask", refused)
        await on.press("t")
        await on.quiet()
        assert on.said == "Not read: rentals: no answer"
        assert "reading" not in on.text("#title")


async def test_an_account_that_is_connected_later_is_asked_then() -> None:
    async with people_stage() as on:
        feeds, on.people.lists = on.people.lists, {}
        await on.press("t")
        await on.quiet()
        assert on.people.asked == []
        on.people.lists = feeds
        await on.learn()
        assert on.people.asked == [("rentals", ("former_people",), None)]


async def test_reading_again_asks_for_the_lists_and_for_the_doors_of_who_is_on_screen() -> None:
    async with people_stage(width=120) as on:
        on.tab.read_again()
        await on.quiet()
        asked = {(account, about): feeds for account, feeds, about in on.people.asked}
        assert {"people", "resort_guests", "groups", "places"} <= set(asked["rentals", None])
        assert "former_people" not in asked["rentals", None]
        assert asked["rentals", ADA.key] == ("accesses",)
        assert "reading rentals" in on.text("#title")
        await on.learn_of("rentals", feeds={"people": FeedState(1, 1, on.clock.now() + timedelta(seconds=1))})
        assert "reading" not in on.text("#title")


async def test_reading_again_asks_at_the_doors_where_only_they_know() -> None:
    async with people_stage() as on:
        on.tab.go_to(HUGO.key)
        on.tab.read_again()
        await on.quiet()
        doors = {about for account, feeds, about in on.people.asked if account == "home" and feeds == ("access",)}
        assert doors == {BY_NAME["Front Door"].key, BY_NAME["Garage"].key}


async def test_the_first_reading_shows_how_far_it_is() -> None:
    reading = account_state(*RENTALS_ORIGINS, feeds={"people": FeedState(3, 21)})
    known = people_snapshot([], [], accounts={"rentals": reading})
    async with people_stage(known, accounts=[RENTALS], width=100) as on:
        assert "Reading rentals: 3 of 21" in on.picture()
        assert "reading rentals: 3 of 21" in on.text("#title")
        await on.learn(people={ADA.key: ADA})
        assert on.names == ["Ada Sample"]


async def test_a_later_round_is_not_told_of() -> None:
    async with people_stage() as on:
        await on.learn_of("rentals", feeds={"people": FeedState(3, 21, ago(300))})
        assert "reading" not in on.text("#title")


async def test_accounts_that_fail_are_named_above_the_list() -> None:
    async with people_stage(width=120) as on:
        await on.learn_of("rentals", failure="rentals did not answer")
        assert "rentals not read" in on.text("#title")
        await on_person(on, ADA)
        assert "Not read now: rentals did not answer" in " ".join(on.tab.pane.text.split()), "the detail says why"
        assert len(on.names) == 8, "what was read stays"
        await on.learn_of("rentals", failure="")
        assert "not read" not in on.text("#title")


@pytest.mark.parametrize(
    ("state", "account", "parts"),
    [
        (
            AccountState(failure="no answer within 10 s"),
            RENTALS,
            ("people of rentals cannot be read", "no answer", "r asks"),
        ),
        (AccountState(keeps_people=False), RENTALS, ("rentals keeps no people", "vendor's app")),
        (account_state(*RENTALS_ORIGINS), RENTALS, ("No people in rentals", "n adds a guest")),
        (
            account_state(*RENTALS_ORIGINS, troubles={"people": "no right to"}),
            RENTALS,
            ("Not all people", "no right to"),
        ),
        (AccountState(), HOME_SIGNED_OUT, ("home is signed out", "Make a new one in the Tedee portal")),
        (AccountState(), HOME, ("Reading home", "first time")),
    ],
)
async def test_an_empty_list_says_why_and_the_next_key(
    state: AccountState, account: Account, parts: tuple[str, ...]
) -> None:
    known = people_snapshot([], [], accounts={account.name: state})
    async with people_stage(known, accounts=[account], width=100) as on:
        picture = on.picture()
        for part in parts:
            assert part in picture


async def test_before_there_is_an_account_and_before_the_store_is_read() -> None:
    async with people_stage(people_snapshot([], [], accounts={}), accounts=[]) as on:
        assert "No accounts yet" in on.picture()
    async with people_stage() as on:
        on.people.snapshot = type(on.people.snapshot)(revision=0, at=on.clock.now())
        on.tab.take()
        await on.quiet()
        assert "Loading the people from the store" in on.picture()


async def test_only_former_people_are_a_reason_of_their_own() -> None:
    async with people_stage(people_snapshot([EMIL], [])) as on:
        assert "Nobody is here, and nobody is to come" in on.picture()
        await on.press("t")
        assert on.names == ["Emil Former"]


async def test_connecting_accounts_are_no_failure() -> None:
    connecting = msgspec.structs.replace(RENTALS, condition=Condition.connecting)
    known = people_snapshot([], [], accounts={"rentals": AccountState()})
    async with people_stage(known, accounts=[connecting]) as on:
        assert "Reading rentals" in on.picture()
