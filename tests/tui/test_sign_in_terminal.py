"""Signing in from the dashboard, as a real process in a pseudo-terminal, at the pretend vendor over real HTTP."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from lockdash.simulator.server import Simulator
from tests.bench.terminal import Terminal, python

PATIENCE = 120.0
ADDRESS = re.compile(rb"(http://127\.0\.0\.1:\d+/connect/oauth/authorize\?[!-~]+)")
CODE = re.compile(r'id="authorization_code">([^<]+)<')
CONFIGURATION = """\
[[accounts]]
name = "rentals"
vendor = "remotelock"
grant = "authorization_code"
client_id = "demo-application"
client_secret = "demo-secret-that-opens-nothing"
api_url = "{url}/remotelock"
auth_url = "{url}/connect"
"""


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    made = Simulator(world="small")
    with made.serve():
        yield made


@pytest.fixture
def terminal(simulator: Simulator, tmp_path: Path) -> Iterator[Terminal]:
    config = tmp_path / "config.toml"
    config.touch(mode=0o600)
    config.write_text(CONFIGURATION.format(url=f"http://127.0.0.1:{simulator.port}"))
    argv = python("-m", "lockdash", "--config", str(config), "--state-dir", str(tmp_path / "state"))
    nowhere = {"COLUMNS": "", "LINES": "", "DISPLAY": "", "WAYLAND_DISPLAY": "", "BROWSER": "", "LC_ALL": "C.UTF-8"}
    with Terminal(argv, columns=300, environment=nowhere) as opened:
        opened.wait_for(b"signed out", PATIENCE)
        yield opened


def send(terminal: Terminal, data: bytes) -> None:
    os.write(terminal._fd, data)


def address(terminal: Terminal) -> str:
    """Return the address that is shown, once it is."""
    send(terminal, b"S")
    terminal.wait_for(b"paste it here.", PATIENCE)
    terminal.settle(0.5)
    found = ADDRESS.search(bytes(terminal.output))
    assert found is not None
    return found[1].decode()


def agreed(shown: str) -> str:
    """Agree in the browser; return the code that it shows then."""
    with urlopen(shown, timeout=30) as page:
        found = CODE.search(page.read().decode())
    assert found is not None
    return found[1]


def bracketed(code: bytes) -> bytes:
    return b"\x1b[200~" + code + b"\x1b[201~"


def plainly(code: bytes) -> bytes:
    return code


@pytest.mark.parametrize("pasted", [bracketed, plainly])
def test_a_pasted_code_signs_in_and_the_devices_come(terminal: Terminal, pasted: Callable[[bytes], bytes]) -> None:
    code = agreed(address(terminal))
    send(terminal, pasted(code.encode()))
    terminal.settle(0.5)
    terminal.output.clear()
    send(terminal, b"\r")
    terminal.wait_for(b"Signed in; reading devices.", PATIENCE)
    assert code.encode() not in terminal.output
    send(terminal, b"\r")
    terminal.wait_for(b"Locked", PATIENCE)


def test_a_code_that_was_used_is_refused_and_another_one_counts(terminal: Terminal, simulator: Simulator) -> None:
    shown = address(terminal)
    send(terminal, bracketed(b"1/used-before"))
    send(terminal, b"\r")
    terminal.wait_for(b"does not accept the code", PATIENCE)
    send(terminal, bracketed(agreed(shown).encode()))
    send(terminal, b"\r")
    terminal.wait_for(b"Signed in; reading devices.", PATIENCE)


def test_what_is_copied_is_the_whole_address(terminal: Terminal) -> None:
    from base64 import b64encode

    shown = address(terminal)
    send(terminal, b"y")
    terminal.wait_for(b"\x1b]52;c;" + b64encode(shown.encode()), PATIENCE)
