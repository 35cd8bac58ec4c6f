"""Codes and tokens at both vendors' token endpoints, over real HTTP: exchanged, refused, lost, given back."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest

from lockdash.domain.secret import MASK, Secret
from lockdash.simulator.server import CLIENT_SECRET
from lockdash.vendors import code_grant, oauth
from lockdash.vendors.errors import (
    BadAnswer,
    RateLimited,
    SignInError,
    Unauthorised,
    Unreachable,
    VendorError,
    VendorFault,
)
from tests.vendors.signing_in import (
    CALLBACK,
    PATIENCE,
    Going,
    by_page,
    opened,
    remotelock_sign_in,
    tedee_sign_in,
    until_its_end,
)

BOTH = pytest.mark.parametrize("made", [remotelock_sign_in, tedee_sign_in])


def _is_let_in(sim, token):
    """Whether the API of RemoteLock takes it."""
    return sim.tokens.admits(f"Bearer {token.access.reveal()}", sim.clock.now())


async def test_a_sign_in_by_a_browser_that_comes_back(sim):
    token = await Going(sim, remotelock_sign_in(sim)).token()
    assert _is_let_in(sim, token)
    assert until_its_end(token, sim) == timedelta(seconds=7170)
    fresh = await oauth.for_refresh(remotelock_sign_in(sim).client, token.refresh, sim.clock.now, PATIENCE)
    assert fresh.refresh != token.refresh


async def test_a_sign_in_by_a_code_that_is_copied_from_a_page(sim):
    going = by_page(sim)
    assert _is_let_in(sim, await going.token(going.code(f"  {opened(going.address)}\n")))


async def test_a_sign_in_with_proof_of_who_began_it(sim):
    token = await Going(sim, tedee_sign_in(sim)).token()
    granted = sim.tedee.tokens.scopes(f"Bearer {token.access.reveal()}", sim.clock.now())
    assert {"Device.Read", "Lock.Operate", "user_impersonation", "offline_access"} <= granted
    assert "Account.Read" not in granted, "a sign-in has no key whose end could be looked up"
    assert until_its_end(token, sim) == timedelta(seconds=3570), "its life is told in quotes"
    fresh = await oauth.for_refresh(tedee_sign_in(sim).client, token.refresh, sim.clock.now, PATIENCE)
    assert fresh.access != token.access


async def test_an_application_with_a_secret(sim):
    sim.tedee.tokens.client_secret = "only-tedee-knows"
    assert (await Going(sim, tedee_sign_in(sim, " only-tedee-knows\n")).token()).refresh is not None
    with pytest.raises(Unauthorised, match="invalid_client"):
        await Going(sim, tedee_sign_in(sim)).token()


@BOTH
async def test_a_code_that_has_expired(sim, made):
    going = Going(sim, made(sim))
    code = going.code()
    sim.world.advance(601)
    await _refused(going, code)


@BOTH
async def test_a_code_that_was_used_before(sim, made):
    going = Going(sim, made(sim))
    code = going.code()
    await going.token(code)
    await _refused(going, code)


@BOTH
async def test_a_code_of_another_redirect(sim, made):
    going = Going(sim, made(sim))
    await _refused(going, going.code(), redirect=code_grant.loopback(9999))


async def test_a_code_that_somebody_else_began_to_get(sim):
    theirs, ours = Going(sim, tedee_sign_in(sim)), Going(sim, tedee_sign_in(sim))
    await _refused(ours, theirs.code())


async def _refused(going, code, **options):
    with pytest.raises(SignInError) as caught:
        await going.token(code, **options)
    assert "older than 10 minutes, was used before, or belongs to another redirect" in str(caught.value)
    assert caught.value.again
    assert (await going.token()).refresh is not None, "the next code is as good as ever"


@BOTH
async def test_consent_that_is_denied(sim, made):
    sim.tokens.consent.deny()
    sim.tedee.tokens.consent.deny()
    going = Going(sim, made(sim))
    with pytest.raises(SignInError, match=r"told not to let lockdash in: .* \(access_denied\)") as caught:
        going.code()
    assert not caught.value.again
    assert (await going.token()).refresh is not None, "who thinks better of it opens the address again"


def test_consent_that_is_denied_on_the_page(sim):
    sim.tokens.consent.deny()
    assert "access_denied" in httpx.get(by_page(sim).address).text


@BOTH
def test_the_answer_to_another_sign_in(sim, made):
    brought = opened(Going(sim, made(sim)).address)
    with pytest.raises(SignInError, match="another sign-in"):
        Going(sim, made(sim)).code(brought)


async def test_a_wrong_client_secret(sim):
    going = Going(sim, remotelock_sign_in(sim, "wr0ng-secret"))
    with pytest.raises(Unauthorised, match="invalid_client") as caught:
        await going.token()
    assert not isinstance(caught.value, SignInError)
    assert "id and secret" in caught.value.remedy
    assert "wr0ng" not in f"{caught.value!r}"


def test_a_scope_that_the_application_does_not_have(sim):
    with pytest.raises(SignInError, match="invalid_scope") as caught:
        Going(sim, tedee_sign_in(sim, scopes=("Organization.Read",))).code()
    assert "scopes" in caught.value.remedy


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 500}, VendorFault),
        ({"status": 503, "body": '{"error": "invalid_grant"}'}, VendorFault),
        ({"status": 404}, BadAnswer),
        ({"status": 302, "headers": {"location": "https://captive.example/"}}, BadAnswer),
        ({"status": 200, "body": "<html>"}, BadAnswer),
        ({"status": 200, "body": '{"access_token": ""}'}, BadAnswer),
        ({"mangle": "cut_json"}, BadAnswer),
        ({"mangle": "list"}, BadAnswer),
        ({"cut": True}, Unreachable),
    ],
)
async def test_an_endpoint_that_does_not_answer_may_have_used_the_code_up(sim, fault, kind):
    going = by_page(sim)
    code = going.code()
    sim.faults.add("/oauth/token", **fault)
    with pytest.raises(kind) as caught:
        await going.token(code)
    assert not isinstance(caught.value, SignInError)
    assert "the code may be used up: begin the sign-in again" in caught.value.remedy


async def test_an_endpoint_that_is_silent(sim):
    going = by_page(sim)
    sim.faults.add("/oauth/token", delay=PATIENCE)
    with pytest.raises(Unreachable, match="in time") as caught:
        await going.token(limit=0.3)
    assert "used up" in caught.value.remedy


async def test_an_endpoint_that_is_down_has_not_used_the_code_up(sim):
    going = by_page(sim)
    code = going.code()
    going.sign_in = remotelock_sign_in(sim, auth_url="http://127.0.0.1:1")
    with pytest.raises(Unreachable) as caught:
        await going.token(code)
    assert "used up" not in caught.value.remedy
    going.sign_in = remotelock_sign_in(sim)
    assert _is_let_in(sim, await going.token(code))


async def test_too_many_requests_are_none_of_the_codes_fault(sim):
    sim.faults.add("/oauth/token", status=429, times=1)
    going = by_page(sim)
    code = going.code()
    with pytest.raises(RateLimited):
        await going.token(code)
    assert _is_let_in(sim, await going.token(code))


@pytest.mark.parametrize("status", [400, 401, 403, 418, 500])
@pytest.mark.parametrize("errand", ["code", "refresh", "revoke"])
async def test_no_error_or_log_tells_a_secret(sim, caplog, status, errand):
    """Not even where the vendor quotes them all."""
    going = Going(sim, tedee_sign_in(sim, "s3cret-of-the-application"))
    code, token = going.code(), Secret("t0ken-of-the-user")
    caplog.clear()  # the browser tells all it knows
    caplog.set_level(logging.DEBUG)
    asked, own = {
        "code": (lambda: going.token(code), [code, going.verifier]),
        "refresh": (lambda: oauth.for_refresh(going.sign_in.client, token, sim.clock.now, PATIENCE), [token]),
        "revoke": (lambda: oauth.revoke(going.sign_in.client, "/token", token, sim.clock.now, PATIENCE), [token]),
    }[errand]
    known = [each.reveal() for each in (*own, going.sign_in.client.client_secret)]
    echo = msgspec.json.encode({"error": "odd", "error_description": " ".join(known)}).decode()
    sim.faults.add("/token", status=status, body=echo)
    with pytest.raises(VendorError, match=MASK) as caught:
        await asked()
    said = f"{caught.value!r}{caught.value.remedy}{''.join(traceback.format_exception(caught.value))}"
    for secret in (*known, going.state):
        assert secret not in said + caplog.text + repr(going.sign_in)


async def test_tokens_are_given_back(sim):
    client = remotelock_sign_in(sim).client
    token = await by_page(sim).token()
    for each in (token.access, token.refresh, token.access, Secret("1/none")):
        await oauth.revoke(client, "/oauth/revoke", each, sim.clock.now, PATIENCE)
    assert not _is_let_in(sim, token)
    with pytest.raises(VendorError, match="ended the sign-in"):
        await oauth.for_refresh(client, token.refresh, sim.clock.now, PATIENCE)


async def test_tokens_that_cannot_be_given_back(sim):
    sim.faults.add("/oauth/revoke", status=503)
    with pytest.raises(VendorFault):
        await oauth.revoke(
            remotelock_sign_in(sim).client, "/oauth/revoke", Secret("1/any-token"), sim.clock.now, PATIENCE
        )
    sim.faults.clear()
    with pytest.raises(Unauthorised, match="invalid_client") as caught:
        await oauth.revoke(
            remotelock_sign_in(sim, "wrong").client, "/oauth/revoke", Secret("1/any-token"), sim.clock.now, PATIENCE
        )
    assert caught.value.remedy


def test_what_the_address_of_each_vendor_asks(sim):
    query = parse_qs(urlsplit(Going(sim, remotelock_sign_in(sim)).address).query)
    assert set(query) == {"response_type", "client_id", "redirect_uri", "state"}, "no scope, no proof: reference, 1.1"
    going = Going(sim, tedee_sign_in(sim, scopes=("Device.Read",)))
    query = {name: values[0] for name, values in parse_qs(urlsplit(going.address).query).items()}
    prefix = "https://tedee.onmicrosoft.com/api/"
    assert query["scope"] == f"{prefix}Device.Read {prefix}user_impersonation offline_access"
    assert query["code_challenge_method"] == "s256"
    assert query["redirect_uri"] == CALLBACK
    assert CLIENT_SECRET not in str(query)
