"""How soon a change at a lock stands on the screen of a session that only follows, against what the vendors allow.

Two real dashboards on one state folder: one polls, the other one is looked at. Measured is from the moment at which the
vendor's cloud knows of the change. Who may ask once in N seconds learns of a change at a random moment after N/2 s in
the median, and after 0.95 N s at the 95th percentile: that is the floor.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from lockdash.engine.leadership import leader_path
from lockdash.simulator.rentals.rentals import Location
from lockdash.simulator.rentals.wifi_lock import WifiLock
from lockdash.simulator.server import Simulator
from tests.bench.report import Report, median, p95
from tests.bench.screen import Screen
from tests.bench.stage import Stage
from tests.bench.terminal import Terminal

SECONDS = 122.0
"""Six of Tedee's intervals, or eight of RemoteLock's, as they are kept: no phase between two polls weighs more."""
CHANGES = 168
"""For each vendor, one in each stretch of SECONDS / CHANGES at a moment of chance: fewer, and chance would show."""
LOCKS = 32
"""For each vendor: more than change between two polls. All of them are on the screen."""
ROWS = 2 * LOCKS + 8
TAIL = 40.0
"""Seconds in which the last change must have arrived."""
# Tedee's sync may be read once in 20 s; RemoteLock's events are read every 15 s, which leaves half of its 120 requests
# a minute to others, also for a thousand locks.
INTERVALS = {"home": 20.0, "rentals": 15.0}
BUDGET = 1.1
NAME, STATE = slice(3, 22), slice(22, 45)
"""Where a row's name and state stand, in columns."""


class Change(NamedTuple):
    account: str
    lock: str
    state: str
    at: float


class Town:
    """Locks of both vendors, all connected, that change only when they are told to."""

    def __init__(self, simulator: Simulator) -> None:
        self._world = simulator.world
        home, rentals = self._world.home, self._world.rentals
        street = Location("Street", "Europe/Warsaw", "1 High Street", "Warsaw", "MZ", "00-001", "PL")
        rentals.locations.append(street)
        self.states: dict[str, dict[str, str]] = {"home": {}, "rentals": {}}
        for number in range(1, LOCKS + 1):
            own, let = f"House {number:02}", f"Flat {number:02}"
            home.add_lock(f"22110401-{number:06}", own)
            rentals.add(
                WifiLock, type="lock", name=let, serial=f"AC000W{number:09}", model="LS-6i", location=street,
                auto_lock=False, connected_at=self._world.now,
            )  # fmt: skip
            self.states["home"][own] = self.states["rentals"][let] = "locked"

    def turn(self, account: str, lock: str) -> Change:
        """Lock or unlock it; the vendor's cloud knows at once."""
        state = "unlocked" if self.states[account][lock] == "locked" else "locked"
        self.states[account][lock] = state
        with self._world.guard:
            self._world.set(lock, state=state)
            device = self._world.locks[lock]
            if isinstance(device, WifiLock):
                self._world.rentals.publish(device.record(state, source="user"))
            return Change(account, lock, state, time.monotonic())


def run(report: Report) -> None:
    report.heading(
        f"Freshness: from a change at a lock to the screen of a follower, {CHANGES} changes at each vendor "
        f"in {SECONDS:.0f} s, real time"
    )
    with TemporaryDirectory() as folder, Simulator(world="empty").serve() as simulator:
        town = Town(simulator)
        with _dashboards(Stage(Path(folder), simulator), town) as (leader, follower, screen):
            taken = _measure(town, leader, follower, screen)
    for account, vendor in (("home", "Tedee"), ("rentals", "RemoteLock")):
        interval = INTERVALS[account]
        report.ratio(f"{vendor}, median / floor of {interval:.0f} s", median(taken[account]), interval / 2, "s", BUDGET)
        report.ratio(f"{vendor}, p95 / floor of {interval:.0f} s", p95(taken[account]), interval * 0.95, "s", BUDGET)


@contextmanager
def _dashboards(built: Stage, town: Town) -> Iterator[tuple[Terminal, Terminal, Screen]]:
    """Open the one that polls both accounts, then the one that follows, and wait until that one shows all locks."""
    with Terminal(built.lockdash(), rows=ROWS) as leader:
        _until(lambda: all(_polls(built, leader, account) for account in INTERVALS), lambda: leader.read(0.1))
        with Terminal(built.lockdash(), rows=ROWS) as follower:
            screen = Screen(rows=ROWS)

            def look() -> None:
                leader.read(0.0)
                screen.feed(follower.read(0.1))

            names = {name for locks in town.states.values() for name in locks}
            _until(lambda: {name for name, state in _rows(screen) if state == "locked"} >= names, look)
            yield leader, follower, screen
            if not all(_polls(built, leader, account) for account in INTERVALS):
                raise RuntimeError("the one that was looked at came to poll: its figures are not a follower's")


def _measure(town: Town, leader: Terminal, follower: Terminal, screen: Screen) -> dict[str, list[float]]:
    """Return the seconds that each change took to the follower's screen, by account."""
    chance = Random(7)
    began, stretch = time.monotonic() + 1.0, SECONDS / CHANGES
    due = sorted(
        (began + (number + chance.random()) * stretch, account) for number in range(CHANGES) for account in INTERVALS
    )
    taken: dict[str, list[float]] = {account: [] for account in INTERVALS}
    pending: list[Change] = []
    while due or pending:
        if due and due[0][0] <= time.monotonic():
            account = due.pop(0)[1]
            waiting = {change.lock for change in pending}
            free = [lock for lock in town.states[account] if lock not in waiting]
            pending.append(town.turn(account, chance.choice(free)))
        leader.read(0.0)
        screen.feed(follower.read(min(0.05, max(0.0, due[0][0] - time.monotonic())) if due else 0.05))
        now, shown = time.monotonic(), set(_rows(screen))
        for change in [each for each in pending if (each.lock, each.state) in shown]:
            pending.remove(change)
            taken[change.account].append(now - change.at)
        if pending and now > pending[0].at + TAIL:
            raise TimeoutError(f"{pending[0]} is not on the screen after {TAIL} s:\n" + "\n".join(screen.lines))
    return taken


def _rows(screen: Screen) -> Iterator[tuple[str, str]]:
    """The names on the screen and what is said of them; a state with a question mark is none."""
    for line in screen.lines:
        words = line[STATE].split()
        if len(words) == 2:
            yield line[NAME].strip(), words[1].lower()


def _polls(built: Stage, terminal: Terminal, account: str) -> bool:
    """Whether the file by which one session leads names the dashboard in `terminal`."""
    try:
        return f'"process":{terminal.pid}' in leader_path(built.state, account).read_text()
    except OSError:
        return False


def _until(condition: Callable[[], bool], look: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the dashboards did not get ready")
        look()
