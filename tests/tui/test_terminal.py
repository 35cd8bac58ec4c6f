"""What only a terminal shows: a real process in a pseudo-terminal."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.terminal import Terminal, python

PAINTED = b"Sauna heater"
LEFT = b"\x1b[?1049l"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


@pytest.fixture
def terminal(notes: Path) -> Iterator[Terminal]:
    with Terminal(python("-m", "tests.tui.pty_world", str(notes)), environment={"COLUMNS": "", "LINES": ""}) as opened:
        opened.wait_for(PAINTED)
        opened.settle(0.7)
        yield opened


def ended(terminal: Terminal, seconds: float = 10.0) -> int:
    """Read on until the program has ended; return its status."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        terminal.read(0.05)
        done, status = os.waitpid(terminal.pid, os.WNOHANG)
        if done:
            terminal.end = lambda: 0  # type: ignore[method-assign]
            return os.waitstatus_to_exitcode(status)
    raise TimeoutError("the program did not end")


def send(terminal: Terminal, data: bytes) -> None:
    os.write(terminal._fd, data)


def test_an_untouched_screen_writes_nothing(terminal: Terminal) -> None:
    assert terminal.listen(2.5) == 0


def test_old_mouse_reports_do_not_end_it(terminal: Terminal) -> None:
    send(terminal, b"\x1b[M\xa0\xff\xfe" + b"\x80\x81")
    send(terminal, b"4")
    terminal.wait_for(b"What happened")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_leaves_terminal_and_store_in_order(terminal: Terminal, notes: Path, number: signal.Signals) -> None:
    os.kill(terminal.pid, number)
    assert ended(terminal) == 128 + number
    assert LEFT in terminal.output
    assert notes.read_text() == "stopped 1, asked 0"


def test_a_terminal_that_goes_away_ends_it_in_order(terminal: Terminal, notes: Path) -> None:
    os.close(terminal._fd)
    terminal._fd = os.open(os.devnull, os.O_RDONLY)
    assert ended(terminal) == 128 + signal.SIGHUP
    assert notes.read_text() == "stopped 1, asked 0"


def test_ctrl_z_gives_the_terminal_back_and_takes_it_again(terminal: Terminal) -> None:
    send(terminal, b"\x1a")
    until = time.monotonic() + 10
    stopped = False
    while not stopped and time.monotonic() < until:
        terminal.read(0.05)
        done, status = os.waitpid(terminal.pid, os.WNOHANG | os.WUNTRACED)
        stopped = bool(done) and os.WIFSTOPPED(status)
    assert stopped
    assert LEFT in terminal.output
    terminal.output.clear()
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.wait_for(PAINTED, 30)
    send(terminal, b"q")
    assert ended(terminal) == 0


def test_q_then_keys_for_the_shell(terminal: Terminal, notes: Path) -> None:
    send(terminal, b"quul?a")
    assert ended(terminal) == 0
    assert b"Traceback" not in terminal.output
    assert notes.read_text() == "stopped 1, asked 0"


def test_copying_writes_osc_52(terminal: Terminal) -> None:
    send(terminal, b"y")
    terminal.wait_for(b"\x1b]52;c;")
