"""From a device to its people and from a person to their doors, driven by a pilot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from lockdash.domain.devices import DeviceKind
from lockdash.tui.people.links import show_doors_of, show_people_of
from lockdash.tui.screens.devices import DevicesScreen
from lockdash.tui.screens.people import PeopleScreen
from tests.tui import build_people as people
from tests.tui.build_people import ADA, BEN, BY_NAME, CLEO, DORA, FAYE, IDA, access, account_state, people_snapshot
from tests.tui.stage import Stage, stage

POOL, LODGE, FRONT, BEACH1 = (BY_NAME[name] for name in ("Pool gate", "Lodge", "Front Door", "Beach House 1"))


@asynccontextmanager
async def house(width: int = 120, height: int = 40, **more: Any) -> AsyncIterator[Stage]:
    given = {"devices": people.DEVICES, "people": people_snapshot(), **more}
    async with stage(width, height, **given) as built:
        yield built


def rows(built: Stage) -> set[str]:
    screen = built.app.screen
    assert isinstance(screen, PeopleScreen | DevicesScreen)
    return set(screen.table.order)


def said(built: Stage) -> str:
    screen = built.app.screen
    assert isinstance(screen, PeopleScreen | DevicesScreen)
    return screen.said


async def people_of(built: Stage, key: str) -> None:
    await show_people_of(built.app, key)
    await built.quiet()


async def doors_of(built: Stage, key: str) -> None:
    await show_doors_of(built.app, key)
    await built.quiet()


async def test_p_shows_the_people_of_a_device_and_esc_all() -> None:
    async with house() as built:
        await built.go_to(POOL.key)
        await built.press("p")
        await built.quiet()
        assert isinstance(built.app.screen, PeopleScreen)
        assert rows(built) == {ADA.key, BEN.key, DORA.key}
        assert "at Pool gate" in built.picture()
        await built.press("escape")
        assert len(rows(built)) > 3
        assert "at Pool gate" not in built.picture()


async def test_the_own_lists_of_the_device_are_read() -> None:
    async with house() as built:
        await people_of(built, POOL.key)
        asked = [(account, about) for account, feeds, about in built.engine.people.asked if feeds]
        assert asked == [("rentals", POOL.key)]


async def test_people_who_are_heard_of_later_come_in() -> None:
    unread = {"home": account_state(), "rentals": account_state(feeds={"people": people.FeedState(1, 3)})}
    known = people_snapshot(accesses=[access(ADA, POOL)], accounts=unread)
    async with house(people=known) as built:
        await people_of(built, POOL.key)
        assert rows(built) == {ADA.key}
        assert "Reading who may open Pool gate" in said(built)
        more = people_snapshot(accesses=[access(ADA, POOL), access(BEN, POOL), access(CLEO, LODGE)], accounts=unread)
        built.engine.people.show(more)
        await built.quiet()
        assert rows(built) == {ADA.key, BEN.key}


async def test_nobody_yet_is_not_nobody() -> None:
    """As long as its account's lists were not all read, or cannot be, it is not known that nobody may open a door."""
    under_way = account_state(feeds={"people": people.FeedState(1, 3)}, accesses_read_at=None)
    barred = account_state(feeds={"people": people.FeedState(1, 3)}, troubles={"people": "the token may not read it"})
    for state, words in ((under_way, "reading the people of rentals: 1 of 3"), (barred, "the token may not read it")):
        known = people_snapshot(accesses=[], accounts={"home": account_state(), "rentals": state})
        async with house(people=known) as built:
            await people_of(built, POOL.key)
            assert words in built.picture()
            assert "Nobody at Pool gate\n" not in built.picture()
            built.engine.people.show(people_snapshot(accesses=[]))
            await built.quiet()
            assert "Nobody at Pool gate" in built.picture()
            assert words not in built.picture()


async def test_a_link_that_was_left_changes_nothing_any_more() -> None:
    async with house() as built:
        await people_of(built, POOL.key)
        await people_of(built, FRONT.key)
        front = rows(built)
        assert IDA.key in front
        built.engine.people.show(people_snapshot(accesses=[*people.ACCESSES, access(CLEO, POOL)]))
        await built.quiet()
        assert rows(built) == front
        await built.press("escape")
        everybody = rows(built)
        built.engine.people.show(people_snapshot())
        await built.quiet()
        assert rows(built) == everybody


async def test_nobody_at_one_door_is_not_nobody_at_another() -> None:
    known = people_snapshot(accesses=[])
    async with house(people=known) as built:
        await people_of(built, POOL.key)
        await people_of(built, LODGE.key)
        built.engine.people.show(people_snapshot(accesses=[access(ADA, POOL)]))
        await built.quiet()
        assert rows(built) == set(), "the first link has ended, also if both had nobody"


async def test_what_takes_no_people_says_so() -> None:
    plug = msgspec.structs.replace(LODGE, kind=DeviceKind.power_plug)
    async with house(devices=[plug]) as built:
        await people_of(built, plug.key)  # nothing is known of the account before people are opened
        assert isinstance(built.app.screen, PeopleScreen)
        await built.press("1")
        await people_of(built, plug.key)
        assert isinstance(built.app.screen, DevicesScreen)
        assert "Lodge has no people" in said(built)


async def test_w_shows_the_doors_of_a_person_and_esc_all() -> None:
    async with house() as built:
        await built.press("2")
        await built.quiet()
        screen = built.app.screen
        assert isinstance(screen, PeopleScreen)
        screen.go_to(ADA.key)
        await built.press("w")
        await built.quiet()
        assert isinstance(built.app.screen, DevicesScreen)
        assert rows(built) == {BEACH1.key, POOL.key}
        assert "doors of Ada Sample" in built.picture()
        await built.press("escape")
        assert rows(built) == {each.key for each in people.DEVICES}


async def test_the_filter_looks_among_the_doors_of_the_person() -> None:
    async with house() as built:
        await built.press("2")
        await doors_of(built, DORA.key)
        beach = rows(built)
        built.devices.search("pool")
        assert rows(built) == {POOL.key}
        assert f"1 of {len(beach)}" in built.text("#title")
        await built.press("escape")
        assert rows(built) == beach, "Esc leaves the filter first"


async def test_who_has_no_door_that_is_known_stays() -> None:
    async with house(people=people_snapshot(accesses=[access(FAYE, LODGE)])) as built:
        await built.press("2")
        await doors_of(built, ADA.key)
        assert isinstance(built.app.screen, PeopleScreen)
        assert "No door of Ada Sample is among the devices." in said(built)


async def test_the_detail_of_a_device_tells_of_its_people_only_once_they_were_opened() -> None:
    async with house() as built:
        await built.go_to(POOL.key)
        assert "may open it" not in built.picture()
        assert built.engine.people.opened == 0, "people are not opened for this"
        await built.press("2", "1")
        await built.go_to(POOL.key)
        built.devices.redraw_detail()
        await built.quiet()
        assert "2 may open it, 1 later" in built.picture()


async def test_going_to_a_device_leaves_the_doors_of_a_person() -> None:
    async with house() as built:
        await built.press("2")
        await doors_of(built, ADA.key)
        await built.app.show_device(FRONT.key)
        await built.quiet()
        assert built.devices.cursor_key == FRONT.key
        assert built.app.roster.only is None
