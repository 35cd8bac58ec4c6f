"""What only a terminal shows: a real process in a pseudo-terminal."""

from __future__ import annotations

import os
import select
import signal
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.terminal import Terminal, python

PAINTED = b"Sauna heater"
LEFT = b"\x1b[?1049l"
WITHIN = 2.0
"""Seconds in which a program whose terminal is gone has ended."""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


@pytest.fixture
def terminal(notes: Path) -> Iterator[Terminal]:
    with Terminal(python("-m", "tests.tui.pty_world", str(notes)), environment={"COLUMNS": "", "LINES": ""}) as opened:
        opened.wait_for(PAINTED)
        opened.settle(0.7)
        yield opened


def ended(terminal: Terminal, seconds: float = 10.0, *, reading: bool = True) -> int:
    """Wait until the program has ended; return its status. `reading`: take what it writes meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if reading:
            terminal.read(0.05)
        else:
            select.select([], [], [], 0.05)
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
    terminal.wait_for(b"Nothing happened")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_leaves_terminal_and_store_in_order(terminal: Terminal, notes: Path, number: signal.Signals) -> None:
    os.kill(terminal.pid, number)
    assert ended(terminal, WITHIN) == 128 + number
    assert [each for each in GIVEN_BACK if each not in terminal.output] == []
    assert b"Traceback" not in terminal.output
    assert notes.read_text() == "stopped 1, asked 0"


def test_a_terminal_that_goes_away_ends_it_in_order(terminal: Terminal, notes: Path) -> None:
    os.close(terminal._fd)
    terminal._fd = os.open(os.devnull, os.O_RDONLY)
    assert ended(terminal, WITHIN) == 128 + signal.SIGHUP
    assert notes.read_text() == "stopped 1, asked 0"


def stopped(terminal: Terminal) -> None:
    """Read on until the program stands still."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        terminal.read(0.05)
        done, status = os.waitpid(terminal.pid, os.WNOHANG | os.WUNTRACED)
        if done:
            assert os.WIFSTOPPED(status)
            return
    raise TimeoutError("the program did not stop")


def is_cooked(terminal: Terminal) -> bool:
    """Whether the terminal's lines and echo are the shell's again."""
    flags = termios.tcgetattr(terminal._fd)[3]
    return bool(flags & termios.ICANON and flags & termios.ECHO)


GIVEN_BACK = (LEFT, b"\x1b[?25h", b"\x1b[?7h", *(b"\x1b[?%dl" % mode for mode in (1000, 1003, 1006, 2004, 1004)))
TAKEN = (b"\x1b[?1049h", b"\x1b[?25l", b"\x1b[?1000h", b"\x1b[?2004h")


def test_ctrl_z_gives_the_terminal_back_and_takes_it_again(terminal: Terminal, notes: Path) -> None:
    assert not is_cooked(terminal)
    send(terminal, b"\x1a")
    stopped(terminal)
    assert [each for each in GIVEN_BACK if each not in terminal.output] == []
    assert is_cooked(terminal)
    terminal.output.clear()
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.wait_for(PAINTED, 30)
    assert [each for each in TAKEN if each not in terminal.output] == []
    assert not is_cooked(terminal)
    send(terminal, b"q")
    assert ended(terminal) == 0
    assert is_cooked(terminal)
    assert notes.read_text() == "suspend resume stopped 1, asked 0"


def test_a_stop_that_nobody_announced_leaves_the_terminal_in_order_too(terminal: Terminal, notes: Path) -> None:
    os.kill(terminal.pid, signal.SIGSTOP)
    stopped(terminal)
    send(terminal, b"uu")  # typed blindly while nothing moves
    terminal.output.clear()
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.wait_for(PAINTED, 30)
    terminal.listen(2.5)  # a grace that the keys had begun would be over
    send(terminal, b"4")
    terminal.wait_for(b"Nothing happened", 30)
    send(terminal, b"q")
    assert ended(terminal) == 0
    assert is_cooked(terminal)
    assert notes.read_text() == "resume stopped 1, asked 0"


def test_a_grace_during_which_the_process_stood_still_sends_nothing(terminal: Terminal, notes: Path) -> None:
    send(terminal, b"u")
    terminal.wait_for(b"Esc stops", 30)
    os.kill(terminal.pid, signal.SIGSTOP)
    stopped(terminal)
    terminal.listen(3.2)  # the grace and a second more, as time is for a process that is stopped
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.wait_for(b"nothing was sent: the grace was interrupted", 30)
    send(terminal, b"q")
    assert ended(terminal) == 0
    assert notes.read_text() == "resume stopped 1, asked 0"


def fill(terminal: Terminal) -> None:
    """Let the program write more than the pseudo-terminal holds, and read nothing of it."""
    for _ in range(30):
        send(terminal, b"?")
        send(terminal, b"q")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_terminal_that_takes_nothing_holds_nobody_up(terminal: Terminal, notes: Path, number: signal.Signals) -> None:
    fill(terminal)
    asleep(terminal.pid)
    os.kill(terminal.pid, number)
    assert ended(terminal, reading=False) == 128 + number
    assert notes.read_text() == "stopped 1, asked 0"


def test_a_terminal_that_hung_is_painted_anew(terminal: Terminal) -> None:
    fill(terminal)
    asleep(terminal.pid)
    terminal.settle(0.5)
    send(terminal, b"4")
    terminal.wait_for(b"Nothing happened", 30)


def asleep(pid: int) -> None:
    """Wait until the program has nothing more to do: its processor time stands still."""
    quiet = 0
    before = -1.0
    until = time.monotonic() + 10
    while quiet < 5 and time.monotonic() < until:
        select.select([], [], [], 0.1)
        now = sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        quiet = quiet + 1 if now == before else 0
        before = now


def test_q_then_keys_for_the_shell(terminal: Terminal, notes: Path) -> None:
    send(terminal, b"quul?a")
    assert ended(terminal) == 0
    assert b"Traceback" not in terminal.output
    assert notes.read_text() == "stopped 1, asked 0"


def test_copying_writes_osc_52(terminal: Terminal) -> None:
    send(terminal, b"y")
    terminal.wait_for(b"\x1b]52;c;")
