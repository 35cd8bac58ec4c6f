"""The real program over the real engine, over HTTP to the simulator; only waiting goes faster."""

import asyncio
import functools
import json
import signal
from datetime import datetime

import pytest

from lockdash.__main__ import main
from lockdash.cli import session
from lockdash.engine.clock import SystemClock
from lockdash.engine.engine import Engine
from lockdash.engine.journal.journal import close_journal
from lockdash.simulator.rentals import accesses, sync
from lockdash.simulator.rentals.schedules import WEEK, AccessSchedule
from lockdash.simulator.server import Simulator

HASTE = 10
SHORT = 6.0
LATER = datetime(2099, 1, 9, 11)
"""When a stay ends that is not over for as long as these tests are run."""


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


@pytest.fixture(autouse=True)
def interruptible():
    """A program inherits an ignored SIGINT, as the shell gives one to a test run in its background (`pytest &`), and
    would never hear Ctrl-C; a handled one it does not inherit."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def nothing_logged():
    """The program opens its log for as long as the process lives; here the next test is another program."""
    yield
    close_journal()


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
def rentals(lockdash, files):
    """The same on the account with guests."""
    where = files(accounts=["rentals"])
    return lambda *argv: lockdash(*argv, where=where)


@pytest.fixture
def guests(sim, monkeypatch):
    """The simulator's rentals, with a group, a schedule and two guests; locks hear of everything at once."""
    monkeypatch.setattr(sync, "TRAVEL", (0.0, 0.001))
    monkeypatch.setattr(accesses, "COUNTED_AFTER", 0.0)
    world = sim.world.rentals
    with sim.world.guard:
        doors = {device.name: device for device in world.devices.values()}
        world.add_group("Beach doors", doors["Beach House"], doors["Boat Shed"])
        quiet = AccessSchedule("Quiet hours", dict.fromkeys(WEEK, (("07:00", "22:00"),)))
        world.schedules[quiet.id] = quiet
        stay = (datetime(2026, 1, 2, 16), LATER)
        nora = world.people.add_guest("Nora Lindqvist", *stay, pin="6182", email="nora@example.com")
        world.accesses.add(nora, doors["Beach House"])
        world.accesses.add(nora, doors["Pool Gate"])
        gone = world.people.add_guest("Greta Holm", datetime(2026, 1, 2, 16), datetime(2026, 1, 9, 11), pin="3907")
        world.accesses.add(gone, doors["Cabin"])
    return world


@pytest.fixture
def front(sim):
    return next(lock for lock in sim.world.home.locks.values() if lock.name == "Front Door")
