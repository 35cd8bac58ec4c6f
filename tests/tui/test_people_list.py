"""The People tab: filter, order, links, keys, and that nothing jumps."""

from __future__ import annotations

import pytest
from textual import events

from lockdash.domain.people import Credentials
from lockdash.domain.secret import Secret
from lockdash.tui.actions import ACTIONS
from lockdash.tui.calm_order import CALM
from lockdash.tui.layout import Form
from tests.tui.build_people import (
    ADA,
    BEN,
    BY_NAME,
    CLEO,
    DORA,
    EMIL,
    GINA,
    PEOPLE,
    access,
    failed,
    people_snapshot,
    person,
)
from tests.tui.people_stage import WORST_FIRST, people_stage

DEEDS = ("new_guest", "stay", "letter", "revoke", "deactivate", "delete", "change", "reveal", "doors", "copy")


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
