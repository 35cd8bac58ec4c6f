"""Secrets that a command prints: what arrives, and what is said when it does not."""

import os
import signal
import sys
import time

import pytest

from lockdash.config import secrets
from lockdash.config.secrets import SecretError, SecretKind, SecretSource, resolve

PATIENCE = 30


def from_command(line):
    return resolve(SecretSource(SecretKind.command, line))


def python(code):
    return f"{sys.executable} -c '{code}'"


def _comes_true(asked):
    until = time.monotonic() + PATIENCE
    while not asked() and time.monotonic() < until:
        os.sched_yield()
    return asked()


def test_from_a_command_without_a_shell():
    assert from_command("printf '%s\\n' 'a $HOME b'").reveal() == "a $HOME b"


def test_a_command_that_fails_tells_its_exit_code_and_what_it_said():
    with pytest.raises(SecretError, match=r"ended with exit code 3: no .*key here$"):
        from_command(python('import sys; sys.stderr.write("no \\x1b[31mkey\\nhere"); print("hidden"); sys.exit(3)'))


def test_a_command_that_fails_does_not_show_what_it_printed():
    with pytest.raises(SecretError) as caught:
        from_command(python('print("hid" + "den"); raise SystemExit(1)'))
    assert "hidden" not in str(caught.value)


def test_a_command_that_is_not_there():
    with pytest.raises(SecretError, match="no-such-command-at-all` cannot be run: No such file"):
        from_command("no-such-command-at-all")


def test_a_command_that_hangs_is_stopped_with_all_that_it_started(monkeypatch, tmp_path):
    monkeypatch.setattr(secrets, "COMMAND_SECONDS", 3)
    noted = tmp_path / "child"
    with pytest.raises(SecretError, match=r"no answer within 3 s and was stopped$"):
        from_command(f"sh -c 'sleep 600 & echo $! > {noted}; wait'")
    child = int(noted.read_text())
    assert _comes_true(lambda: _is_dead(child))


def _is_dead(pid):
    """Killed and perhaps not yet collected by init."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] in "ZX"
    except FileNotFoundError:
        return True


def test_a_command_has_no_terminal_to_ask_on():
    code = 'import os\ntry:\n  os.open("/dev/tty", os.O_RDWR); print("tty")\nexcept OSError:\n  print("none")'
    assert from_command(python(code)).reveal() == "none"


def test_a_command_that_hangs_tells_what_it_has_said(monkeypatch):
    monkeypatch.setattr(secrets, "COMMAND_SECONDS", 3)
    with pytest.raises(SecretError, match=r"within 3 s and was stopped: touch the key$"):
        from_command("sh -c 'echo touch the key >&2; sleep 600'")


def test_a_command_that_warns_and_works():
    assert from_command("sh -c 'echo the agent is old >&2; echo abc'").reveal() == "abc"


def test_a_command_that_prints_nothing_tells_what_it_said():
    with pytest.raises(SecretError, match=r"gives nothing: no such entry$"):
        from_command("sh -c 'echo no such entry >&2'")


def test_a_command_that_a_signal_ends():
    with pytest.raises(SecretError, match=rf"was ended by signal {signal.SIGTERM.value}$"):
        from_command("sh -c 'kill -TERM $$'")


def test_a_command_that_prints_without_end_is_stopped():
    with pytest.raises(SecretError, match="more than 64 KiB: that is no secret"):
        from_command("yes")


def test_a_command_that_talks_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(secrets, "COMMAND_SECONDS", 3)
    with pytest.raises(SecretError, match=r"no answer within 3 s and was stopped: y y y"):
        from_command("sh -c 'yes >&2'")


def test_what_a_command_leaves_behind_is_not_waited_for(tmp_path):
    """As `pass` leaves an agent that keeps its output open."""
    noted = tmp_path / "agent"
    assert from_command(f"sh -c 'sleep 600 & echo $! > {noted}; echo abc'").reveal() == "abc"
    agent = int(noted.read_text())
    assert not _is_dead(agent)
    os.kill(agent, signal.SIGKILL)


def test_a_command_that_closes_its_output_and_goes_on_is_waited_for():
    code = 'import os, time\nos.write(1, b"abc")\nos.close(1); os.close(2)\ntime.sleep(0.2)\nos._exit(5)'
    with pytest.raises(SecretError, match=r"ended with exit code 5$"):
        from_command(python(code))
