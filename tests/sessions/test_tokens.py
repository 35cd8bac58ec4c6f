"""Eight sessions on one sign-in whose access tokens last a second, while sessions are killed at any moment: no refresh
token is presented twice, and the sign-in is never lost."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

import certifi
import pytest

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.engine.clock import SystemClock
from lockdash.engine.errand import lock_path
from lockdash.engine.file_lock import FileLock
from lockdash.engine.vault import StoreVault
from lockdash.engine.writer import Writer
from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET, Simulator
from lockdash.store.store import Store
from lockdash.vendors.errors import Unauthorised
from tests.sessions import tokens_worker
from tests.sessions.tokens_worker import ACCOUNT, Job

SESSIONS = 8
LAG = 0.15  # seconds between the grant of a token and its answer: the time in which one could be lost
REDIRECT = "urn:ietf:wg:oauth:2.0:oob"
# Forked from a process that has imported everything: a session costs milliseconds to start.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([tokens_worker.__name__])


class Sessions:
    """Sessions that share a state folder, a sign-in and a vendor."""

    def __init__(self, sim: Simulator, folder: Path, seed: int, limit: float = 15.0, alone: bool = False) -> None:
        self.sim = sim
        self.state = folder / "state"
        self.job = Job(
            folder=str(self.state),
            api_url=sim.remotelock_api_url,
            auth_url=sim.remotelock_auth_url,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            certificates=str(folder / "one.pem"),
            limit=limit,
            alone=alone,
        )
        self.running: list[BaseProcess] = []
        self._folder = folder
        self._seed = seed
        self._begun = 0
        end = "-----END CERTIFICATE-----\n"
        (folder / "one.pem").write_text(Path(certifi.where()).read_text().partition(end)[0] + end)
        self._sign_in()

    def begin(self, count: int = 1) -> None:
        for _ in range(count):
            self._begun += 1
            said = self._folder / f"said-{self._begun}"
            process = PROCESSES.Process(target=tokens_worker.work, args=(self.job, self._seed + self._begun, said))
            process.start()
            self.running.append(process)

    def kill(self, process: BaseProcess) -> None:
        process.kill()
        process.join(10)
        self.running.remove(process)

    def said(self) -> Counter[str]:
        """How often all sessions together said what: "ok", or the name of an error."""
        lines = [line for file in self._folder.glob("said-*") for line in file.read_text().splitlines()]
        return Counter(line.partition(":")[0] for line in lines if not line.startswith("began"))

    def until(self, happened: Callable[[], object]) -> None:
        """Wait until it has happened; fails if it does not in 15 s."""
        patience = time.monotonic() + 15
        while not happened():
            assert time.monotonic() < patience, f"it did not happen; {self.said()}"
            time.sleep(0.005)

    def next_exchange(self) -> None:
        """Wait until the vendor has granted another token; its answer is under way."""
        known = len(self.sim.tokens.refreshes)
        self.until(lambda: len(self.sim.tokens.refreshes) > known)

    def end(self) -> None:
        """Kill all, and let the exchanges that are under way come to their end."""
        for process in list(self.running):
            self.kill(process)
        self.sim.tokens.lag = 0.0
        lock = FileLock(lock_path(self.state, ACCOUNT))
        self.until(lock.take)
        lock.release()

    def _sign_in(self) -> None:
        now = self.sim.clock.now()
        issued = self.sim.tokens.for_code(self.sim.tokens.issue_code(REDIRECT, now), REDIRECT, now)
        store = Store.open(self.state)
        store.write_token(ACCOUNT, Token(Secret(issued.access), now + timedelta(seconds=0.5), Secret(issued.refresh)))
        store.close()

    def still_signed_in(self) -> None:
        """Exchange once more and ask for something. Raises VendorError."""
        self.sim.tokens.expire_access()
        asyncio.run(self._ask())

    async def _ask(self) -> None:
        store = Store.open(self.state)
        writer = Writer(store)
        vault = StoreVault(ACCOUNT, writer, SystemClock())
        try:
            asked = tokens_worker.api(self.job, vault)
            await asked.page("/locations", 1)
            await asked.aclose()
        finally:
            await writer.close()
            store.close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def sim() -> Iterator[Simulator]:
    simulator = Simulator(world="small")
    simulator.limit.limit = 1_000_000
    simulator.tokens.access_life = timedelta(seconds=1)
    with simulator.serve() as served:
        yield served


def presented(sim: Simulator) -> Counter[str]:
    return Counter(each.token for each in sim.tokens.refreshes)


@pytest.mark.parametrize("seed", [1, 2])
def test_sessions_that_are_killed_at_any_moment_lose_no_sign_in(sim, tmp_path, seed):
    chance = Random(seed)
    sim.tokens.lag = LAG
    sessions = Sessions(sim, tmp_path, seed)
    sessions.begin(SESSIONS)
    try:
        for strike in range(5):
            sessions.next_exchange()
            if strike % 2:  # at any moment, also between two exchanges
                time.sleep(chance.random())
            # Twice all of them, so that whoever asked is among the dead.
            victims = SESSIONS if strike % 3 == 0 else chance.randrange(1, SESSIONS // 2)
            for process in chance.sample(sessions.running, victims):
                sessions.kill(process)
            sessions.begin(SESSIONS - len(sessions.running))
        sessions.next_exchange()
    finally:
        sessions.end()
    sessions.still_signed_in()
    assert all(each.accepted for each in sim.tokens.refreshes)
    assert max(presented(sim).values()) == 1
    assert len(sim.tokens.refreshes) >= 7
    said = sessions.said()
    assert said.keys() == {"ok"}
    assert said["ok"] >= SESSIONS


def test_a_token_endpoint_in_trouble_signs_nobody_out(sim, tmp_path):
    sessions = Sessions(sim, tmp_path, seed=3, limit=2.0)
    sessions.begin(3)
    try:
        for trouble in ({"status": 503}, {"status": 503, "delay": 2.3}):
            fault = sim.faults.add("/oauth/token", **trouble)
            sessions.until(lambda fault=fault: fault.hits >= 2)
            sessions.kill(sessions.running[0])
            sessions.begin()
            sim.faults.remove(fault)
            sessions.next_exchange()
    finally:
        sessions.end()
    sessions.still_signed_in()
    assert all(each.accepted for each in sim.tokens.refreshes)
    assert max(presented(sim).values()) == 1
    said = sessions.said()
    assert said.keys() <= {"ok", "VendorFault", "Unreachable", "TimedOut", "RateLimited"}
    assert said["VendorFault"]


@pytest.mark.parametrize("alone", [False, True])
def test_it_is_the_process_of_its_own_that_saves_the_sign_in(sim, tmp_path, alone):
    """Without one, a session that is killed between the vendor's grant and the store takes the sign-in with it."""
    sim.tokens.lag = 1.0
    sessions = Sessions(sim, tmp_path, seed=4, alone=alone)
    sessions.begin()
    sessions.next_exchange()
    sessions.end()
    if alone:
        with pytest.raises(Unauthorised, match="ended the sign-in"):
            sessions.still_signed_in()
    else:
        sessions.still_signed_in()
        assert all(each.accepted for each in sim.tokens.refreshes)
