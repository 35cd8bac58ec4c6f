"""A home server as the tests need it: one state folder, one simulator, one clock, and sessions that come and go."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from math import inf
from pathlib import Path
from typing import Any, TypeVar

from lockdash.simulator.server import Simulator
from tests.sessions import leading
from tests.sessions.fast_clock import FastClock
from tests.sessions.session import PATIENCE, Said, Session
from tests.sessions.worker import Job

LOOK = 0.02
"""Seconds between two looks at a condition that nobody announces."""

T = TypeVar("T")


class House:
    """Use it as a context manager: it serves the simulator, and in the end no session of it is left.

    `speed`: seconds of its clock in one of the machine's. `timeout`: of the sessions' requests, by its clock.
    `ended`: when the test killed or stopped which session (`time.monotonic`).
    """

    def __init__(
        self,
        folder: Path,
        *,
        speed: float,
        world: str = "demo",
        devices: int = 0,
        seed: int = 1,
        epoch: float | None = None,
        timeout: float | None = None,
    ) -> None:
        self.clock = FastClock(time.monotonic() if epoch is None else epoch, speed)
        self.simulator = Simulator(seed=seed, clock=self.clock, world=world, devices=devices)
        self.state = folder / "state"
        self.sessions: list[Session] = []
        self.ended: dict[Session, float] = {}
        self._folder = folder
        self._config = folder / "config.toml"
        self._timeout = 10.0 if timeout is None else timeout / speed
        self._news = threading.Condition()
        self._serving = contextlib.ExitStack()

    def __enter__(self) -> House:
        self._folder.mkdir(parents=True, exist_ok=True)
        self.connect()
        self._config.touch(mode=0o600)
        self._config.write_text(self.simulator.configuration())
        return self

    def __exit__(self, *_: object) -> None:
        for session in self.sessions:
            if session.alive:
                session.end(signal.SIGKILL)
        self.cut()

    def connect(self) -> None:
        """Serve the simulator, always on the same port."""
        self._serving.enter_context(self.simulator.serve(self.simulator.port))

    def cut(self) -> None:
        """Serve it no more: connections are refused."""
        self._serving.close()

    def open(self, *names: str) -> list[Session]:
        """Make sessions ready; none of them has begun anything yet."""
        opened = [self._session(name) for name in names]
        self.sessions += opened
        for session in opened:
            session.wait_for("ready")
        return opened

    def start(self, *names: str) -> list[Session]:
        """Open sessions and let them begin, all at the same time."""
        opened = self.open(*names)
        for session in opened:
            session.tell("start")
        for session in opened:
            session.wait_for("started")
        return opened

    def end(self, session: Session, number: signal.Signals | None) -> float:
        """End `session` by a signal, or in order; return when that began (`time.monotonic`)."""
        began = time.monotonic()
        if number is signal.SIGKILL:
            self.ended[session] = began
        session.end(number)
        return began

    def kill(self, session: Session) -> float:
        return self.end(session, signal.SIGKILL)

    def stop(self, session: Session) -> float:
        """Let `session` do nothing until it gets SIGCONT; return since when. What it said before is not worth more."""
        self.ended[session] = time.monotonic()
        session.signal(signal.SIGSTOP)
        return self.ended[session]

    @property
    def alive(self) -> list[Session]:
        return [session for session in self.sessions if session.alive]

    def until(self, condition: Callable[[], T], seconds: float = PATIENCE, what: str = "it") -> T:
        """Return what `condition` gives as soon as that is true; fails after `seconds` of the machine's time."""
        end = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < end, f"{what} did not happen within {seconds} s; {self.complaints()}"
            with self._news:
                self._news.wait(LOOK)
        return found

    def let_pass(self, until: float) -> None:
        """Let the clock come to `until` seconds after its start: how long something takes is what is tested."""
        self.until(lambda: self.clock.elapsed() >= until, seconds=max(0.0, until / self.clock.speed) + PATIENCE)

    def wait_for_conditions(self, *conditions: str) -> None:
        """Wait until every session sees each account in one of `conditions`."""

        def seen() -> bool:
            return all(set(each.dump()["conditions"].values()) <= set(conditions) for each in self.alive)

        self.until(seen, what=f"that all is {' or '.join(conditions)}")

    def leader(self, account: str = "home", other_than: Collection[Session] = ()) -> Session | None:
        """The session that polls `account`, by its own word; None while none or more than one does.

        `other_than`: those that are not asked: they are gone, or would not know.
        """
        leading = [each for each in self.alive if each not in other_than and account in each.leads()]
        return leading[0] if len(leading) == 1 else None

    def wait_for_leader(self, account: str = "home", other_than: Collection[Session] = ()) -> Session:
        found = self.until(lambda: self.leader(account, other_than), what=f"a leader of {account}")
        assert found is not None
        return found

    def cut_off(self, account: str, feed: str) -> int:
        """How many reads of a feed were under way when their session was killed."""
        return sum(
            len(list(each.heard("reading", account=account, feed=feed)))
            - len(list(each.heard("read", account=account, feed=feed)))
            for each in self.ended
        )

    def never_two(self, account: str) -> None:
        """Fails if two sessions ever believed at once that they poll `account`, or read from it at once."""
        for spans_of in (leading.spans_of_lead, leading.spans_of_reads):
            spans = [span for each in self.sessions for span in spans_of(each, account, self.ended.get(each, inf))]
            assert spans
            assert leading.overlaps(spans) == []

    def all_equal(self, seconds: float = PATIENCE) -> Said:
        """Wait until all sessions that live know the same, and return it."""
        end = time.monotonic() + seconds
        while True:
            first, *others = [session.dump() for session in self.alive]
            found = [differences(first, other) for other in others]
            if not any(found):
                return first
            assert time.monotonic() < end, f"not equal: {found}"

    def complaints(self) -> str:
        return "; ".join(f"{session}: {session.errors}" for session in self.sessions if session.errors)

    def _session(self, name: str) -> Session:
        job = Job(
            state=str(self.state),
            config=str(self._config),
            errors=str(self._folder / f"errors-{len(self.sessions)}-{name}"),
            speed=self.clock.speed,
            epoch=self.clock.epoch,
            timeout=self._timeout,
        )
        return Session(name, job, self._news)


def differences(one: Said, other: Said) -> list[Any]:
    """The first things that two dumps do not agree on: where, and both values."""
    return list(islice(_differences(one["known"], other["known"], ()), 5))


def _differences(one: Any, other: Any, path: tuple[str, ...]) -> Iterator[Any]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            yield from _differences(one.get(key), other.get(key), (*path, str(key)))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _differences(left, right, (*path, str(number)))
    elif one != other:
        yield "/".join(path), one, other
