"""A Tedee account put to the test, over real HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.domain.budget import Purpose
from lockdash.domain.findings import Level, worst
from lockdash.simulator.server import PERSONAL_KEY, ManualClock, Simulator
from tests.vendors.checkups import about, ahead, bad, check, only, subjects, tedee_of
from tests.vendors.fakes import FakeGate
from tests.vendors.hostile import is_safe

TRIED = "Device.Read", "DeviceActivity.Read", "DeviceShare.Read", "Account.Read"
ALL = {*TRIED, "Lock.Operate", "DeviceShare.ReadWrite", "Device.ReadWrite"}


def _paths(sim):
    return [heard.path.partition("/my/")[2] for heard in sim.requests]


def _end_key(sim, **left):
    with sim.world.guard:
        sim.tedee.key_ends_at = sim.world.now + timedelta(**left)


async def test_all_is_well(sim, gate):
    async with tedee_of(sim, gate=gate) as client:
        found = await check(client)
    assert subjects(found) == ["reachable", "secure", "clock", "signed in", "scopes", "expiry", "version"]
    assert worst(found.findings) is Level.ok
    assert [finding for finding in found.findings if finding.remedy] == []
    assert "127.0.0.1" in only(found, "reachable").said
    assert " ms" in only(found, "reachable").said
    assert "this machine itself" in only(found, "secure").said
    assert all(scope in only(found, "scopes").said for scope in ALL)
    assert "21 Oct 2028" in only(found, "expiry").said
    assert found.devices == len(sim.world.home.locks) + len(sim.world.home.bridges) + len(sim.world.home.keypads)
    assert _paths(sim) == ["device/details", "personalaccesskey"]
    assert gate.spent == [Purpose.poll] * 2
    assert {heard.method for heard in sim.requests} == {"GET"}


async def test_without_the_list_of_keys_the_scopes_are_tried(sim, gate):
    sim.tedee.scopes -= {"Account.Read"}
    async with tedee_of(sim, gate=gate) as client:
        found = await check(client)
    assert _paths(sim) == ["device/details", "personalaccesskey", "deviceactivity", "device/40101/access"]
    there, missing, moves, changes = about(found, "scopes")
    assert [scope for scope in TRIED if scope in there.said] == list(TRIED[:3])
    assert missing.level is Level.warning
    assert "Account.Read is missing" in missing.said
    assert (moves.level, moves.said) == (Level.ok, "Lock.Operate: cannot be tested without moving a lock")
    assert changes.said == "DeviceShare.ReadWrite and Device.ReadWrite: cannot be tested without changing something"
    assert about(found, "expiry") == []
    assert {heard.method for heard in sim.requests} == {"GET"}


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("scope", sorted(ALL - {"Account.Read"}))
async def test_a_missing_scope_is_named_with_what_it_gives(sim, scope, listed):
    """`listed`: the key may read the list of keys, where its scopes stand."""
    reading = {"DeviceShare.ReadWrite": {"DeviceShare.Read"}, "Device.ReadWrite": {"Device.Read"}}.get(scope, set())
    lacks = {scope, f"{scope}Write", *([] if listed else ["Account.Read"])}
    sim.tedee.scopes = (sim.tedee.scopes - lacks) | reading
    async with tedee_of(sim) as client:
        found = await check(client)
    missing = {each.said.partition(" ")[0]: each for each in about(found, "scopes") if "is missing" in each.said}
    if not listed and scope not in TRIED:
        assert scope not in missing, "nobody can tell"
        return
    assert missing.keys() == ALL & lacks
    assert missing[scope].level is (Level.failure if scope in ("Device.Read", "Lock.Operate") else Level.warning)
    assert "it gives " in missing[scope].said
    assert f"scope {scope} at portal.tedee.com/personal-access-keys" in missing[scope].remedy
    assert only(found, "signed in").level is Level.ok, "the key counts"


async def test_without_the_first_scope_there_are_no_devices(sim):
    sim.tedee.scopes = frozenset({"Lock.Operate"})
    async with tedee_of(sim) as client:
        found = await check(client)
    assert found.devices is None
    assert worst(found.findings) is Level.failure
    assert "cannot be tested without a device" in about(found, "scopes")[-2].said + about(found, "scopes")[-1].said


async def test_where_the_details_cannot_be_had_the_locks_can(sim):
    sim.faults.add("/my/device/details", status=404)
    async with tedee_of(sim) as client:
        found = await check(client)
    assert worst(found.findings) is Level.ok
    assert found.devices == len(sim.world.home.locks)
    assert _paths(sim)[:2] == ["device/details", "lock"]


async def test_a_wrong_key(sim):
    async with tedee_of(sim, key="abc123.wrong-key") as client:
        found = await check(client)
    assert bad(found) == [("signed in", Level.failure)]
    assert "portal.tedee.com/personal-access-keys" in only(found, "signed in").remedy
    assert about(found, "reachable") != []
    assert len(sim.requests) == 2, "two parts of Tedee were asked"
    assert "wrong-key" not in repr(found)


async def test_a_key_with_a_blank_is_not_sent(sim):
    async with tedee_of(sim, key="abc123. wrong key") as client:
        found = await check(client)
    assert bad(found) == [("signed in", Level.failure)]
    assert "on one line" in only(found, "signed in").remedy
    assert about(found, "reachable") == []
    assert not sim.requests


async def test_a_401_during_an_outage_is_not_a_wrong_key(sim):
    sim.faults.add("/my/bridge", status=503)
    sim.faults.add("/my/device/details", status=401)
    async with tedee_of(sim) as client:
        found = await check(client)
    assert about(found, "signed in") == []
    assert only(found, "reachable").level is Level.failure
    assert "(503" in only(found, "reachable").said


async def test_a_401_for_one_part_is_no_wrong_key_either(sim):
    sim.faults.add("/my/device/details", status=401)
    async with tedee_of(sim) as client:
        found = await check(client)
    assert bad(found) == [("signed in", Level.warning)]
    assert "for one request" in only(found, "signed in").said


@pytest.mark.parametrize(
    ("days", "level", "said"),
    [
        (31, Level.ok, "in 31 days, on 22 Dec 2026"),
        (29, Level.warning, "in 29 days, on 20 Dec 2026"),
        (1, Level.warning, "in 1 day, on 22 Nov 2026"),
        (0.5, Level.warning, "today, on 21 Nov 2026"),
    ],
)
async def test_the_end_of_the_key(sim, days, level, said):
    _end_key(sim, days=days)
    async with tedee_of(sim) as client:
        found = only(await check(client), "expiry")
    assert (found.level, found.said) == (level, f"the key ends {said}")
    assert ("new key at portal.tedee.com" in found.remedy) is (level is not Level.ok)


async def test_a_key_past_its_end(sim):
    """Tedee refuses it altogether; by a clock of ours that is ahead it may be over before that."""
    _end_key(sim, days=1)
    async with tedee_of(sim, clock=ahead(sim, 2 * 86400)) as client:
        found = await check(client)
    assert only(found, "expiry").level is Level.failure
    assert "ended on 22 Nov 2026" in only(found, "expiry").said
    sim.world.advance(2 * 86400)
    async with tedee_of(sim) as client:
        assert bad(await check(client)) == [("signed in", Level.failure)]


@pytest.mark.parametrize(
    ("spoil", "expiry"), [("nulls", 0), ("wrong_types", 0), ("no_items", 0), ("extra", 1), ("hostile_names", 1)]
)
async def test_a_list_of_keys_that_cannot_be_read_says_nothing(sim, spoil, expiry):
    sim.faults.add("personalaccesskey", mangle=spoil)
    async with tedee_of(sim) as client:
        found = await check(client)
    assert worst(found.findings) is Level.ok
    assert len(about(found, "expiry")) == expiry
    assert all(is_safe(each.said) for each in found.findings)


@pytest.mark.parametrize("told", ["[]", '["devices:read"]', '["Device.Read"]', "null", '"Device.Read"', "[1, {}]"])
async def test_scopes_in_other_words_are_tried_instead(sim, told):
    body = f'{{"result": [{{"prefix": "demo01", "validTo": "2027-01-01T00:00:00", "scopes": {told}}}]}}'
    sim.faults.add("personalaccesskey", status=200, body=body)
    async with tedee_of(sim) as client:
        found = await check(client)
    assert worst(found.findings) is Level.ok
    assert "1 Jan 2027" in only(found, "expiry").said
    assert "deviceactivity" in _paths(sim)


async def test_a_key_that_two_keys_look_like_has_no_end(sim):
    entry = '{"prefix": "demo01", "validTo": "2020-01-01T00:00:00", "scopes": []}'
    sim.faults.add("personalaccesskey", status=200, body=f'{{"result": [{entry}, {entry}]}}')
    async with tedee_of(sim) as client:
        assert about(await check(client), "expiry") == []


@pytest.mark.parametrize(
    ("version", "level", "requests"),
    [("v1.34", Level.failure, 2), ("v1.36", Level.warning, 2), ("v37", Level.ok, 2), ("v38", Level.failure, 2)],
)
async def test_versions(sim, version, level, requests):
    async with tedee_of(sim, api_version=version) as client:
        found = await check(client)
    assert only(found, "version").level is level
    assert version in only(found, "version").said
    assert bad(found) == ([] if level is Level.ok else [("version", level)])
    assert ('set api_version = "v37"' in only(found, "version").remedy) is (level is not Level.ok)
    assert (found.devices is None) is (version == "v38")
    assert len(sim.requests) == requests


async def test_what_an_old_version_has_not_is_not_missed(sim):
    sim.tedee.scopes -= {"DeviceShare.Read", "DeviceShare.ReadWrite", "Account.Read"}
    async with tedee_of(sim, api_version="v1.33") as client:
        found = await check(client)
    assert [each.said.partition(" ")[0] for each in about(found, "scopes") if "missing" in each.said] == [
        "Account.Read"
    ]
    assert "of no use with this version" in about(found, "scopes")[-2].said + about(found, "scopes")[-1].said
    assert _paths(sim)[-1] == "deviceactivity"


async def test_another_service_at_the_address(sim):
    async with tedee_of(sim, api_url=sim.remotelock_api_url) as client:
        found = await check(client)
    assert ("reachable", Level.failure) in bad(found)
    assert "api_url" in only(found, "reachable").remedy
    assert about(found, "signed in") == []


async def test_an_account_without_devices():
    with Simulator(world="empty", clock=ManualClock()).serve() as sim:
        sim.tedee.scopes -= {"Account.Read"}
        async with tedee_of(sim) as client:
            found = await check(client)
        assert found.devices == 0
        assert bad(found) == [("scopes", Level.warning)]
        untried = next(each for each in about(found, "scopes") if "without a device" in each.said)
        assert (untried.level, untried.said.partition(":")[0]) == (
            Level.ok,
            "DeviceActivity.Read and DeviceShare.Read",
        )
        assert _paths(sim) == ["device/details", "personalaccesskey"]


async def test_names_of_strangers_are_not_repeated(sim):
    sim.faults.add("", mangle="hostile_names")
    sim.tedee.scopes -= {"Account.Read"}
    async with tedee_of(sim) as client:
        found = await check(client)
    assert all(is_safe(each.said) and is_safe(each.remedy) for each in found.findings)
    assert "owned" not in repr(found)


@pytest.mark.parametrize(
    "spoil", ["no_items", "wrong_types", "nulls", "new_enum", "future", "null", "list", "cut_json"]
)
async def test_whatever_comes_nothing_is_raised(sim, spoil):
    sim.faults.add("", mangle=spoil)
    async with tedee_of(sim) as client:
        found = await check(client)
    assert all(is_safe(each.said) for each in found.findings)
    assert PERSONAL_KEY not in repr(found)


async def test_words_of_the_vendor_are_made_safe_and_quote_no_key(sim):
    words = f"\\u001b[31mNo, {PERSONAL_KEY}, \\u202egnorts"
    sim.faults.add("", status=401, body=f'{{"errorMessages": ["{words}"]}}')
    async with tedee_of(sim) as client:
        found = await check(client)
    assert is_safe(only(found, "signed in").said)
    assert "pretend-key" not in repr(found)


async def test_our_own_budget_used_up(sim):
    async with tedee_of(sim, gate=FakeGate(grants=0)) as client:
        found = await check(client)
    assert subjects(found) == ["signed in", "version"]
    assert only(found, "signed in").level is Level.warning
    assert "not asked: the budget is used up" in only(found, "signed in").said
    assert not sim.requests


async def test_a_budget_that_ends_on_the_way(sim):
    sim.tedee.scopes -= {"Account.Read"}
    async with tedee_of(sim, gate=FakeGate(grants=2)) as client:
        found = await check(client)
    assert only(found, "signed in").level is Level.ok
    assert [each.level for each in about(found, "scopes") if "not asked" in each.said] == [Level.warning]
    assert len(sim.requests) == 2


async def test_the_vendors_limit(sim):
    with sim.world.guard:
        sim.tedee.hourly.take(sim.world.now, 699)
    async with tedee_of(sim) as client:
        found = await check(client)
    late = [each for each in about(found, "scopes") if "not asked" in each.said]
    assert [each.level for each in late] == [Level.warning]
    assert late[0].remedy == "look again in 60 min"
    assert len(sim.requests) == 2, "who asks for a rest gets one"
    async with tedee_of(sim) as client:
        found = await check(client)
    assert bad(found) == [("signed in", Level.warning)]
    assert only(found, "reachable").level is Level.ok


@pytest.mark.parametrize("path", ["deviceactivity", "personalaccesskey", "/access"])
@pytest.mark.parametrize("trait", [{"status": 500}, {"mangle": "html"}, {"status": 404}])
async def test_one_part_in_trouble_is_told_and_does_not_spoil_the_rest(sim, path, trait):
    if path != "personalaccesskey":
        sim.tedee.scopes -= {"Account.Read"}
    sim.faults.add(path, **trait)
    async with tedee_of(sim) as client:
        found = await check(client)
    assert only(found, "signed in").level is Level.ok
    assert only(found, "reachable").level is Level.ok
    unknown = [each for each in about(found, "scopes") if "is not known" in each.said]
    assert [(each.level, bool(each.remedy)) for each in unknown] == [(Level.warning, True)]
    assert found.devices is not None
    assert len(sim.requests) <= 8
