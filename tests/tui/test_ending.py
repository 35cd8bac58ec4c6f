"""The real dashboard over the real engine: however it ends, the store is closed and the others know."""

from __future__ import annotations

import os
import pty
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lockdash.simulator.server import Simulator
from tests.bench.terminal import Terminal, python

WITHIN = 2.0
"""Seconds in which a program whose terminal is gone has ended."""


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with Simulator(world="small").serve() as sim:
        path = tmp_path_factory.mktemp("ending") / "config.toml"
        path.touch(mode=0o600)
        path.write_text(sim.configuration())
        yield path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def terminal(configuration: Path, state: Path) -> Iterator[Terminal]:
    where = ("--config", str(configuration), "--state-dir", str(state))
    with Terminal(python("-m", "lockdash", *where), environment={"COLUMNS": "", "LINES": ""}) as opened:
        opened.wait_for(b"Front Door", 40)
        opened.settle(0.5)
        yield opened


def ended(terminal: Terminal, seconds: float) -> int:
    """Read on until the program has ended, within `seconds`; return its status."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        terminal.read(0.02)
        done, status = os.waitpid(terminal.pid, os.WNOHANG)
        if done:
            terminal.end = lambda: 0  # type: ignore[method-assign]
            return os.waitstatus_to_exitcode(status)
    raise TimeoutError(f"the program did not end within {seconds} s")


def left_behind(state: Path) -> list[str]:
    """What a session leaves that did not close its store, or did not say that it goes."""
    return sorted(each.name for each in (*state.glob("*-wal"), *(state / "sessions").glob("*")))


def test_while_it_runs_there_is_something_to_leave_behind(terminal: Terminal, state: Path) -> None:
    assert len(left_behind(state)) == 2


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_in_time_and_in_order(terminal: Terminal, state: Path, number: signal.Signals) -> None:
    os.kill(terminal.pid, number)
    assert ended(terminal, WITHIN) == 128 + number
    assert b"Traceback" not in terminal.output
    assert left_behind(state) == []


def test_a_connection_that_drops_ends_it_in_time_and_in_order(terminal: Terminal, state: Path) -> None:
    os.close(terminal._fd)
    terminal._fd = os.open(os.devnull, os.O_RDONLY)
    assert ended(terminal, WITHIN) == 128 + signal.SIGHUP
    assert left_behind(state) == []


def test_a_terminal_that_goes_away_without_a_signal_ends_it_too(configuration: Path, state: Path) -> None:
    """As under a supervisor that keeps SIGHUP from its children: only reading tells that nobody is there any more."""
    own, theirs = pty.openpty()
    where = ["--config", str(configuration), "--state-dir", str(state)]
    ignoring = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    )
    argv = python("-c", ignoring, *python("-m", "lockdash", *where))
    pid = os.posix_spawn(
        argv[0],
        argv,
        {**os.environ, "TERM": "xterm-256color"},
        file_actions=[(os.POSIX_SPAWN_DUP2, theirs, number) for number in (0, 1, 2)],
        setsid=True,
    )
    os.close(theirs)
    output = bytearray()
    until = time.monotonic() + 40
    while b"Front Door" not in output and time.monotonic() < until:
        output += os.read(own, 1 << 16)
    os.close(own)
    until = time.monotonic() + WITHIN
    done = status = 0
    while not done and time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
    if not done:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert done
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGHUP
    assert left_behind(state) == []
