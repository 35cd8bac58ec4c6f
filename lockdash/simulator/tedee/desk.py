"""Where requests to the Tedee API are taken, judged and answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lockdash.simulator.tedee.account import TedeeAccount
from lockdash.simulator.tedee.answers import Fault, failure, success, supported_versions
from lockdash.simulator.tedee.call import Call, admit
from lockdash.simulator.tedee.exchange import Exchange
from lockdash.simulator.tedee.pins import Order
from lockdash.simulator.world import World

Scopes = tuple[str, ...]

READ: Scopes = ("Device.Read",)


class Desk:
    """Makes routes below `/my/`. `scopes`: one of them is needed. `status`: of a success in the envelope."""

    def __init__(self, world: World, account: TedeeAccount) -> None:
        self._world = world
        self._account = account
        self._ids = world.stream("correlation ids")
        self._delays = world.stream("answers of keypads")

    def route(
        self, method: str, path: str, endpoint: Callable[[Call], Any], scopes: Scopes = READ, status: int = 200
    ) -> Route:
        """For what the cloud answers by itself. What comes back goes into the envelope; a Response is sent as it is."""

        async def answer(request: Request) -> Response:
            body = await request.body()
            with self._world.guard:
                self._world.catch_up()
                try:
                    response = _enveloped(endpoint(self._admit(request, scopes, body)), status)
                except Fault as fault:
                    response = failure(fault)
                return self._signed(response)

        return Route(f"/api/{{version}}/my/{path}", answer, methods=[method])

    def device_route(
        self, method: str, path: str, endpoint: Callable[[Call], Order], scopes: Scopes = READ, status: int = 200
    ) -> Route:
        """For what the cloud asks the device, while the caller waits."""

        async def answer(request: Request) -> Response:
            body = await request.body()
            try:
                with self._world.guard:
                    self._world.catch_up()
                    order = endpoint(self._admit(request, scopes, body))
                    exchange = Exchange(self._world, order, self._delays)
                response = _enveloped(await exchange.result(), status)
            except Fault as fault:
                response = failure(fault)
            return self._signed(response)

        return Route(f"/api/{{version}}/my/{path}", answer, methods=[method])

    def _admit(self, request: Request, scopes: Scopes, body: bytes) -> Call:
        return admit(request, self._account, self._world.home, scopes, body)

    def _signed(self, response: Response) -> Response:
        response.headers.update(supported_versions())
        response.headers["X-Correlation-ID"] = f"{self._ids.getrandbits(128):032x}"
        return response


def _enveloped(answer: Any, status: int) -> Response:
    return answer if isinstance(answer, Response) else success(answer, status)
