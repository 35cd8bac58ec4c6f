"""The RemoteLock API as an ASGI application."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from lockdash.simulator.limits import Window
from lockdash.simulator.remotelock.answers import Problem, general, not_found, rate_limited
from lockdash.simulator.remotelock.call import Call, Json
from lockdash.simulator.remotelock.routes import ENDPOINTS, Endpoint
from lockdash.simulator.remotelock.tokens import Tokens
from lockdash.simulator.world import World

VERSION = "1"
_PREFIXES = ("", f"/v{VERSION}")
_MEDIA_TYPE = re.compile(r"application/vnd\.lockstate(?:\.v(\d+))?\+json(?:\s*;\s*version=(\d+))?")


def limit() -> Window:
    """120 requests a minute and account (reference, "Rate Limiting"); resets on the minute."""
    return Window(120, 60, aligned=True)


def build(world: World, tokens: Tokens, window: Window) -> ASGIApp:
    async def missing(_request: Request, _error: Exception) -> Response:
        return not_found().answer()

    def route(endpoint: Endpoint) -> list[Route]:
        async def answer(request: Request) -> Response:
            body = await request.body()
            with world.guard:
                world.catch_up()
                response = _answer(request, body, endpoint)
            if request.method != "GET" and world.rentals.quirks.lag:
                await asyncio.sleep(world.rentals.quirks.lag)
            return response

        return [Route(f"{prefix}/{endpoint.path}", answer, methods=[endpoint.method]) for prefix in _PREFIXES]

    def _answer(request: Request, body: bytes, endpoint: Endpoint) -> Response:
        limited = False
        try:
            _check_version(request)
            if not tokens.admits(request.headers.get("authorization"), world.now):
                raise _bad_token(tokens.invalid_status)
            limited = True
            if not window.take(world.now):
                raise rate_limited()
            sent = _check_body(request, body)
            call = Call(request, world.rentals, f"{request.url.scheme}://{request.url.netloc}/remotelock", sent)
            response = _success(endpoint.status, endpoint.answer(call))
            if request.method != "GET" and world.rentals.quirks.loses_answer():
                raise general(500, "Something went wrong.", "internal_server_error")
        except Problem as problem:
            response = problem.answer()
        if limited:
            response.headers.update(_limit_headers(window, world.now))
        return response

    routes = [each for endpoint in ENDPOINTS for each in route(endpoint)]
    return Starlette(routes=routes, exception_handlers={404: missing, 405: missing})


def _success(status: int, body: Json | None) -> Response:
    return Response(status_code=status) if body is None else JSONResponse(body, status)


def _check_version(request: Request) -> None:
    """The version may stand in the Accept header, in two forms; none means the latest."""
    for form in _MEDIA_TYPE.finditer(request.headers.get("accept", "")):
        if (form[1] or form[2] or VERSION) != VERSION:
            raise general(406, "The API version is not supported.", "not_acceptable")


def _check_body(request: Request, body: bytes) -> Json:
    """Return what was sent. POST and PUT need Content-Type: application/json, and a JSON object if there is a body
    ("JSON request structure"); the body of other methods is ignored."""
    if request.method not in ("POST", "PUT", "PATCH"):
        return {}
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise general(415, "The header Content-Type: application/json is required.", "unsupported_media_type")
    try:
        sent = json.loads(body or b"{}")
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise general(400, "The request body is not a valid JSON object.", "bad_request")
    return sent


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
