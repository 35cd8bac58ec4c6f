"""The Tedee API as an ASGI application."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from lockdash.simulator.tedee import access, endpoints, keys, pins
from lockdash.simulator.tedee.account import TedeeAccount
from lockdash.simulator.tedee.answers import Fault, failure, supported_versions
from lockdash.simulator.tedee.desk import Desk
from lockdash.simulator.world import World


def build(world: World, account: TedeeAccount) -> ASGIApp:
    desk = Desk(world, account)
    routes = [*_devices(desk), *_access(desk), *_pins(desk)]
    return _caseless(Starlette(routes=routes, exception_handlers={404: _not_found, 405: _not_found}))


def _devices(desk: Desk) -> list[Route]:
    return [
        desk.route("GET", "lock", endpoints.locks),
        desk.route("GET", "lock/sync", endpoints.sync_all),
        desk.route("GET", "lock/{id}", endpoints.lock),
        desk.route("GET", "lock/{id}/sync", endpoints.sync_one),
        desk.route("POST", "lock/{id}/operation/{wish}", endpoints.operate, ("Lock.Operate",), 202),
        desk.route("GET", "device/operation/{operation}", endpoints.operation),
        desk.route("GET", "device/details", endpoints.details),
        desk.route("GET", "deviceactivity", endpoints.activity, ("DeviceActivity.Read",)),
        desk.route("GET", "bridge", endpoints.bridges),
        desk.route("GET", "personalaccesskey", keys.listed, ("Account.Read",)),
    ]


def _access(desk: Desk) -> list[Route]:
    write = ("DeviceShare.ReadWrite",)
    return [
        desk.route("GET", "device/{id}/access", access.listed, ("DeviceShare.Read",)),
        desk.route("POST", "device/{id}/access", access.grant, write),
        desk.route("PUT", "device/{id}/access/{access}", access.change, write),
        desk.route("DELETE", "device/{id}/access/{access}", access.remove, write),
        desk.route("POST", "device/{id}/access/{access}/copy-to", access.copy, write),
    ]


def _pins(desk: Desk) -> list[Route]:
    write = ("Device.ReadWrite",)
    return [
        desk.device_route("GET", "lock/{id}/pin", pins.listed),
        desk.device_route("GET", "lock/{id}/pin/{pin}", pins.one),
        desk.device_route("POST", "lock/{id}/pin", pins.create, write, 201),
        desk.device_route("PUT", "lock/{id}/pin/{pin}", pins.update, write),
        desk.device_route("DELETE", "lock/{id}/pin/{pin}", pins.delete, write),
    ]


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
