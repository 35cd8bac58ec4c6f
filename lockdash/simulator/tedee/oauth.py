"""Tedee's OAuth server: the authorization code flow with PKCE (tedee-facts 1.2; RFC 6749, 7636)."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
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
from lockdash.simulator.tedee.tokens import Asked, Issued, Tokens
from lockdash.simulator.world import World

REALM = "Tedee"
METHODS = ("s256", "plain")


def build(world: World, tokens: Tokens) -> ASGIApp:
    async def token(request: Request) -> Response:
        form = await form_of(request)
        with world.guard:
            world.catch_up()
            try:
                return _issued(_grant(form, world, tokens))
            except GrantError as error:
                return refused(error, REALM)

    async def authorize(request: Request) -> Response:
        with world.guard:
            world.catch_up()
            return _authorize(dict(request.query_params), world, tokens)

    return Starlette(routes=[Route("/authorize", authorize, methods=["GET"]), Route("/token", token, methods=["POST"])])


def _grant(form: Form, world: World, tokens: Tokens) -> Issued:
    """All fields that are documented must be there."""
    kind = needed(form, "grant_type")
    if not tokens.knows_client(form.get("client_id"), form.get("client_secret")):
        raise GrantError("invalid_client", "The client is not known, or its secret is wrong.")
    redirect = needed(form, "redirect_uri")
    if kind == "authorization_code":
        return tokens.for_code(needed(form, "code"), redirect, needed(form, "code_verifier"), world.now)
    if kind != "refresh_token":
        raise GrantError("unsupported_grant_type", "The grant type is not supported.")
    if not tokens.knows_redirect(redirect):
        raise GrantError("invalid_request", "The redirect URI is not registered for the application.")
    scopes = tokens.read_scopes(needed(form, "scope"))
    return tokens.for_refresh(needed(form, "refresh_token"), scopes, world.now)


def _authorize(query: Form, world: World, tokens: Tokens) -> Response:
    """The user is signed in, and answers at once."""
    redirect = query.get("redirect_uri", "")
    if query.get("client_id") != tokens.client_id:
        return not_sent_back("The application is not known.", 400)
    if not tokens.knows_redirect(redirect):
        return not_sent_back("The redirect URI is not registered for the application.", 400)
    try:
        asked = _asked(query, redirect, tokens)
    except GrantError as error:
        answer = {"error": error.code, "error_description": error.description}
    else:
        answer = {"code": tokens.issue_code(asked, world.now)} if tokens.consent.given() else DENIED
    return sent_back(redirect, answer, query.get("state"))


def _asked(query: Form, redirect: str, tokens: Tokens) -> Asked:
    if query.get("response_type") != "code":
        raise GrantError("unsupported_response_type", "The response type is not supported.")
    method = query.get("code_challenge_method", "plain")
    if method not in METHODS:
        raise GrantError("invalid_request", "The code challenge method is not supported.")
    scopes = tokens.read_scopes(needed(query, "scope"))
    return Asked(redirect, scopes, needed(query, "code_challenge"), method)


def _issued(issued: Issued) -> Response:
    """Lives in quotes, as the sample has that of the access token."""
    body: dict[str, object] = {
        "access_token": issued.access,
        "token_type": "Bearer",
        "expires_in": str(issued.expires_in),
    }
    if issued.refresh is not None:
        body["refresh_token"] = issued.refresh
        body["refresh_token_expires_in"] = issued.refresh_expires_in
    return JSONResponse(body, headers=NO_STORE)
