"""The Schedules tab: rows, filter, order, past, links, keys, and that nothing jumps."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.schedules import Schedule
from lockdash.domain.text import clean
from lockdash.tui.actions import ACTIONS
from lockdash.tui.calm_order import CALM
from lockdash.tui.layout import Form
from lockdash.tui.screens.devices import DevicesScreen
from lockdash.tui.screens.people import PeopleScreen
from tests.tui.build_people import ADA, BY_NAME, DORA
from tests.tui.build_schedules import (
    AUTO,
    CLIMATE,
    HEATER,
    HOLIDAYS,
    LAST_YEAR,
    NIGHTS,
    OPENING,
    SCHEDULES,
    STRANGE,
    UNUSED,
    WORK,
    schedule,
    snapshot,
)
from tests.tui.schedule_stage import HOURS, NEXT_FIRST, key_of, schedule_stage

replace = msgspec.structs.replace


DEEDS = ("new_schedule", "new_exception", "edit", "assign", "delete")


class Asked:
    """Stands for the commander and takes down what it is asked."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def __getattr__(self, name: str):
        return lambda *keys: self.told.append((name, *keys))


async def test_rows_say_kind_next_users_and_the_clock_at_the_door() -> None:
    async with schedule_stage(width=200) as on:
        assert on.said_of(key_of(WORK)) == (
            "Weekdays 9-17 | access | ends Fri 12:30 (in 1 h) | 1 person | Denver, 7 h behind | rentals"
        )
        assert "lock action | locks Fri 18:00 (in 6 h) | 2 devices" in on.said_of(key_of(OPENING))
        assert "auto-lock | auto-lock on Fri 18:00" in on.said_of(key_of(AUTO))
        assert "power plug | switches on Fri 17:00" in on.said_of(key_of(HEATER))
        assert on.said_of(HOURS) == (
            "Cleaner's PIN | hours | begins Mon 09:00 (in 2 d) | Front Door | Warsaw, 1 h ahead | home"
        )
        assert "thermostat | – | not used" in on.said_of(key_of(CLIMATE))
        assert "sprinkler | – | not used" in on.said_of(key_of(STRANGE))
        assert "exception | closed 3–6 Apr (in 28 d) | 1 schedule" in on.said_of(key_of(HOLIDAYS))


async def test_time_alone_brings_the_next_thing() -> None:
    async with schedule_stage(width=120) as on:
        await on.wait(timedelta(hours=1, minutes=26).total_seconds())
        assert "ends Fri 12:30 (in 1 m)" in on.said_of(key_of(WORK))
        await on.wait(100)
        assert "begins Fri 13:15 (in 45 m)" in on.said_of(key_of(WORK))
        assert "begins Fri 13:15" in on.tab.pane.text


async def test_a_device_that_goes_by_another_schedule_is_seen_at_once() -> None:
    async with schedule_stage() as on:
        lodge = BY_NAME["Lodge"]
        on.engine.push(replace(lodge, schedule_ids={OPENING.kind: OPENING.id}))
        await on.quiet()
        assert "3 devices" in on.said_of(key_of(OPENING))


async def test_filter_finds_names_kinds_users_and_zones() -> None:
    async with schedule_stage() as on:
        for typed, found in (
            ("sauna heater", ["Sauna evenings"]),
            ("pool gate", ["No auto-lock by day", "Shop door", "Nights"]),
            ("ada", ["Nights"]),
            ("public", ["Weekdays 9-17", "Public holidays"]),
            ("exception", ["Public holidays"]),
            ("unused", ["Fountain", "Lodge climate", "Weekends"]),
            ("warsaw", ["Cleaner's PIN at Front Door"]),
            ("action", ["Shop door"]),
        ):
            on.tab.search(typed)
            assert on.names == found, typed


async def test_filter_is_live_and_the_title_counts() -> None:
    async with schedule_stage() as on:
        assert on.text("#title").strip().startswith("Schedules · 10")
        await on.press("slash", *"sauna", "enter")
        assert "1 of 10 · /sauna" in on.text("#title")
        await on.press("escape")
        assert on.names == NEXT_FIRST


async def test_commands_that_are_typed_into_the_filter_are_text() -> None:
    async with schedule_stage() as on:
        on.tab._commander = asked = Asked()
        await on.press("slash", *"neD")
        assert on.tab.roster.wanted == "neD"
        assert asked.told == []


async def test_sort_goes_round_and_says_how() -> None:
    async with schedule_stage() as on:
        await on.press("s")
        assert on.said == "Sorted: by name."
        assert on.names == sorted(on.names)
        await on.press("s")
        kinds = [on.said_of(key).split(" | ")[1] for key in on.tab.table.order]
        assert kinds[:4] == ["access", "access", "access", "hours"]
        assert kinds[-2:] == ["sprinkler", "exception"]
        assert "by kind" in on.text("#title")
        await on.press("s")
        assert on.names == NEXT_FIRST


async def test_past_exceptions_are_shown_when_asked_for_dimmed_and_last() -> None:
    async with schedule_stage() as on:
        await on.press("t")
        assert on.names == [*NEXT_FIRST, "Holidays 2025"]
        assert "with past" in on.text("#title")
        cells = on.tab._cells(key_of(LAST_YEAR))
        assert {str(cell.tone) for cell in cells if cell.text} <= {"dim", "faint"}
        await on.press("t")
        assert on.names == NEXT_FIRST


async def test_without_past_exceptions_the_key_says_so() -> None:
    async with schedule_stage(snapshot(exceptions=[HOLIDAYS])) as on:
        await on.press("t")
        assert on.said == "No exception is over yet."


async def test_order_waits_for_the_hand_and_the_cursor_keeps_its_row() -> None:
    async with schedule_stage() as on:
        await on.go(key_of(NIGHTS))
        on.tab.touch()
        before = on.tab.table.order
        soon = schedule("s7", "Weekends", "daily 00:00-11:30")
        known = {**on.people.snapshot.schedules, ("rentals", "s7"): soon}
        by = replace(on.people.snapshot.by_person[ADA.key][0], schedule_id="s7")
        await on.learn(schedules=known, accesses={**on.people.snapshot.accesses, by.key: by})
        assert on.tab.table.order == before
        assert "ends Fri 11:30" in on.said_of(key_of(UNUSED)), "but what is known is told at once"
        await on.wait(CALM)
        assert on.names[0] == "Weekends"
        assert on.tab.cursor_key == key_of(NIGHTS)


async def test_new_ones_come_and_gone_ones_go() -> None:
    async with schedule_stage() as on:
        late = schedule("s9", "Late", "daily 20:00-22:00")
        known = {pair: each for pair, each in on.people.snapshot.schedules.items() if each is not NIGHTS}
        await on.learn(schedules={**known, ("rentals", "s9"): late})
        await on.wait(CALM)
        assert "Late" in on.names
        assert "Nights" not in on.names


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("n", ("new_schedule",)),
        ("N", ("new_exception",)),
        ("e", ("edit", key_of(OPENING))),
        ("plus", ("assign", key_of(OPENING))),
        ("D", ("delete", key_of(OPENING))),
    ],
)
async def test_keys_mean_the_row_under_the_cursor(key: str, asked: tuple[object, ...]) -> None:
    async with schedule_stage() as on:
        on.tab._commander = commander = Asked()
        await on.go(key_of(OPENING))
        await on.press(key)
        assert commander.told == [asked]


async def test_a_card_does_nothing_to_what_is_not_seen() -> None:
    async with schedule_stage(width=30, height=8) as on:
        on.tab._commander = asked = Asked()
        await on.press("n", "N", "e", "plus", "D")
        assert asked.told == []
        assert "Too small to act" in on.picture()


async def test_the_footer_knows_what_can_be_done_to_which() -> None:
    by_id = {each.id: each for each in ACTIONS}

    def possible(key: str) -> set[str]:
        on.tab.table.cursor_key = key
        names = ("edit_schedule", "assign_schedule", "delete_schedule", "devices_by_schedule", "people_by_schedule")
        return {name for name in names if on.tab.possible(by_id[name])}

    async with schedule_stage() as on:
        everything = {"edit_schedule", "assign_schedule", "delete_schedule", "devices_by_schedule"}
        assert possible(key_of(OPENING)) == everything
        assert possible(key_of(WORK)) == {"edit_schedule", "delete_schedule", "people_by_schedule"}
        assert possible(key_of(STRANGE)) == {"delete_schedule"}
        assert possible(key_of(HOLIDAYS)) == {"edit_schedule", "delete_schedule", "people_by_schedule"}
        assert possible(HOURS) == {"people_by_schedule"}
        assert on.tab.possible(by_id["new_schedule"])


async def test_from_a_schedule_to_its_devices_and_its_people_and_back() -> None:
    async with schedule_stage() as on:
        await on.go(key_of(OPENING))
        await on.press("w")
        await on.quiet()
        assert isinstance(on.app.screen, DevicesScreen)
        views = on.app.roster.views
        assert {views[key].device.name for key in on.devices.table.order} == {"Beach House 1", "Pool gate"}
        assert "devices by Shop door" in on.text("#title")
        await on.press("3")
        await on.go(key_of(WORK))
        await on.press("p")
        await on.quiet()
        people = on.app.screen
        assert isinstance(people, PeopleScreen)
        assert list(people.table.order) == [DORA.key]
        assert "coming by Weekdays 9-17" in on.text("#title")


async def test_a_link_to_nobody_says_so_and_stays() -> None:
    async with schedule_stage() as on:
        await on.go(key_of(UNUSED))
        await on.press("p")
        assert on.said == "Nobody comes by Weekends."
        await on.press("w")
        assert on.said == "No device goes by Weekends."
        assert on.tab.cursor_key == key_of(UNUSED)


async def test_copy_says_what_it_copied() -> None:
    async with schedule_stage() as on:
        await on.go(key_of(OPENING))
        await on.press("y")
        assert on.app.clipboard == "Shop door: locks Fri 18:00 (in 6 h)"
        await on.go(key_of(HOLIDAYS))
        await on.press("y")
        assert on.app.clipboard == "Public holidays"


async def test_escape_leaves_detail_filter_and_marks_in_this_order() -> None:
    async with schedule_stage() as on:
        await on.press("slash", *"shop", "enter", "space", "enter")
        assert on.tab.form is Form.detail
        await on.press("escape")
        assert on.tab.form is Form.below
        await on.press("escape")
        assert on.tab.roster.wanted == ""
        assert on.tab.table.marked
        await on.press("escape")
        assert not on.tab.table.marked


async def test_nothing_is_painted_while_nothing_changes(monkeypatch) -> None:
    async with schedule_stage(snapshot([UNUSED], [HOLIDAYS], []), width=120) as on:
        painted: list[object] = []
        monkeypatch.setattr(on.tab.table, "refresh", lambda *regions, **more: painted.append(regions))
        monkeypatch.setattr(on.tab.pane, "refresh", lambda *regions, **more: painted.append(regions))
        await on.learn()
        await on.wait(35)
        assert painted == []


async def test_names_from_strangers_are_plain_text_everywhere() -> None:
    evil = schedule("e", clean("[@click=app.leave]x[/] [/y] [bold"), "daily 01:00-02:00")
    async with schedule_stage(snapshot([*SCHEDULES, evil]), width=120, height=40) as on:
        await on.go(key_of(evil))
        assert evil.name in on.tab.pane.text
        await on.press("slash", *"[/y]", "enter")
        assert on.names == [evil.name]
        assert on.app.is_running


async def test_every_size_shows_something_of_every_row() -> None:
    for width, height in ((20, 5), (39, 60), (40, 12), (60, 13), (64, 17), (110, 12), (120, 40), (300, 100)):
        async with schedule_stage(width=width, height=height) as on:
            assert on.tab.form is Form.card or "Shop" in on.picture(), (width, height)
            await on.press("t")
            for key in on.tab.table.order:
                await on.go(key)
                if on.tab.form is not Form.card:
                    assert on.tab.roster.views[key].name[:10] in on.tab.pane.text
            await on.pilot.resize_terminal(90, 30)
            await on.quiet()
            assert "Shop door" in on.picture()


async def test_a_schedule_of_an_unknown_kind_shows_its_name_and_nothing_else() -> None:
    strange = Schedule(account="rentals", id="s8", name="Fountain", kind=None, kind_raw="")
    async with schedule_stage(snapshot([strange], [], [])) as on:
        assert "Fountain | unknown | – | not used" in on.said_of(key_of(strange))
