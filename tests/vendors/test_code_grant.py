"""Where a sign-in begins and what comes back of it: only the right answer gives a code, and the others say why."""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lockdash.domain.secret import MASK
from lockdash.vendors import code_grant
from lockdash.vendors.base import OAuthClient
from lockdash.vendors.errors import SignInError
from lockdash.vendors.signing import OUT_OF_BAND, SignIn

STATE = "st4te-of-this-sign-in"
CODE = "1/c0de-that-0pens_it."
CALLBACK = "http://127.0.0.1:8976/callback"
CLIENT = OAuthClient(
    vendor="Acme", address="http://127.0.0.1:1", path="/token", client_id="a b&c", remedy="compare ids"
)
SIGN_IN = SignIn(client=CLIENT, authorize="http://127.0.0.1:1/authorize")
WITH_PROOF = SignIn(
    client=CLIENT, authorize="https://acme.example/authorize", scopes=("https://acme.example/x", "y"), challenge="s256"
)

CODES = some.text(some.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=300)
STATES = some.text(min_size=1, max_size=60).filter(lambda text: text.isprintable() and not text.isspace())


def _back(redirect=CALLBACK, **answer):
    return f"{redirect}?{urlencode({'code': CODE, 'state': STATE} | answer)}"


def _answered(typed, state=STATE):
    return code_grant.answered(SIGN_IN, typed, state).reveal()


def _refusal(typed, state=STATE):
    with pytest.raises(SignInError) as caught:
        code_grant.answered(SIGN_IN, typed, state)
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None, "nothing beneath it quotes what was typed"
    return error


def _query(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def test_the_address_that_begins_it():
    address = code_grant.address(SIGN_IN, CALLBACK, STATE, None)
    assert address.startswith("http://127.0.0.1:1/authorize?"), "the simulator is had by http"
    assert _query(address) == {
        "response_type": "code",
        "client_id": "a b&c",
        "redirect_uri": CALLBACK,
        "state": STATE,
    }


def test_the_proof_of_who_began_it():
    verifier = code_grant.new_verifier(WITH_PROOF)
    query = _query(code_grant.address(WITH_PROOF, OUT_OF_BAND, STATE, verifier))
    digest = hashlib.sha256(verifier.reveal().encode()).digest()
    assert query["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert query["code_challenge_method"] == "s256"
    assert query["scope"] == "https://acme.example/x y"
    assert verifier.reveal() not in str(query)
    assert len(verifier.reveal()) == 43


def test_nothing_of_it_is_used_twice():
    assert code_grant.new_verifier(SIGN_IN) is None
    assert len({code_grant.new_verifier(WITH_PROOF) for _ in range(20)}) == 20
    assert len({code_grant.new_state() for _ in range(20)}) == 20


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        f"  {CODE}\r\n",
        f"{CODE[:7]}\n   {CODE[7:]}",
        _back(),
        f"\n\t {_back()} \n\n",
        _back().removeprefix("http://"),
        _back().partition("?")[2],
        f"?{_back().partition('?')[2]}",
        f"{_back()[:40]}\n{_back()[40:60]} \r\n   {_back()[60:]}",
        f"{_back()}#fragment",
        f"{CALLBACK}?state={STATE}&code={CODE}&session_state=x",
        _back("https://my.example/back?from=lockdash").replace("?code", "&code"),
    ],
)
def test_what_the_user_may_paste(typed):
    assert _answered(typed) == CODE


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "nothing was given"),
        (" \n\t\r\n ", "nothing was given"),
        ("x" * 10_000, "too long"),
        ("lorem ipsum " * 900, "too long"),
        ("the page says no", "neither an address nor a code"),
        ("c\x1b[31mode", "neither an address nor a code"),
        ("co\x00de", "neither an address nor a code"),
        ("c\u200bode", "neither an address nor a code"),
        ("\ud800", "neither an address nor a code"),
        (CALLBACK, "no code"),
        ("127.0.0.1:8976/callback", "no code"),
        (f"{CALLBACK}?", "no code"),
        (f"{CALLBACK}?state={STATE}", "no code"),
        (f"{CALLBACK}?code=&state={STATE}", "no code"),
        (f"{CALLBACK}?code=%00&state={STATE}", "neither an address nor a code"),
        (code_grant.address(SIGN_IN, CALLBACK, STATE, None), "at which the sign-in begins"),
        (code_grant.address(SIGN_IN, CALLBACK, "older", None), "at which the sign-in begins"),
        (_back(state="of-another"), "another sign-in"),
        (_back(state=f"{STATE}x"), "another sign-in"),
        (_back(state=STATE.upper()), "another sign-in"),
        (_back(error="access_denied", state="of-another"), "another sign-in"),
        (f"{CALLBACK}?code={CODE}", "holds no state"),
        (f"code={CODE}", "holds no state"),
        (f"{CALLBACK}?code={CODE}&state=", "holds no state"),
    ],
)
def test_what_gives_no_code_says_why_and_may_be_tried_again(typed, said):
    error = _refusal(typed)
    assert said in str(error)
    assert error.again
    assert error.remedy
    for secret in (CODE, STATE, "of-another"):
        assert secret not in f"{error!r}{error}{error.remedy}"


@pytest.mark.parametrize("trick", ["#&error=x", "&error=#", "%23&error=x", ";error=x", "&error=", "\n#&error=x"])
def test_a_code_of_nobody_knows_whom_comes_through_by_no_trick(trick):
    for typed in (f"code={CODE}{trick}", f"{CALLBACK}?code={CODE}{trick}"):
        assert CODE not in str(_refusal(typed))


@pytest.mark.parametrize(
    "typed",
    [
        f"{CALLBACK}?error=access_denied&error_description=The+user+said+%22no%22.&state={STATE}",
        "error=access_denied&error_description=The+user+said+%22no%22.",
    ],
)
def test_consent_that_is_denied(typed):
    error = _refusal(typed)
    assert str(error) == 'Acme was told not to let lockdash in: The user said "no" (access_denied)'
    assert not error.again


def test_a_refusal_of_the_application_is_quoted_safely():
    told = f"Bad [link=x]scope[/] \x1b[31mof {STATE} {'long ' * 200}"
    error = _refusal(_back(error="invalid_scope", error_description=told))
    assert str(error).startswith(f"Acme refuses the sign-in: Bad [link=x]scope[/] of {MASK} long")
    assert len(str(error)) < 300
    assert error.remedy == "compare ids"
    assert not error.again
    assert "odd" in str(_refusal(_back(error="odd")))


@given(CODES, STATES)
def test_any_code_and_state_come_through_an_address(code, state):
    query = urlencode({"code": code, "state": state})
    for typed in (f"{CALLBACK}?{query}", query, f"localhost:1/?x=y&{query}"):
        assert _answered(typed, state) == code
    if code.isalnum():
        assert _answered(code, state) == code


@given(CODES, STATES, some.lists(some.integers(0, 400), max_size=5), some.sampled_from(["\n", "\r\n", " \n  ", "\n\n"]))
def test_however_a_terminal_breaks_the_address(code, state, places, ending):
    typed = f"{CALLBACK}?{urlencode({'code': code, 'state': state})}"
    for place in places:
        typed = f"{typed[:place]}{ending}{typed[place:]}"
    assert _answered(typed, state) == code


@given(
    some.one_of(
        some.text(max_size=400),
        some.text(alphabet="code=state&error?#%/:;+ \n\x1b1a\ud800", max_size=80),
        some.binary(max_size=200).map(lambda data: data.decode("latin-1")),
    ),
    some.booleans(),
)
def test_whatever_is_typed_gives_a_code_or_a_reason(typed, in_an_address):
    if in_an_address:
        typed = f"{CALLBACK}?{typed}"
    found = None
    with suppress(SignInError):
        found = code_grant.answered(SIGN_IN, typed, STATE)
    if found is not None:
        assert not in_an_address, "without the state"
        assert found.reveal() in "".join(typed.split())
        assert all("!" <= char <= "~" for char in found.reveal())
