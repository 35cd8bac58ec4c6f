"""What is read of RemoteLock's people, over real HTTP against the simulator."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from lockdash.domain.accesses import TargetKind
from lockdash.domain.budget import Purpose
from lockdash.domain.people import Ability, PersonKind, PersonStatus
from lockdash.simulator.server import ManualClock, Simulator
from lockdash.vendors.errors import BadAnswer, RateLimited, Rejected, VendorFault
from lockdash.vendors.people import people_of
from tests.vendors.records import NOTHING
from tests.vendors.remotelock_people import devices, everybody, sent

STATUSES = {
    "Ruth Calder": PersonStatus.current,
    "Paul Mercer": PersonStatus.deactivated,
    "Ines Duarte": PersonStatus.current,
    "Nora Lindqvist": PersonStatus.upcoming,
    "Greta Holm": PersonStatus.expired,
    "Sofia Marin": PersonStatus.deactivated,
}


@pytest.fixture
def sim():
    with Simulator(world="demo", clock=ManualClock()).serve() as served:
        yield served


@pytest.fixture
def people(remotelock):
    return people_of(remotelock)


async def _named(people, *feeds):
    answers = [answer for feed in feeds for answer in await everybody(people, feed)]
    return {person.name: person for answer in answers for person in answer.people}


async def _accesses(people, person):
    return (await people.read("accesses", None, NOTHING, person)).accesses


async def test_who_is_current_or_upcoming_is_listed_and_all_others_when_asked_for(sim, people):
    (live,) = await everybody(people)
    (former,) = await everybody(people, "former_people")
    assert {person.status for person in live.people} == {PersonStatus.current, PersonStatus.upcoming}
    assert {person.status for person in former.people} == {PersonStatus.expired, PersonStatus.deactivated}
    assert live.roll == {person.key for person in live.people}
    assert former.roll == {person.key for person in former.people}
    assert len(live.people) + len(former.people) == len(sim.world.rentals.people)
    named = {person.name: person for person in (*live.people, *former.people)}
    assert {name: named[name].status for name in STATUSES} == STATUSES
    assert all((person.origin, person.has_pin) == ("people", True) for person in named.values())


async def test_a_user_and_a_guest(people):
    named = await _named(people, "people")
    ruth, nora = named["Ruth Calder"], named["Nora Lindqvist"]
    assert (ruth.kind, ruth.department, ruth.stay, ruth.has_card) == (PersonKind.user, "Management", None, True)
    assert (nora.kind, nora.email, nora.has_card) == (PersonKind.guest, "nora@example.com", False)
    assert nora.stay.starts_at == datetime(2026, 11, 24, 16)
    assert nora.stay.ends_at == datetime(2026, 11, 29, 11)


async def test_who_is_restricted_says_so(people):
    for person in (await _named(people, "former_people")).values():
        assert Ability.change_stay in person.denied
    assert all(not person.denied for person in (await _named(people, "people")).values())


async def test_accesses_of_a_person(sim, people):
    named = await _named(people, "people")
    ruth = await _accesses(people, named["Ruth Calder"])
    assert [access.target_kind for access in ruth] == [TargetKind.location] * 3
    assert {access.target_id for access in ruth} == {place.id for place in sim.world.rentals.locations}
    assert max(access.sync.total for access in ruth) > 1, "a location covers many"
    lea = await _accesses(people, named["Lea Brandt"])
    assert {access.target_id for access in lea} == {
        sim.world.locks[name].id for name in ("Lodge Main Door", "Ridge Room 3")
    }
    (cleaning,) = {access.schedule_id for access in await _accesses(people, named["Housekeeping"])}
    assert cleaning in sim.world.rentals.schedules


async def test_a_lock_that_waits_and_one_that_has_refused(sim, people):
    sim.world.advance(30)
    named = await _named(people, "people")
    at = {
        (name, access.target_id): access.sync
        for name in ("Hana Kim", "Mateus Rocha")
        for access in await _accesses(people, named[name])
    }
    waits = at["Hana Kim", sim.world.locks["Boathouse"].id]
    failed = at["Mateus Rocha", sim.world.locks["Ski Room"].id]
    assert (waits.total, waits.synced, waits.pending, waits.failed) == (1, 0, 1, 0)
    assert (failed.total, failed.synced, failed.pending, failed.failed) == (1, 0, 0, 1)
    assert at["Hana Kim", sim.world.locks["Pool Gate"].id] is None, "a door has nothing to hear"


async def test_accesses_of_a_device_are_those_of_its_groups_and_its_location_too(sim, remotelock, people):
    known = await devices(remotelock)
    named = await _named(people, "people")
    lock = await people.read("device_accesses", None, NOTHING, known["Sandpiper Front Door"])
    assert {access.target_kind for access in lock.accesses} == set(TargetKind) - {TargetKind.device}
    keys = {access.person_key for access in lock.accesses}
    assert {named["Ines Duarte"].key, named["Ruth Calder"].key} <= keys
    assert lock.roll == {access.key for access in lock.accesses}
    door = await people.read("device_accesses", None, NOTHING, known["Pool Gate"])
    own = [access for access in door.accesses if access.target_kind is TargetKind.device]
    assert own
    assert all((access.target_id, access.sync) == (known["Pool Gate"].vendor_id, None) for access in own)
    paths = [path for path in sent(sim, "GET") if path.endswith("/access_person_accesses")]
    assert [path.split("/")[1] for path in paths] == ["devices", "acs"]


async def test_a_device_that_nobody_can_have_an_access_to(sim, remotelock, people):
    known = await devices(remotelock)
    asked = len(sim.requests)
    with pytest.raises(Rejected, match="Ridge Hut") as caught:
        await people.read("device_accesses", None, NOTHING, known["Ridge Hut"])
    assert caught.value.status == 0
    assert len(sim.requests) == asked


async def test_groups_and_their_doors(sim, remotelock, people):
    known = await devices(remotelock)
    (answer,) = await everybody(people, "groups")
    groups = {group.name: group for group in answer.groups}
    doors = ("Sandpiper Front Door", "Sandpiper Patio", "Pool Gate")
    assert groups["Sandpiper"].device_ids == {known[door].vendor_id for door in doors}
    assert answer.roll == {group.id for group in groups.values()} == set(sim.world.rentals.groups)


async def test_a_group_that_goes_while_it_is_read_costs_itself(sim, people):
    group = next(group for group in sim.world.rentals.groups.values() if group.name == "Sandpiper")
    sim.faults.add(f"/groups/{group.id}/doors", status=404)
    (answer,) = await everybody(people, "groups")
    groups = {group.name: group.device_ids for group in answer.groups}
    assert (groups["Sandpiper"], len(groups["Ridge rooms"])) == (None, 4)
    assert [problem.where for problem in answer.problems] == ["doors of Sandpiper"]


async def test_a_group_with_a_door_that_cannot_be_read_is_not_known_to_be_without_it(sim, people):
    sim.faults.add("/doors", mangle="no_items", item=1)
    (answer,) = await everybody(people, "groups")
    assert [group.device_ids for group in answer.groups] == [None, None]
    assert len(answer.problems) == 2


async def test_many_groups_in_parts(sim, people):
    sim.world.do(lambda: [sim.world.rentals.add_group(f"Group {number}") for number in range(31)])
    answers = await everybody(people, "groups")
    assert [len(answer.groups) for answer in answers] == [10, 10, 10, 3]
    assert [(answer.part, answer.parts) for answer in answers] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [answer.roll is not None for answer in answers] == [False, False, False, True]
    assert len(answers[-1].roll) == 33


async def test_groups_without_a_request_left_for_their_doors_are_read_again_and_give_their_roll(sim, people, gate):
    sim.world.do(lambda: [sim.world.rentals.add_group(f"Group {number}") for number in range(18)])
    first = await people.read("groups", None, NOTHING)
    gate.grants = len(gate.spent) + 4
    with pytest.raises(RateLimited):
        await people.read("groups", first.cursor, NOTHING)
    gate.grants = None
    second = await people.read("groups", first.cursor, NOTHING)
    assert (len(second.groups), len(second.roll)) == (10, 20)


async def test_places_and_their_zones(people):
    (answer,) = await everybody(people, "places")
    assert {place.name: place.zone for place in answer.places}["Mountain lodge"] == "America/Denver"
    assert answer.roll == {place.id for place in answer.places}


async def test_when_guests_come_and_leave_unless_somebody_says_otherwise(people):
    (answer,) = await everybody(people, "defaults")
    assert (answer.defaults.guest_start, answer.defaults.guest_end) == (time(16), time(11))


async def test_an_account_without_such_times(sim, people):
    sim.faults.add("/account", mangle="nulls")
    with pytest.raises(BadAnswer):
        await people.read("defaults", None, NOTHING)


async def test_guests_of_resort_locks_with_their_one_access(sim, remotelock, people):
    hut = (await devices(remotelock))["Ridge Hut"]
    (answer,) = await everybody(people, "resort_guests")
    owen = next(person for person in answer.people if person.name == "Owen Hart")
    (access,) = [access for access in answer.accesses if access.person_key == owen.key]
    assert (access.target_kind, access.target_id, access.id) == (TargetKind.device, hut.vendor_id, None)
    assert (owen.kind, owen.origin, owen.status, owen.has_pin) == (PersonKind.guest, "resort_guests", None, True)
    assert owen.stay.starts_at == datetime(2026, 11, 20, 16)
    assert answer.roll == {person.key for person in answer.people}
    alone = await people.read("accesses", None, NOTHING, owen)
    assert (alone.people, alone.accesses, alone.roll) == ((owen,), (access,), {access.key})


async def test_one_person_again(sim, people):
    named = await _named(people, "people", "resort_guests")
    for name in ("Ruth Calder", "Owen Hart"):
        answer = await people.read("person", None, NOTHING, named[name])
        assert (answer.people, answer.roll) == ((named[name],), None)


@pytest.mark.parametrize("feed", ["person", "accesses"])
async def test_somebody_who_was_deleted_elsewhere(sim, people, feed):
    ruth = (await _named(people, "people"))["Ruth Calder"]
    sim.world.do(lambda: sim.world.rentals.people.delete(sim.world.rentals.people.named("Ruth Calder")))
    with pytest.raises(Rejected, match="not there any more") as caught:
        await people.read(feed, None, NOTHING, ruth)
    assert caught.value.status == 404


async def test_reading_is_paid_for_as_polling(people, gate):
    named = await _named(people, "people", "groups", "places", "schedules", "defaults", "resort_guests")
    for feed in ("person", "accesses"):
        await people.read(feed, None, NOTHING, named["Ruth Calder"])
    assert set(gate.spent) == {Purpose.poll}


async def test_one_bad_item_costs_one_item_and_the_roll(sim, people):
    sim.faults.add("/access_persons", mangle="no_items", item=2)
    (answer,) = await everybody(people)
    live = sum(map(sim.world.rentals.people.is_live, sim.world.rentals.people))
    assert (len(answer.people), answer.roll) == (live - 1, None)
    assert [problem.where for problem in answer.problems] == ["people list[2]"]


@pytest.mark.parametrize("mangle", ["wrong_types", "nulls", "new_enum", "hostile_names", "future", "extra"])
@pytest.mark.parametrize("feed", ["people", "former_people", "resort_guests", "groups", "places", "schedules"])
async def test_whatever_the_items_are_the_feed_is_read(sim, people, feed, mangle):
    sim.faults.add("/remotelock", mangle=mangle)
    for answer in await everybody(people, feed):
        found = [*answer.people, *answer.groups, *answer.places, *answer.schedules]
        assert all(each.name and each.name.isprintable() for each in found if "\u200d" not in each.name)


async def test_a_feed_that_does_not_exist(people):
    with pytest.raises(ValueError, match="no feed"):
        await people.read("weather", None, NOTHING)
    with pytest.raises(ValueError, match="nothing that it is about"):
        await people.read("accesses", None, NOTHING)


@pytest.mark.parametrize("owner", ["person", "device"])
async def test_the_cursor_of_somebody_else_says_nothing(remotelock, people, owner):
    named = await _named(people, "people")
    ruth, nora = named["Ruth Calder"], named["Nora Lindqvist"]
    known = await devices(remotelock)
    feed = {"person": "accesses", "device": "device_accesses"}[owner]
    one, other = {"person": (ruth, nora), "device": (known["Pool Gate"], known["Sandpiper Patio"])}[owner]
    expected = await people.read(feed, None, NOTHING, other)
    cursor = (await people.read(feed, None, NOTHING, one)).cursor.replace("2.1@", "1.9@")
    assert "@" in cursor
    assert await people.read(feed, cursor, NOTHING, other) == expected
    assert expected.accesses


async def test_a_server_in_trouble(sim, people):
    sim.faults.add("/access_persons", status=503)
    with pytest.raises(VendorFault):
        await everybody(people)


async def test_a_stay_that_is_over_moves_to_the_others(sim, people):
    nora = (await _named(people, "people"))["Nora Lindqvist"]
    guest = sim.world.rentals.people.named("Nora Lindqvist")
    sim.world.do(lambda: setattr(guest, "ends_at", datetime(2026, 11, 21)))
    assert nora.name not in await _named(people, "people")
    later = (await _named(people, "former_people"))["Nora Lindqvist"]
    assert (later.key, later.status) == (nora.key, PersonStatus.expired)
