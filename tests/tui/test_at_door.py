"""Who may open a device: the numbers, and the fact in its detail."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from lockdash.domain.accesses import Access
from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.people import PersonStatus
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.views import view
from lockdash.tui.look.glyphs import UNICODE
from lockdash.tui.panes.detail import Detail, detail_lines
from lockdash.tui.people.at_door import AtDoor, at_door, doors_of, people_at
from lockdash.tui.widgets.lines import plain
from tests.tui import build_people as people
from tests.tui.build_people import (
    ADA,
    BEACH,
    BEN,
    BY_NAME,
    CABINS,
    DORA,
    EMIL,
    FAYE,
    HUGO,
    IDA,
    access,
    account_state,
    failed,
    pending,
    synced,
)
from tests.tui.world import NOW, ZONE, ago

READ = ago(60)
POOL, LODGE, FRONT, CABIN = (BY_NAME[name] for name in ("Pool gate", "Lodge", "Front Door", "Cabin 1"))


def found(device: Device, *accesses: Access, **more: Any) -> AtDoor | None:
    known = people.people_snapshot(accesses=[*accesses] or people.ACCESSES, **more)
    return at_door(device, known, directory(known), NOW)


def directory(known: PeopleSnapshot) -> Directory:
    return Directory(known, {each.key: each for each in people.DEVICES})


def fact(told: AtDoor | None) -> str:
    made = Detail(view=view(POOL, None, NOW), now=NOW, zone=ZONE, glyphs=UNICODE, account=0, people=told)
    lines = [each for each in plain(detail_lines(made, 90, 60)).splitlines() if each.startswith("People")]
    return lines[0].removeprefix("People").strip() if lines else ""


def test_people_count_by_what_they_may_now() -> None:
    told = found(POOL, access(ADA, POOL, synced()), access(BEN, POOL, synced()), access(EMIL, POOL, synced()))
    assert told == AtDoor(allowed=1, later=1, read_at=READ)
    assert fact(told) == "1 may open it, 1 later"


def test_what_was_read_long_ago_has_its_age() -> None:
    assert fact(AtDoor(allowed=3, read_at=ago(hours=2))) == "3 may open it, as of 2 h ago"


def test_somebody_with_two_ways_in_counts_once() -> None:
    told = found(CABIN, access(DORA, CABIN, synced()), access(DORA, CABINS, synced(6)))
    assert told == AtDoor(allowed=1, read_at=READ)


def test_who_comes_by_a_group_or_a_location_counts() -> None:
    assert found(CABIN) == AtDoor(allowed=1, read_at=READ), "Dora, by all cabins"
    assert found(BY_NAME["Beach House 1"]) == AtDoor(allowed=2, read_at=READ), "Ada, and Dora by the location"


def test_what_the_lock_has_not_heard_is_counted() -> None:
    told = found(POOL, access(ADA, POOL, failed()), access(BEN, POOL, pending()), access(FAYE, POOL, pending()))
    assert told == AtDoor(allowed=1, later=1, unheard=2, lingering=1, read_at=READ)
    assert fact(told) == "1 may open it, 1 later, 2 not heard of, 1 not forgotten"


def test_of_a_group_it_is_not_known_which_lock_waits() -> None:
    told = found(CABIN, access(ADA, CABINS, pending(6)))
    assert told == AtDoor(allowed=1, unheard=1, is_exact=False, read_at=READ)
    assert fact(told) == "1 may open it, up to 1 not heard of"


def test_who_is_invited_may_not_yet() -> None:
    assert found(FRONT, access(HUGO, FRONT), access(IDA, FRONT, invited=True)) == AtDoor(
        allowed=1, later=1, read_at=READ
    )


def test_what_was_not_read_is_not_nobody() -> None:
    unread = {"home": account_state(), "rentals": account_state(feeds={"people": people.FeedState(1, 3)})}
    told = found(POOL, access(BEN, LODGE), accounts=unread)
    assert told == AtDoor()
    assert fact(told) == "not all read yet"
    assert fact(found(POOL, access(ADA, POOL), accounts=unread)) == "at least 1 may open it"
    assert fact(found(POOL, access(BEN, LODGE))) == "nobody may open it now"


@pytest.mark.parametrize("kind", [DeviceKind.bridge, DeviceKind.thermostat])
def test_what_nobody_can_be_given_has_no_people(kind: DeviceKind) -> None:
    assert found(msgspec.structs.replace(POOL, kind=kind)) is None
    assert fact(None) == ""


def test_nothing_is_told_before_people_are_opened() -> None:
    assert found(POOL, is_open=False) is None
    assert found(POOL, accounts={"rentals": account_state(keeps_people=False)}) is None


def test_the_keys_for_both_ways() -> None:
    known = people.people_snapshot()
    assert people_at(POOL, directory(known)) == {ADA.key, BEN.key, DORA.key}
    assert doors_of(known.by_person[ADA.key], known, directory(known)) == {BY_NAME["Beach House 1"].key, POOL.key}
    heater = msgspec.structs.replace(BY_NAME["Sauna heater"], location=BEACH.name)
    warm = Directory(known, {each.key: each for each in (*people.DEVICES, heater)})
    assert heater.key not in doors_of(known.by_person[DORA.key], known, warm), "nobody is given a power plug"
    cabins = {each.key for each in people.DEVICES if each.name.startswith("Cabin")}
    beach = {each.key for each in people.DEVICES if each.location == BEACH.name}
    assert doors_of(known.by_person[DORA.key], known, directory(known)) == cabins | beach
    assert known.people[FAYE.key].status is PersonStatus.deactivated
    assert FAYE.key in people_at(LODGE, directory(known)), "also those whose time is over"
