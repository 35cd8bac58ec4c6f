"""A RemoteLock account put to the test, over real HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.domain.budget import Purpose
from lockdash.domain.findings import Level, worst
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.simulator.server import CLIENT_SECRET, ManualClock, Simulator
from tests.vendors.checkups import about, ahead, bad, check, only, remotelock_of, subjects
from tests.vendors.fakes import FakeGate, FakeVault
from tests.vendors.hostile import is_safe


def _asked(sim):
    return [heard.path.rpartition("/")[2] for heard in sim.requests]


def _signed_in(sim, *, refreshable=True):
    """A vault with what a sign-in of the user brought."""
    redirect = "urn:ietf:wg:oauth:2.0:oob"
    with sim.world.guard:
        issued = sim.tokens.for_code(sim.tokens.issue_code(redirect, sim.world.now), redirect, sim.world.now)
    ends_at = sim.clock.now() + timedelta(seconds=issued.expires_in)
    refresh = Secret(issued.refresh) if refreshable else None
    return FakeVault(Token(Secret(issued.access), ends_at, refresh), sim.clock.now)


async def test_all_is_well(sim, gate):
    async with remotelock_of(sim, gate=gate) as client:
        found = await check(client)
    one_way = ["reachable", "secure"]
    assert subjects(found) == [*one_way, *one_way, "clock", "signed in", "scopes", "requests"]
    assert worst(found.findings) is Level.ok
    assert [finding for finding in found.findings if finding.remedy] == []
    assert only(found, "scopes").said == "may read devices, events, people"
    assert "as the application itself" in only(found, "signed in").said
    assert "counts for 120 min" in only(found, "signed in").said
    assert only(found, "requests").said.startswith("117 of 120 are left")
    assert found.devices == len(sim.world.rentals.devices)
    assert _asked(sim) == ["token", "devices", "events", "access_persons"]
    assert gate.spent == [Purpose.poll] * 3, "a token is not counted"


async def test_a_token_that_still_counts_is_not_asked_for(sim, vault):
    async with remotelock_of(sim, vault=vault) as client:
        await check(client)
        found = await check(client)
    assert subjects(found)[:3] == ["reachable", "secure", "clock"]
    assert _asked(sim).count("token") == 1
    assert len(about(found, "reachable")) == 1, "what was seen before is no news"


async def test_a_wrong_secret(sim):
    async with remotelock_of(sim, secret="wrong-secret") as client:
        found = await check(client)
    assert bad(found) == [("signed in", Level.failure)]
    assert "developer portal" in only(found, "signed in").remedy
    assert _asked(sim) == ["token"]
    assert found.devices is None
    assert "wrong-secret" not in repr(found)


async def test_a_user_who_signed_in(sim):
    async with remotelock_of(sim, vault=_signed_in(sim), grant="authorization_code") as client:
        found = await check(client)
    assert worst(found.findings) is Level.ok
    assert "by a user; the access token counts for 2 h" in only(found, "signed in").said
    assert "token" not in _asked(sim)


async def test_a_sign_in_without_a_refresh_token_ends(sim):
    vault = _signed_in(sim, refreshable=False)
    sim.world.advance(1800)
    async with remotelock_of(sim, vault=vault, grant="authorization_code") as client:
        found = await check(client)
    assert bad(found) == [("signed in", Level.warning)]
    assert "for 90 min: RemoteLock gave no refresh token" in only(found, "signed in").said


async def test_an_account_that_nobody_has_signed_in_to(sim):
    async with remotelock_of(sim, grant="authorization_code") as client:
        found = await check(client)
    assert bad(found) == [("signed in", Level.failure)]
    assert only(found, "signed in").remedy == "", "whoever shows it knows the command"
    assert not sim.requests


async def test_a_sign_in_that_the_user_took_away(sim):
    vault = _signed_in(sim)
    with sim.world.guard:
        sim.tokens.revoke_all()
    async with remotelock_of(sim, vault=vault, grant="authorization_code") as client:
        found = await check(client)
    assert ("signed in", Level.failure) in bad(found)
    assert found.devices is None


async def test_a_token_endpoint_that_is_down_is_no_wrong_secret(sim):
    sim.faults.add("/oauth/token", status=503)
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert bad(found) == [("reachable", Level.failure)]
    assert about(found, "signed in") == []


async def test_an_api_that_is_down_is_no_wrong_secret_either(sim):
    sim.faults.add("/remotelock/", status=502)
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert bad(found) == [("reachable", Level.failure)]
    assert about(found, "signed in") == []
    assert len(sim.requests) <= 8


@pytest.mark.parametrize(
    ("status", "remedy"), [(402, "needs a subscription"), (403, "ask RemoteLock for API access"), (401, "API access")]
)
@pytest.mark.parametrize(
    ("path", "name", "level"),
    [
        ("/devices", "devices", Level.failure),
        ("/events", "events", Level.warning),
        ("/access_persons", "people", Level.warning),
    ],
)
async def test_what_may_not_be_read_is_named(sim, status, remedy, path, name, level):
    sim.faults.add(path, status=status, body='{"message": "Please create a subscription", "type": "billing"}')
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert bad(found) == [("scopes", level)]
    denied = next(each for each in about(found, "scopes") if each.level is level)
    assert denied.said.startswith(f"may not read {name}: ")
    assert "Please create a subscription" in denied.said
    assert remedy in denied.remedy
    assert only(found, "signed in").level is Level.ok, "others were answered"


async def test_an_application_that_may_read_nothing(sim):
    sim.faults.add("/remotelock/", status=403)
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert {finding.subject for finding in found.findings if finding.level is Level.failure} == {"scopes"}
    assert len(sim.requests) <= 8


async def test_credentials_that_are_refused_whatever_is_asked_for(sim):
    sim.faults.add("/remotelock/", status=401)
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert bad(found) == [("signed in", Level.failure)]
    assert "may use the API" in only(found, "signed in").remedy
    assert len(sim.requests) <= 8


@pytest.mark.parametrize("status", [401, 403])
async def test_an_old_token_is_renewed_and_nothing_is_wrong(sim, vault, status):
    sim.tokens.invalid_status = status
    async with remotelock_of(sim, vault=vault) as client:
        await check(client)
        sim.world.advance(600)
        with sim.world.guard:
            sim.tokens.expire_access()
        assert worst((await check(client)).findings) is Level.ok


async def test_a_captive_network(sim):
    sim.faults.add("/remotelock/", mangle="html")
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert ("reachable", Level.failure) in bad(found)
    assert "a web page instead of JSON" in only_bad(found, "reachable").said
    assert about(found, "signed in") == []
    assert about(found, "clock") == [], "whose clock that is nobody knows"


def only_bad(found, subject):
    return next(each for each in about(found, subject) if each.level is not Level.ok)


async def test_another_service_at_the_address(sim):
    sim.faults.add("/remotelock/", status=404)
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert "api_url" in only_bad(found, "reachable").remedy
    assert found.devices is None


async def test_the_vendors_limit_and_who_else_uses_it_up(sim):
    with sim.world.guard:
        sim.limit.take(sim.world.now, 110)
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert bad(found) == [("requests", Level.warning)]
    assert "7 of 120" in only(found, "requests").said
    with sim.world.guard:
        sim.limit.take(sim.world.now, 6)
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert ("scopes", Level.warning) in bad(found)
    assert "not asked" in only_bad(found, "scopes").said
    assert "look again in 60 s" in only_bad(found, "scopes").remedy
    asked = len(sim.requests)
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert ("signed in", Level.warning) in bad(found)
    assert len(sim.requests) - asked == 2, "who asks for a rest gets one"


async def test_our_own_budget_used_up(sim):
    async with remotelock_of(sim, gate=FakeGate(grants=0)) as client:
        found = await check(client)
    assert bad(found) == [("signed in", Level.warning)]
    assert "not asked: the budget is used up" in only(found, "signed in").said


@pytest.mark.parametrize("seconds", [-700, 700])
async def test_a_wrong_clock(sim, seconds):
    async with remotelock_of(sim, clock=ahead(sim, seconds)) as client:
        found = await check(client)
    assert bad(found) == [("clock", Level.failure)]


async def test_an_account_without_devices():
    with Simulator(world="empty", clock=ManualClock()).serve() as sim:
        async with remotelock_of(sim) as client:
            found = await check(client)
    assert found.devices == 0
    assert worst(found.findings) is Level.ok


@pytest.mark.parametrize(
    "spoil", ["hostile_names", "no_items", "wrong_types", "nulls", "null", "list", "cut_json", "empty", "not_utf8"]
)
async def test_whatever_comes_nothing_is_raised(sim, spoil):
    sim.faults.add("", mangle=spoil)
    async with remotelock_of(sim) as client:
        found = await check(client)
    assert all(is_safe(each.said) and is_safe(each.remedy) for each in found.findings)
    assert CLIENT_SECRET not in repr(found)
