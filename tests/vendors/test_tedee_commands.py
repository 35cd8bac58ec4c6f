"""Tedee's commands: what is sent, and what counts as proof."""

from __future__ import annotations

import msgspec
import pytest

from lockdash.domain.budget import Purpose
from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import LockState
from lockdash.simulator.home.lock import State
from lockdash.simulator.server import PERSONAL_KEY
from lockdash.vendors.base import Receipt, Verdict
from lockdash.vendors.errors import BadAnswer, Rejected, Unauthorised, Unreachable, VendorFault
from lockdash.vendors.tedee.client import TedeeClient
from tests.vendors.fakes import connection
from tests.vendors.records import NOTHING


async def _device(client, name):
    answer = await client.read("locks", None, NOTHING)
    return next(device for device in answer.devices if device.name == name)


def _posts(sim):
    return [
        heard.path.rpartition("/")[2] + (f"?{heard.query}" if heard.query else "")
        for heard in sim.requests
        if heard.method == "POST"
    ]


async def _watched(sim, client, device, kind, receipt, *, step=1.0, most=25):
    """Look for evidence each `step` seconds until it decides; return it and the verdicts on the way."""
    seen = []
    for _ in range(most):
        sim.world.advance(step)
        evidence = await client.check(device, kind, receipt)
        seen += [one.state.value for one in evidence.observations if one.state]
        if evidence.verdict is not Verdict.pending:
            return evidence, seen
        receipt = evidence.receipt or receipt
    raise AssertionError(f"undecided: {seen}")


async def _carried_out(sim, client, name, kind):
    device = await _device(client, name)
    receipt = await client.send(device, kind)
    return (*await _watched(sim, client, device, kind, receipt), device)


async def test_unlock_and_its_proof(sim, tedee, gate):
    evidence, _, _ = await _carried_out(sim, tedee, "Front Door", CommandKind.unlock)
    assert evidence.verdict is Verdict.confirmed
    assert evidence.text.startswith("unlocked 10:00:0"), "the time at the door, in Warsaw"
    assert evidence.observations[0].state.value is LockState.unlocked
    assert _posts(sim) == ["unlock?mode=3"]
    assert set(gate.spent[1:]) == {Purpose.command}
    syncs = [heard for heard in sim.requests if heard.path.endswith("/sync")]
    assert len(syncs) == 1


async def test_nothing_is_confirmed_while_it_is_under_way(sim, tedee):
    device = await _device(tedee, "Front Door")
    receipt = await tedee.send(device, CommandKind.unlock)
    evidence = await tedee.check(device, CommandKind.unlock, receipt)
    assert evidence.verdict is Verdict.pending
    assert receipt.at == sim.clock.now()


async def test_lock(sim, tedee):
    evidence, _, _ = await _carried_out(sim, tedee, "Garage", CommandKind.lock)
    assert (evidence.verdict, _posts(sim)) == (Verdict.confirmed, ["lock"])
    assert evidence.text.startswith("locked 10:00:0")


async def test_a_lock_that_was_locked_already(sim, tedee):
    evidence, _, _ = await _carried_out(sim, tedee, "Front Door", CommandKind.lock)
    assert evidence.verdict is Verdict.confirmed
    assert evidence.text.startswith("it was locked already, since ")


async def test_a_jam(sim, tedee):
    evidence, seen, _ = await _carried_out(sim, tedee, "Back Door", CommandKind.lock)
    assert evidence.verdict is Verdict.failed
    assert "jammed" in evidence.text
    assert seen[-1] is LockState.jammed


async def test_an_uncalibrated_lock_takes_the_command_and_does_not_move(sim, tedee):
    evidence, seen, _ = await _carried_out(sim, tedee, "Attic", CommandKind.lock)
    assert len(seen) == 3, "the cloud may lag behind the lock"
    assert sum("/operation/1" in heard.path for heard in sim.requests) == 1, "what is completed is not asked again"
    assert evidence.verdict is Verdict.failed
    assert "accepted, but the lock did not move: it is not calibrated" in evidence.text


async def test_a_lock_that_moves_between_two_looks_is_not_called_unmoved(sim, tedee):
    device = await _device(tedee, "Front Door")
    receipt = await tedee.send(device, CommandKind.unlock)
    sim.world.advance(5)
    sim.world.set("Front Door", state="locking")
    for _ in range(5):
        evidence = await tedee.check(device, CommandKind.unlock, receipt)
        assert evidence.verdict is Verdict.pending
        receipt = evidence.receipt


async def test_moved_but_not_as_wanted(sim, tedee):
    device = await _device(tedee, "Front Door")
    receipt = await tedee.send(device, CommandKind.unlock)
    sim.world.advance(5)
    sim.world.set("Front Door", state="semi_locked")
    evidence, _ = await _watched(sim, tedee, device, CommandKind.unlock, receipt)
    assert (evidence.verdict, evidence.text) == (Verdict.failed, "the lock moved, but it is semi-locked now")


async def test_a_command_that_never_ends_stays_pending(sim, tedee):
    sim.world.set("Front Door", stalls=True)
    device = await _device(tedee, "Front Door")
    receipt = await tedee.send(device, CommandKind.unlock)
    for _ in range(10):
        sim.world.advance(5)
        evidence = await tedee.check(device, CommandKind.unlock, receipt)
        assert (evidence.verdict, evidence.observations) == (Verdict.pending, ())


async def test_open_pulls_an_unlocked_lock(sim, tedee):
    sim.world.set("Studio", state="unlocked")
    evidence, seen, _ = await _carried_out(sim, tedee, "Studio", CommandKind.open)
    assert (evidence.verdict, _posts(sim)) == (Verdict.confirmed, ["pull"])
    assert "latch pulled" in evidence.text
    assert seen[-1] in (LockState.open, LockState.unlocked)


async def test_open_unlocks_first_and_then_pulls_once(sim, tedee):
    evidence, seen, _ = await _carried_out(sim, tedee, "Studio", CommandKind.open)
    assert (evidence.verdict, _posts(sim)) == (Verdict.confirmed, ["unlock?mode=3", "pull"])
    assert LockState.unlocked in seen


async def test_the_pull_is_sent_once_even_if_its_receipt_is_lost(sim, tedee):
    device = await _device(tedee, "Studio")
    receipt = await tedee.send(device, CommandKind.open)
    sim.world.advance(5)
    assert (await tedee.check(device, CommandKind.open, receipt)).verdict is Verdict.pending
    sim.world.advance(10)
    await tedee.check(device, CommandKind.open, receipt)
    assert _posts(sim) == ["unlock?mode=3", "pull"]


async def test_open_leaves_the_pulling_to_auto_pull(sim, tedee):
    evidence, _, _ = await _carried_out(sim, tedee, "Main Entrance", CommandKind.open)
    assert (evidence.verdict, _posts(sim)) == (Verdict.confirmed, ["unlock?mode=0"])


async def test_unlock_does_not_pull_where_auto_pull_is_on(sim, tedee):
    _, seen, _ = await _carried_out(sim, tedee, "Main Entrance", CommandKind.unlock)
    assert seen == [LockState.unlocked]


async def test_a_spring_that_is_not_calibrated(sim, tedee):
    sim.world.set("Studio", spring_calibrated=False, state="unlocked")
    sim.world.advance(60)
    evidence, _, _ = await _carried_out(sim, tedee, "Studio", CommandKind.open)
    assert evidence.verdict is Verdict.failed
    assert "did not move" in evidence.text


async def test_open_of_a_lock_without_a_spring_is_not_sent(sim, tedee):
    device = await _device(tedee, "Front Door")
    with pytest.raises(Rejected, match="no pull spring"):
        await tedee.send(device, CommandKind.open)
    sim.world.set("Studio", state="uncalibrated")
    with pytest.raises(Rejected, match="not calibrated"):
        await tedee.send(await _device(tedee, "Studio"), CommandKind.open)
    assert _posts(sim) == []


async def test_who_follows_a_command_of_another_session_never_pulls(sim, tedee, gate):
    device = await _device(tedee, "Studio")
    receipt = await tedee.send(device, CommandKind.open)
    made = connection("tedee", gate=gate, secrets={"personal_key": PERSONAL_KEY}, api_url=sim.tedee_url)
    other = TedeeClient.of(made, clock=sim.clock.now)
    evidence, _ = await _watched(sim, other, device, CommandKind.open, receipt)
    await other.aclose()
    assert evidence.verdict is Verdict.failed
    assert "unlocked, but not opened" in evidence.text
    assert _posts(sim) == ["unlock?mode=3"]


@pytest.mark.parametrize(("fault", "verdict"), [({"status": 423}, Verdict.failed), ({"status": 429}, Verdict.failed)])
async def test_a_pull_that_is_refused_is_told_and_not_repeated(sim, tedee, fault, verdict):
    sim.faults.add("/operation/pull", **fault)
    evidence, _, _ = await _carried_out(sim, tedee, "Studio", CommandKind.open)
    assert evidence.verdict is verdict
    assert "unlocked, but not opened" in evidence.text
    assert _posts(sim) == ["unlock?mode=3", "pull"]


async def test_a_pull_without_an_answer_may_have_happened(sim, tedee):
    sim.faults.add("/operation/pull", cut=True)
    evidence, _, _ = await _carried_out(sim, tedee, "Studio", CommandKind.open)
    assert evidence.verdict is Verdict.confirmed
    assert _posts(sim) == ["unlock?mode=3", "pull"]


async def test_without_an_answer_only_a_later_change_is_proof(sim, tedee):
    device = await _device(tedee, "Front Door")
    unheard = Receipt(at=sim.clock.now())
    assert (await tedee.check(device, CommandKind.lock, unheard)).verdict is Verdict.pending
    assert (await tedee.check(device, CommandKind.unlock, unheard)).verdict is Verdict.pending
    sim.world.advance(3)
    sim.world.set("Front Door", state="unlocked")
    assert (await tedee.check(device, CommandKind.unlock, unheard)).verdict is Verdict.confirmed
    assert (await tedee.check(device, CommandKind.open, unheard)).verdict is Verdict.pending
    sim.world.set("Front Door", state="pulled")
    assert (await tedee.check(device, CommandKind.open, unheard)).verdict is Verdict.confirmed


async def test_an_operation_that_the_vendor_forgot_leaves_the_lock_itself(sim, tedee):
    device = await _device(tedee, "Front Door")
    receipt = await tedee.send(device, CommandKind.unlock)
    sim.world.home.operations.clear()
    evidence, _ = await _watched(sim, tedee, device, CommandKind.unlock, receipt)
    assert evidence.verdict is Verdict.confirmed


async def test_offline_while_waiting(sim, tedee):
    device = await _device(tedee, "Front Door")
    receipt = await tedee.send(device, CommandKind.unlock)
    sim.world.advance(5)
    sim.world.set("Front Door", online=False)
    evidence = await tedee.check(device, CommandKind.unlock, receipt)
    assert evidence.verdict is Verdict.pending
    assert evidence.observations[0].contact.connected is False


async def test_a_lock_that_is_disconnected_refuses_in_words(sim, tedee):
    with pytest.raises(Rejected) as caught:
        await tedee.send(await _device(tedee, "Cellar"), CommandKind.lock)
    assert caught.value.status == 423
    assert "disconnected" in str(caught.value)


async def test_a_key_that_may_only_read(sim, tedee):
    device = await _device(tedee, "Front Door")
    sim.tedee.scopes -= {"Lock.Operate"}
    with pytest.raises(Rejected) as caught:
        await tedee.send(device, CommandKind.lock)
    assert caught.value.status == 403
    assert "Lock.Operate" in caught.value.remedy


@pytest.mark.parametrize(
    ("fault", "kind"),
    [({"status": 401}, Unauthorised), ({"status": 500}, VendorFault), ({"mangle": "html"}, BadAnswer)]
    + [({"status": 408}, Unreachable)]
    + [({"status": status}, Rejected) for status in (400, 404, 409, 412, 422, 428)],
)
async def test_a_command_that_goes_wrong_is_sent_once(sim, tedee, fault, kind):
    device = await _device(tedee, "Front Door")
    sim.faults.add("/operation/", **fault)
    with pytest.raises(kind):
        await tedee.send(device, CommandKind.lock)
    assert len(_posts(sim)) == 1


async def test_a_lock_that_did_not_answer_the_cloud_may_have_moved(sim, tedee):
    device = await _device(tedee, "Front Door")
    sim.faults.add("/operation/", status=408)
    with pytest.raises(Unreachable, match="may have done it") as caught:
        await tedee.send(device, CommandKind.lock)
    assert caught.value.sent


@pytest.mark.parametrize("mangle", ["nulls", "wrong_types", "no_items", "extra", "empty"])
async def test_a_strange_answer_to_a_command_does_not_deny_it(sim, tedee, mangle):
    device = await _device(tedee, "Front Door")
    sim.faults.add("/operation/lock", mangle=mangle)
    receipt = await tedee.send(device, CommandKind.lock)
    assert receipt.at == sim.clock.now()


async def test_what_a_lock_cannot_do(sim, tedee):
    device = await _device(tedee, "Front Door")
    with pytest.raises(Rejected):
        await tedee.send(device, CommandKind.power_on)
    assert _posts(sim) == []


async def test_an_id_leads_nowhere_else(sim, tedee):
    device = msgspec.structs.replace(await _device(tedee, "Front Door"), vendor_id="../../lock/40101")
    with pytest.raises(Rejected):
        await tedee.send(device, CommandKind.lock)
    assert sim.world.home.locks[40101].state is State.locked
