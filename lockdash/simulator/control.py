"""`/control`: the same switches over HTTP, for a simulator in another process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from lockdash.simulator.faults import Faults
from lockdash.simulator.oauth import Consent
from lockdash.simulator.world import World

Orders = dict[str, Callable[..., object]]


class SignIns(Protocol):
    """What one vendor's OAuth server has issued, and what the user says to more of it."""

    consent: Consent

    def revoke_all(self) -> None: ...

    def expire_access(self) -> None: ...


def build(world: World, faults: Faults, sign_ins: Mapping[str, SignIns]) -> ASGIApp:
    """`POST /control/faults` with the traits of a fault, `DELETE` to clear all, `GET` to list.

    `POST /control/world` with `{"do": ORDER, ...}`: `advance` (seconds), `set` (name, fields), `remove` (name),
    `put_back` (name: a removed Tedee lock, with a new id), `wake` (name), `lose_connection`/`regain_connection`
    (name). `GET` lists all names with their states.

    `POST /control/sign-ins` with `{"vendor": "tedee" | "remotelock", "do": ORDER}`: `deny` (the next `times` that the
    user is asked), `revoke` (all rights), `expire` (access tokens). What cannot be is a 400 that says why.
    """
    orders = _orders(world)

    async def add_fault(request: Request) -> Response:
        try:
            return JSONResponse({"path": faults.add_from(await request.json()).path}, 201)
        except (TypeError, ValueError, AttributeError) as error:
            return JSONResponse({"error": str(error)}, 400)

    async def list_faults(_request: Request) -> Response:
        return JSONResponse(faults.listed())

    async def clear_faults(_request: Request) -> Response:
        faults.clear()
        return Response(status_code=204)

    async def carried_out(request: Request, known: Callable[[Any], Orders]) -> Response:
        try:
            order = await request.json()
            carry_out = known(order)[order.pop("do")]
            with world.guard:
                world.catch_up()
                carry_out(**order)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)
        return JSONResponse({"now": world.now.isoformat()})

    async def change(request: Request) -> Response:
        return await carried_out(request, lambda _order: orders)

    async def sign(request: Request) -> Response:
        return await carried_out(request, lambda order: _signing(sign_ins[order.pop("vendor")]))

    async def look(_request: Request) -> Response:
        return JSONResponse({name: _state(thing) for name, thing in world.locks.items()})

    return Starlette(
        routes=[
            Route("/faults", add_fault, methods=["POST"]),
            Route("/faults", list_faults, methods=["GET"]),
            Route("/faults", clear_faults, methods=["DELETE"]),
            Route("/world", change, methods=["POST"]),
            Route("/world", look, methods=["GET"]),
            Route("/sign-ins", sign, methods=["POST"]),
        ]
    )


def _orders(world: World) -> Orders:
    def remove(name: str) -> None:
        half = world.home if any(lock.name == name for lock in world.home.locks.values()) else world.rentals
        half.remove(name)

    def call(method: str) -> Callable[[str], None]:
        def carry_out(name: str) -> None:
            getattr(world.locks[name], method)()

        return carry_out

    return {
        "advance": world.advance,
        "set": lambda name, fields: world.set(name, **fields),
        "remove": remove,
        "put_back": world.home.put_back,
        "wake": call("wake"),
        "lose_connection": call("lose_connection"),
        "regain_connection": call("regain_connection"),
    }


def _signing(issued: SignIns) -> Orders:
    return {"deny": issued.consent.deny, "revoke": issued.revoke_all, "expire": issued.expire_access}


def _state(thing: Any) -> str | None:
    state = getattr(thing, "state", None)
    return getattr(state, "name", state)
