"""Each fault on the wire ends in the error that names its condition, for all feeds of both vendors; and heals."""

from __future__ import annotations

import logging
import traceback

import pytest

from lockdash.domain.accounts import Condition
from lockdash.vendors.errors import BadAnswer, VendorError
from lockdash.vendors.replies import Reply
from tests.vendors import hostile
from tests.vendors.fakes import NOW
from tests.vendors.records import NOTHING

FEEDS = [
    ("tedee", "locks", "/my/lock"),
    ("tedee", "sync", "/my/lock/sync"),
    ("tedee", "details", "/my/device/details"),
    ("remotelock", "devices", "/devices"),
    ("remotelock", "events", "/events"),
    ("remotelock", "locations", "/locations"),
]
FAULTS = [
    ({"status": 500}, Condition.vendor_error),
    ({"status": 502, "body": "<html>Bad gateway</html>"}, Condition.vendor_error),
    ({"status": 429, "headers": {"Retry-After": "11"}}, Condition.rate_limited),
    ({"status": 401}, Condition.unauthorised),
    ({"status": 302, "headers": {"Location": "https://sign.in.example/"}}, Condition.bad_answer),
    ({"cut": True}, Condition.offline),
    ({"delay": 0.4}, Condition.offline),
    ({"mangle": "html"}, Condition.bad_answer),
    ({"mangle": "cut_json"}, Condition.bad_answer),
    ({"mangle": "empty"}, Condition.bad_answer),
    ({"mangle": "not_utf8"}, Condition.bad_answer),
    ({"mangle": "list"}, Condition.bad_answer),
    ({"mangle": "null"}, Condition.bad_answer),
]
MANGLES = ["no_items", "wrong_types", "nulls", "new_enum", "hostile_names", "batteries", "future", "extra"]


@pytest.fixture
def clients(connect_tedee, connect_remotelock):
    return {"tedee": connect_tedee(), "remotelock": connect_remotelock()}


@pytest.fixture
def hasty(connect_tedee, connect_remotelock):
    """Clients that hang up long before the fault with a delay would let them go."""
    return {"tedee": connect_tedee(timeout=0.2), "remotelock": connect_remotelock(timeout=0.2)}


@pytest.mark.parametrize(("vendor", "feed", "path"), FEEDS)
@pytest.mark.parametrize(("fault", "condition"), FAULTS, ids=lambda each: str(each)[:50])
async def test_each_fault_has_its_condition_and_heals(
    sim, clients, hasty, caplog, vendor, feed, path, fault, condition
):
    caplog.set_level(logging.INFO, "lockdash.vendors")
    if "delay" in fault:
        await clients[vendor].read(feed, None, NOTHING)  # so that nobody has to sign in in haste
        sim.world.advance(61)
    sim.faults.add(path, **fault)
    with pytest.raises(VendorError) as caught:
        await (hasty if "delay" in fault else clients)[vendor].read(feed, None, NOTHING)
    error = caught.value
    assert error.condition is condition
    assert "127.0.0.1" in str(error)
    assert path not in str(error), "that is for the log"
    assert path in caplog.text
    shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    for secret in ("pretend-key-that", "demo-secret-that"):
        assert secret not in shown
    assert not [heard for heard in sim.requests if heard.method != "GET" and "oauth" not in heard.path]
    sim.faults.clear()
    sim.world.advance(61)
    assert await clients[vendor].read(feed, None, NOTHING)


@pytest.mark.parametrize(("vendor", "feed", "path"), FEEDS)
@pytest.mark.parametrize("mangle", MANGLES)
async def test_strange_items_cost_at_most_themselves(sim, clients, vendor, feed, path, mangle):
    lock = sim.world.locks["Beach House"]
    sim.world.do(lambda: lock.use("unlocked", sim.world.rentals.guests[0], pin="48213907", method="pin"))
    sim.world.advance(30)
    sim.faults.add(path, mangle=mangle)
    if (feed, mangle) == ("details", "no_items"):  # no list of lists at all
        with pytest.raises(BadAnswer):
            await clients[vendor].read(feed, None, NOTHING)
        return
    answer = await clients[vendor].read(feed, None, NOTHING)
    for device in answer.devices:
        texts = (device.name, device.kind_raw, device.state_raw or "", device.location or "", *device.traits.values())
        assert all(hostile.is_safe(text) for text in texts)
        assert device.battery is None or device.battery.value is None or 0 <= device.battery.value <= 100
        assert device.state is None or device.state.as_of is None or device.state.as_of <= sim.clock.now()
    for event in answer.events:
        assert hostile.is_safe(event.kind_raw)
        assert "48213907" not in event.raw
    if mangle in ("no_items", "wrong_types"):
        assert answer.problems or feed == "locations" or not answer.devices
        assert answer.roll is None


@pytest.mark.parametrize("skew", [3600, -3600])
async def test_a_clock_that_differs_is_told(sim, clients, gate, skew):
    sim.faults.add("", date_skew=skew)
    answer = await clients["tedee"].read("locks", None, NOTHING)
    assert gate.observed[-1].skew == -skew
    as_of = next(device.state.as_of for device in answer.devices if device.state)
    assert (as_of - sim.clock.now()).total_seconds() == skew


async def test_a_server_that_is_gone(sim, clients):
    for client in clients.values():
        await client.read(client.feeds[0].name, None, NOTHING)
    sim.faults.add("", cut=True)
    for client in clients.values():
        with pytest.raises(VendorError) as caught:
            await client.read(client.feeds[0].name, None, NOTHING)
        assert caught.value.condition is Condition.offline


def test_an_answer_does_not_print_what_it_holds():
    reply = Reply(200, b'{"pin": "48213907"}', NOW, NOW, "GET /access_persons")
    assert "48213907" not in repr(reply)
    assert "19 bytes, GET /access_persons" in repr(reply)
