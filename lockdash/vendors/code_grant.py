"""The authorization code grant (RFC 6749, 4.1; RFC 7636) up to the code: where a sign-in begins, and what the browser
brings back of it. `oauth` then exchanges the code.
"""

from __future__ import annotations

import re
import secrets
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lockdash.domain.secret import MASK, Secret
from lockdash.domain.text import clean
from lockdash.vendors.errors import SignInError
from lockdash.vendors.oauth_library import SECURE, library
from lockdash.vendors.signing import SignIn

_VERIFIER_LENGTH = 43  # as Tedee wants it for SHA-256, and the shortest that RFC 7636 allows
_LONGEST = 8192  # characters; an address with a code that is a signed token has two thousand
_WORDS_LIMIT = 200

_BROKEN_LINE = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_CODE = re.compile(r"[!-~]+")
_HERE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])([:/]|$)")
_QUERY = re.compile(r"(code|state|error|error_description)=")

_HOW = "paste the whole address that the browser was sent to, or the code that the page shows"
_BEGIN_AGAIN = "begin the sign-in again, and open the address that it shows"


def new_state() -> str:
    """Return what tells the answer to one sign-in from those to all others (RFC 6749, 10.12)."""
    return secrets.token_urlsafe(24)


def new_verifier(sign_in: SignIn) -> Secret | None:
    """Return what proves that whoever brings the code has begun the sign-in, None where the vendor knows no PKCE."""
    if sign_in.challenge is None:
        return None
    return Secret(library().WebApplicationClient("").create_code_verifier(_VERIFIER_LENGTH))


def loopback(port: int | None = None) -> str:
    """Return the redirect to this machine. Without a port it stands for all of them, which a server must take for one
    (RFC 8252, 7.3). Not `localhost`, which may be another machine (8.3)."""
    return f"http://127.0.0.1{'' if port is None else f':{port}'}/callback"


def address(sign_in: SignIn, redirect: str, state: str, verifier: Secret | None) -> str:
    """Return the address that the user opens in a browser."""
    asker = library().WebApplicationClient(sign_in.client.client_id)
    proof: dict[str, str] = {}
    if verifier is not None and sign_in.challenge is not None:
        challenge = asker.create_code_challenge(verifier.reveal(), "S256")
        proof = {"code_challenge": challenge, "code_challenge_method": sign_in.challenge}
    asked = asker.prepare_request_uri(
        SECURE, redirect_uri=redirect, scope=list(sign_in.scopes) or None, state=state, **proof
    )
    return f"{sign_in.authorize}?{urlsplit(asked).query}"


def answered(sign_in: SignIn, typed: str, state: str) -> Secret:
    """Return the code in what came back: the address that the browser was sent to, with or without its beginning, or
    the code itself, as a terminal may have broken it into lines. Only a bare code needs no `state`.

    Raises SignInError: nothing of it is quoted but the words of the vendor's own refusal.
    """
    text = _joined(typed)
    query = _query(text)
    if query is None:
        return _code(text)
    given = dict(parse_qsl(query))
    # A refusal may come without a state: it gives nobody anything.
    expected = None if "error" in given and "state" not in given else state
    try:
        found = library().WebApplicationClient("").parse_request_uri_response(f"{SECURE}?{query}", state=expected)
    except library().OAuth2Error as error:
        refused = error
    else:
        return _code(found["code"])
    raise _explained(refused, given, sign_in, state)


def _joined(typed: str) -> str:
    if len(typed) > _LONGEST:
        raise SignInError("that is too long for an address or a code", remedy=_HOW, again=True)
    text = _BROKEN_LINE.sub("", typed.strip())
    if not text:
        raise SignInError("nothing was given", remedy=_HOW, again=True)
    return text


def _query(text: str) -> str | None:
    """Return the query of an address, the text itself if it looks like one, None for what can only be a code."""
    # No address holds blanks: they come from the edge of a terminal.
    whole = "".join(text.split()).partition("#")[0]
    if "?" in text or "://" in text or _HERE.match(text):
        return whole.partition("?")[2]
    return whole if _QUERY.match(text) else None


def _code(text: str) -> Secret:
    """RFC 6749, A.11, without the blank, which no vendor has in its codes and sentences have."""
    if _CODE.fullmatch(text) is None:
        raise SignInError("that is neither an address nor a code: a code is one word", remedy=_HOW, again=True)
    return Secret(text)


def _explained(refused: Any, given: dict[str, str], sign_in: SignIn, state: str) -> SignInError:
    """Return what the library does not like about an address, in words."""
    if "code" not in given and "error" not in given:
        return _no_code(given)
    if refused.error == "mismatching_state" and "state" not in given:
        said = "this address holds no state, so that nobody can tell which sign-in it belongs to"
        return SignInError(said, remedy=_HOW, again=True)
    if refused.error == "mismatching_state":
        said = "this is the answer to another sign-in: an older one of yours, or somebody else's"
        return SignInError(said, remedy=_BEGIN_AGAIN, again=True)
    described = clean((refused.description or "").replace(state, MASK), _WORDS_LIMIT).rstrip(".")
    named = clean(refused.error or "", _WORDS_LIMIT)
    told = f"{described} ({named})" if described else named
    if named == "access_denied":
        return SignInError(f"{sign_in.client.vendor} was told not to let lockdash in: {told}")
    return SignInError(f"{sign_in.client.vendor} refuses the sign-in: {told}", remedy=sign_in.client.remedy)


def _no_code(given: dict[str, str]) -> SignInError:
    if "response_type" in given:
        said = "this is the address at which the sign-in begins, not the one at which it ends"
        return SignInError(said, remedy=f"open it in a browser and agree there, then {_HOW}", again=True)
    return SignInError("this address holds no code", remedy=_HOW, again=True)
