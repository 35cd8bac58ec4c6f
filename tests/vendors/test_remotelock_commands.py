"""RemoteLock's commands: the answer is an echo; what comes later is proof."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.budget import Purpose
from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import LockState
from lockdash.vendors.base import Receipt, Verdict
from lockdash.vendors.errors import BadAnswer, RateLimited, Rejected, VendorFault
from tests.vendors.records import NOTHING


async def _device(client, name):
    answer = await client.read("devices", None, NOTHING)
    return next(device for device in answer.devices if device.name == name)


def _puts(sim):
    return [heard.path.partition("/remotelock")[2] for heard in sim.requests if heard.method == "PUT"]


async def _watched(sim, client, device, kind, receipt, *, most=20):
    for looks in range(most):
        evidence = await client.check(device, kind, receipt)
        if evidence.verdict is not Verdict.pending:
            return evidence, looks
        sim.world.advance(1)
    raise AssertionError("undecided")


async def test_an_echo_is_no_proof_and_an_event_is(sim, remotelock, gate):
    house = await _device(remotelock, "Beach House")
    spent = len(gate.spent)
    receipt = await remotelock.send(house, CommandKind.unlock)
    assert (receipt.at, receipt.earliest) == (sim.clock.now(), None)
    assert (await remotelock.check(house, CommandKind.unlock, receipt)).verdict is Verdict.pending
    evidence, looks = await _watched(sim, remotelock, house, CommandKind.unlock, receipt)
    assert looks > 0
    assert evidence.verdict is Verdict.confirmed
    assert evidence.text.startswith("unlocked event at the door 01:00:0"), "the door's own time"
    assert evidence.observations[0].state.value is LockState.unlocked
    assert any(event.kind_raw == "unlocked_event" for event in evidence.events)
    assert _puts(sim) == [f"/devices/{house.vendor_id}/unlock"]
    assert set(gate.spent[spent:]) == {Purpose.command}


async def test_an_event_from_before_the_command_proves_nothing(sim, remotelock):
    house = await _device(remotelock, "Beach House")
    sim.world.do(lambda: sim.world.locks["Beach House"].use("unlocked", None))
    sim.world.advance(10)
    sim.world.set("Beach House", jams=True)
    receipt = await remotelock.send(house, CommandKind.unlock)
    assert (await remotelock.check(house, CommandKind.unlock, receipt)).verdict is Verdict.pending
    evidence, _ = await _watched(sim, remotelock, house, CommandKind.unlock, receipt)
    assert evidence.verdict is Verdict.failed
    assert "jammed" in evidence.text


async def test_a_sleeping_lock_acts_at_its_heartbeat(sim, remotelock):
    cabin = await _device(remotelock, "Cabin")
    receipt = await remotelock.send(cabin, CommandKind.unlock)
    assert receipt.earliest == sim.clock.now() + timedelta(minutes=10)
    sim.requests.clear()
    for _ in range(5):
        sim.world.advance(60)
        evidence = await remotelock.check(cabin, CommandKind.unlock, receipt)
        assert (evidence.verdict, evidence.observations) == (Verdict.pending, ())
    assert not [heard for heard in sim.requests if "/devices/" in heard.path], "it cannot know more than the events"
    sim.world.advance(301)
    evidence, _ = await _watched(sim, remotelock, cabin, CommandKind.unlock, receipt)
    assert evidence.verdict is Verdict.confirmed


async def test_a_read_without_a_newer_contact_is_no_proof(sim, remotelock):
    cabin = await _device(remotelock, "Cabin")
    receipt = await remotelock.send(cabin, CommandKind.unlock)
    doubtful = msgspec.structs.replace(receipt, earliest=None)
    evidence = await remotelock.check(cabin, CommandKind.unlock, doubtful)
    assert evidence.verdict is Verdict.pending
    assert [news.state for news in evidence.observations] == [None]


async def test_a_read_after_a_newer_contact_is_proof_when_the_lock_had_time_to_act(sim, remotelock):
    cabin = await _device(remotelock, "Cabin")
    receipt = await remotelock.send(cabin, CommandKind.unlock)
    sim.faults.add("/events", status=200, body='{"data": []}')
    sim.world.advance(601)
    awake = await remotelock.check(cabin, CommandKind.unlock, receipt)
    assert awake.verdict is Verdict.pending, "awake for a second, it shows the wish still"
    sim.world.advance(20)
    evidence = await remotelock.check(cabin, CommandKind.unlock, receipt)
    assert evidence.verdict is Verdict.confirmed
    assert "in contact with the device at" in evidence.text


async def test_a_lock_that_never_connected_stays_unconfirmed(sim, remotelock):
    new = await _device(remotelock, "New Lock")
    receipt = await remotelock.send(new, CommandKind.lock)
    assert receipt.earliest is None
    sim.world.advance(3600)
    assert (await remotelock.check(new, CommandKind.lock, receipt)).verdict is Verdict.pending


async def test_a_door_is_opened_for_a_moment(sim, remotelock):
    gate = await _device(remotelock, "Pool Gate")
    receipt = await remotelock.send(gate, CommandKind.open)
    evidence, _ = await _watched(sim, remotelock, gate, CommandKind.open, receipt)
    assert evidence.verdict is Verdict.confirmed
    assert _puts(sim) == [f"/acs/doors/{gate.vendor_id}/temporary_unlock"]


@pytest.mark.parametrize("kind", [CommandKind.lock, CommandKind.unlock])
async def test_doors_have_their_own_paths(sim, remotelock, kind):
    gate = await _device(remotelock, "Pool Gate")
    await remotelock.send(gate, kind)
    assert _puts(sim) == [f"/acs/doors/{gate.vendor_id}/{kind}"]


async def test_a_plug(sim, remotelock):
    plug = await _device(remotelock, "Heater Plug")
    kind = CommandKind.power_off if plug.state_raw == "on" else CommandKind.power_on
    receipt = await remotelock.send(plug, kind)
    assert (await remotelock.check(plug, kind, receipt)).verdict is Verdict.pending, "the answer shows what was"
    evidence, _ = await _watched(sim, remotelock, plug, kind, receipt)
    assert evidence.verdict is Verdict.confirmed
    assert _puts(sim) == [f"/devices/{plug.vendor_id}/{kind}"]


async def test_a_plug_that_is_not_connected_proves_nothing(sim, remotelock):
    plug = await _device(remotelock, "Heater Plug")
    kind = CommandKind.power_on if plug.state_raw == "on" else CommandKind.power_off
    sim.world.do(sim.world.locks["Heater Plug"].lose_connection)
    receipt = await remotelock.send(plug, kind)
    assert receipt.earliest > receipt.at
    evidence = await remotelock.check(plug, kind, msgspec.structs.replace(receipt, earliest=None))
    assert evidence.verdict is Verdict.pending
    assert evidence.observations[0].state_raw is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Linen Store", CommandKind.unlock),
        ("Lounge", CommandKind.power_on),
        ("Beach House", CommandKind.open),
        ("Heater Plug", CommandKind.lock),
    ],
)
async def test_what_a_device_cannot_do_is_not_sent(sim, remotelock, name, kind):
    device = await _device(remotelock, name)
    with pytest.raises(Rejected, match=name):
        await remotelock.send(device, kind)
    assert _puts(sim) == []


async def test_what_is_not_permitted_is_refused_in_words(sim, remotelock):
    house = await _device(remotelock, "Beach House")
    sim.world.set("Beach House", operable=False)
    with pytest.raises(Rejected, match="not authorized") as caught:
        await remotelock.send(house, CommandKind.lock)
    assert caught.value.status == 401
    assert len(_puts(sim)) == 1


ERRORS = (
    '{"attributes": {"pin": "918273"}, "errors": [{"attribute": null, "full_messages": ["Lock is being replaced"]}]}'
)


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ({"status": 422, "body": ERRORS}, Rejected, "Lock is being replaced"),
        ({"status": 402, "body": '{"message": "Please subscribe", "type": "billing"}'}, Rejected, "Please subscribe"),
        ({"status": 404}, Rejected, "404"),
        ({"status": 409}, Rejected, "409"),
        ({"status": 429, "headers": {"Retry-After": "7"}}, RateLimited, "429"),
        ({"status": 500}, VendorFault, "500"),
        ({"mangle": "html"}, BadAnswer, "web page"),
        ({"mangle": "cut_json"}, None, ""),
        ({"mangle": "nulls"}, None, ""),
        ({"mangle": "empty"}, None, ""),
    ],
)
async def test_a_command_that_goes_wrong_is_sent_once(sim, remotelock, fault, kind, words):
    house = await _device(remotelock, "Beach House")
    sim.faults.add("/lock", method="PUT", **fault)
    if kind is None:
        assert (await remotelock.send(house, CommandKind.lock)).at == sim.clock.now()
    else:
        with pytest.raises(kind, match=words) as caught:
            await remotelock.send(house, CommandKind.lock)
        assert "918273" not in str(caught.value)
    assert len(_puts(sim)) == 1


async def test_a_client_that_never_listed_it_tells_of_its_connection(sim, remotelock, connect_remotelock):
    house = await _device(remotelock, "Beach House")
    sim.world.do(sim.world.locks["Beach House"].lose_connection)
    sim.world.advance(5)
    receipt = await remotelock.send(house, CommandKind.unlock)
    sim.world.advance(60)
    sim.world.do(sim.world.locks["Beach House"].regain_connection)
    back_at = sim.clock.now()
    sim.world.advance(5)
    asleep = msgspec.structs.replace(receipt, earliest=sim.clock.now() + timedelta(hours=1))
    evidence = await connect_remotelock().check(house, CommandKind.unlock, asleep)
    assert evidence.observations[0].contact.last_at == back_at
    assert evidence.observations[0].contact.heartbeat == house.contact.heartbeat


async def test_without_an_answer_only_later_events_count(sim, remotelock):
    house = await _device(remotelock, "Beach House")
    unheard = Receipt(at=sim.clock.now())
    assert (await remotelock.check(house, CommandKind.lock, unheard)).verdict is Verdict.pending


@pytest.mark.parametrize("mangle", ["nulls", "wrong_types", "no_items", "new_enum", "hostile_names", "future", "extra"])
async def test_strange_evidence_is_no_evidence(sim, remotelock, mangle):
    house = await _device(remotelock, "Beach House")
    receipt = await remotelock.send(house, CommandKind.unlock)
    sim.faults.add("/devices/", mangle=mangle)
    evidence = await remotelock.check(house, CommandKind.unlock, receipt)
    assert evidence.verdict is Verdict.pending
