"""`lockdash demo` and `lockdash simulator`: a pretend world that leaves nothing behind."""

import os
import signal
import subprocess
import sys

import pytest

from lockdash import demo
from lockdash.__main__ import main
from lockdash.cli.exits import Exit, Stop
from lockdash.config.loading import load
from tests.cli.test_program import PATIENCE, start


@pytest.fixture
def processes(monkeypatch):
    """The processes that the demo starts."""
    made = []
    real = subprocess.Popen

    def popen(*args, **how):
        made.append(real(*args, **how))
        return made[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    return made


def test_the_screen_gets_a_world_of_its_own_and_nothing_stays(capfd, processes):
    seen = []

    def show(config, state_dir):
        seen.append(config)
        assert config.stat().st_mode & 0o777 == 0o600
        assert config.parent.stat().st_mode & 0o777 == 0o700
        assert state_dir.parent == config.parent
        assert [each.name for each in load(config).accounts] == ["home", "rentals"]
        assert main(["status", "--config", str(config), "--state-dir", str(state_dir), "--account", "home"]) == 0
        assert processes[0].poll() is None
        return 3

    assert demo.run(1, show) == 3
    assert "home  live" in capfd.readouterr().out
    assert not seen[0].parent.exists()
    assert processes[0].returncode is not None


def test_it_prints_nothing_of_its_own(capfd):
    assert demo.run(7, lambda config, state_dir: 0) == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_plain_kill_takes_the_simulator_and_the_folder_along(number, processes):
    seen = []

    def show(config, state_dir):
        seen.append(config)
        os.kill(os.getpid(), number)
        raise AssertionError("the signal did not end it")

    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as caught:
        demo.run(1, show)
    assert caught.value.code == 128 + number
    assert not seen[0].parent.exists()
    assert processes[0].returncode is not None
    assert signal.getsignal(number) == before


def test_a_simulator_that_was_killed_meanwhile_is_no_trouble(processes):
    def show(config, state_dir):
        processes[0].kill()
        processes[0].wait()
        return 0

    assert demo.run(1, show) == 0


def test_a_simulator_that_does_not_start_is_told(monkeypatch, tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho first >&2\necho it is broken >&2\n")
    broken.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(Stop, match="did not start: it is broken") as caught:
        demo.run(1, lambda config, state_dir: 0)
    assert caught.value.code is Exit.failed


def test_simulator_prints_a_configuration_and_ends_on_ctrl_c():
    with start("simulator", "--port", "0", "--world", "small") as process:
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert first == b"[[accounts]]\n"
    assert process.returncode == 0


def test_simulator_of_no_known_world_is_2():
    with start("simulator", "--world", "nowhere") as process:
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert b"nowhere" in err
