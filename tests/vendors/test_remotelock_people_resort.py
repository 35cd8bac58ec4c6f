"""Guests of resort locks over real HTTP against the simulator: whole hours, one lock, a PIN that nobody chooses."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest

from lockdash.domain.devices import DeviceKind
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.vendors.errors import BadAnswer, Rejected
from lockdash.vendors.people import FieldRefused, NewAccess, PersonChange, Terms, people_of
from tests.vendors.records import NOTHING
from tests.vendors.remotelock_people import STAY, devices, resort_guest, sent


@pytest.fixture
def people(remotelock):
    return people_of(remotelock)


@pytest.fixture
async def store(remotelock):
    return (await devices(remotelock))["Linen Store"]


@pytest.fixture
async def ann(people, store):
    return (await people.create(resort_guest(store, email="ann@example.com"))).person


def _known(sim, person):
    return sim.world.rentals.resort_guests.get(person.id)


async def test_a_guest_comes_with_an_access_and_a_pin(sim, people, store):
    written = await people.create(resort_guest(store, one_time=True))
    somebody = _known(sim, written.person)
    assert (somebody.lock_id, somebody.one_time_access) == (store.vendor_id, True)
    assert (somebody.starts_at, somebody.ends_at) == (STAY.starts_at, STAY.ends_at)
    assert (written.person.stay, written.person.one_time) == (STAY, True)
    assert (written.access.target_id, written.access_key) == (store.vendor_id, written.access.key)
    assert (written.credentials.pin.reveal(), written.credentials.card) == (somebody.pin, None)
    assert (await people.reveal(written.person)).pin == written.credentials.pin


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stay": Window(starts_at=datetime(2026, 12, 1, 16, 30), ends_at=datetime(2026, 12, 5, 11))}, "starts_at"),
        ({"stay": Window(starts_at=datetime(2026, 12, 1, 16), ends_at=datetime(2026, 12, 5, 11, 0, 1))}, "ends_at"),
        ({"stay": None}, "starts_at"),
        ({"kind": "user"}, "starts_at"),
        ({"pin": Secret("4809")}, "pin"),
        ({"card": Secret("4809")}, "card"),
        ({"department": "Cleaning"}, "department"),
        ({"first": None}, "target"),
    ],
)
async def test_what_a_resort_lock_does_not_know_is_not_sent(sim, people, store, change, field):
    with pytest.raises(FieldRefused) as caught:
        await people.create(resort_guest(store, **change))
    assert (list(caught.value.fields), caught.value.status, sent(sim, "POST")) == ([field], 0, [])


@pytest.mark.parametrize("terms", [{"schedule_id": "1"}, {"guest_start": "9"}, {"guest_end": "9"}, {"remote": True}])
async def test_nor_does_its_access_say_anything_more(people, store, terms):
    with pytest.raises(FieldRefused) as caught:
        await people.create(resort_guest(store, first=NewAccess(target=store, **terms)))
    assert list(caught.value.fields) == list(terms)


async def test_an_offline_lock_of_another_make(remotelock, people):
    box = (await devices(remotelock))["Key Box"]
    assert box.kind is DeviceKind.offline_lock
    with pytest.raises(FieldRefused) as caught:
        await people.create(resort_guest(box))
    assert list(caught.value.fields) == ["target"]


async def test_a_lock_that_was_removed_meanwhile(sim, people, store):
    sim.world.do(lambda: sim.world.rentals.remove("Linen Store"))
    with pytest.raises(FieldRefused) as caught:
        await people.create(resort_guest(store))
    assert caught.value.fields == {"target": "is invalid"}


async def test_name_and_address_can_be_changed(sim, people, ann):
    written = await people.update(ann, PersonChange(name="Anna", email=None))
    assert (written.person.name, written.person.email, written.person.key) == ("Anna", None, ann.key)
    assert (_known(sim, ann).name, _known(sim, ann).email) == ("Anna", None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stay": STAY}, "starts_at"),
        ({"pin": Secret("4809")}, "pin"),
        ({"generate_pin": True}, "pin"),
        ({"card": None}, "card"),
        ({"department": None}, "department"),
    ],
)
async def test_and_nothing_else(sim, people, ann, change, field):
    with pytest.raises(FieldRefused) as caught:
        await people.update(ann, PersonChange(**change))
    assert (list(caught.value.fields), sent(sim, "PUT")) == ([field], [])


async def test_deleted_is_gone_and_was_gone_the_second_time(sim, people, ann):
    await people.delete(ann)
    assert _known(sim, ann) is None
    with pytest.raises(Rejected, match="not there any more"):
        await people.delete(ann)


async def test_what_this_origin_is_not_able_to(sim, people, store, ann):
    access = (await people.read("accesses", None, NOTHING, ann)).accesses[0]
    requests = len(sim.requests)
    for asked in (
        people.deactivate(ann),
        people.grant(ann, NewAccess(target=store)),
        people.revoke(ann, access),
        people.change_access(ann, access, Terms()),
        people.instruct(ann, days_before=1),
    ):
        with pytest.raises(Rejected) as caught:
            await asked
        assert caught.value.status == 0
    assert len(sim.requests) == requests


async def test_the_letter_beforehand_and_sent(sim, people, ann):
    preview = await people.preview(ann)
    pin = _known(sim, ann).pin
    assert preview.subject == "Access instructions"
    lines = preview.body.reveal().splitlines()
    assert lines[0] == "Dear Ann Smith,"
    assert f"Access Code: {pin[:3]}-{pin[3:6]}-{pin[6:]}" in lines
    assert "<" not in preview.body.reveal()
    assert pin[:3] not in repr(preview)
    await people.instruct(ann)
    assert [mail.to for mail in sim.world.rentals.mails] == ["ann@example.com"]


async def test_a_letter_that_is_none(sim, people, ann):
    sim.faults.add("/preview", mangle="nulls")
    with pytest.raises(BadAnswer):
        await people.preview(ann)


async def test_looking_for_who_may_have_been_created(sim, people, store):
    wished = resort_guest(store)
    await people.create(resort_guest(store, "Ben Ortiz"))
    assert await people.look(wished, NOTHING) == ()
    made = await people.create(wished)
    (found,) = await people.look(wished, NOTHING)
    assert (found.person_key, found.credentials, found.access) == (made.person_key, made.credentials, made.access)
    elsewhere = msgspec.structs.replace(store, vendor_id="another")
    assert await people.look(resort_guest(elsewhere), NOTHING) == ()
    sim.world.advance(3700)
    assert await people.look(wished, NOTHING) == (), "an earlier one of the same name and stay is another"
