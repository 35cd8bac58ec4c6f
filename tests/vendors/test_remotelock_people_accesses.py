"""Users and guests at RemoteLock: given accesses, over real HTTP against the simulator."""

from __future__ import annotations

from datetime import time

import msgspec
import pytest

from lockdash.domain.accesses import TargetKind
from lockdash.domain.windows import Window
from lockdash.simulator.rentals.schedules import WEEK, AccessSchedule
from lockdash.vendors.errors import Rejected
from lockdash.vendors.people import FieldRefused, NewAccess, PersonChange, Terms, people_of
from tests.vendors.records import NOTHING
from tests.vendors.remotelock_people import devices, everybody, guest, sent, user

NIGHTS = AccessSchedule("Nights", dict.fromkeys(WEEK, (("20:00", "23:00"),)))


@pytest.fixture
def people(remotelock):
    return people_of(remotelock)


@pytest.fixture
async def ann(people):
    return (await people.create(guest(email="ann@example.com"))).person


@pytest.fixture
async def targets(sim, remotelock, people):
    """A lock, a door, a group and a location, by the kind that the vendor gives them."""
    rentals = sim.world.rentals
    sim.world.do(lambda: rentals.add_group("Shore", sim.world.locks["Beach House"], sim.world.locks["Pool Gate"]))
    sim.world.do(lambda: rentals.schedules.update({NIGHTS.id: NIGHTS}))
    known = await devices(remotelock)
    groups, places = (await everybody(people, "groups"))[0].groups, (await everybody(people, "places"))[0].places
    return {
        "lock": known["Beach House"],
        "acs_door": known["Pool Gate"],
        "door_group": groups[0],
        "location": next(place for place in places if place.name == "Beach houses"),
        "plug": known["Heater Plug"],
        "resort_lock": known["Linen Store"],
    }


def _known(sim, person):
    return sim.world.rentals.people.get(person.id)


@pytest.mark.parametrize("kind", ["lock", "acs_door", "door_group", "location"])
async def test_an_access_is_granted_and_revoked(sim, people, ann, targets, kind):
    granted = await people.grant(ann, NewAccess(target=targets[kind]))
    (access,) = sim.world.rentals.accesses.of(_known(sim, ann))
    assert access.accessible == (kind, getattr(targets[kind], "vendor_id", "") or targets[kind].id)
    assert (granted.person_key, granted.access_key) == (ann.key, granted.access.key)
    assert (granted.access.id, granted.access.person_key) == (access.id, ann.key)
    assert granted.access.target_kind is TargetKind(kind if "_g" in kind or kind == "location" else "device")
    sim.world.advance(2)
    (listed,) = (await people.read("accesses", None, NOTHING, ann)).accesses
    assert listed.key == granted.access_key
    await people.revoke(ann, listed)
    assert sim.world.rentals.accesses.of(_known(sim, ann)) == []


async def test_a_new_access_counts_no_locks_yet_and_then_those_that_wait(sim, people, ann, targets):
    granted = await people.grant(ann, NewAccess(target=targets["lock"]))
    assert granted.access.sync.total == 0
    sim.world.advance(1.5)
    (access,) = (await people.read("accesses", None, NOTHING, ann)).accesses
    assert (access.sync.total, access.sync.pending) == (1, 1)
    sim.world.advance(10)
    (access,) = (await people.read("accesses", None, NOTHING, ann)).accesses
    assert (access.sync.total, access.sync.synced) == (1, 1)


async def test_an_access_with_a_schedule_and_times_of_its_own(sim, people, ann, targets):
    terms = {"schedule_id": NIGHTS.id, "guest_start": time(14), "guest_end": time(10, 15, 30)}
    granted = (await people.grant(ann, NewAccess(target=targets["lock"], **terms))).access
    assert (granted.schedule_id, granted.guest_start, granted.guest_end) == tuple(terms.values())
    (access,) = sim.world.rentals.accesses.of(_known(sim, ann))
    assert (access.schedule_id, access.guest_start_time, access.guest_end_time) == (NIGHTS.id, "14:00:00", "10:15:30")


async def test_the_schedule_of_an_access_is_changed_and_taken_away(sim, people, ann, targets):
    granted = (await people.grant(ann, NewAccess(target=targets["lock"], guest_start=time(14)))).access
    changed = (await people.change_access(ann, granted, Terms(schedule_id=NIGHTS.id, guest_start=time(14)))).access
    assert (changed.schedule_id, changed.guest_start, changed.key) == (NIGHTS.id, time(14), granted.key)
    back = await people.change_access(ann, changed, Terms(guest_start=time(14)))
    assert back.access.schedule_id is None


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms(guest_start=time(9)), "guest_start"),
        (Terms(guest_end=time(9)), "guest_end"),
        (Terms(window=Window()), "window"),
        (Terms(remote=True), "remote"),
    ],
)
async def test_nothing_else_of_an_access_can_be_changed(sim, people, ann, targets, terms, field):
    granted = (await people.grant(ann, NewAccess(target=targets["lock"]))).access
    with pytest.raises(FieldRefused) as caught:
        await people.change_access(ann, granted, terms)
    assert (list(caught.value.fields), caught.value.status, sent(sim, "PUT")) == ([field], 0, [])


async def test_the_same_access_twice(sim, people, ann, targets):
    await people.grant(ann, NewAccess(target=targets["lock"]))
    with pytest.raises(Rejected, match="already") as caught:
        await people.grant(ann, NewAccess(target=targets["lock"]))
    assert caught.value.status == 409
    assert "look before" in caught.value.remedy


async def test_a_schedule_that_was_deleted_meanwhile(sim, people, ann, targets):
    sim.world.do(sim.world.rentals.schedules.clear)
    with pytest.raises(FieldRefused) as caught:
        await people.grant(ann, NewAccess(target=targets["lock"], schedule_id=NIGHTS.id))
    assert caught.value.fields == {"schedule_id": "is invalid"}


async def test_a_door_that_was_removed_meanwhile(sim, people, ann, targets):
    sim.world.do(lambda: sim.world.rentals.remove("Beach House"))
    with pytest.raises(FieldRefused) as caught:
        await people.grant(ann, NewAccess(target=targets["lock"]))
    assert caught.value.fields == {"target": "is invalid"}


@pytest.mark.parametrize("target", ["plug", "resort_lock"])
async def test_a_device_that_is_no_door_of_this_list(sim, people, ann, targets, target):
    with pytest.raises(FieldRefused) as caught:
        await people.grant(ann, NewAccess(target=targets[target]))
    assert (list(caught.value.fields), sent(sim, "POST")[1:]) == (["target"], [])


@pytest.mark.parametrize("action", ["change_access", "revoke"])
async def test_an_access_that_was_revoked_elsewhere(sim, people, ann, targets, action):
    granted = (await people.grant(ann, NewAccess(target=targets["lock"]))).access
    await people.revoke(ann, granted)
    asked = {
        "revoke": lambda: people.revoke(ann, granted),
        "change_access": lambda: people.change_access(ann, granted, Terms()),
    }
    with pytest.raises(Rejected, match="not there any more"):
        await asked[action]()


async def test_what_cannot_be_asked_for(sim, people, ann, targets):
    granted = (await people.grant(ann, NewAccess(target=targets["lock"]))).access
    lost = msgspec.structs.replace(granted, id=None)
    requests = len(sim.requests)
    for asked in (
        people.copy(granted, ["ben@example.com"]),
        people.preview(ann),
        people.update(ann, PersonChange()),
        people.instruct(ann, days_before=-1),
        people.revoke(ann, lost),
        people.create(guest(origin="aliens")),
        people.look(guest(origin="aliens"), NOTHING),
        people.delete(msgspec.structs.replace(ann, origin="aliens")),
    ):
        with pytest.raises(Rejected) as caught:
            await asked
        assert caught.value.status == 0
    assert len(sim.requests) == requests


async def test_times_of_one_door_are_for_guests(people, targets):
    somebody = (await people.create(user())).person
    with pytest.raises(FieldRefused) as caught:
        await people.grant(somebody, NewAccess(target=targets["lock"], guest_start=time(9)))
    assert list(caught.value.fields) == ["guest_start"]
