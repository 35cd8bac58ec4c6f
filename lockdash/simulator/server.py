"""The simulator: both vendors, their switches and one world on a socket of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections import deque
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from lockdash.simulator import control
from lockdash.simulator.clock import Clock, ManualClock, SystemClock
from lockdash.simulator.faults import Faults
from lockdash.simulator.remotelock import app as remotelock_app
from lockdash.simulator.remotelock import oauth as remotelock_oauth
from lockdash.simulator.remotelock.tokens import CLIENT_ID, CLIENT_SECRET, Tokens
from lockdash.simulator.request_log import REQUESTS_KEPT, Heard
from lockdash.simulator.tedee import app as tedee_app
from lockdash.simulator.tedee import oauth as tedee_oauth
from lockdash.simulator.tedee.account import ALL_SCOPES, PERSONAL_KEY, TedeeAccount
from lockdash.simulator.tedee.tokens import Tokens as TedeeTokens
from lockdash.simulator.wire import Wire
from lockdash.simulator.worlds.furnishing import furnished

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "PERSONAL_KEY", "ManualClock", "Simulator", "SimulatorError", "SystemClock"]

HOST = "127.0.0.1"
_PATIENCE = 10.0  # seconds to start or to stop


class SimulatorError(Exception):
    """The simulator cannot be had; the message says why."""


class Simulator:
    """Make one, then `with simulator.serve() as sim:`. It can be served again, on the same port, afterwards:
    the world and everything issued stay as they were.

    `world`: what happens behind the wires. `faults`: what goes wrong on them. `requests`: what was asked, oldest
    first. `tedee`: the Tedee account's key, tokens, scopes and limits. `tokens`, `limit`: RemoteLock's.
    """

    def __init__(
        self,
        seed: int = 1,
        clock: Clock | None = None,
        world: str = "demo",
        devices: int = 0,
        people: int = 0,
        pace: float = 1.0,
    ) -> None:
        self.clock = clock or SystemClock()
        self.world = furnished(world, seed=seed, clock=self.clock, devices=devices, people=people, pace=pace)
        self.faults = Faults()
        self.requests: deque[Heard] = deque(maxlen=REQUESTS_KEPT)
        self.tedee = TedeeAccount(TedeeTokens(self.world.stream("Tedee's tokens"), ALL_SCOPES))
        self.tokens = Tokens(self.world.stream("tokens"))
        self.limit = remotelock_app.limit()
        self.port = 0
        sign_ins: dict[str, control.SignIns] = {"tedee": self.tedee.tokens, "remotelock": self.tokens}
        vendors = Starlette(
            routes=[
                Mount("/tedee", tedee_app.build(self.world, self.tedee)),
                Mount("/remotelock", remotelock_app.build(self.world, self.tokens, self.limit)),
                Mount("/tedee-connect", tedee_oauth.build(self.world, self.tedee.tokens)),
                Mount("/connect", remotelock_oauth.build(self.world, self.tokens)),
                Mount("/control", control.build(self.world, self.faults, sign_ins)),
            ]
        )
        self._app = Wire(vendors, self.clock, self.faults, self.requests)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def tedee_url(self) -> str:
        return f"{self.url}/tedee"

    @property
    def tedee_auth_url(self) -> str:
        return f"{self.url}/tedee-connect"

    @property
    def remotelock_api_url(self) -> str:
        return f"{self.url}/remotelock"

    @property
    def remotelock_auth_url(self) -> str:
        return f"{self.url}/connect"

    def configuration(self) -> str:
        """The accounts of the pretend world, as TOML."""
        return f"""\
[[accounts]]
name = "home"
vendor = "tedee"
personal_key = "{self.tedee.key}"
api_url = "{self.tedee_url}"
api_version = "v37"

[[accounts]]
name = "rentals"
vendor = "remotelock"
grant = "client_credentials"
client_id = "{self.tokens.client_id}"
client_secret = "{self.tokens.client_secret}"
api_url = "{self.remotelock_api_url}"
auth_url = "{self.remotelock_auth_url}"
"""

    @contextlib.contextmanager
    def serve(self, port: int = 0) -> Iterator[Simulator]:
        """Listen on `port`, any free one if 0, until the end of the block. Raises SimulatorError."""
        listener = _listen(port)
        self.port = listener.getsockname()[1]
        server = _Server(self._app)
        thread = threading.Thread(target=server.run_on, args=(listener,), name="simulator", daemon=True)
        thread.start()
        try:
            if not server.ready.wait(_PATIENCE):
                raise SimulatorError("the simulator did not start")
            yield self
        finally:
            server.stop()
            thread.join(_PATIENCE)
            listener.close()


class _Server(uvicorn.Server):
    """Runs in a thread of its own, stops at once, and leaves signals to the main thread."""

    def __init__(self, app: Wire) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                date_header=False,
                server_header=False,
                timeout_keep_alive=60,
            )
        )
        self.ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = asyncio.Event()

    def run_on(self, listener: socket.socket) -> None:
        self.run(sockets=[listener])

    def stop(self) -> None:
        """Ask it to stop, from any thread."""
        self.should_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has stopped already
                self._loop.call_soon_threadsafe(self._stopped.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Wait without waking up ten times a second, as uvicorn's own loop does."""
        await self.on_tick(0)
        await self._stopped.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Hang up on everybody, also in the middle of an answer: a server that dies does not say goodbye."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def _listen(port: int) -> socket.socket:
    # With the protocol named, asyncio sets TCP_NODELAY on what it accepts; else every answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        raise SimulatorError(f"cannot listen on {HOST}:{port}: {reason}") from None
    except OverflowError:
        listener.close()
        raise SimulatorError(f"cannot listen on {HOST}:{port}: a port is a number from 0 to 65535") from None
    return listener
