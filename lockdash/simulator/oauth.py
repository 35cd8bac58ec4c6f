"""What OAuth servers of both vendors have in common (RFC 6749): forms, refusals, and browsers that are sent back."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

Form = dict[str, str]

# RFC 6749, 5.1.
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
DENIED = {"error": "access_denied", "error_description": "The resource owner denied the request."}


class GrantError(Exception):
    """An error of RFC 6749, 4.1.2.1 or 5.2. `code`: its name there."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class Consent:
    """What the user answers when an application asks for rights: yes, unless it is to be denied."""

    def __init__(self) -> None:
        self._denials = 0

    def deny(self, times: int = 1) -> None:
        """Say no the next `times` times. Raises ValueError for what is no such number."""
        if not isinstance(times, int) or times < 0:
            raise ValueError(f"{times!r} times")
        self._denials = times

    def given(self) -> bool:
        """Ask the user once."""
        denied = self._denials > 0
        self._denials -= denied
        return not denied


async def form_of(request: Request) -> Form:
    """Only form encoding is understood; anything else reads as an empty form."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return {}
    fields = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def needed(form: Mapping[str, str], name: str) -> str:
    """Return the field `name`. Raises GrantError if it is missing or empty."""
    if not form.get(name):
        raise GrantError("invalid_request", f"Missing required parameter: {name}.")
    return form[name]


def refused(error: GrantError, realm: str) -> Response:
    """Return the answer of a token endpoint (5.2)."""
    body = {"error": error.code, "error_description": error.description}
    if error.code != "invalid_client":
        return JSONResponse(body, 400, NO_STORE)
    return JSONResponse(body, 401, {**NO_STORE, "WWW-Authenticate": f'Basic realm="{realm}"'})


def not_sent_back(words: str, status: int) -> Response:
    """A bad client or redirect is told to the user; the browser stays here (4.1.2.1)."""
    return HTMLResponse(f"<h1>{words}</h1>", status)


def sent_back(redirect: str, answer: Mapping[str, str], state: str | None) -> Response:
    """Send the browser to `redirect` with the `answer`, and with the state that it came with."""
    query = dict(answer) if state is None else {**answer, "state": state}
    joint = "&" if urlsplit(redirect).query else "?"
    return RedirectResponse(f"{redirect}{joint}{urlencode(query)}", 302)


def is_loopback(redirect: str) -> bool:
    """Whether it leads to the user's own machine, where any port will do (RFC 8252, 7.3)."""
    parts = urlsplit(redirect)
    return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
