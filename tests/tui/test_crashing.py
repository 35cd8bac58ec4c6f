"""What nobody foresaw, in the dashboard: the terminal is given back, and what was in memory is shown to nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lockdash.engine.journal import crash, journal, parts
from tests.bench.terminal import Terminal, python
from tests.tui.test_terminal import GIVEN_BACK, PAINTED, ended, is_cooked, send

PATIENCE = 30.0
SECRETS = b"48213907"


@pytest.fixture
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    argv = python("-m", "tests.tui.pty_crash", request.param, str(tmp_path))
    with Terminal(argv, environment={"COLUMNS": "", "LINES": ""}) as opened:
        opened.wait_for(PAINTED, PATIENCE)
        opened.settle(0.7)
        yield opened


def log_of(state: Path) -> str:
    return "".join(path.read_text() for path in parts.all_of(journal.folder(state)))


@pytest.mark.parametrize("terminal", ["handler", "timer", "fatal worker"], indirect=True)
def test_it_ends_with_a_calm_message_and_a_report(terminal: Terminal, tmp_path: Path) -> None:
    check_end(terminal, tmp_path, b"?")


@pytest.mark.parametrize("terminal", ["reader"], indirect=True)
def test_so_does_a_defect_of_the_thread_that_reads(terminal: Terminal, tmp_path: Path) -> None:
    check_end(terminal, tmp_path, b"?x")


def check_end(terminal: Terminal, state: Path, keys: bytes) -> None:
    terminal.output.clear()
    for key in keys:
        send(terminal, bytes([key]))
        terminal.listen(0.3)
    assert ended(terminal, PATIENCE) == 1
    assert [each for each in GIVEN_BACK if each not in terminal.output] == []
    assert is_cooked(terminal)
    said = bytes(terminal.output).rpartition(GIVEN_BACK[0])[2]
    (report,) = (state / crash.FOLDER).iterdir()
    for word in (
        b"lockdash has ended",
        b"KeyError at pty_crash.py:",
        str(report).encode(),
        b"lockdash doctor --bundle",
    ):
        assert word in said.replace(b"\r\n", b"\n")
    assert SECRETS not in terminal.output
    assert b"Traceback" not in terminal.output
    assert "in _fail" in report.read_text()
    assert SECRETS.decode() not in report.read_text().replace('local = "local-48213907"', "")
    assert "KeyError at pty_crash.py:" in log_of(state)
    assert SECRETS.decode() not in log_of(state)


@pytest.mark.parametrize(
    ("terminal", "told"),
    [
        ("worker", "the worker failed: unexpected: KeyError at pty_crash.py:"),
        ("task", "Task exception was never retrieved ("),
        ("thread", "thread the thread ended unexpectedly: unexpected: KeyError at pty_crash.py:"),
        ("callback", "Exception in callback ("),
    ],
    indirect=["terminal"],
)
def test_what_need_not_end_it_goes_to_the_log(terminal: Terminal, tmp_path: Path, told: str) -> None:
    send(terminal, b"?")
    until = time.monotonic() + PATIENCE
    while told not in log_of(tmp_path) and time.monotonic() < until:
        terminal.read(0.05)
    assert told in log_of(tmp_path)
    assert SECRETS.decode() not in log_of(tmp_path)
    send(terminal, b"q")
    assert ended(terminal, PATIENCE) == 0
    assert b"Traceback" not in terminal.output
    assert not (tmp_path / crash.FOLDER).exists()
