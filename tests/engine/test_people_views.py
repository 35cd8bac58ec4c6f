"""Somebody as they should be believed, and what their accesses are to."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.accesses import SyncState
from lockdash.domain.people import Person, PersonStatus
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.views import LONG, PersonAttention, PersonView, view
from tests.tui import build_people as build
from tests.tui.build_people import ADA, BEACH, BEN, BY_NAME, CABINS, CLEO, DEVICES, DORA, EMIL, GINA, HUGO, IDA, access
from tests.tui.world import NOW

KNOWN = build.people_snapshot()
DIRECTORY = Directory(KNOWN, {each.key: each for each in DEVICES})


def seen(person: Person) -> PersonView:
    return view(person, KNOWN, DIRECTORY, NOW)


@pytest.mark.parametrize(
    ("person", "status", "attention"),
    [
        (ADA, PersonStatus.current, PersonAttention.failed),
        (BEN, PersonStatus.upcoming, PersonAttention.waits_long),
        (CLEO, PersonStatus.upcoming, PersonAttention.waits),
        (DORA, PersonStatus.current, PersonAttention.none),
        (EMIL, PersonStatus.expired, PersonAttention.over),
        (GINA, PersonStatus.current, PersonAttention.none),
        (IDA, PersonStatus.pending, PersonAttention.none),
    ],
)
def test_what_is_believed_of_somebody(person: Person, status: PersonStatus, attention: PersonAttention) -> None:
    assert (seen(person).status, seen(person).attention) == (status, attention)


def test_a_lock_that_waits_becomes_urgent_after_a_while() -> None:
    since = KNOWN.by_person[CLEO.key][0].pending_since
    assert since is not None
    just, long = (view(CLEO, KNOWN, DIRECTORY, since + LONG - timedelta(seconds=each)) for each in (1, 0))
    assert (just.attention, long.attention) == (PersonAttention.waits, PersonAttention.waits_long)


def test_the_window_that_all_accesses_share_is_the_stay() -> None:
    assert seen(IDA).stay == KNOWN.by_person[IDA.key][0].window
    assert not seen(IDA).several_windows
    other = access(IDA, BY_NAME["Garage"])
    known = build.people_snapshot(accesses=[*build.ACCESSES, other])
    both = view(IDA, known, Directory(known, {}), NOW)
    assert (both.stay, both.several_windows) == (None, True)


def test_a_door_with_hours_of_its_own_makes_several_windows_of_a_stay() -> None:
    late = msgspec.structs.replace(KNOWN.by_person[ADA.key][0], guest_end=CLEO.stay.ends_at.time().replace(hour=14))  # type: ignore[union-attr]
    known = build.people_snapshot(accesses=[late, KNOWN.by_person[ADA.key][1]])
    assert view(ADA, known, DIRECTORY, NOW).several_windows
    assert view(ADA, known, DIRECTORY, NOW).stay == ADA.stay


def test_the_zone_is_that_of_all_doors() -> None:
    assert (seen(ADA).zone, seen(HUGO).zone, seen(DORA).zone) == ("America/Denver", "Europe/Warsaw", "America/Denver")


def test_the_directory_names_doors_groups_places_and_schedules() -> None:
    to_gate = KNOWN.by_person[ADA.key][1]
    assert (DIRECTORY.name(to_gate), DIRECTORY.schedule(to_gate)) == ("Pool gate", "Nights")
    strange = msgspec.structs.replace(to_gate, target_id="gone", schedule_id="gone too")
    assert (DIRECTORY.name(strange), DIRECTORY.schedule(strange)) == ("gone", "gone too")
    assert [DIRECTORY.name(each) for each in KNOWN.by_person[DORA.key]] == ["All cabins", "Beach"]
    assert DIRECTORY.schedule(KNOWN.by_person[DORA.key][1]) == ""


def test_who_can_open_a_device_by_its_group_or_its_location_is_among_its_people() -> None:
    cabin, beach = BY_NAME["Cabin 3"], BY_NAME["Beach House 1"]
    assert [each.person_key for each in DIRECTORY.accesses_to(cabin)] == [DORA.key]
    assert {each.person_key for each in DIRECTORY.accesses_to(beach)} == {ADA.key, DORA.key}


def test_an_access_opens_the_doors_of_its_group_or_place() -> None:
    by_group, by_place = KNOWN.by_person[DORA.key]
    assert len(DIRECTORY.doors(by_group) or ()) == 6
    assert {each.name for each in DIRECTORY.doors(by_place) or ()} == {"Beach House 1", "Beach House 2", "Pool gate"}


def test_two_locations_of_one_name_are_not_told_apart_by_guessing() -> None:
    twin = msgspec.structs.replace(BEACH, id="p2")
    known = build.people_snapshot(places={("rentals", each.id): each for each in (BEACH, twin)})
    directory = Directory(known, {each.key: each for each in DEVICES})
    assert directory.doors(known.by_person[DORA.key][1]) is None
    assert {each.person_key for each in directory.accesses_to(BY_NAME["Beach House 1"])} == {ADA.key}


def test_a_group_whose_doors_are_not_all_known_has_no_certain_doors() -> None:
    unread = msgspec.structs.replace(CABINS, device_ids=None)
    known = build.people_snapshot(groups={("rentals", "g1"): unread})
    assert Directory(known, {each.key: each for each in DEVICES}).doors(known.by_person[DORA.key][0]) is None


def test_what_can_be_given_is_of_the_account_and_of_the_kinds_of_the_origin() -> None:
    rentals = [each.name for each in DIRECTORY.offered("rentals", build.RENTALS_ORIGINS[0])]
    assert rentals[:3] == ["Beach House 1", "Beach House 2", "Boat house"]
    assert rentals[-2:] == ["All cabins", "Beach"]
    assert "Sauna heater" not in rentals
    assert {each.account for each in DIRECTORY.offered("home", build.HOME_ORIGINS[0])} == {"home"}


def test_counts_of_doors_and_locks() -> None:
    assert (seen(DORA).doors, seen(DORA).sync.state, seen(DORA).sync.synced) == (2, SyncState.synced, 9)


def test_doors_that_were_never_read_are_not_none() -> None:
    unread = build.account_state(*build.RENTALS_ORIGINS, accesses_read_at=None)
    known = build.people_snapshot(accounts={"rentals": unread, "home": build.account_state(*build.HOME_ORIGINS)})
    assert not view(ADA, known, DIRECTORY, NOW).doors_known
    assert seen(ADA).doors_known
