"""`python -m lockdash.simulator`: what it prints, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import tomllib

import httpx
import pytest

COMMAND = [sys.executable, "-m", "lockdash.simulator"]


@pytest.fixture
def running():
    started = []

    def run(*options):
        process = subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process, process.stderr.readline()

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_listens_prints_a_configuration_and_ends_quietly(running, how):
    process, said = running("--world", "small", "--port", "0")
    url = said.split("listening on ")[1].split(",")[0]
    assert httpx.get(f"{url}/control/world").json()["Garage"] == "unlocked"
    process.send_signal(how)
    printed, complaints = process.communicate(timeout=10)
    assert (process.returncode, complaints) == (0, "")
    accounts = tomllib.loads(printed)["accounts"]
    assert [(account["name"], account["vendor"]) for account in accounts] == [
        ("home", "tedee"),
        ("rentals", "remotelock"),
    ]
    assert accounts[0]["api_url"] == f"{url}/tedee"
    assert (accounts[1]["api_url"], accounts[1]["auth_url"]) == (f"{url}/remotelock", f"{url}/connect")


def test_a_taken_port_ends_it_with_1_and_words(sim, running):
    process, said = running("--port", str(sim.port), "--world", "empty")
    printed, rest = process.communicate(timeout=10)
    assert (process.returncode, printed, rest) == (1, "", "")
    assert said == f"simulator: cannot listen on 127.0.0.1:{sim.port}: Address already in use\n"


@pytest.mark.parametrize("options", [["--port", "70000"], ["--devices", "-1"], ["--speed", "0"], ["--world", "mars"]])
def test_wrong_options_are_usage_errors(options):
    ended = subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_it_ends_with_whoever_holds_its_input():
    options = ["--world", "empty", "--port", "0", "--until-eof"]
    process = subprocess.Popen(
        [*COMMAND, *options], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        assert "listening" in process.stderr.readline()
        assert process.poll() is None
        process.stdin.close()
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
