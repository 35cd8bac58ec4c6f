"""The People tab: what it reads while it is shown, filter, order, past, links, and that nothing jumps."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from textual import events

from lockdash.domain.accounts import Account, Condition
from lockdash.domain.people import Credentials
from lockdash.domain.secret import Secret
from lockdash.engine.people.snapshot import AccountState, FeedState
from lockdash.store.errors import StoreError
from lockdash.tui.actions import ACTIONS
from lockdash.tui.calm_order import CALM
from lockdash.tui.layout import Form
from lockdash.tui.screens.help import HelpScreen
from tests.tui.build_people import (
    ADA,
    BEN,
    BY_NAME,
    CLEO,
    DORA,
    EMIL,
    GINA,
    HUGO,
    PEOPLE,
    RENTALS_ORIGINS,
    access,
    account_state,
    failed,
    people_snapshot,
    person,
)
from tests.tui.deeds import on_person
from tests.tui.people_stage import people_stage
from tests.tui.world import HOME, HOME_SIGNED_OUT, RENTALS, ago

replace = msgspec.structs.replace
DEEDS = ("new_guest", "stay", "letter", "revoke", "deactivate", "delete", "change", "reveal", "doors", "copy")
WORST_FIRST = ["Ada Sample", "Ben Example", "Gina Hut", "Cleo Muster"]


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


async def test_filter_is_live_and_the_title_counts() -> None:
    async with people_stage() as on:
        assert on.text("#title").strip().startswith("People · 8")
        await on.press("slash", *"pool ben", "enter")
        assert on.names == ["Ben Example"]
        assert "1 of 8 · /pool ben" in on.text("#title")
        await on.press("escape")
        assert len(on.names) == 8


async def test_commands_that_are_typed_into_the_filter_are_text() -> None:
    async with people_stage() as on:
        await on.press("slash", *"xdn")
        assert on.tab.roster.wanted == "xdn"
        assert on.people.orders == []
        assert "None of the 8 people match /xdn" in on.picture()
        assert "2 people the time is over" in on.picture()


async def test_a_filter_that_comes_in_one_go_is_text_as_well() -> None:
    """As over a slow line: all keys are there before the first one is dealt with."""
    for again in (False, True):
        async with people_stage() as on:
            if again:
                await on.press("slash", "escape")
            for key in ("slash", *"xdn"):
                on.app.post_message(events.Key(key, None if key == "slash" else key))
            await on.quiet()
            await on.quiet()
            assert on.app.screen is on.tab
            assert on.tab.roster.wanted == "xdn"
            await on.press("slash")
            assert on.tab.roster.wanted == "xdn/"


async def test_somebody_is_found_by_a_pin_as_long_as_it_is_shown(monkeypatch) -> None:
    async with people_stage() as on:
        shown = {ADA.key: Credentials(pin=Secret("483921"))}
        monkeypatch.setattr(on.tab.commander, "revealed", shown.get)
        on.tab.redraw_detail()
        await on.press("slash", *"4839", "enter")
        assert on.names == ["Ada Sample"]
        shown.clear()
        on.tab.redraw_detail()
        await on.wait(CALM)
        assert on.names == []
        assert "483921" not in on.picture()


async def test_sort_goes_round_and_says_how() -> None:
    async with people_stage() as on:
        await on.press("s")
        assert on.said == "Sorted: by name."
        assert on.names == sorted(on.names)
        await on.press("s")
        assert on.names[0] == "Ben Example"
        assert "next arrivals first" in on.text("#title")
        await on.press("s", "s")
        assert on.names[:4] == WORST_FIRST


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


async def test_order_waits_for_the_hand_and_the_cursor_keeps_its_person() -> None:
    async with people_stage() as on:
        await on.press("j", "j")
        on.tab.touch()
        before = on.tab.table.order
        stuck = access(DORA, BY_NAME["Loft"], failed())
        await on.learn(by_person={**on.people.snapshot.by_person, DORA.key: (stuck,)})
        assert on.tab.table.order == before
        assert "1 failed" in on.said_of(DORA.key), "but what is known is told at once"
        await on.wait(CALM)
        assert on.names[:2] == ["Ada Sample", "Dora Keeper"]
        assert on.tab.cursor_key == GINA.key


async def test_new_people_come_and_gone_ones_go() -> None:
    async with people_stage() as on:
        kim = person("99", "Kim New")
        known = {key: each for key, each in on.people.snapshot.people.items() if key != BEN.key}
        await on.learn(people={**known, kim.key: kim})
        await on.wait(CALM)
        assert "Kim New" in on.names
        assert "Ben Example" not in on.names


async def test_only_some_people_and_back() -> None:
    async with people_stage() as on:
        on.tab.show_only(frozenset({ADA.key, CLEO.key}), "at Lodge")
        await on.quiet()
        assert on.names == ["Ada Sample", "Cleo Muster"]
        assert "People · 2 · at Lodge" in on.text("#title")
        await on.press("slash", *"cleo", "enter")
        on.tab.show_only(frozenset({CLEO.key, EMIL.key}), "at Lodge")
        await on.quiet()
        assert on.tab.roster.wanted == "cleo", "more of the same leaves the filter"
        await on.press("escape", "escape")
        assert len(on.names) == 8


async def test_nobody_at_a_door_says_so() -> None:
    async with people_stage() as on:
        on.tab.show_only(frozenset({EMIL.key}), "at Lodge")
        await on.quiet()
        assert "Nobody at Lodge" in on.picture()
        await on.press("escape")
        assert len(on.names) == 8


async def test_escape_leaves_detail_filter_link_and_marks_in_this_order() -> None:
    async with people_stage() as on:
        on.tab.show_only(frozenset({ADA.key, BEN.key}), "at Pool gate")
        await on.press("space", "slash", *"a", "enter", "space", "enter")
        assert on.tab.form is Form.detail
        await on.press("escape")
        assert on.tab.form is Form.below
        await on.press("escape")
        assert on.tab.roster.wanted == ""
        await on.press("escape")
        assert on.tab.roster.only is None
        assert on.tab.table.marked
        await on.press("escape")
        assert not on.tab.table.marked


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("n", ("new_guest", ())),
        ("e", ("stay", ([ADA.key, BEN.key],))),
        ("i", ("letter", ([ADA.key, BEN.key],))),
        ("x", ("revoke", ([ADA.key, BEN.key],))),
        ("d", ("deactivate", ([ADA.key, BEN.key],))),
        ("D", ("delete", ([ADA.key, BEN.key],))),
        ("c", ("change", (GINA.key,))),
        ("v", ("reveal", (GINA.key,))),
        ("plus", ("doors", (GINA.key,))),
        ("y", ("copy", (GINA.key,))),
    ],
)
async def test_keys_mean_the_marked_people_or_the_one_under_the_cursor(monkeypatch, key: str, asked: object) -> None:
    async with people_stage() as on:
        told: list[object] = []
        for name in DEEDS:
            monkeypatch.setattr(on.tab.commander, name, lambda *keys, name=name: told.append((name, keys)))
        await on.press("space", "space", key)
        assert told == [asked]


async def test_a_card_does_nothing_to_who_is_not_seen() -> None:
    async with people_stage(width=30, height=8) as on:
        await on.press("x", "d", "D", "v", "e")
        await on.wait(5)
        assert on.people.orders == []
        assert "Too small to act" in on.picture()


async def test_the_footer_knows_what_can_be_done_to_whom() -> None:
    by_id = {each.id: each for each in ACTIONS}
    async with people_stage() as on:
        assert on.tab.possible(by_id["deactivate"])
        on.tab.go_to(GINA.key)
        assert not on.tab.possible(by_id["deactivate"]), "a resort lock hears of nothing"
        assert on.tab.possible(by_id["delete"])
        assert not on.tab.possible(by_id["stay"])
        assert on.tab.possible(by_id["new_guest"])
        await on.learn(people={})
        assert not on.tab.possible(by_id["delete"])


async def test_ages_of_waiting_go_on_and_become_loud() -> None:
    async with people_stage() as on:
        assert "1 pending 2 m" in on.said_of(CLEO.key)
        await on.wait(60)
        assert "1 pending 3 m" in on.said_of(CLEO.key)
        await on.wait(420)
        assert on.tab.is_urgent(CLEO.key)


async def test_nothing_is_painted_while_nothing_changes(monkeypatch) -> None:
    async with people_stage(people_snapshot([DORA], [])) as on:
        painted: list[object] = []
        monkeypatch.setattr(on.tab.table, "refresh", lambda *regions, **more: painted.append(regions))
        monkeypatch.setattr(on.tab.pane, "refresh", lambda *regions, **more: painted.append(regions))
        await on.learn()
        await on.wait(35)
        assert painted == []


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


async def test_names_from_strangers_are_plain_text_everywhere() -> None:
    evil = person("e", "[@click=app.leave]x[/] [/y] [bold")
    async with people_stage(people_snapshot([*PEOPLE, evil]), width=120, height=40) as on:
        on.tab.go_to(evil.key)
        await on.quiet()
        assert evil.name in on.tab.pane.text
        await on.press("slash", *"[/y]", "enter")
        assert on.names == [evil.name]
        assert on.app.is_running


async def test_every_size_shows_something() -> None:
    for width, height in ((20, 5), (39, 60), (40, 12), (60, 13), (110, 12), (300, 100)):
        async with people_stage(width=width, height=height) as on:
            assert on.tab.form is Form.card or "Ada" in on.picture(), (width, height)
            await on.pilot.resize_terminal(90, 30)
            await on.quiet()
            assert "Ada Sample" in on.picture()


async def test_the_detail_is_there_as_soon_as_somebody_is() -> None:
    async with people_stage(people_snapshot([], []), width=120, height=40) as on:
        await on.learn(people={ADA.key: ADA})
        assert "Ada Sample" in on.tab.pane.text


async def test_connecting_accounts_are_no_failure() -> None:
    connecting = replace(RENTALS, condition=Condition.connecting)
    known = people_snapshot([], [], accounts={"rentals": AccountState()})
    async with people_stage(known, accounts=[connecting]) as on:
        assert "Reading rentals" in on.picture()
