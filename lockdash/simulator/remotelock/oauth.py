"""RemoteLock's OAuth server: tokens, codes, revocation (reference, "Authentication"; RFC 6749, 7009)."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Mapping
from html import escape
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from lockdash.simulator.oauth import (
    DENIED,
    NO_STORE,
    Form,
    GrantError,
    form_of,
    needed,
    not_sent_back,
    refused,
    sent_back,
)
from lockdash.simulator.remotelock.tokens import OUT_OF_BAND, Issued, Tokens
from lockdash.simulator.world import World

REALM = "RemoteLock"


def build(world: World, tokens: Tokens) -> ASGIApp:
    async def token(request: Request) -> Response:
        form = await form_of(request)
        with world.guard:
            world.catch_up()
            try:
                answer = _issued(_grant(form, request, world, tokens))
            except GrantError as error:
                return refused(error, REALM)
        await asyncio.sleep(tokens.lag)
        return answer

    async def revoke(request: Request) -> Response:
        form = await form_of(request)
        with world.guard:
            world.catch_up()
            try:
                _check_client(form, request, tokens)
            except GrantError as error:
                return refused(error, REALM)
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
            return tokens.for_code(needed(form, "code"), needed(form, "redirect_uri"), world.now)
        case "refresh_token":
            return tokens.for_refresh(needed(form, "refresh_token"), world.now)
        case _:
            raise GrantError("unsupported_grant_type", "The authorization grant type is not supported.")


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
    """The user is signed in, and answers at once."""
    query = request.query_params
    redirect = query.get("redirect_uri", "")
    if query.get("client_id") != tokens.client_id:
        return not_sent_back("The client is not known.", 401)
    if not tokens.knows_redirect(redirect):
        return not_sent_back("The redirect URI is not valid.", 400)
    if query.get("response_type") != "code":
        answer = {"error": "unsupported_response_type"}
    elif not tokens.consent.given():
        answer = DENIED
    else:
        answer = {"code": tokens.issue_code(redirect, world.now)}
    return _page(answer) if redirect == OUT_OF_BAND else sent_back(redirect, answer, query.get("state"))


def _page(answer: Mapping[str, str]) -> Response:
    """What it looks like is not documented."""
    if "code" not in answer:
        return HTMLResponse(f"<h1>An error has occurred</h1><pre>{escape(answer['error'])}</pre>")
    return HTMLResponse(f'<p>Authorization code:</p><code id="authorization_code">{escape(answer["code"])}</code>')


def _issued(issued: Issued) -> Response:
    body: dict[str, object] = {
        "access_token": issued.access,
        "expires_in": issued.expires_in,
        "token_type": "Bearer",
    }
    if issued.refresh is not None:
        body["refresh_token"] = issued.refresh
    return JSONResponse(body, headers=NO_STORE)
