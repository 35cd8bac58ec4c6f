"""Tedee's OAuth server (tedee-facts 1.2, 1.3; RFC 6749, 7636)."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from lockdash.simulator.tedee.tokens import CLIENT_ID, PREFIX

CALLBACK = "http://127.0.0.1:8976/callback"
VERIFIER = "v" * 43
HASHED = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
SCOPE = f"{PREFIX}user_impersonation {PREFIX}Device.Read offline_access"
ASKED = {
    "response_type": "code",
    "client_id": CLIENT_ID,
    "redirect_uri": CALLBACK,
    "scope": SCOPE,
    "state": "xyz",
    "code_challenge": HASHED,
    "code_challenge_method": "s256",
}


def authorize(sim, **query):
    asked = {name: value for name, value in (ASKED | query).items() if value is not None}
    return httpx.get(f"{sim.tedee_auth_url}/authorize", params=asked, timeout=30)


def sent_back(sim, **query):
    answer = authorize(sim, **query)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(CALLBACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def token(sim, **form):
    own = {"client_id": CLIENT_ID, "redirect_uri": CALLBACK}
    sent = {name: value for name, value in (own | form).items() if value is not None}
    return httpx.post(f"{sim.tedee_auth_url}/token", data=sent, timeout=30)


def exchange(sim, code=None, **form):
    code = code or sent_back(sim)["code"]
    return token(sim, **{"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER} | form)


def refresh(sim, refresh_token, **form):
    return token(sim, **{"grant_type": "refresh_token", "refresh_token": refresh_token, "scope": SCOPE} | form)


def status(sim, access, path="lock"):
    url = f"{sim.tedee_url}/api/v37/my/{path}"
    return httpx.get(url, headers={"Authorization": f"Bearer {access}"}, timeout=30).status_code


def refusal(answer):
    return answer.status_code, answer.json()["error"]


def test_the_browser_is_sent_back_with_code_and_state(sim):
    assert set(sent_back(sim)) == {"code", "state"}
    assert sent_back(sim)["state"] == "xyz"


def test_a_code_gives_tokens_whose_life_is_in_quotes(sim):
    answer = exchange(sim)
    body = answer.json()
    assert set(body) == {"access_token", "token_type", "expires_in", "refresh_token", "refresh_token_expires_in"}
    assert (body["expires_in"], body["refresh_token_expires_in"]) == ("3600", 1209600)
    assert answer.headers["Cache-Control"] == "no-store"
    assert status(sim, body["access_token"]) == 200


def test_a_proof_may_be_plain(sim):
    for challenge in ({"code_challenge_method": "plain"}, {"code_challenge_method": None}):
        code = sent_back(sim, code_challenge=VERIFIER, **challenge)["code"]
        assert exchange(sim, code).status_code == 200


@pytest.mark.parametrize("verifier", ["w" * 43, HASHED, "v" * 42, "v" * 44, "ä" * 43])
def test_a_code_is_of_no_use_without_its_proof(sim, verifier):
    assert refusal(exchange(sim, code_verifier=verifier)) == (400, "invalid_grant")


def test_a_long_verifier_is_none_for_s256(sim):
    verifier = "v" * 64
    hashed = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    code = sent_back(sim, code_challenge=hashed)["code"]
    assert refusal(exchange(sim, code, code_verifier=verifier)) == (400, "invalid_grant")


def test_a_code_is_for_one_use_one_redirect_and_ten_minutes(sim):
    code = sent_back(sim)["code"]
    assert exchange(sim, code).status_code == 200
    assert refusal(exchange(sim, code)) == (400, "invalid_grant")
    assert refusal(exchange(sim, redirect_uri="http://127.0.0.1:1/callback")) == (400, "invalid_grant")
    late = sent_back(sim)["code"]
    sim.world.advance(600)
    assert refusal(exchange(sim, late)) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge_method": "md5"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"scope": None}, "invalid_request"),
        ({"scope": f"{PREFIX}Device.Read"}, "invalid_scope"),
        ({"scope": f"{PREFIX}user_impersonation Device.Read"}, "invalid_scope"),
        ({"scope": f"{PREFIX}user_impersonation {PREFIX}Organization.Read"}, "invalid_scope"),
    ],
)
def test_what_cannot_be_asked_for_is_told_to_the_application(sim, query, error):
    told = sent_back(sim, **query)
    assert (told["error"], told["state"]) == (error, "xyz")
    assert "code" not in told


def test_a_stranger_is_never_sent_anywhere(sim):
    for query in ({"client_id": "somebody"}, {"redirect_uri": "https://evil.example/"}, {"redirect_uri": None}):
        assert authorize(sim, **query).status_code == 400
    sim.tedee.tokens.redirects.add("https://evil.example/")
    assert authorize(sim, redirect_uri="https://evil.example/").status_code == 302


def test_a_user_who_says_no(sim):
    sim.tedee.tokens.consent.deny(2)
    assert [sent_back(sim).get("error") for _ in range(3)] == ["access_denied", "access_denied", None]


def test_only_what_was_granted_is_admitted(sim):
    access = exchange(sim).json()["access_token"]
    assert status(sim, access, "lock/sync") == 200
    assert status(sim, access, "deviceactivity?deviceId=40101") == 403
    assert status(sim, access, "device/40101/access") == 403


def test_a_token_ends_and_another_is_had_for_the_refresh_token(sim):
    first = exchange(sim).json()
    sim.world.advance(3600)
    assert status(sim, first["access_token"]) == 401
    second = refresh(sim, first["refresh_token"]).json()
    assert status(sim, second["access_token"]) == 200
    assert refresh(sim, first["refresh_token"]).status_code == 200, "that it ends is not documented"
    sim.world.advance(14 * 86400)
    assert refusal(refresh(sim, second["refresh_token"])) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"scope": None}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"redirect_uri": "https://evil.example/"}, "invalid_request"),
        ({"refresh_token": "none"}, "invalid_grant"),
        ({"scope": f"{SCOPE} {PREFIX}Lock.Operate"}, "invalid_scope"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": None}, "invalid_request"),
    ],
)
def test_a_refresh_that_is_refused(sim, form, error):
    issued = exchange(sim).json()["refresh_token"]
    sent = {"grant_type": "refresh_token", "refresh_token": issued, "scope": SCOPE} | form
    assert refusal(token(sim, **sent)) == (400, error)


def test_no_refresh_token_without_offline_access(sim):
    code = sent_back(sim, scope=f"{PREFIX}user_impersonation {PREFIX}Device.Read")["code"]
    assert "refresh_token" not in exchange(sim, code).json()


def test_an_application_with_a_secret_has_to_tell_it(sim):
    sim.tedee.tokens.client_secret = "xyzzy"
    assert refusal(exchange(sim)) == (401, "invalid_client")
    assert exchange(sim, client_secret="xyzzy").status_code == 200
    assert refusal(exchange(sim, client_secret="xyzzy", client_id="somebody")) == (401, "invalid_client")


def test_rights_that_are_taken_away(sim):
    issued = exchange(sim).json()
    sim.tedee.tokens.revoke_all()
    assert status(sim, issued["access_token"]) == 401
    assert refusal(refresh(sim, issued["refresh_token"])) == (400, "invalid_grant")


def test_the_key_and_tokens_of_others_do_not_mix(sim, tedee):
    access = exchange(sim).json()["access_token"]
    sim.tedee.scopes = frozenset()
    assert tedee.get("lock").status_code == 403
    assert status(sim, access) == 200
    assert status(sim, sim.tedee.key) == 401
    assert status(sim, "none") == 401


def test_tokens_are_not_printed(sim):
    now = sim.clock.now()
    code = sent_back(sim)["code"]
    issued = sim.tedee.tokens.for_code(code, CALLBACK, VERIFIER, now)
    for secret in (code, issued.access, issued.refresh):
        assert secret not in f"{issued!r}{sim.requests!r}"
