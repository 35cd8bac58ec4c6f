"""Tedee by a sign-in: every request bears its token, which is renewed once; the API admits what was granted."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.commands import CommandKind
from lockdash.domain.tokens import Token
from lockdash.simulator.tedee.tokens import CLIENT_ID
from lockdash.vendors import registry
from lockdash.vendors.errors import (
    BadAnswer,
    Rejected,
    SignedOut,
    Unauthorised,
    Unreachable,
    VendorFault,
)
from lockdash.vendors.signing import secrets_for, sign_in_of, signs_in
from lockdash.vendors.tedee.client import TedeeClient
from tests.vendors.fakes import FakeVault, connection
from tests.vendors.records import NOTHING
from tests.vendors.signing_in import CALLBACK, PATIENCE, Going, tedee_sign_in

PLUGIN = registry.plugin("tedee")


@pytest.fixture
def vault(sim):
    return FakeVault(clock=sim.clock.now)


@pytest.fixture
async def connect(sim, gate, vault):
    async with AsyncExitStack() as stack:

        def made(**settings):
            own = {"client_id": CLIENT_ID, "api_url": sim.tedee_url, "auth_url": sim.tedee_auth_url}
            found = connection("tedee", gate=gate, vault=vault, secrets={}, **(own | settings))
            client = TedeeClient.of(found, clock=sim.clock.now, timeout=PATIENCE)
            stack.push_async_callback(client.aclose)
            return client

        yield made


@pytest.fixture
async def signed_in(sim, connect, vault):
    vault.token = await Going(sim, tedee_sign_in(sim)).token()
    sim.requests.clear()
    return connect()


def _asked(sim):
    return sum(heard.path.endswith("/token") for heard in sim.requests)


async def _front(client):
    devices = (await client.read("locks", None, NOTHING)).devices
    return next(device for device in devices if device.name == "Front Door")


async def test_all_that_a_key_can_do(sim, signed_in):
    front = await _front(signed_in)
    for feed in ("sync", "details"):
        assert await signed_in.read(feed, None, NOTHING)
    await signed_in.read("activity", None, NOTHING, front)
    receipt = await signed_in.send(front, CommandKind.unlock)
    assert await signed_in.check(front, CommandKind.unlock, receipt)
    assert _asked(sim) == 0
    assert all(heard.status < 300 for heard in sim.requests)


async def test_without_a_sign_in_nothing_is_asked_and_nothing_can_be_done_but_that(sim, connect, vault):
    client = connect()
    for _ in range(2):
        with pytest.raises(SignedOut, match="nobody has signed in to it yet") as caught:
            await client.read("locks", None, NOTHING)
        assert caught.value.remedy == ""
    assert not sim.requests
    vault.token = await Going(sim, tedee_sign_in(sim)).token()
    assert await _front(client), "it heals when somebody signs in, in whatever session"


async def test_a_token_that_has_expired_is_renewed(sim, signed_in, vault):
    for _ in range(3):
        before = vault.token
        await signed_in.read("details", None, NOTHING)
        assert vault.token == before
        sim.world.advance(3571)
        await signed_in.read("details", None, NOTHING)
        assert vault.token.access != before.access
    assert _asked(sim) == 3


async def test_several_requests_at_once_renew_once(sim, signed_in, connect):
    sim.world.advance(3571)
    other = connect()
    await asyncio.gather(*(each.read("details", None, NOTHING) for each in (signed_in, other) * 3))
    assert _asked(sim) == 1


async def test_a_token_that_is_refused_is_renewed_once_and_the_command_sent_again(sim, signed_in):
    front = await _front(signed_in)
    sim.tedee.tokens.expire_access()
    await signed_in.send(front, CommandKind.unlock)
    sent = [heard.status for heard in sim.requests if "/operation/unlock" in heard.path]
    assert (sent, _asked(sim)) == ([401, 202], 1)


async def test_an_outage_that_answers_401_costs_one_token_a_minute(sim, signed_in, vault):
    """Field note 15."""
    sim.faults.add("/tedee/", status=401)
    for _ in range(3):
        with pytest.raises(Unauthorised, match="401") as caught:
            await signed_in.read("details", None, NOTHING)
        assert not isinstance(caught.value, SignedOut)
        assert "may pass by itself; if it lasts, sign in again" in caught.value.remedy
    assert _asked(sim) == 1
    sim.faults.clear()
    assert (await signed_in.read("details", None, NOTHING)).devices
    assert vault.token.refresh is not None


async def test_a_right_that_was_taken_away(sim, signed_in, vault):
    sim.tedee.tokens.revoke_all()
    for _ in range(2):
        with pytest.raises(SignedOut, match="Tedee has ended the sign-in") as caught:
            await signed_in.read("details", None, NOTHING)
        assert caught.value.remedy == ""
    assert _asked(sim) == 1
    assert vault.token.refresh is None


async def test_a_sign_in_that_was_not_used_for_two_weeks(sim, signed_in):
    sim.world.advance(14 * 86400 + 1)
    with pytest.raises(SignedOut, match="not used for too long"):
        await signed_in.read("details", None, NOTHING)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [({"status": 503}, VendorFault), ({"mangle": "html"}, BadAnswer), ({"cut": True}, Unreachable)],
)
async def test_a_token_endpoint_that_is_down_is_not_signed_out_and_nothing_is_sent(sim, signed_in, vault, fault, kind):
    front = await _front(signed_in)
    sim.world.advance(3571)
    before = vault.token
    sim.faults.add("/tedee-connect/token", **fault)
    with pytest.raises(kind):
        await signed_in.read("details", None, NOTHING)
    with pytest.raises(Unreachable, match="nothing was sent: ") as caught:
        await signed_in.send(front, CommandKind.unlock)
    assert not caught.value.sent
    assert vault.token == before
    assert not any("/operation/" in heard.path for heard in sim.requests)
    sim.faults.clear()
    assert await signed_in.send(front, CommandKind.unlock)


async def test_what_was_not_granted_is_named(sim, connect, vault):
    vault.token = await Going(sim, tedee_sign_in(sim, scopes=("Device.Read",))).token()
    client = connect(scopes=("Device.Read",))
    front = await _front(client)
    with pytest.raises(
        Unauthorised, match=r"the sign-in may not read this without the scope DeviceActivity\.Read"
    ) as read:
        await client.read("activity", None, NOTHING, front)
    with pytest.raises(Rejected) as sent:
        await client.send(front, CommandKind.unlock)
    assert "sign in again with DeviceActivity.Read" in read.value.remedy
    assert "sign in again with Lock.Operate" in sent.value.remedy
    assert _asked(sim) == 1, "a 403 is no reason for another token"


async def test_a_refresh_names_what_tedee_wants_named(sim, vault, connect):
    """A registered redirect; and that of this machine without the port, which another session does not know."""
    sim.tedee.tokens.redirects.add("https://my.example/back")
    for settings, redirect in ({"redirect_uri": "https://my.example/back"}, "https://my.example/back"), ({}, CALLBACK):
        vault.token = await Going(sim, tedee_sign_in(sim, **settings), redirect).token()
        sim.world.advance(3571)
        assert (await connect(**settings).read("details", None, NOTHING)).devices
    assert tedee_sign_in(sim).client.extra["redirect_uri"] == "http://127.0.0.1/callback"


async def test_nothing_that_is_printed_shows_a_token(signed_in, vault):
    await signed_in.read("details", None, NOTHING)
    shown = f"{signed_in!r}{vars(signed_in)!r}{vars(signed_in._api)!r}{vars(signed_in._api.signer)!r}{vault.token!r}"
    assert vault.token.access.reveal() not in shown
    assert vault.token.refresh.reveal() not in shown


async def test_a_token_without_a_refresh_token_holds_until_it_ends(sim, connect, vault):
    token = await Going(sim, tedee_sign_in(sim)).token()
    vault.token = Token(token.access, sim.clock.now() + timedelta(seconds=60))
    client = connect()
    assert (await client.read("details", None, NOTHING)).devices
    sim.world.advance(60)
    with pytest.raises(SignedOut):
        await client.read("details", None, NOTHING)


def test_what_an_account_needs():
    by_key, by_sign_in = PLUGIN.settings(), PLUGIN.settings(client_id="abc")
    assert (signs_in(PLUGIN, by_key), signs_in(PLUGIN, by_sign_in)) == (False, True)
    assert secrets_for(PLUGIN, by_key) == {"personal_key": True}
    assert secrets_for(PLUGIN, by_sign_in) == {"client_secret": False}
    found = sign_in_of(PLUGIN, by_sign_in, {})
    assert found.authorize.startswith("https://tedee.b2clogin.com/tedee.onmicrosoft.com/B2C_1A_")
    assert found.authorize.endswith("/oauth2/v2.0/authorize")
    assert (found.client.path, found.revoke, found.out_of_band) == ("/token", None, False)
    assert PLUGIN.sign_in(by_key, {}).revoke is None, "for the token of an earlier sign-in"


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"client_id": " "}, "client_id is empty"),
        ({"scopes": ["Device.Read", ""]}, "scopes must be names"),
        ({"scopes": ["https://tedee.onmicrosoft.com/api/Device.Read"]}, "scopes must be names"),
        ({"scopes": "Device.Read"}, "array"),
        ({"auth_url": "http://tedee.example"}, "auth_url must begin with https"),
        ({"redirect_uri": "urn:ietf:wg:oauth:2.0:oob"}, "redirect_uri must be an address"),
        ({"redirect_uri": "http://my.example/"}, "redirect_uri must begin with https"),
        ({"redirect_uri": "https://my.example/#x"}, "redirect_uri must have no #"),
        ({"redirect_uri": "https://me@my.example/"}, "user name"),
        ({"redirect_uri": "my.app://back"}, "redirect_uri must be an address"),
    ],
)
def test_settings_of_no_use(settings, why):
    with pytest.raises(msgspec.ValidationError, match=why):
        msgspec.convert({"client_id": "abc"} | settings, PLUGIN.settings)


@pytest.mark.parametrize("redirect", ["http://localhost:8976/back?x=y", "http://[::1]/", "https://my.example/back"])
def test_redirects_of_use(redirect):
    assert msgspec.convert({"client_id": "abc", "redirect_uri": redirect}, PLUGIN.settings).redirect_uri == redirect
