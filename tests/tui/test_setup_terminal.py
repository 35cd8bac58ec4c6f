"""The first five minutes as a stranger has them: the program in a pseudo-terminal, against the simulator."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lockdash.simulator.server import Simulator
from tests.bench.terminal import Terminal, python
from tests.tui.test_terminal import ended

PATIENCE = 30.0


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(world="small").serve() as served:
        yield served


@contextmanager
def lockdash(folder: Path, *argv: str) -> Iterator[Terminal]:
    """The program, with its files below `folder`. It leaves no temporary ones."""
    paths = ("--config", str(folder / "config.toml"), "--state-dir", str(folder / "state"))
    temporary = folder / "tmp"
    temporary.mkdir()
    surroundings = {"NO_PROXY": "127.0.0.1", "SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "TMPDIR": str(temporary)}
    with Terminal(
        python("-m", "lockdash", *argv, *paths), environment={"COLUMNS": "", "LINES": "", **surroundings}
    ) as terminal:
        yield terminal
    assert list(temporary.iterdir()) == []


def press(terminal: Terminal, keys: bytes, marker: str) -> None:
    terminal.press_for(keys, marker.encode(), PATIENCE)


def paste(terminal: Terminal, text: str) -> None:
    os.write(terminal._fd, b"\x1b[200~" + text.encode() + b"\x1b[201~")


def fill(terminal: Terminal, sim: Simulator, key: str) -> None:
    """From the welcome to the test of an account with this key."""
    terminal.wait_for(b"step 1 of 4", PATIENCE)
    press(terminal, b"t\r", "Personal access key")
    press(terminal, b"\r", "portal.tedee.com")
    press(terminal, b"\r", "More settings")
    paste(terminal, f"{key}\n")
    press(terminal, b"\x14", "Fewer")
    paste(terminal, sim.tedee_url)


def test_from_no_configuration_to_the_devices(sim: Simulator, tmp_path: Path) -> None:
    with lockdash(tmp_path) as terminal:
        fill(terminal, sim, "wrong.key")
        press(terminal, b"\x0f", "does not work yet")
        press(terminal, b"\r", "Test it")
        press(terminal, b"\x1b[A\x1b[A\x15", "this is needed")
        paste(terminal, sim.tedee.key)
        press(terminal, b"\x0f", "devices found")
        assert not (tmp_path / "config.d").exists()
        press(terminal, b"\r", "Open the dashboard")
        [path] = (tmp_path / "config.d").glob("*.toml")
        assert path.stat().st_mode & 0o777 == 0o600
        press(terminal, b"\r", "Front Door")
        assert sim.tedee.key.encode() not in terminal.output
        os.write(terminal._fd, b"q")
        assert ended(terminal, PATIENCE) == 0


def test_init_says_what_was_written(sim: Simulator, tmp_path: Path) -> None:
    with lockdash(tmp_path, "init") as terminal:
        fill(terminal, sim, sim.tedee.key)
        press(terminal, b"\x0f", "devices found")
        press(terminal, b"\r", "another account")
        os.write(terminal._fd, b"\r")
        assert ended(terminal, PATIENCE) == 0
        said = f"Written: {tmp_path / 'config.d' / 'tedee.toml'}. `lockdash` opens it."
        assert said.encode() in terminal.output


def test_who_leaves_has_written_nothing(tmp_path: Path) -> None:
    with lockdash(tmp_path) as terminal:
        terminal.wait_for(b"step 1 of 4", PATIENCE)
        os.write(terminal._fd, b"q")
        assert ended(terminal, PATIENCE) == 0
    assert not (tmp_path / "config.d").exists()


def test_the_demo_is_a_choice(tmp_path: Path) -> None:
    with lockdash(tmp_path, "init") as terminal:
        terminal.wait_for(b"step 1 of 4", PATIENCE)
        press(terminal, b"l\r", "Garage")
        os.write(terminal._fd, b"q")
        assert ended(terminal, PATIENCE) == 0
    assert not (tmp_path / "config.d").exists()


def test_a_terminal_that_goes_away_in_the_middle_leaves_nothing(sim: Simulator, tmp_path: Path) -> None:
    with lockdash(tmp_path) as terminal:
        fill(terminal, sim, sim.tedee.key)
        press(terminal, b"\x0f", "devices found")
        assert list((tmp_path / "tmp").iterdir()) != []
        os.close(terminal._fd)
        terminal._fd = os.open(os.devnull, os.O_RDONLY)
        assert ended(terminal, PATIENCE) == 128 + signal.SIGHUP
    assert not (tmp_path / "config.d").exists()
