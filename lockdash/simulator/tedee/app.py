"""The Tedee API as an ASGI application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from lockdash.simulator.tedee import endpoints
from lockdash.simulator.tedee.account import TedeeAccount
from lockdash.simulator.tedee.answers import Fault, failure, success, supported_versions
from lockdash.simulator.tedee.call import Call, admit
from lockdash.simulator.world import World

Endpoint = Callable[[Call], Any]

READ = ("Device.Read",)


def build(world: World, account: TedeeAccount) -> ASGIApp:
    ids = world.stream("correlation ids")

    def route(method: str, path: str, endpoint: Endpoint, scopes: tuple[str, ...] = READ, status: int = 200) -> Route:
        async def answer(request: Request) -> Response:
            with world.guard:
                world.catch_up()
                try:
                    response = success(endpoint(admit(request, account, world.home, scopes)), status)
                except Fault as fault:
                    response = failure(fault)
                response.headers.update(supported_versions())
                response.headers["X-Correlation-ID"] = f"{ids.getrandbits(128):032x}"
                return response

        return Route(f"/api/{{version}}/my/{path}", answer, methods=[method])

    routes = [
        route("GET", "lock", endpoints.locks),
        route("GET", "lock/sync", endpoints.sync_all),
        route("GET", "lock/{id}", endpoints.lock),
        route("GET", "lock/{id}/sync", endpoints.sync_one),
        route("POST", "lock/{id}/operation/{wish}", endpoints.operate, ("Lock.Operate",), 202),
        route("GET", "device/operation/{operation}", endpoints.operation),
        route("GET", "device/details", endpoints.details),
        route("GET", "device/{id}/access", endpoints.access, ("DeviceShare.Read",)),
        route("GET", "deviceactivity", endpoints.activity, ("DeviceActivity.Read",)),
        route("GET", "bridge", endpoints.bridges),
    ]
    return _caseless(Starlette(routes=routes, exception_handlers={404: _not_found, 405: _not_found}))


async def _not_found(_request: Request, _error: Exception) -> Response:
    response = failure(Fault(404, "Not found."))
    response.headers.update(supported_versions())
    return response


def _caseless(app: ASGIApp) -> ASGIApp:
    """Path names are case-insensitive (tedee-facts 2)."""

    async def lowered(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "path": scope["path"].lower()}
        await app(scope, receive, send)

    return lowered
