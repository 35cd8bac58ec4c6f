"""The program where something is missing: a terminal, a locale, a home, room to write. It says what, and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lockdash.cli.characters import expects_utf8
from lockdash.cli.crashing import spoken
from tests.bench.terminal import Terminal
from tests.cli.test_program import imported_by

ROOT = Path(__file__).parents[2]
PATIENCE = 30
NOWHERE = ("/dev/null/home", "/proc/home")
"""Homes in which nothing can be made, whoever we are."""


def finish(*argv, program=("-m", "lockdash"), stdin=subprocess.DEVNULL, **environment):
    """Run the program in an `environment` of its own and return exit code, output and talk."""
    done = subprocess.run(
        [sys.executable, *program, *argv],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **environment},
        stdin=stdin,
        capture_output=True,
        timeout=PATIENCE,
    )
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def in_terminal(*argv, program=("-m", "lockdash"), **environment):
    """Run it in a terminal until it ends by itself; return exit code and all that was seen."""
    usual = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "COLUMNS": "", "LINES": ""}
    with Terminal([sys.executable, *program, *argv], environment={**usual, **environment}) as terminal:
        code = ended(terminal)
    return code, bytes(terminal.output).decode().replace("\r\n", "\n")


def ended(terminal):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        terminal.read(0.1)
        done, status = os.waitpid(terminal.pid, os.WNOHANG)
        if done:
            terminal.end = lambda: 0
            while terminal.read(0.1):
                pass
            return os.waitstatus_to_exitcode(status)
    raise TimeoutError("the program did not end")


# The terminal


@pytest.mark.parametrize("term", ["", "dumb", "unknown"])
def test_a_terminal_that_cannot_place_text(files, term):
    code, seen = in_terminal(*files(), TERM=term)
    assert code == 2
    assert (f'TERM is "{term}"' if term else "TERM is not set") in seen
    assert "lockdash status " in seen
    assert "\x1b" not in seen


def test_the_demo_says_the_same(files):
    code, seen = in_terminal("demo", TERM="dumb")
    assert (code, "cannot be drawn" in seen, "\x1b" in seen) == (2, True, False)


def test_a_terminal_of_which_stderr_goes_elsewhere(files, tmp_path):
    shell = ("-c", f"import os,sys; os.dup2(os.open({str(tmp_path / 'err')!r}, os.O_WRONLY | os.O_CREAT), 2); "
                   "os.execv(sys.executable, [sys.executable, '-m', 'lockdash', *sys.argv[1:]])")  # fmt: skip
    code, seen = in_terminal(*files(), program=shell)
    assert (code, seen) == (2, "")
    assert "lockdash logs" in (tmp_path / "err").read_text()


def test_streams_that_are_closed(files):
    shell = ("-c", "import os,sys; [os.close(number) for number in (0, 1)]; "
                   "os.execv(sys.executable, [sys.executable, '-m', 'lockdash', *sys.argv[1:]])")  # fmt: skip
    assert finish(*files(), "logs", "--path", program=shell) == (0, "", "")
    code, _, err = finish(*files(), program=shell)
    assert code == 2
    assert "needs a terminal" in err


# The configuration


def test_without_a_configuration_and_a_terminal_the_next_steps_are_told(tmp_path):
    code, out, err = finish(HOME=str(tmp_path))
    assert (code, out) == (2, "")
    assert str(tmp_path / ".config" / "lockdash" / "config.toml") in err
    assert "lockdash demo " in err
    assert "lockdash init " in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("argv", [["status"], ["events", "--cached"], ["unlock", "front"]])
def test_commands_tell_the_same(tmp_path, argv):
    assert finish(*argv, HOME=str(tmp_path))[::2] == finish(HOME=str(tmp_path))[::2]


# The locale


@pytest.mark.parametrize(
    ("environ", "was_plain", "expected"),
    [
        ({"LANG": "C.UTF-8"}, False, True),
        ({"LANG": "de_DE.utf8"}, False, True),
        ({"LANG": "xx_YY.UTF-8", "LC_CTYPE": "C.UTF-8"}, True, True),  # brought by SSH, and not installed here
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True, False),  # set by Python itself
        ({"LC_CTYPE": "C.UTF-8"}, True, True),  # nothing was named
        ({"LC_CTYPE": "C.UTF-8"}, False, True),
        ({"LC_CTYPE": "UTF-8"}, False, True),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, True, False),
        ({"LC_ALL": "", "LC_CTYPE": "", "LANG": "en_US.UTF-8"}, False, True),
        ({"LANG": "en_US.ISO-8859-1"}, False, False),
        ({"LANG": "en_US"}, False, False),
        ({}, False, True),
    ],
)
def test_whether_the_terminal_expects_utf8(environ, was_plain, expected):
    assert expects_utf8(environ, was_plain=was_plain) is expected


PLAIN = ({"LANG": "C"}, {"LC_ALL": "POSIX"}, {"LANG": "en_US.ISO-8859-1"}, {"LANG": "", "PYTHONIOENCODING": "latin-1"})


@pytest.mark.parametrize("environment", PLAIN)
def test_without_a_utf8_locale_commands_print_ascii(files, sim, environment):
    next(iter(sim.world.home.locks.values())).name = "Tür 門 \U0001f511"
    argv = files(accounts=["home"])
    code, out, err = finish(*argv, "status", **environment)
    assert (code, err) == (0, "")
    assert out.isascii()
    assert "T?r ?" in out
    assert finish(*argv, "events", "--cached", "--csv", **environment)[0] == 0
    assert finish(*argv, "audit", **environment)[0] == 0


@pytest.mark.parametrize("environment", PLAIN)
def test_without_a_utf8_locale_the_dashboard_is_ascii(files, sim, environment):
    next(iter(sim.world.home.locks.values())).name = "Tür 門 \U0001f511"
    usual = {"PYTHONPATH": str(ROOT), "COLUMNS": "", "LINES": ""}
    argv = [sys.executable, "-m", "lockdash", *files(accounts=["home"])]
    with Terminal(argv, environment={**usual, **environment}) as terminal:
        terminal.wait_for(b"[#]", PATIENCE)
        os.write(terminal._fd, b"q")
        assert ended(terminal) == 0
    assert "■".encode() not in terminal.output
    assert b"Traceback" not in terminal.output


def test_a_name_of_bytes_that_are_no_text(files):
    code, _, err = finish(*files(accounts=["home"]), "lock", os.fsdecode(b"fr\xffnt"))
    assert code == 2
    assert "\\udcff" in err


# A place to write


def test_without_a_home_places_are_asked_for(files):
    """HOME is unset and the user has no entry: as root we have one, so the entry is taken away."""
    shell = ("-c", "import pwd, sys\n"
                   "def missing(number): raise KeyError(number)\n"
                   "pwd.getpwuid = missing\n"
                   "from lockdash.__main__ import main\n"
                   "sys.exit(main(sys.argv[1:]))")  # fmt: skip
    code, out, err = finish("status", program=shell)
    assert (code, out) == (2, "")
    assert "there is no home folder" in err
    assert "--config FILE, LOCKDASH_CONFIG or XDG_CONFIG_HOME" in err
    config = files(accounts=["home"])[:2]
    code, out, err = finish(*config, "status", program=shell)
    assert (code, out) == (2, "")
    assert "--state-dir DIR, LOCKDASH_STATE_DIR or XDG_STATE_HOME" in err
    assert finish(*files(accounts=["home"]), "status", program=shell)[0] == 0


@pytest.mark.parametrize("home", NOWHERE)
def test_a_home_that_takes_nothing(files, home, tmp_path):
    config = files(accounts=["home"])[:2]
    code, out, err = finish(*config, "status", HOME=home)
    assert (code, out) == (1, "")
    assert f"{home}/.local/state/lockdash" in err
    assert all(name in err for name in ("--state-dir DIR", "LOCKDASH_STATE_DIR", "XDG_STATE_HOME"))
    assert finish(*config, "status", HOME=home, LOCKDASH_STATE_DIR=str(tmp_path / "state"))[0] == 0


@pytest.mark.parametrize("home", NOWHERE)
def test_the_dashboard_says_it_before_it_draws(files, home):
    code, seen = in_terminal(*files(accounts=["home"])[:2], HOME=home)
    assert code == 1
    assert "LOCKDASH_STATE_DIR" in seen
    assert "\x1b" not in seen


@pytest.mark.parametrize("home", NOWHERE)
def test_a_home_that_is_not_there_has_no_configuration(home):
    code, _, err = finish("status", HOME=home)
    assert code == 2
    assert f"{home}/.config/lockdash/config.toml" in err


# What nobody foresaw

CRASHES = ("-c", "import sys\n"
                 "from lockdash.cli import status\n"
                 "def run(options):\n"
                 "    pin = 'local-48213907'\n"
                 "    raise KeyError('text-48213907')\n"
                 "status.run = run\n"
                 "from lockdash.__main__ import main\n"
                 "sys.exit(main(sys.argv[1:]))")  # fmt: skip


def test_a_crash_is_a_calm_message_and_a_report(tmp_path):
    code, out, err = finish("--state-dir", str(tmp_path), "status", "--account", "home", program=CRASHES)
    assert (code, out) == (1, "")
    assert "48213907" not in err
    assert "KeyError at" in err
    assert "lockdash doctor --bundle" in err
    (report,) = (tmp_path / "crashes").iterdir()
    assert str(report) in err
    assert "48213907" not in report.read_text()
    assert "lockdash --state-dir … status --account …" in report.read_text()


def test_a_crash_without_a_place_for_a_report(tmp_path):
    code, out, err = finish("--state-dir", "/proc/state", "status", program=CRASHES)
    assert (code, out) == (1, "")
    assert "report    none, /proc/state cannot be written" in err


def test_what_was_asked_is_told_without_the_users_words():
    said = spoken(["--config=/home/ada/c", "guest", "add", "--name", "Ada", "--pin", "4821", "--ß", "-x"], "guest")
    assert said == "lockdash --config=… guest … --name … --pin … … …"


# What is written down


@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["status", "--cached"], ["logs"], ["people", "--cached"]])
def test_what_asks_nobody_logs_nothing(files, tmp_path, argv):
    assert finish(*files(accounts=["home"]), "--log-level", "debug", *argv)[0] == 0
    assert not (tmp_path / "state" / "logs").exists()


def test_what_asks_nobody_does_not_even_import_the_log(files):
    assert "lockdash.engine.journal.journal" not in imported_by(*files(accounts=["home"]), "status", "--cached")
    assert "lockdash.engine.journal" not in imported_by("--version")
    assert "lockdash.engine.journal.journal" in imported_by(*files(accounts=["home"]), "status")


def test_what_runs_an_engine_does(files, sim, tmp_path):
    assert finish(*files(accounts=["home"]), "--log-level", "debug", "status")[0] == 0
    (path,) = (tmp_path / "state" / "logs").iterdir()
    assert "DEBUG" in path.read_text()
    assert "/my/lock/sync: 200" in path.read_text() or "/my/lock: 200" in path.read_text()


def test_a_failure_is_in_the_log_and_not_on_the_screen(files, sim, tmp_path):
    sim.faults.add("", status=500)
    code, _, err = finish(*files(accounts=["home"]), "status", LOCKDASH_LOG_LEVEL="warning")
    assert code == 1
    assert "WARNING" not in err
    logs = finish(*files(accounts=["home"]), "logs")[1]
    assert "WARNING" in logs
    assert "account home: vendor_error" in logs
