"""What can come between us and a keypad: each in words that say what to do, none with a PIN in them."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback

import pytest

from lockdash.domain.secret import Secret
from lockdash.vendors.errors import (
    BadAnswer,
    RateLimited,
    Rejected,
    Unauthorised,
    Unreachable,
    VendorError,
    VendorFault,
)
from lockdash.vendors.failures import TimedOut
from lockdash.vendors.people import FieldRefused, PersonChange, Terms, may_have_happened
from lockdash.vendors.tedee.client import KEYPAD_TIMEOUT
from lockdash.vendors.transport import TIMEOUT
from tests.vendors.conftest import PATIENCE
from tests.vendors.records import NOTHING
from tests.vendors.tedee_people import asked, code, device, new_pin, spoil, until

PIN = "50381"


@pytest.fixture
async def front(tedee):
    return await device(tedee, "Front Door")


@pytest.fixture
async def walker(tedee, front):
    return await code(tedee.people, front, "Dog walker")


@pytest.fixture
def hasty(connect_tedee):
    """Waits that long for keypads, and for the cloud."""
    return lambda keypad_timeout, timeout=PATIENCE: connect_tedee(timeout=timeout, keypad_timeout=keypad_timeout)


def _radio(sim, **fields):
    sim.world.set("Front Door", **{f"radio.{name}": value for name, value in fields.items()})


async def _names(tedee, front):
    return [person.name for person in (await tedee.people.read("pins", None, NOTHING, front)).people]


def _calls(people, front, walker):
    """Every way to ask a keypad, and whether it writes."""
    return [
        (people.read("pins", None, NOTHING, front), False),
        (people.read("pin", None, NOTHING, walker), False),
        (people.reveal(walker), False),
        (people.look(new_pin(front), NOTHING), False),
        (people.create(new_pin(front, PIN)), True),
        (people.delete(walker), True),
    ]


def _told(error: BaseException) -> str:
    """All that anybody could print of an error: its words, and the values in the frames that it went through."""
    told = []
    current: BaseException | None = error
    while current is not None:
        told += traceback.TracebackException.from_exception(current, capture_locals=True).format()
        told.append(f"{current!r}{vars(current)!r}{current.args!r}")
        current = current.__cause__ or current.__context__
    return "".join(line for line in told if "tests/vendors" not in line)


async def test_a_duplicate(tedee, front, walker):
    with pytest.raises(FieldRefused) as caught:
        await tedee.people.create(new_pin(front, "192837"))
    assert (caught.value.status, set(caught.value.fields)) == (406, {"pin"})
    assert "another PIN of this lock has the same digits" in str(caught.value)
    assert caught.value.remedy == "choose another PIN"
    assert not may_have_happened(caught.value)
    with pytest.raises(FieldRefused, match="same digits"):
        await tedee.people.update(walker, PersonChange(pin=Secret("25907")))


async def test_no_room(sim, tedee, front):
    sim.world.home.locks[40101].pins.limit = 2
    with pytest.raises(Rejected, match="no room for another PIN") as caught:
        await tedee.people.create(new_pin(front))
    assert (caught.value.status, "delete one" in caught.value.remedy) == (412, True)


async def test_a_pin_that_the_vendor_does_not_take_is_not_quoted(sim, tedee, front):
    said = f"The pin {PIN} is one of the pins that are not valid, as is {PIN[:2]} {PIN[2:]}; it has 5-8 digits."
    spoil(sim, "/pin", {"success": False, "errorMessages": [said], "statusCode": 400}, 400)
    with pytest.raises(FieldRefused) as caught:
        await tedee.people.create(new_pin(front, PIN))
    assert caught.value.fields == {"pin": "the lock does not take this PIN or its times"}
    assert "it has 5-8 digits" in str(caught.value)
    assert PIN not in _told(caught.value)
    assert PIN[:2] not in str(caught.value).replace("127.0.0.1", "").partition(": ")[2]


@pytest.mark.parametrize("fields", [{"online": False}, {"keypad": False}, {"connected_to": None}])
async def test_a_lock_that_cannot_be_asked(sim, tedee, front, walker, fields):
    sim.world.set("Front Door", **fields)
    for call, _ in _calls(tedee.people, front, walker):
        with pytest.raises(Rejected, match="disconnected, or not paired") as caught:
            await call
        assert (caught.value.status, caught.value.remedy) == (428, "look at both")


async def test_a_busy_lock_is_tried_again_by_whoever_wants(sim, tedee, front, walker):
    _radio(sim, busy=True)
    sim.requests.clear()
    calls = _calls(tedee.people, front, walker)
    for call, _ in calls:
        with pytest.raises(Rejected, match="at another request just now") as caught:
            await call
        assert (caught.value.status, caught.value.remedy) == (409, "try again in a few seconds")
        assert not may_have_happened(caught.value)
    assert len(sim.requests) == len(calls), "and not by the client"
    _radio(sim, busy=False)
    assert await _names(tedee, front) == ["Cleaner", "Dog walker"]


async def test_a_deaf_lock_may_have_heard(sim, tedee, front, walker):
    _radio(sim, deaf=True)
    for call, writes in _calls(tedee.people, front, walker):
        with pytest.raises(Rejected, match="did not answer in time") as caught:
            await call
        assert caught.value.status == 408
        assert ("may have done it all the same" in str(caught.value)) is writes
        assert ("look at the PINs" in caught.value.remedy) is writes
        assert may_have_happened(caught.value) or not writes
    _radio(sim, deaf=False)
    assert await tedee.people.look(new_pin(front), NOTHING) == (), "it has not"


async def test_an_answer_that_was_lost_behind_the_cloud(sim, tedee, front):
    _radio(sim, loses_answers=True)
    new = new_pin(front, PIN)
    with pytest.raises(Rejected, match="may have done it") as caught:
        await tedee.people.create(new)
    assert may_have_happened(caught.value)
    _radio(sim, loses_answers=False)
    (found,) = await tedee.people.look(new, NOTHING)
    assert (found.person.name, found.access.person_key) == ("Plumber", found.person_key)
    assert found.credentials.pin == new.pin
    assert len(asked(sim, "POST")) == 1


async def test_an_answer_that_was_lost_before_it(sim, tedee, front):
    sim.faults.add("/pin", method="POST", cut=True)
    with pytest.raises(Unreachable) as caught:
        await tedee.people.create(new_pin(front, PIN))
    assert may_have_happened(caught.value)
    (found,) = await tedee.people.look(new_pin(front, PIN), NOTHING)
    assert found.access_key == found.access.key
    assert len(asked(sim, "POST")) == 1


async def test_somebody_of_the_same_name_with_another_pin_is_not_what_was_asked_for(sim, tedee, front):
    assert await tedee.people.look(new_pin(front, PIN, name="Cleaner"), NOTHING) == ()
    await tedee.people.create(new_pin(front, PIN, name="Cleaner"))
    (found,) = await tedee.people.look(new_pin(front, PIN, name="Cleaner"), NOTHING)
    assert found.credentials.pin == Secret(PIN)


async def test_a_look_that_does_not_understand_all_does_not_say_that_nothing_is_there(sim, tedee, front):
    spoil(sim, "/pin", {"result": {"listVersion": 3, "pins": [{"alias": "Plumber"}, {"id": 2, "alias": "x"}]}})
    with pytest.raises(BadAnswer, match="may be what is looked for"):
        await tedee.people.look(new_pin(front), NOTHING)


async def test_a_pin_that_is_deleted_while_somebody_looks_is_not_found(sim, tedee, front):
    sim.faults.add("/pin/1", status=404)
    assert await tedee.people.look(new_pin(front, "25907", name="Cleaner"), NOTHING) == ()


async def test_a_change_that_could_not_even_begin_has_not_happened(sim, tedee, front, walker):
    """All of a PIN is written at once, so it is read first: what goes wrong then changes nothing."""
    (access,) = (await tedee.people.read("pin", None, NOTHING, walker)).accesses
    troubles = [
        {"status": 408}, {"status": 502}, {"cut": True}, {"mangle": "html"}, {"status": 409}, {"status": 429},
    ]  # fmt: skip
    for trouble in troubles:
        fault = sim.faults.add("/pin/2", **trouble)
        for change in (
            tedee.people.update(walker, PersonChange(name="x")),
            tedee.people.change_access(walker, access, Terms()),
        ):
            with pytest.raises(VendorError) as caught:
                await change
            assert not may_have_happened(caught.value), trouble
        sim.faults.remove(fault)
    assert not asked(sim, "PUT")


async def test_a_change_whose_answer_was_lost(sim, tedee, hasty, walker):
    client = hasty(0.8)
    sim.faults.add("/pin/2", method="PUT", delay=1.2, times=1)
    with pytest.raises(TimedOut) as caught:
        await client.people.update(walker, PersonChange(pin=Secret(PIN)))
    assert may_have_happened(caught.value)
    pins = sim.world.home.locks[40101].pins
    await until(lambda: pins.opened_by(PIN, sim.clock.now()))
    assert (await tedee.people.reveal(walker)).pin == Secret(PIN), "as a look shows"
    assert len(asked(sim, "PUT")) == 1


async def test_a_keypad_is_given_more_time_than_the_cloud(sim, hasty, front):
    assert KEYPAD_TIMEOUT > TIMEOUT
    client = hasty(PATIENCE, timeout=0.5)
    sim.faults.add("/pin", delay=0.8)
    sim.faults.add("/access", delay=0.8)
    assert (await client.people.read("pins", None, NOTHING, front)).people
    with pytest.raises(TimedOut):
        await client.people.read("access", None, NOTHING, front)


async def test_whoever_gave_up_waiting_looks_before_they_try_again(sim, hasty, front):
    client = hasty(0.8)
    _radio(sim, seconds=(30.0, 30.0))
    with pytest.raises(TimedOut) as caught:
        await client.people.create(new_pin(front))
    assert may_have_happened(caught.value)
    with pytest.raises(Rejected, match="at another request"):
        await client.people.look(new_pin(front), NOTHING)
    sim.world.advance(31)
    _radio(sim, seconds=(0.0, 0.0))
    (found,) = await client.people.look(new_pin(front), NOTHING)
    assert found.person.name == "Plumber"
    assert len(asked(sim, "POST")) == 1


async def test_who_stops_waiting_lets_the_next_one_ask(sim, tedee, front):
    _radio(sim, seconds=(30.0, 30.0))
    waiting = asyncio.create_task(tedee.people.create(new_pin(front)))
    radio = sim.world.home.locks[40101].radio
    await until(lambda: radio.busy)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    sim.world.advance(31)
    _radio(sim, seconds=(0.0, 0.0))
    assert (await _names(tedee, front))[-1] == "Plumber"


@pytest.mark.parametrize(("scopes", "lacking", "reads"), [({"Device.Read"}, "Device.ReadWrite", True), ((), "", False)])
async def test_a_missing_scope_takes_these_abilities_and_not_the_account(
    sim, tedee, front, walker, scopes, lacking, reads
):
    sim.tedee.scopes = (sim.tedee.scopes - {"Device.Read", "Device.ReadWrite"}) | set(scopes)
    for call, writes in _calls(tedee.people, front, walker):
        if reads and not writes:
            await call
            continue
        with pytest.raises(Rejected) as caught:
            await call
        scope = lacking or ("Device.ReadWrite" if writes else "Device.Read")
        assert not isinstance(caught.value, Unauthorised)
        assert (caught.value.status, caught.value.condition) == (403, "live")
        assert f"the scope {scope}, and only the owner and admins" in str(caught.value)
        assert f"the scope {scope} at" in caught.value.remedy
    assert (await tedee.people.read("access", None, NOTHING, front)).people


async def test_guests_are_told_who_may(sim, tedee, front, walker):
    sim.world.set("Front Door", access_level=0)
    for call, _ in _calls(tedee.people, front, walker):
        with pytest.raises(Rejected, match="only the owner and admins of the lock"):
            await call


@pytest.mark.parametrize(("status", "error"), [(502, VendorFault), (429, RateLimited), (401, Unauthorised)])
async def test_no_write_is_ever_repeated(sim, tedee, front, walker, status, error):
    sim.requests.clear()
    for method in ("POST", "DELETE", "PUT"):
        sim.faults.add("/pin", method=method, status=status)
    for write in (
        tedee.people.create(new_pin(front)),
        tedee.people.delete(walker),
        tedee.people.update(walker, PersonChange(name="x")),
    ):
        with pytest.raises(error):
            await write
    assert [heard.method for heard in sim.requests] == ["POST", "DELETE", "GET", "PUT"]


@pytest.mark.parametrize("body", ["", "x", "[]", "{}", '{"result": {}}', '{"result": {"id": "x"}}'])
async def test_a_pin_that_was_taken_by_an_answer_that_is_none(sim, tedee, front, body):
    sim.faults.add("/pin", method="POST", status=201, body=body)
    with pytest.raises(BadAnswer) as caught:
        await tedee.people.create(new_pin(front))
    assert may_have_happened(caught.value)


async def test_no_pin_in_a_log_an_error_or_a_trace(sim, tedee, front, walker, caplog):
    caplog.set_level(logging.DEBUG)
    details = {"id": 2, "alias": "x", "pin": PIN, "weekDays": "x"}
    bodies = [
        json.dumps({"result": details}),
        json.dumps({"result": [details]}),
        json.dumps({"result": PIN}),
        f'{{"result": {{"pin": "{PIN}", "weekDays": }}}}',
        f"<html>{PIN}</html>",
    ]
    errors: list[VendorError] = []
    for status, body in [*((200, body) for body in bodies), (400, f'{{"errorMessages": ["{PIN}"]}}')]:
        fault = sim.faults.add("/pin", status=status, body=body)
        for call in (
            tedee.people.reveal(walker),
            tedee.people.read("pin", None, NOTHING, walker),
            tedee.people.create(new_pin(front, PIN)),
            tedee.people.update(walker, PersonChange(pin=Secret(PIN))),
        ):
            try:
                await call
            except VendorError as error:
                errors.append(error)
        sim.faults.remove(fault)
    assert len(errors) > 15
    assert not any(PIN in str(error) + error.remedy for error in errors)
    assert not any(PIN in _told(error) for error in errors)
    assert PIN not in caplog.text


async def test_a_client_that_is_closed_asks_no_keypad(sim, tedee, front):
    assert await _names(tedee, front)
    await tedee.aclose()
    with pytest.raises(Unreachable, match="closed by lockdash itself"):
        await _names(tedee, front)
