"""The RemoteLock API as an ASGI application."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from lockdash.simulator.limits import Window
from lockdash.simulator.remotelock import endpoints
from lockdash.simulator.remotelock.answers import Problem, general, not_found, rate_limited
from lockdash.simulator.remotelock.endpoints import Call, Json
from lockdash.simulator.remotelock.tokens import Tokens
from lockdash.simulator.world import World

Endpoint = Callable[[Call], Json]

VERSION = "1"
_MEDIA_TYPE = re.compile(r"application/vnd\.lockstate(?:\.v(\d+))?\+json(?:\s*;\s*version=(\d+))?")


def limit() -> Window:
    """120 requests a minute and account (reference, "Rate Limiting"); resets on the minute."""
    return Window(120, 60, aligned=True)


def build(world: World, tokens: Tokens, window: Window) -> ASGIApp:
    def route(method: str, path: str, endpoint: Endpoint) -> list[Route]:
        async def answer(request: Request) -> Response:
            body = await request.body()
            with world.guard:
                world.catch_up()
                return _answer(request, body, endpoint)

        return [Route(f"{prefix}/{path}", answer, methods=[method]) for prefix in ("", f"/v{VERSION}")]

    def _answer(request: Request, body: bytes, endpoint: Endpoint) -> Response:
        limited = False
        try:
            _check_version(request)
            if not tokens.admits(request.headers.get("authorization"), world.now):
                raise _bad_token(tokens.invalid_status)
            limited = True
            if not window.take(world.now):
                raise rate_limited()
            _check_body(request, body)
            call = Call(request, world.rentals, f"{request.url.scheme}://{request.url.netloc}/remotelock")
            response: Response = JSONResponse(endpoint(call))
        except Problem as problem:
            response = problem.answer()
        if limited:
            response.headers.update(_limit_headers(window, world.now))
        return response

    async def missing(_request: Request, _error: Exception) -> Response:
        return not_found().answer()

    routes = [
        *route("GET", "devices", endpoints.devices),
        *route("GET", "devices/{id}", endpoints.device),
        *route("PUT", "devices/{id}/lock", endpoints.lock),
        *route("PUT", "devices/{id}/unlock", endpoints.unlock),
        *route("PUT", "devices/{id}/power_on", endpoints.power_on),
        *route("PUT", "devices/{id}/power_off", endpoints.power_off),
        *route("GET", "acs/doors", endpoints.doors),
        *route("GET", "acs/doors/{id}", endpoints.door),
        *route("PUT", "acs/doors/{id}/lock", endpoints.lock_door),
        *route("PUT", "acs/doors/{id}/unlock", endpoints.unlock_door),
        *route("PUT", "acs/doors/{id}/temporary_unlock", endpoints.unlock_door_for_a_while),
        *route("GET", "events", endpoints.events),
        *route("GET", "events/{id}", endpoints.event),
        *route("GET", "locations", endpoints.locations),
        *route("GET", "locations/{id}", endpoints.location),
        *route("GET", "models", endpoints.models),
        *route("GET", "models/{id}", endpoints.model),
        *route("GET", "account", endpoints.account),
        *route("GET", "user", endpoints.user),
    ]
    return Starlette(routes=routes, exception_handlers={404: missing, 405: missing})


def _check_version(request: Request) -> None:
    """The version may stand in the Accept header, in two forms; none means the latest."""
    for form in _MEDIA_TYPE.finditer(request.headers.get("accept", "")):
        if (form[1] or form[2] or VERSION) != VERSION:
            raise general(406, "The API version is not supported.", "not_acceptable")


def _check_body(request: Request, body: bytes) -> None:
    """PUT needs Content-Type: application/json, and JSON if there is a body ("JSON request structure")."""
    if request.method not in ("POST", "PUT", "PATCH"):
        return
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise general(415, "The header Content-Type: application/json is required.", "unsupported_media_type")
    try:
        json.loads(body or b"{}")
    except ValueError:
        raise general(400, "The request body is not valid JSON.", "bad_request") from None


def _bad_token(status: int) -> Problem:
    problem = general(status, "The access token is invalid or expired.", "invalid_token")
    if status == 401:
        problem.headers["WWW-Authenticate"] = 'Bearer realm="RemoteLock", error="invalid_token"'
    return problem


def _limit_headers(window: Window, now: datetime) -> dict[str, str]:
    window.turn(now)
    return {
        "X-RateLimit-Limit": str(window.limit),
        "X-RateLimit-Remaining": str(window.remaining),
        "X-RateLimit-Reset": str(int(window.ends_at.timestamp())),
    }
