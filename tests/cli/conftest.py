"""The real program over the real engine, over HTTP to the simulator; only waiting goes faster."""

import asyncio
import functools
import json

import pytest

from lockdash.__main__ import main
from lockdash.cli import session
from lockdash.engine.clock import SystemClock
from lockdash.engine.engine import Engine
from lockdash.simulator.server import Simulator

HASTE = 10
SHORT = 6.0


class HastyClock(SystemClock):
    """The real time, but short pauses are over early; what limits a wait is left alone."""

    async def sleep(self, seconds):
        await asyncio.sleep(seconds / HASTE if seconds <= SHORT else seconds)


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def sim():
    simulator = Simulator(world="small")
    for thing in (*simulator.world.home.locks.values(), *simulator.world.rentals.devices.values()):
        if hasattr(thing, "travel"):
            thing.travel = (0.01, 0.02)
    with simulator.serve() as served:
        yield served


@pytest.fixture
def files(tmp_path, sim):
    """Write the simulator's configuration, with `more` at its end; `accounts` of it."""

    def write(more="", accounts=("home", "rentals")):
        parts = sim.configuration().split("[[accounts]]\n")[1:]
        kept = [part for part in parts if any(f'name = "{name}"' in part for name in accounts)]
        path = tmp_path / "config.toml"
        path.write_text("".join(f"[[accounts]]\n{part}" for part in kept) + more)
        path.chmod(0o600)
        return ["--config", str(path), "--state-dir", str(tmp_path / "state")]

    return write


@pytest.fixture
def lockdash(files, capfdbinary, monkeypatch):
    """Run the program in this process, on the first account of the simulator's configuration."""
    monkeypatch.setattr(session, "Engine", functools.partial(Engine, clock=HastyClock()))
    where = files(accounts=["home"])

    def run(*argv, where=where):
        capfdbinary.readouterr()
        code = main([*where, *argv])
        out, err = capfdbinary.readouterr()
        return Result(code, out.decode(), err.decode())

    return run


@pytest.fixture
def front(sim):
    return next(lock for lock in sim.world.home.locks.values() if lock.name == "Front Door")
