"""Many RemoteLock devices, read some pages at a time: what it costs, and what may be called gone."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from lockdash.domain.budget import Purpose
from lockdash.simulator.rentals.wifi_lock import WifiLock
from lockdash.simulator.server import ManualClock, Simulator
from lockdash.vendors.base import Context
from lockdash.vendors.errors import BadAnswer, RateLimited, VendorFault

THOUSAND = ("empty", 1000)
BY_NAME = r"id%5B%5D="


@pytest.fixture
def size():
    return THOUSAND


@pytest.fixture
def sim(size):
    world, devices = size
    with Simulator(world=world, clock=ManualClock(), devices=devices).serve() as served:
        yield served


def _lists(sim):
    """Take the requests for lists of devices that were made since the last look: their pages."""
    pages = [int(parse_qs(heard.query)["page"][0]) for heard in sim.requests if heard.path.endswith("/devices")]
    sim.requests.clear()
    return pages


def _register(sim, name, *, like):
    old = sim.world.locks[like]
    traits = {"type": "lock", "serial": f"NEW-{name}", "model": old.model, "location": old.location}
    sim.world.do(lambda: sim.world.rentals.add(WifiLock, name=name, **traits))


def _replace(sim, name, other):
    """Deregister a lock and register another one."""
    _register(sim, other, like=name)
    sim.world.do(lambda: sim.world.rentals.remove(name))


async def _round(sim, client, records):
    """Read until the round is over; return its answers."""
    answers = [await records.read(client, "devices")]
    while not records.cursors["devices"].endswith(".1"):
        sim.world.advance(50)
        answers.append(await records.read(client, "devices"))
    sim.world.advance(50)
    return answers


async def test_a_thousand_devices(sim, remotelock, records, gate):
    first = await records.read(remotelock, "devices")
    assert (len(first.devices), first.parts, first.wants) == (1000, 4, frozenset()), "all at once, to begin with"
    assert first.roll == {device.id for device in sim.world.rentals.devices.values()}
    assert _lists(sim) == list(range(1, 21))
    spent = len(gate.spent)
    answers = await _round(sim, remotelock, records)
    assert [(len(answer.devices), answer.parts) for answer in answers] == [(250, 4)] * 4
    assert [answer.roll is not None for answer in answers] == [False, False, False, True]
    assert answers[-1].roll == first.roll
    assert all(answer.wants == frozenset() and answer.problems == () for answer in answers)
    assert _lists(sim) == list(range(1, 21)), "five a read, none twice"
    assert gate.spent[spent:] == [Purpose.poll] * 20
    assert records.gone == []


@pytest.mark.parametrize("size", [("empty", 1200)])
async def test_the_first_round_wants_itself_until_it_is_over(sim, remotelock, records):
    first = await records.read(remotelock, "devices")
    assert (len(first.devices), first.roll, first.parts, first.wants) == (1000, None, 5, {"devices"})
    second = await records.read(remotelock, "devices")
    assert (len(second.devices), len(second.roll), second.wants) == (200, 1200, frozenset())
    assert _lists(sim) == list(range(1, 25))
    assert len((await records.read(remotelock, "devices")).devices) == 250, "from now on a little at a time"


@pytest.mark.parametrize("size", [("empty", 60)])
async def test_sixty_devices_are_one_read(sim, remotelock, records):
    for _ in range(3):
        answer = await records.read(remotelock, "devices")
        assert (len(answer.devices), len(answer.roll), answer.parts, answer.wants) == (60, 60, 1, frozenset())
        assert _lists(sim) == [1, 2]


@pytest.mark.parametrize("size", [("empty", 250)])
async def test_as_much_as_one_read_holds(remotelock, records):
    await records.read(remotelock, "devices")
    answer = await records.read(remotelock, "devices")
    assert (len(answer.devices), len(answer.roll), answer.parts) == (250, 250, 1)


async def test_a_device_that_goes_in_mid_round_is_gone_after_the_next(sim, remotelock, records):
    await records.read(remotelock, "devices")
    await records.read(remotelock, "devices")
    sim.world.do(lambda: sim.world.rentals.remove("Cabin 001"))
    answers = await _round(sim, remotelock, records)
    assert [answer.roll for answer in answers] == [None] * 3, "the list changed while it was read"
    assert records.gone == []
    answers = await _round(sim, remotelock, records)
    assert len(answers[-1].roll) == 999
    assert records.gone == ["Cabin 001"]


async def test_a_device_that_comes_in_mid_round(sim, remotelock, records):
    await records.read(remotelock, "devices")
    await records.read(remotelock, "devices")
    _register(sim, "Newcomer", like="Cabin 001")
    answers = await _round(sim, remotelock, records)
    assert (answers[-1].devices[-1].name, answers[-1].roll, answers[-1].parts) == ("Newcomer", None, 5)
    assert records.gone == []


async def test_what_moves_up_a_page_while_another_comes_is_not_gone(sim, remotelock, records):
    """One goes from a page already read and one is added: the total is the same, but a device was passed over."""
    await records.read(remotelock, "devices")
    await records.read(remotelock, "devices")
    passed_over = list(sim.world.rentals.devices.values())[250].name
    _replace(sim, "Cabin 001", "Newcomer")
    sim.requests.clear()
    answers = await _round(sim, remotelock, records)
    assert passed_over not in {device.name for answer in answers[:-1] for device in answer.devices}
    assert passed_over in {device.name for device in answers[-1].devices}, "asked for by name"
    assert len(_lists(sim)) == 16
    assert records.gone == []
    assert records.named("Newcomer").gone_at is None
    await _round(sim, remotelock, records)
    assert records.gone == ["Cabin 001"]


async def test_one_that_was_replaced_between_rounds_is_gone(sim, remotelock, records):
    await records.read(remotelock, "devices")
    _replace(sim, "Cabin 001", "Newcomer")
    await _round(sim, remotelock, records)
    assert records.gone == ["Cabin 001"]


@pytest.mark.parametrize("size", [("empty", 120)])
async def test_many_that_go_at_once_are_asked_for_a_page_at_a_time(sim, remotelock, records):
    await records.read(remotelock, "devices")
    names = [device.name for device in sim.world.rentals.devices.values()]
    for name in names[:60]:
        sim.world.rentals.remove(name)
    await records.read(remotelock, "devices")
    assert len(records.gone) == 50
    await records.read(remotelock, "devices")
    assert sorted(records.gone) == sorted(names[:60])


@pytest.mark.parametrize("size", [("empty", 120)])
@pytest.mark.parametrize("status", [429, 500])
async def test_who_cannot_be_asked_for_is_not_gone(sim, remotelock, records, status):
    await records.read(remotelock, "devices")
    sim.world.do(lambda: sim.world.rentals.remove("Cabin 001"))
    sim.faults.add("/devices", pattern=BY_NAME, status=status)
    answer = await records.read(remotelock, "devices")
    assert (answer.roll, len(answer.devices)) == (None, 119)
    assert records.gone == []
    sim.faults.clear()
    await records.read(remotelock, "devices")
    assert records.gone == ["Cabin 001"]


@pytest.mark.parametrize("size", [("empty", 120)])
async def test_a_vendor_that_takes_no_notice_of_the_ids_proves_nothing(sim, remotelock, records):
    await records.read(remotelock, "devices")
    sim.world.do(lambda: sim.world.rentals.remove("Cabin 001"))
    others = [{"type": "lock", "id": device.id, "attributes": {}} for device in sim.world.rentals.devices.values()]
    sim.faults.add("/devices", pattern=BY_NAME, status=200, body=json.dumps({"data": others[:50]}))
    assert (await records.read(remotelock, "devices")).roll is None
    assert records.gone == []


async def test_who_takes_a_round_over_gives_no_roll_of_it(sim, connect_remotelock, records):
    first, second = connect_remotelock(), connect_remotelock()
    await records.read(first, "devices")
    await records.read(first, "devices")
    sim.requests.clear()
    answers = await _round(sim, second, records)
    assert [answer.roll for answer in answers] == [None] * 3
    assert _lists(sim) == list(range(6, 21)), "it goes on where the other one was"
    assert (await _round(sim, second, records))[-1].roll is not None, "the next round is its own"


async def test_who_comes_back_in_another_round_gives_no_roll_of_it(sim, connect_remotelock, records):
    first, second = connect_remotelock(), connect_remotelock()
    await records.read(first, "devices")
    await records.read(first, "devices")
    await _round(sim, second, records)
    await records.read(second, "devices")
    answers = await _round(sim, first, records)
    assert [answer.roll for answer in answers] == [None] * 3, "of this round it saw nothing before"


async def test_a_part_that_was_not_written_is_read_again(sim, remotelock, records):
    await records.read(remotelock, "devices")
    await records.read(remotelock, "devices")
    lost = await records.read(remotelock, "devices", written=False)
    again = await records.read(remotelock, "devices")
    assert {device.key for device in again.devices} == {device.key for device in lost.devices}
    answers = await _round(sim, remotelock, records)
    assert answers[-1].roll is None
    assert (await _round(sim, remotelock, records))[-1].roll is not None


async def test_a_part_that_failed_is_no_gap(sim, remotelock, records):
    await records.read(remotelock, "devices")
    await records.read(remotelock, "devices")
    sim.faults.add("/devices", pattern=r"[&?]page=8\b", status=500)
    with pytest.raises(VendorFault):
        await records.read(remotelock, "devices")
    sim.faults.clear()
    assert (await _round(sim, remotelock, records))[-1].roll is not None


async def test_an_item_that_was_not_understood_spoils_the_roll_of_its_round_only(sim, remotelock, records):
    await records.read(remotelock, "devices")
    sim.faults.add("/devices", pattern=r"[&?]page=2\b", mangle="no_items", item=3, times=1)
    answers = await _round(sim, remotelock, records)
    assert answers[0].problems[0].where == "device list[3]"
    assert sum(len(answer.devices) for answer in answers) == 999
    assert answers[-1].roll is None
    assert (await _round(sim, remotelock, records))[-1].roll is not None


async def test_what_was_paid_for_is_kept_when_the_requests_run_out(sim, remotelock, records, gate):
    gate.grants = 2 + 7
    first = await records.read(remotelock, "devices")
    assert (len(first.devices), first.roll, first.wants, first.cursor) == (350, None, {"devices"}, "1.8")
    with pytest.raises(RateLimited):
        await records.read(remotelock, "devices")
    gate.grants = None
    rest = await records.read(remotelock, "devices")
    assert (len(rest.devices), len(rest.roll), rest.wants) == (650, 1000, frozenset())
    assert _lists(sim) == list(range(1, 21))


async def test_a_list_that_became_shorter_than_the_cursor(sim, remotelock, records):
    await records.read(remotelock, "devices")
    await records.read(remotelock, "devices")
    for device in list(sim.world.rentals.devices.values())[100:]:
        sim.world.rentals.remove(device.name)
    empty = await records.read(remotelock, "devices")
    assert (empty.devices, empty.roll, empty.parts) == ((), None, 4)
    answer = await records.read(remotelock, "devices")
    assert (len(answer.devices), answer.parts) == (100, 1)


@pytest.mark.parametrize("status", [404, 422])
async def test_a_page_that_the_vendor_refuses_begins_a_new_round(sim, remotelock, records, status):
    await records.read(remotelock, "devices")
    await records.read(remotelock, "devices")
    sim.faults.add("/devices", pattern=r"[&?]page=6\b", status=status)
    answer = await records.read(remotelock, "devices")
    assert (len(answer.devices), answer.cursor) == (250, "3.6")
    sim.faults.clear()
    assert (await _round(sim, remotelock, records))[-1].roll is not None


async def test_an_api_that_is_none_is_told(sim, remotelock, records):
    await records.read(remotelock, "devices")
    await records.read(remotelock, "devices")
    sim.faults.add("/devices", status=404)
    with pytest.raises(BadAnswer):
        await records.read(remotelock, "devices")


@pytest.mark.parametrize("cursor", ["", "rubbish", "1", "0.6", "7.201", "-1.5", "7.6.5", "7.", ".", "٣.٤", "1e9.1"])
async def test_any_cursor_is_survived(remotelock, records, cursor):
    known = await records.read(remotelock, "devices")
    answer = await remotelock.read("devices", cursor, records.context)
    assert answer.devices[0].name == known.devices[0].name, "from the beginning"


async def test_an_account_of_which_nothing_is_known_is_read_from_the_beginning(remotelock):
    assert len((await remotelock.read("devices", "7.6", Context())).devices) == 1000


@pytest.mark.parametrize("size", [("empty", 10_060)])
async def test_more_devices_than_the_vendor_hands_out(sim, remotelock, records):
    sim.limit.limit = 1000
    answer = await records.read(remotelock, "devices")
    assert (answer.parts, [problem.where for problem in answer.problems]) == (40, ["device list"])
    assert "the first 10,000 devices of 10,060" in answer.problems[0].why
    while answer.wants:
        answer = await records.read(remotelock, "devices")
    assert _lists(sim) == list(range(1, 201)), "never a page beyond the limit"
    assert answer.roll is None
    assert len(records.devices) == 10_000


@pytest.mark.parametrize("size", [("empty", 30)])
@pytest.mark.parametrize("spoiled", [False, True])
async def test_a_vendor_that_counts_nothing(sim, remotelock, records, spoiled):
    """Without totals a page that is not full is the last."""
    devices = [
        {"type": "lock", "id": device.id, "attributes": {"name": device.name}}
        for device in sim.world.rentals.devices.values()
    ]
    sim.faults.add("/devices", status=200, body=json.dumps({"data": [*devices, 17] if spoiled else devices}))
    answer = await records.read(remotelock, "devices")
    assert (len(answer.devices), answer.parts) == (30, 1)
    assert answer.roll == (None if spoiled else set(sim.world.rentals.devices))


@pytest.mark.parametrize("size", [("small", 0)])
async def test_a_new_leader_forgets_no_place(sim, connect_remotelock, records):
    await records.read(connect_remotelock(), "devices")
    sim.faults.add("/locations", status=500)
    other = connect_remotelock()
    await records.read(other, "devices")
    house = records.named("Beach House")
    assert (house.location, house.zone, house.model) == ("Beach houses", "America/Los_Angeles", "LS-6i")


async def test_the_state_of_a_lock_that_this_client_never_listed(sim, connect_remotelock, records):
    """Events drive the states of all locks, whichever part of the list comes next."""
    await records.read(connect_remotelock(), "devices")
    await records.read(connect_remotelock(), "events")
    sim.requests.clear()
    name = list(sim.world.rentals.devices.values())[900].name
    lock = sim.world.locks[name]
    wanted = "locked" if lock.state == "unlocked" else "unlocked"
    sim.world.do(lambda: lock.use(wanted, None))
    sim.world.advance(5)
    answer = await records.read(connect_remotelock(), "events")
    assert (records.named(name).state.value, answer.wants) == (wanted, frozenset())
    assert records.named(name).state.as_of == sim.clock.now() - timedelta(seconds=5)
    assert len(sim.requests) == 1
