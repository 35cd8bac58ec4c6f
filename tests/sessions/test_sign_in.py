"""An account that is signed out by one process and signed in by another: a third one that runs goes on by itself."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from lockdash.domain.accounts import Condition
from lockdash.simulator.server import Simulator
from lockdash.store.store import Store

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
SOON = 10.0
"""Seconds within which a running session goes on: it takes one or two, a busy machine a few more; what it waits for
after a failure grows to a minute."""


class Household:
    """Real programs on one store, at the rentals of a simulator."""

    def __init__(self, folder: Path, sim: Simulator) -> None:
        self.sim = sim
        self.state = folder / "state"
        self._running: list[subprocess.Popen[str]] = []
        part = sim.configuration().split("[[accounts]]\n")[2]
        config = folder / "config.toml"
        config.write_text("[[accounts]]\n" + part.replace("client_credentials", "authorization_code"))
        config.chmod(0o600)
        self._options = ["--config", str(config), "--state-dir", str(self.state)]

    def start(self, *argv: str) -> subprocess.Popen[str]:
        hidden = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
        kept = {name: value for name, value in os.environ.items() if name not in hidden}
        process = subprocess.Popen(
            [sys.executable, "-m", "lockdash", *self._options, *argv],
            env={**kept, "PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._running.append(process)
        return process

    def sign_in(self) -> None:
        process = self.start("login", "rentals", "--paste")
        address = process.stdout.readline().strip()
        with httpx.Client(trust_env=False, timeout=PATIENCE) as client:
            code = re.search(r'id="authorization_code">([^<]+)<', client.get(address).text)[1]
        process.communicate(f"{code}\n", timeout=PATIENCE)
        assert process.returncode == 0

    def sign_out(self) -> None:
        process = self.start("logout", "rentals")
        assert process.wait(PATIENCE) == 0

    def condition(self) -> Condition | None:
        store = Store.open(self.state)
        try:
            return next((each.condition for each in store.load().accounts), None)
        finally:
            store.close()

    def until(self, condition: Condition, seconds: float = PATIENCE) -> None:
        self.wait(lambda: self.condition() is condition, seconds)

    def wait(self, happened: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < end, f"it did not happen; the account is {self.condition()}"
            time.sleep(0.05)

    def reads(self) -> int:
        """How often anything was read with success."""
        return sum(each.path.startswith("/remotelock") and each.status == 200 for each in self.sim.requests)

    def end(self) -> None:
        for process in self._running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)


@pytest.fixture
def household(tmp_path):
    with Simulator(world="small").serve() as sim:
        household = Household(tmp_path, sim)
        yield household
        household.end()


def test_signed_out_by_one_and_in_by_another_a_third_goes_on(household):
    running = household.start("events", "--follow")
    household.until(Condition.unauthorised)
    household.sign_in()
    household.until(Condition.live, SOON)
    household.sign_out()
    household.until(Condition.unauthorised)
    exchanged = [each.accepted for each in household.sim.tokens.refreshes]
    household.sign_in()
    household.until(Condition.live, SOON)
    assert running.poll() is None
    assert [each.accepted for each in household.sim.tokens.refreshes] == exchanged, "nothing was refreshed meanwhile"


def test_a_right_that_the_user_took_away_is_found_out_and_given_again(household):
    household.sign_in()
    running = household.start("events", "--follow")
    household.until(Condition.live)
    household.sim.tokens.revoke_all()
    household.until(Condition.unauthorised)
    assert len(household.sim.tokens.refreshes) == 1, "a refresh token that is refused is not presented again"
    household.sign_in()
    household.until(Condition.live, SOON)
    assert running.poll() is None


def test_a_token_endpoint_that_is_down_signs_nobody_out(household):
    household.sign_in()
    running = household.start("events", "--follow")
    household.until(Condition.live)
    fault = household.sim.faults.add("/oauth/token", status=503)
    household.sim.tokens.expire_access()
    household.until(Condition.vendor_error)
    before = household.reads()
    household.sim.faults.remove(fault)
    household.wait(lambda: household.reads() > before, PATIENCE)
    assert household.condition() is not Condition.unauthorised
    assert [each.accepted for each in household.sim.tokens.refreshes] == [True]
    assert running.poll() is None
