"""The PINs of Tedee's keypads over real HTTP: listed, read, added, changed, deleted."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import msgspec
import pytest

from lockdash.domain.accesses import Level, TargetKind, status
from lockdash.domain.budget import Purpose
from lockdash.domain.people import PersonKind, PersonStatus
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.vendors.errors import BadAnswer, Rejected
from lockdash.vendors.people import NewAccess, PersonChange, Terms, may_have_happened
from tests.vendors.records import NOTHING
from tests.vendors.tedee_people import DECEMBER, all_refused_here, asked, code, device, new_pin, spoil, until

MORNINGS = Window(days=frozenset({0, 2}), from_time=time(8), to_time=time(11, 30), in_utc=True)


@pytest.fixture
async def front(tedee):
    return await device(tedee, "Front Door")


def _stored(sim, name):
    return next(pin for pin in sim.world.home.locks[40101].pins.current(sim.world.now).values() if pin.alias == name)


async def test_the_list_has_names_and_nothing_that_opens_a_door(tedee, front, gate):
    answer = await tedee.people.read("pins", None, NOTHING, front)
    assert [(person.name, person.kind, person.has_pin) for person in answer.people] == [
        ("Cleaner", PersonKind.code, True),
        ("Dog walker", PersonKind.code, True),
    ]
    assert [access.person_key for access in answer.accesses] == [person.key for person in answer.people]
    assert {(access.target_kind, access.target_id, access.id) for access in answer.accesses} == {
        (TargetKind.device, "40101", None)
    }
    assert answer.roll == {access.key for access in answer.accesses}
    assert gate.spent == [Purpose.poll, Purpose.poll]


async def test_when_a_pin_counts_is_not_known_from_the_list(sim, tedee, front, gate):
    person = await code(tedee.people, front, "Dog walker")
    now = sim.clock.now()
    assert status(person, (), now, front.zone) is PersonStatus.unknown
    answer = await tedee.people.read("pin", None, NOTHING, person)
    (access,) = answer.accesses
    assert answer.people == (msgspec.structs.replace(person, status=None),)
    assert answer.roll == {access.key}
    assert set(gate.spent) == {Purpose.poll}
    window = access.window
    assert (window.days, window.from_time, window.to_time, window.in_utc) == (set(range(5)), time(10), time(18), True)
    assert (window.starts_at, window.ends_at) == (datetime(2026, 10, 2, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    assert status(answer.people[0], answer.accesses, now, front.zone) is PersonStatus.current
    assert "192837" not in repr(answer)
    assert "192837" not in msgspec.json.encode(answer).decode()


async def test_a_list_that_has_not_changed_is_not_sent_again(sim, tedee, front):
    first = await tedee.people.read("pins", None, NOTHING, front)
    again = await tedee.people.read("pins", first.cursor, NOTHING, front)
    assert (again.people, again.accesses, again.roll, again.cursor) == ((), (), None, first.cursor)
    assert sim.requests[-1].status == 304
    await tedee.people.create(new_pin(front))
    changed = await tedee.people.read("pins", first.cursor, NOTHING, front)
    assert [person.name for person in changed.people] == ["Cleaner", "Dog walker", "Plumber"]
    assert changed.cursor != first.cursor


async def test_the_body_that_says_304_is_understood_as_well(sim, tedee, front):
    body = {"success": False, "errorMessages": ["List version is up to date."], "statusCode": 304}
    spoil(sim, "/pin", body)
    answer = await tedee.people.read("pins", "40101|2", NOTHING, front)
    assert (answer.people, answer.roll, answer.cursor) == ((), None, "40101|2")


@pytest.mark.parametrize("cursor", ["40102|2", "2", "40101|x", "40101|", "40101|２"])
async def test_a_version_of_another_list_is_not_sent(sim, tedee, front, cursor):
    assert (await tedee.people.read("pins", cursor, NOTHING, front)).people
    assert sim.requests[-1].query == ""


async def test_one_bad_entry_costs_itself_the_roll_and_the_version(sim, tedee, front):
    body = {"result": {"listVersion": 2, "pins": [{"id": None}, "x", {"id": 2, "alias": "Dog walker"}]}}
    spoil(sim, "/pin", body)
    answer = await tedee.people.read("pins", None, NOTHING, front)
    assert [person.name for person in answer.people] == ["Dog walker"]
    assert (answer.roll, answer.cursor, len(answer.problems)) == (None, None, 2)


async def test_a_pin_is_revealed_one_at_a_time_and_never_printed(tedee, front):
    person = await code(tedee.people, front, "Dog walker")
    credentials = await tedee.people.reveal(person)
    assert credentials.pin.reveal() == "192837"
    assert credentials.card is None
    assert "192837" not in f"{credentials!r}{credentials}{person!r}"


@pytest.mark.parametrize("window", [None, DECEMBER, MORNINGS])
async def test_a_pin_is_added_as_it_was_asked_for(sim, tedee, front, window, gate):
    written = await tedee.people.create(new_pin(front, name=" Plumber ", window=window))
    person = await code(tedee.people, front, "Plumber")
    details = await tedee.people.read("pin", None, NOTHING, person)
    assert (written.person_key, written.access_key) == (person.key, details.accesses[0].key)
    assert (written.person, written.credentials) == (None, None), "the answer says no more than its id"
    assert details.accesses[0].window == window
    assert (await tedee.people.reveal(person)).pin == Secret("50381")
    assert gate.spent[1] is Purpose.command
    assert asked(sim, "POST") == ["lock/40101/pin"]


async def test_times_are_sent_as_whole_dates_in_utc(sim, tedee, front):
    await tedee.people.create(new_pin(front, window=MORNINGS))
    kept = _stored(sim, "Plumber")
    assert (kept.day_start, kept.day_end, kept.week_days) == ("2024-01-01T08:00:00.000Z", "2024-01-01T11:30:00.000Z", 5)


async def test_a_change_of_the_name_or_the_digits_keeps_the_rest(sim, tedee, front):
    person = await code(tedee.people, front, "Dog walker")
    (before,) = (await tedee.people.read("pin", None, NOTHING, person)).accesses
    written = await tedee.people.update(person, PersonChange(name="Dog sitter"))
    assert (written.person_key, written.access_key) == (person.key, before.key)
    assert (_stored(sim, "Dog sitter").code, _stored(sim, "Dog sitter").week_days) == ("192837", 31)
    await tedee.people.update(person, PersonChange(pin=Secret("60274")))
    assert _stored(sim, "Dog sitter").code == "60274"
    (after,) = (await tedee.people.read("pin", None, NOTHING, person)).accesses
    assert after == before


async def test_a_change_of_the_times_keeps_the_name_and_the_digits(sim, tedee, front):
    person = await code(tedee.people, front, "Dog walker")
    (access,) = (await tedee.people.read("pin", None, NOTHING, person)).accesses
    await tedee.people.change_access(person, access, Terms(window=DECEMBER))
    kept = _stored(sim, "Dog walker")
    assert (kept.code, kept.start, kept.end, kept.week_days) == ("192837", DECEMBER.starts_at, DECEMBER.ends_at, None)
    await tedee.people.change_access(person, access, Terms())
    kept = _stored(sim, "Dog walker")
    assert (kept.start, kept.end, kept.day_start) == (None, None, None)


async def test_a_name_with_control_characters_is_kept_when_only_the_times_change(sim, tedee, front):
    """What is shown is cleaned; what is written back is what was there."""
    await tedee.people.create(new_pin(front, name="Plum\u202eber"))
    person = await code(tedee.people, front, "Plumber")
    await tedee.people.update(person, PersonChange(pin=Secret("60274")))
    assert _stored(sim, "Plum\u202eber").code == "60274"


async def test_digits_that_stay_are_not_judged(sim, tedee, front):
    """They were taken once, whatever the rules are now: only the lock can refuse them."""
    person = await code(tedee.people, front, "Dog walker")
    spoil(sim, "/pin/2", {"result": {"id": 2, "alias": "Dog walker", "pin": "1234"}}, method="GET")
    with pytest.raises(Rejected, match="does not take this PIN or its times") as caught:
        await tedee.people.update(person, PersonChange(name="x"))
    assert caught.value.status == 400


async def test_a_deleted_pin_is_gone(sim, tedee, front):
    person = await code(tedee.people, front, "Dog walker")
    (access,) = (await tedee.people.read("pin", None, NOTHING, person)).accesses
    await tedee.people.delete(person)
    answer = await tedee.people.read("pins", None, NOTHING, front)
    assert access.key not in answer.roll
    for again in (
        tedee.people.delete(person),
        tedee.people.reveal(person),
        tedee.people.update(person, PersonChange(name="x")),
        tedee.people.read("pin", None, NOTHING, person),
    ):
        with pytest.raises(Rejected, match="not there any more") as caught:
            await again
        assert caught.value.status == 404


async def test_pins_of_two_locks_are_two_people(sim, tedee, front):
    with sim.world.guard:
        garage_lock = sim.world.home.locks[40102]
        sim.world.home.add_keypad(garage_lock, "Garage Keypad")
        garage_lock.radio.seconds = (0.0, 0.0)
    garage = await device(tedee, "Garage")
    await tedee.people.create(new_pin(garage, name="Cleaner"))
    one, other = await code(tedee.people, front, "Cleaner"), await code(tedee.people, garage, "Cleaner")
    assert one.key != other.key
    await tedee.people.delete(other)
    assert (await tedee.people.reveal(one)).pin == Secret("25907")


async def test_a_lock_is_asked_one_thing_at_a_time(sim, tedee, front):
    person = await code(tedee.people, front, "Cleaner")
    sim.world.set("Front Door", **{"radio.seconds": (30.0, 30.0), "radio.patience": 60.0})
    asking = asyncio.gather(
        tedee.people.reveal(person),
        tedee.people.read("pins", None, NOTHING, front),
        tedee.people.create(new_pin(front)),
        tedee.people.update(person, PersonChange(name="Cleaners")),
        tedee.people.look(new_pin(front), NOTHING),
    )
    radio = sim.world.home.locks[40101].radio
    while not asking.done():
        await until(lambda: radio.busy or asking.done())
        sim.world.advance(31)
    assert all(await asking), "a lock that is asked two things answers the second one with 409"
    assert {heard.status for heard in sim.requests} <= {200, 201, 204}


async def test_a_lock_that_takes_its_time_holds_up_no_other(sim, tedee, front):
    with sim.world.guard:
        garage_lock = sim.world.home.locks[40102]
        sim.world.home.add_keypad(garage_lock, "Garage Keypad")
        garage_lock.radio.seconds = (0.0, 0.0)
    garage = await device(tedee, "Garage")
    sim.world.set("Front Door", **{"radio.seconds": (30.0, 30.0)})
    slow = asyncio.create_task(tedee.people.create(new_pin(front)))
    radio = sim.world.home.locks[40101].radio
    await until(lambda: radio.busy)
    assert (await tedee.people.read("pins", None, NOTHING, garage)).people == ()
    assert (await tedee.read("details", None, NOTHING)).devices, "nor the account"
    assert not slow.done()
    sim.world.advance(31)
    assert (await slow).person_key


async def test_a_schedule_that_is_not_understood_is_not_written_over(sim, tedee, front):
    person = await code(tedee.people, front, "Dog walker")
    spoil(sim, "/pin/2", {"result": {"id": 2, "alias": "Dog walker", "pin": "192837", "weekDays": "weekends"}})
    with pytest.raises(BadAnswer, match="days of the week"):
        await tedee.people.read("pin", None, NOTHING, person)
    with pytest.raises(Rejected, match="nothing was changed") as caught:
        await tedee.people.update(person, PersonChange(name="x"))
    assert not may_have_happened(caught.value)
    assert not asked(sim, "PUT")


@pytest.mark.parametrize("sent", [192837, None, ["192837"], ""])
async def test_a_pin_that_is_no_text_is_not_shown_and_not_written_over(sim, tedee, front, sent):
    person = await code(tedee.people, front, "Dog walker")
    spoil(sim, "/pin/2", {"result": {"id": 2, "alias": "Dog walker", "pin": sent}})
    assert (await tedee.people.reveal(person)).pin is None
    with pytest.raises(Rejected, match="cannot be read"):
        await tedee.people.update(person, PersonChange(name="x"))
    assert not asked(sim, "PUT")


async def test_what_cannot_be_is_refused_before_it_is_sent(sim, tedee, front):
    people = tedee.people
    person = await code(people, front, "Dog walker")
    (access,) = (await people.read("pin", None, NOTHING, person)).accesses
    good = new_pin(front)
    sim.requests.clear()
    refused = {
        people.create(new_pin(front, "1234")): "5 to 8 digits",
        people.create(new_pin(front, "123456789")): "5 to 8 digits",
        people.create(new_pin(front, "50a81")): "digits 0 to 9",
        people.create(new_pin(front, "50505")): "different digits",
        people.create(new_pin(front, "13579")): "all rise or all fall",
        people.create(new_pin(front, "")): "empty",
        people.create(new_pin(front, name="  ")): "name",
        people.create(msgspec.structs.replace(good, pin=None, generate_pin=True)): "say which",
        people.create(msgspec.structs.replace(good, stay=DECEMBER)): "stay",
        people.create(msgspec.structs.replace(good, email="a@example.com")): "nothing else",
        people.create(msgspec.structs.replace(good, one_time=True)): "nothing else",
        people.create(msgspec.structs.replace(good, first=None)): "access",
        people.create(msgspec.structs.replace(good, first=NewAccess(target=front, level=Level.admin))): "nothing else",
        people.update(person, PersonChange(pin=Secret("11111"))): "different digits",
        people.update(person, PersonChange(generate_pin=True)): "say which",
        people.update(person, PersonChange(email="a@example.com")): "nothing else",
        people.update(person, PersonChange(stay=DECEMBER)): "belong to its access",
        people.change_access(person, access, Terms(remote=True)): "nothing else",
        people.grant(person, NewAccess(target=front)): "one lock",
        people.revoke(person, access): "delete the PIN",
        people.copy(access, ["a@example.com"]): "one lock",
        people.deactivate(person): "delete it",
        people.instruct(person): "no address",
        people.preview(person): "no address",
    }
    await all_refused_here(refused)
    assert not sim.requests


async def test_a_pin_that_ends_removes_itself(sim, tedee, front):
    ends = sim.clock.now() + timedelta(hours=1)
    await tedee.people.create(new_pin(front, window=Window(ends_at=ends, in_utc=True)))
    before = await tedee.people.read("pins", None, NOTHING, front)
    sim.world.advance(3600)
    after = await tedee.people.read("pins", before.cursor, NOTHING, front)
    assert len(before.roll - after.roll) == 1
