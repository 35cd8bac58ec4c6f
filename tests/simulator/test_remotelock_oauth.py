"""RemoteLock's tokens (reference, "Authentication"; RFC 6749; remotelock-facts, "Authentication and errors")."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET
from tests.simulator.conftest import token

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
CALLBACK = "http://127.0.0.1:8976/callback"


def authorize(sim, redirect=OUT_OF_BAND, **query):
    asked = {"client_id": CLIENT_ID, "response_type": "code", "redirect_uri": redirect} | query
    return httpx.get(f"{sim.remotelock_auth_url}/oauth/authorize", params=asked)


def code(sim):
    return re.search(r'id="authorization_code">([^<]+)<', authorize(sim).text)[1]


def signed_in(sim):
    return token(sim, grant_type="authorization_code", code=code(sim), redirect_uri=OUT_OF_BAND).json()


def status(sim, access):
    return httpx.get(f"{sim.remotelock_api_url}/account", headers={"Authorization": f"Bearer {access}"}).status_code


def test_client_credentials_give_an_access_token_and_no_refresh_token(sim):
    answer = token(sim, grant_type="client_credentials")
    assert set(answer.json()) == {"access_token", "expires_in", "token_type"}
    assert (answer.json()["expires_in"], answer.json()["token_type"]) == (7200, "Bearer")
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_access_token_lives_for_7200_s(sim):
    access = token(sim, grant_type="client_credentials").json()["access_token"]
    sim.world.advance(7199)
    assert status(sim, access) == 200
    sim.world.advance(1)
    assert status(sim, access) == 403


def test_earlier_servers_answer_401_for_the_token(sim):
    sim.tokens.invalid_status = 401
    answer = httpx.get(f"{sim.remotelock_api_url}/account", headers={"Authorization": "Bearer none"})
    assert answer.status_code == 401
    assert set(answer.json()) == {"message", "type"}


def test_a_code_from_the_page_is_exchanged_once(sim):
    issued = code(sim)
    first = token(sim, grant_type="authorization_code", code=issued, redirect_uri=OUT_OF_BAND)
    assert set(first.json()) == {"access_token", "expires_in", "token_type", "refresh_token"}
    second = token(sim, grant_type="authorization_code", code=issued, redirect_uri=OUT_OF_BAND)
    assert (second.status_code, second.json()["error"]) == (400, "invalid_grant")


def test_a_code_lives_for_10_minutes(sim):
    issued = code(sim)
    sim.world.advance(600)
    late = token(sim, grant_type="authorization_code", code=issued, redirect_uri=OUT_OF_BAND)
    assert late.json()["error"] == "invalid_grant"


def test_a_code_counts_only_for_its_redirect(sim):
    other = token(sim, grant_type="authorization_code", code=code(sim), redirect_uri=CALLBACK)
    assert other.json()["error"] == "invalid_grant"


def test_the_browser_is_sent_back_with_code_and_state(sim):
    answer = authorize(sim, CALLBACK, state="xyz")
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (answer.status_code, query["state"]) == (302, ["xyz"])
    issued = token(sim, grant_type="authorization_code", code=query["code"][0], redirect_uri=CALLBACK)
    assert status(sim, issued.json()["access_token"]) == 200


def test_a_stranger_is_never_sent_anywhere(sim):
    assert authorize(sim, CALLBACK, client_id="somebody").status_code == 401
    assert authorize(sim, "https://evil.example/").status_code == 400


def test_the_users_own_machine_is_a_redirect_at_any_port_and_what_is_registered(sim):
    for redirect in ("http://localhost:1/x", "http://[::1]:65535/", "http://127.0.0.1/callback"):
        assert authorize(sim, redirect).status_code == 302
    for redirect in ("ftp://127.0.0.1/", "http://127.0.0.1.evil.example/", "https://my.example/back"):
        assert authorize(sim, redirect).status_code == 400
    sim.tokens.redirects.add("https://my.example/back")
    assert authorize(sim, "https://my.example/back").headers["Location"].startswith("https://my.example/back?code=")


def test_a_user_who_says_no(sim):
    sim.tokens.consent.deny()
    query = parse_qs(urlsplit(authorize(sim, CALLBACK, state="xyz").headers["Location"]).query)
    assert (query["error"], query["state"], "code" in query) == (["access_denied"], ["xyz"], False)
    sim.tokens.consent.deny(2)
    assert ["access_denied" in authorize(sim).text for _ in range(3)] == [True, True, False]


def test_a_refresh_token_works_once_and_its_successor_then(sim):
    first = signed_in(sim)
    second = token(sim, grant_type="refresh_token", refresh_token=first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    again = token(sim, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    third = token(sim, grant_type="refresh_token", refresh_token=second["refresh_token"]).json()
    assert status(sim, third["access_token"]) == 200


def test_what_was_presented_is_known_but_not_in_the_request_log(sim):
    first = signed_in(sim)["refresh_token"]
    for _ in range(2):
        token(sim, grant_type="refresh_token", refresh_token=first)
    assert [(each.token, each.at, each.accepted) for each in sim.tokens.refreshes] == [
        (first, sim.clock.now(), True),
        (first, sim.clock.now(), False),
    ]
    assert first not in f"{sim.requests!r}{sim.tokens.refreshes!r}"


def test_the_life_of_access_tokens_can_be_set(sim):
    sim.tokens.access_life = timedelta(seconds=5)
    issued = token(sim, grant_type="client_credentials").json()
    assert issued["expires_in"] == 5
    sim.world.advance(4)
    assert status(sim, issued["access_token"]) == 200
    sim.world.advance(1)
    assert status(sim, issued["access_token"]) == 403


def test_a_grant_can_be_made_and_its_answer_lost(sim):
    first = signed_in(sim)
    sim.tokens.lag = 30.0
    form = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "refresh_token"}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"{sim.remotelock_auth_url}/oauth/token",
            data=form | {"refresh_token": first["refresh_token"]},
            timeout=0.3,
        )
    assert [each.accepted for each in sim.tokens.refreshes] == [True]
    sim.tokens.lag = 0.0
    assert token(sim, grant_type="refresh_token", refresh_token=first["refresh_token"]).status_code == 400


def test_revoking_ends_a_token_at_once(sim):
    pair = signed_in(sim)
    own = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    for kind in ("access_token", "refresh_token"):
        answer = httpx.post(f"{sim.remotelock_auth_url}/oauth/revoke", data=own | {"token": pair[kind]})
        assert answer.status_code == 200
    assert status(sim, pair["access_token"]) == 403
    assert token(sim, grant_type="refresh_token", refresh_token=pair["refresh_token"]).status_code == 400


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"grant_type": "client_credentials", "client_secret": "wrong"}, (401, "invalid_client")),
        ({"grant_type": "client_credentials", "client_id": "wrong"}, (401, "invalid_client")),
        ({"grant_type": "password"}, (400, "unsupported_grant_type")),
        ({}, (400, "invalid_request")),
        ({"grant_type": "refresh_token"}, (400, "invalid_request")),
        ({"grant_type": "refresh_token", "refresh_token": "1/none"}, (400, "invalid_grant")),
    ],
)
def test_errors_are_those_of_rfc_6749(sim, form, expected):
    answer = token(sim, **form)
    assert (answer.status_code, answer.json()["error"]) == expected
    assert set(answer.json()) == {"error", "error_description"}


def test_the_secret_may_come_by_basic_authentication(sim):
    url = f"{sim.remotelock_auth_url}/oauth/token"
    answer = httpx.post(url, data={"grant_type": "client_credentials"}, auth=(CLIENT_ID, CLIENT_SECRET))
    assert answer.status_code == 200


def test_json_is_not_understood_by_the_token_endpoint(sim):
    form = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    assert httpx.post(f"{sim.remotelock_auth_url}/oauth/token", json=form).json()["error"] == "invalid_request"
