"""RemoteLock's OAuth server: tokens, codes, revocation (reference, "Authentication"; RFC 6749, 7009)."""

from __future__ import annotations

import asyncio
import base64
import binascii
from html import escape
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from lockdash.simulator.remotelock.tokens import GrantError, Issued, Tokens
from lockdash.simulator.world import World

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"

Form = dict[str, str]


def build(world: World, tokens: Tokens) -> ASGIApp:
    async def token(request: Request) -> Response:
        form = await _form(request)
        with world.guard:
            world.catch_up()
            try:
                answer = _issued(_grant(form, request, world, tokens))
            except GrantError as error:
                return _refused(error)
        await asyncio.sleep(tokens.lag)
        return answer

    async def revoke(request: Request) -> Response:
        form = await _form(request)
        with world.guard:
            world.catch_up()
            try:
                _check_client(form, request, tokens)
            except GrantError as error:
                return _refused(error)
            tokens.revoke(form.get("token", ""))
            return JSONResponse({})

    async def authorize(request: Request) -> Response:
        with world.guard:
            world.catch_up()
            return _authorize(request, world, tokens)

    return Starlette(
        routes=[
            Route("/oauth/token", token, methods=["POST"]),
            Route("/oauth/revoke", revoke, methods=["POST"]),
            Route("/oauth/authorize", authorize, methods=["GET"]),
        ]
    )


def _grant(form: Form, request: Request, world: World, tokens: Tokens) -> Issued:
    kind = form.get("grant_type")
    if kind is None:
        raise GrantError("invalid_request", "Missing required parameter: grant_type.")
    _check_client(form, request, tokens)
    match kind:
        case "client_credentials":
            return tokens.for_client(world.now)
        case "authorization_code":
            return tokens.for_code(_needed(form, "code"), _needed(form, "redirect_uri"), world.now)
        case "refresh_token":
            return tokens.for_refresh(_needed(form, "refresh_token"), world.now)
        case _:
            raise GrantError("unsupported_grant_type", "The authorization grant type is not supported.")


def _needed(form: Form, name: str) -> str:
    if not form.get(name):
        raise GrantError("invalid_request", f"Missing required parameter: {name}.")
    return form[name]


def _check_client(form: Form, request: Request, tokens: Tokens) -> None:
    """The client's secret comes in the body, or by HTTP Basic (RFC 6749, 2.3.1)."""
    client, secret = form.get("client_id"), form.get("client_secret")
    scheme, _, packed = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            first, _, second = base64.b64decode(packed, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            first = second = ""
        client, secret = unquote(first), unquote(second)
    if not tokens.knows_client(client, secret):
        raise GrantError("invalid_client", "Client authentication failed.")


def _authorize(request: Request, world: World, tokens: Tokens) -> Response:
    """The user is signed in and agrees at once. A bad client or redirect is told to the user, never redirected."""
    query = request.query_params
    redirect = query.get("redirect_uri", "")
    if query.get("client_id") != tokens.client_id:
        return HTMLResponse("<h1>The client is not known.</h1>", 401)
    if redirect != OUT_OF_BAND and urlsplit(redirect).hostname not in ("127.0.0.1", "localhost", "::1"):
        return HTMLResponse("<h1>The redirect URI is not valid.</h1>", 400)
    if query.get("response_type") != "code":
        answer = {"error": "unsupported_response_type"}
    else:
        answer = {"code": tokens.issue_code(redirect, world.now)}
    if redirect == OUT_OF_BAND:
        return HTMLResponse(
            f'<p>Authorization code:</p><code id="authorization_code">{escape(answer.get("code", ""))}</code>'
        )
    if "state" in query:
        answer["state"] = query["state"]
    joint = "&" if urlsplit(redirect).query else "?"
    return RedirectResponse(f"{redirect}{joint}{urlencode(answer)}", 302)


async def _form(request: Request) -> Form:
    """Only form encoding is understood; anything else reads as an empty form."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return {}
    fields = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _issued(issued: Issued) -> Response:
    body: dict[str, object] = {
        "access_token": issued.access,
        "expires_in": issued.expires_in,
        "token_type": "Bearer",
    }
    if issued.refresh is not None:
        body["refresh_token"] = issued.refresh
    return JSONResponse(body, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


def _refused(error: GrantError) -> Response:
    body = {"error": error.code, "error_description": error.description}
    status = 401 if error.code == "invalid_client" else 400
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache"}
    if status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="RemoteLock"'
    return JSONResponse(body, status, headers)
