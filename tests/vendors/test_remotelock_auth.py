"""Access tokens: kept in the vault, asked for once, renewed once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from lockdash.domain.commands import CommandKind
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET
from lockdash.vendors.base import Context
from lockdash.vendors.errors import (
    BadAnswer,
    RateLimited,
    Rejected,
    SignedOut,
    Unauthorised,
    Unreachable,
    VendorFault,
)
from lockdash.vendors.remotelock.client import RemoteLockClient
from tests.vendors.conftest import PATIENCE
from tests.vendors.fakes import FakeGate, FakeVault, connection

REDIRECT = "urn:ietf:wg:oauth:2.0:oob"


@pytest.fixture
def vault(sim):
    return FakeVault(clock=sim.clock.now)


def _sign_in(sim, vault):
    """The user signs in, so that there is a refresh token."""
    now = sim.clock.now()
    issued = sim.tokens.for_code(sim.tokens.issue_code(REDIRECT, now), REDIRECT, now)
    vault.token = Token(Secret(issued.access), now + timedelta(seconds=7170), Secret(issued.refresh))


@pytest.fixture
async def signed_in(sim, vault):
    _sign_in(sim, vault)
    client = _client(sim, vault, grant="authorization_code")
    yield client
    await client.aclose()


def _asked(sim):
    return sum(heard.path.endswith("/oauth/token") for heard in sim.requests)


def _client(sim, vault, gate=None, secret=CLIENT_SECRET, **settings):
    made = connection(
        "remotelock",
        gate=gate or FakeGate(),
        vault=vault,
        secrets={"client_secret": secret},
        **{
            "client_id": CLIENT_ID,
            "api_url": sim.remotelock_api_url,
            "auth_url": sim.remotelock_auth_url,
            **settings,
        },
    )
    return RemoteLockClient.of(made, clock=sim.clock.now, timeout=PATIENCE)


async def test_one_token_serves_until_it_expires(sim, remotelock, vault, gate):
    await remotelock.read("locations", None, Context())
    await remotelock.read("devices", None, Context())
    assert _asked(sim) == 1
    assert vault.token.expires_at == sim.clock.now() + timedelta(seconds=7200 - 30), "given up in time"
    assert len(gate.spent) == len(sim.requests) - 1, "the token is not of the API's budget"
    sim.world.advance(7200 - 29)
    await remotelock.read("locations", None, Context())
    assert _asked(sim) == 2
    assert len(vault.written) == 2


async def test_the_token_of_another_process_is_used(sim, remotelock, vault):
    issued = sim.tokens.for_client(sim.clock.now())
    vault.token = Token(Secret(issued.access), sim.clock.now() + timedelta(hours=1))
    await remotelock.read("locations", None, Context())
    assert _asked(sim) == 0
    assert vault.written == []


async def test_two_sessions_ask_once(sim, vault):
    clients = [_client(sim, vault) for _ in range(3)]
    await asyncio.gather(*(client.read("locations", None, Context()) for client in clients))
    assert _asked(sim) == 1
    for client in clients:
        await client.aclose()


async def test_several_requests_at_once_ask_once(sim, remotelock, vault):
    await asyncio.gather(*(remotelock.read("locations", None, Context()) for _ in range(4)))
    assert (_asked(sim), vault.turns) == (1, 4)


async def test_a_token_that_another_process_renewed_is_taken_over(sim, remotelock, vault):
    await remotelock.read("locations", None, Context())
    sim.tokens.revoke_all()
    issued = sim.tokens.for_client(sim.clock.now())
    vault.token = Token(Secret(issued.access), sim.clock.now() + timedelta(hours=1))
    await remotelock.read("events", None, Context())
    assert _asked(sim) == 1


@pytest.mark.parametrize("status", [401, 403])
async def test_a_token_that_was_revoked_is_renewed_once(sim, remotelock, status):
    sim.tokens.invalid_status = status
    await remotelock.read("locations", None, Context())
    sim.tokens.revoke_all()
    assert (await remotelock.read("devices", None, Context())).devices
    assert _asked(sim) == 2


async def test_a_command_is_sent_again_with_the_new_token_since_it_was_refused(sim, remotelock):
    answer = await remotelock.read("devices", None, Context())
    door = next(device for device in answer.devices if device.name == "Beach House")
    sim.tokens.revoke_all()
    await remotelock.send(door, CommandKind.unlock)
    assert [heard.status for heard in sim.requests if heard.method == "PUT"] == [403, 200]


async def test_a_vendor_that_refuses_every_token_is_not_asked_for_ever(sim, remotelock, vault):
    sim.faults.add("/remotelock/", status=401, body='{"message": "The access token is invalid"}')
    with pytest.raises(Unauthorised):
        await remotelock.read("events", None, Context())
    assert (_asked(sim), sum(heard.path.endswith("/events") for heard in sim.requests)) == (2, 2)
    shown = [token.access.reveal() for token in vault.written]
    assert len(shown) == 2


async def test_a_new_token_is_not_blamed_for_what_is_not_permitted(sim, remotelock):
    await remotelock.read("locations", None, Context())
    sim.faults.add("/events", status=403, body='{"message": "Not yours", "type": "forbidden"}')
    for _ in range(3):
        with pytest.raises(Unauthorised, match="Not yours"):
            await remotelock.read("events", None, Context())
    assert _asked(sim) == 1
    sim.world.advance(61)
    with pytest.raises(Unauthorised):
        await remotelock.read("events", None, Context())
    assert _asked(sim) == 2, "an old one is"


async def test_a_wrong_secret(sim, vault):
    client = _client(sim, vault, secret="wrong-secret-of-the-user")
    with pytest.raises(Unauthorised) as caught:
        await client.read("devices", None, Context())
    await client.aclose()
    assert "invalid_client" in str(caught.value)
    assert "id and secret" in caught.value.remedy
    assert "wrong-secret" not in f"{caught.value!r}{caught.value}{client!r}"
    assert vault.token is None


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 500}, VendorFault),
        ({"status": 503}, VendorFault),
        ({"status": 429}, RateLimited),
        ({"status": 404}, BadAnswer),
        ({"status": 400, "body": '{"error": "invalid_request"}'}, Unauthorised),
        ({"mangle": "html"}, BadAnswer),
        ({"mangle": "cut_json"}, BadAnswer),
        ({"mangle": "empty"}, BadAnswer),
        ({"mangle": "not_utf8"}, BadAnswer),
        ({"mangle": "list"}, BadAnswer),
        ({"mangle": "null"}, BadAnswer),
        ({"cut": True}, Unreachable),
        ({"status": 200, "body": '{"token_type": "Bearer"}'}, BadAnswer),
        ({"status": 200, "body": '{"access_token": ["x"], "token_type": "Bearer"}'}, BadAnswer),
        ({"status": 200, "body": '{"error": "odd"}'}, BadAnswer),
    ],
)
async def test_a_sign_in_that_fails_is_not_signed_out(sim, remotelock, vault, fault, kind):
    sim.faults.add("/oauth/token", **fault)
    with pytest.raises(kind):
        await remotelock.read("devices", None, Context())
    assert _asked(sim) == 1
    assert vault.token is None
    sim.faults.clear()
    assert (await remotelock.read("devices", None, Context())).devices


@pytest.mark.parametrize("life", ["null", '"7200"', "-5", '"soon"', "7200.5", '"1e3"', "1e15", "0.5"])
async def test_a_life_that_is_told_strangely(sim, remotelock, vault, life):
    sim.faults.add(
        "/oauth/token", status=200, body=f'{{"access_token": "t0k3n", "token_type": "Bearer", "expires_in": {life}}}'
    )
    with pytest.raises((Unauthorised, Rejected, BadAnswer)):  # the token opens nothing
        await remotelock.read("events", None, Context())
    assert vault.written
    for token in vault.written:
        assert token.expires_at > sim.clock.now()


async def test_a_short_life_is_used_as_well(sim, remotelock, vault):
    sim.tokens.access_life = timedelta(seconds=10)
    await remotelock.read("locations", None, Context())
    sim.world.advance(8)
    await remotelock.read("events", None, Context())
    assert (_asked(sim), vault.token.expires_at) == (1, sim.clock.now() + timedelta(seconds=1))
    sim.world.advance(1)
    await remotelock.read("events", None, Context())
    assert _asked(sim) == 2


async def test_without_a_sign_in_nothing_is_asked_and_nothing_can_be_done_but_that(sim, vault):
    client = _client(sim, vault, grant="authorization_code")
    for read in ("devices", "events", "locations"):
        with pytest.raises(SignedOut, match="nobody has signed in to it yet") as caught:
            await client.read(read, None, Context())
        assert caught.value.remedy == ""
    assert not sim.requests
    _sign_in(sim, vault)
    assert (await client.read("devices", None, Context())).devices
    await client.aclose()


async def test_a_command_that_no_token_can_be_had_for_was_not_sent(sim, signed_in):
    answer = await signed_in.read("devices", None, Context())
    door = next(device for device in answer.devices if device.name == "Beach House")
    sim.faults.add("/oauth/token", status=503)
    for spoil in (sim.tokens.expire_access, lambda: sim.world.advance(7171)):
        spoil()
        with pytest.raises(Unreachable, match="nothing was sent: ") as caught:
            await signed_in.send(door, CommandKind.unlock)
        assert not caught.value.sent
    assert [heard.status for heard in sim.requests if heard.method == "PUT"] == [403]


async def test_nothing_that_is_printed_shows_the_secret_or_a_token(remotelock, vault):
    await remotelock.read("locations", None, Context())
    shown = (
        f"{remotelock!r}{vars(remotelock)!r}{vars(remotelock._api)!r}{vars(remotelock._api._tokens)!r}{vault.token!r}"
    )
    assert CLIENT_SECRET not in shown
    assert vault.token.access.reveal() not in shown


async def test_the_refresh_token_is_exchanged_and_its_successor_kept(sim, signed_in, vault):
    for _ in range(3):
        before = vault.token
        await signed_in.read("events", None, Context())
        assert vault.token == before
        sim.world.advance(7171)
        await signed_in.read("events", None, Context())
        assert vault.token.refresh != before.refresh
    assert [each.accepted for each in sim.tokens.refreshes] == [True] * 3
    assert len({each.token for each in sim.tokens.refreshes}) == 3


async def test_several_requests_at_once_exchange_once(sim, signed_in, vault):
    sim.world.advance(7171)
    other = _client(sim, vault, grant="authorization_code")
    await asyncio.gather(*(each.read("events", None, Context()) for each in (signed_in, other) * 3))
    await other.aclose()
    assert len(sim.tokens.refreshes) == 1


@pytest.mark.parametrize("status", [401, 403])
async def test_an_access_token_that_is_refused_is_exchanged_for_once(sim, signed_in, status):
    sim.tokens.invalid_status = status
    await signed_in.read("events", None, Context())
    sim.tokens.expire_access()
    await signed_in.read("events", None, Context())
    assert len(sim.tokens.refreshes) == 1
    sim.faults.add("/remotelock/", status=status, body='{"message": "The access token is invalid"}')
    with pytest.raises(Unauthorised):
        await signed_in.read("events", None, Context())
    assert len(sim.tokens.refreshes) == 2


async def test_a_sign_in_that_another_process_kept_alive_is_taken_over(sim, signed_in, vault):
    await signed_in.read("events", None, Context())
    sim.tokens.revoke_all()
    _sign_in(sim, vault)
    await signed_in.read("events", None, Context())
    assert not sim.tokens.refreshes


async def test_a_sign_in_that_the_user_took_back_is_told_and_not_tried_again(sim, signed_in, vault):
    sim.tokens.revoke_all()
    for _ in range(3):
        with pytest.raises(SignedOut, match="RemoteLock has ended the sign-in") as caught:
            await signed_in.read("events", None, Context())
        assert caught.value.remedy == ""
        assert vault.token.access.reveal() not in str(caught.value)
    assert [each.accepted for each in sim.tokens.refreshes] == [False]
    assert vault.token.refresh is None


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 500, "body": '{"error": "invalid_grant"}'}, VendorFault),
        ({"status": 503}, VendorFault),
        ({"status": 429}, RateLimited),
        ({"status": 503, "delay": 1.2}, Unreachable),
        ({"status": 404}, BadAnswer),
        ({"status": 302, "headers": {"location": "https://captive.example/"}}, BadAnswer),
        ({"status": 401, "body": '{"error": "invalid_client"}'}, Unauthorised),
        ({"status": 200, "body": "<html>"}, BadAnswer),
    ],
)
async def test_an_exchange_that_fails_is_not_signed_out(sim, signed_in, vault, fault, kind):
    sim.world.advance(7171)
    before = vault.token
    sim.faults.add("/oauth/token", **fault)
    with pytest.raises(kind) as caught:
        await signed_in.read("events", None, Context())
    assert not isinstance(caught.value, SignedOut)
    assert vault.token == before
    sim.faults.clear()
    await signed_in.read("events", None, Context())
    assert [each.accepted for each in sim.tokens.refreshes] == [True]


async def test_a_server_that_does_not_rotate_leaves_the_refresh_token(sim, signed_in, vault):
    before = vault.token
    access = sim.tokens.for_client(sim.clock.now()).access
    sim.faults.add("/oauth/token", status=200, body=f'{{"access_token": "{access}", "expires_in": "3600"}}')
    sim.world.advance(7171)
    await signed_in.read("events", None, Context())
    assert vault.token == Token(Secret(access), sim.clock.now() + timedelta(seconds=3570), before.refresh)


async def test_nothing_that_is_printed_of_a_sign_in_shows_its_tokens(sim, signed_in, vault):
    tokens = signed_in._api._tokens
    told = f"{vars(tokens)!r}{vault.token!r}{sim.tokens.refreshes!r}{sim.requests!r}"
    sim.world.advance(7171)
    echo = f"{CLIENT_SECRET} {vault.token.refresh.reveal()}"
    sim.faults.add("/oauth/token", status=400, body=f'{{"error": "invalid_request", "error_description": "{echo}"}}')
    with pytest.raises(Unauthorised, match="invalid_request") as caught:
        await signed_in.read("events", None, Context())
    shown = f"{told}{caught.value!r}{caught.value.__context__!r}"
    for secret in (CLIENT_SECRET, vault.token.access.reveal(), vault.token.refresh.reveal()):
        assert secret not in shown
