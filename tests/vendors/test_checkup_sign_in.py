"""A Tedee account whose user signed in by a browser, put to the test."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.domain.findings import Level, worst
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.simulator.tedee.tokens import CLIENT_ID, IMPERSONATION, OFFLINE, Asked
from lockdash.vendors.tedee.client import TedeeClient
from tests.vendors.checkups import PATIENCE, about, bad, check, only, subjects
from tests.vendors.fakes import FakeGate, FakeVault, connection

ALL = {"Device.Read", "DeviceActivity.Read", "DeviceShare.Read", "Lock.Operate"}
REDIRECT = "http://127.0.0.1:8976/callback"
VERIFIER = "v" * 43


def _signed_in(sim, scopes):
    with sim.world.guard:
        asked = Asked(REDIRECT, frozenset({*scopes, IMPERSONATION, OFFLINE}), VERIFIER, "plain")
        code = sim.tedee.tokens.issue_code(asked, sim.world.now)
        issued = sim.tedee.tokens.for_code(code, REDIRECT, VERIFIER, sim.world.now)
    ends_at = sim.clock.now() + timedelta(seconds=issued.expires_in)
    return FakeVault(Token(Secret(issued.access), ends_at, Secret(issued.refresh)), sim.clock.now)


async def _checked(sim, vault=None):
    made = connection(
        "tedee",
        gate=FakeGate(),
        vault=vault,
        secrets={},
        api_url=sim.tedee_url,
        auth_url=sim.tedee_auth_url,
        client_id=CLIENT_ID,
    )
    client = TedeeClient.of(made, clock=sim.clock.now, timeout=PATIENCE)
    found = await check(client)
    await client.aclose()
    return found


async def test_there_is_no_key_whose_end_could_be_looked_up(sim):
    found = await _checked(sim, _signed_in(sim, ALL))
    assert worst(found.findings) is Level.ok
    assert about(found, "expiry") == []
    assert found.devices is not None
    assert not [heard for heard in sim.requests if "personalaccesskey" in heard.path]
    assert "Account.Read" not in repr(found)


@pytest.mark.parametrize(("scope", "level"), [("Device.Read", Level.failure), ("DeviceShare.Read", Level.warning)])
async def test_a_missing_scope_is_had_by_signing_in_again(sim, scope, level):
    found = await _checked(sim, _signed_in(sim, ALL - {scope}))
    missing = next(each for each in about(found, "scopes") if each.said.startswith(f"{scope} is missing"))
    assert missing.level is level
    assert missing.remedy.startswith("sign in again")
    assert only(found, "signed in").level is Level.ok


async def test_an_account_that_nobody_has_signed_in_to(sim):
    """Nothing is asked, and the remedy is left to whoever knows the command for it."""
    found = await _checked(sim)
    assert subjects(found) == ["signed in", "version"]
    assert (only(found, "signed in").level, only(found, "signed in").remedy) == (Level.failure, "")
    assert not sim.requests


async def test_a_sign_in_that_the_user_took_away(sim):
    vault = _signed_in(sim, ALL)
    with sim.world.guard:
        sim.tedee.tokens.revoke_all()
    found = await _checked(sim, vault)
    assert ("signed in", Level.failure) in bad(found)
    assert found.devices is None


async def test_a_token_endpoint_that_is_down_is_no_end_of_the_sign_in(sim):
    vault = _signed_in(sim, ALL)
    sim.world.advance(7200)
    sim.faults.add("/token", status=503)
    found = await _checked(sim, vault)
    assert bad(found) == [("reachable", Level.failure)]
    assert about(found, "signed in") == []
