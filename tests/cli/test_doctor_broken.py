"""`lockdash doctor` as a process, where something that every other command needs is missing."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.cli.test_program import ROOT, Terminal, imported_by, start

PATIENCE = 60
BARE = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}


def run(*argv, **environ):
    """Run it with nothing in the environment but `environ`; bytes, since the encoding is part of the question."""
    done = subprocess.run(
        [sys.executable, "-m", "lockdash", "doctor", *argv],
        env=BARE | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    return done


def checks(done):
    return {(each["section"], each["subject"]): each for each in json.loads(done.stdout)["checks"]}


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"HOME": "/nonexistent", "LC_ALL": "C", "TERM": "dumb"},
        {"HOME": "/dev/null", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"HOME": "", "LC_ALL": "en_US.ISO-8859-1", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"},
        {"HOME": "/nonexistent", "PYTHONIOENCODING": "cp1252", "LANG": "C.UTF-8", "TERM": "no-such-terminal"},
        {"HOME": "/nonexistent", "PYTHONIOENCODING": "ascii", "COLUMNS": "nonsense", "TZ": "No/Where"},
    ],
)
def test_it_works_in_every_environment(environ, tmp_path):
    for options in ([], ["--json"]):
        done = run("--state-dir", str(tmp_path / "state"), *options, **environ)
        assert done.returncode == 1  # there is no configuration
        assert done.stderr == b""
    found = [each for each in checks(done).values() if each["section"] == "configuration"]
    assert [each["level"] for each in found] == ["failure"] * len(found)
    assert all(each["remedy"] for each in found)


@pytest.mark.parametrize(("term", "level"), [(None, "failure"), ("dumb", "failure"), ("xterm-256color", "ok")])
def test_what_cannot_be_drawn_on_is_a_failure(tmp_path, term, level):
    found = checks(run("--json", "--state-dir", str(tmp_path), HOME=str(tmp_path), **({"TERM": term} if term else {})))
    assert found["terminal", "TERM"]["level"] == level
    assert bool(found["terminal", "TERM"]["remedy"]) == (level == "failure")


@pytest.mark.parametrize(
    ("environ", "level"),
    [
        ({"LC_ALL": "C"}, "warning"),
        ({}, "ok"),
        ({"LANG": "C.UTF-8"}, "ok"),
        ({"PYTHONIOENCODING": "latin-1"}, "warning"),
    ],
)
def test_a_locale_without_utf8_is_a_warning(tmp_path, environ, level):
    found = checks(run("--json", "--state-dir", str(tmp_path), HOME=str(tmp_path), **environ))
    assert found["terminal", "encoding"]["level"] == level


def test_nothing_is_made_by_looking(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    run(HOME=str(home))
    assert list(home.rglob("*")) == []


UNPRIVILEGED = """
import os, sys
from lockdash.__main__ import main
import lockdash.cli.doctor, lockdash.engine.trial  # this user may not come to what is imported later
import lockdash.vendors.tedee.client, lockdash.vendors.tedee.checkup
import curses, filelock, httpx, platformdirs, pwd, zoneinfo
httpx.AsyncClient()
if os.geteuid() == 0:  # root may write anywhere
    os.setgroups([])
    os.setgid({uid})
    os.setuid({uid})
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("home", ["read-only", None])
def test_a_home_that_cannot_be_written_or_is_not_there(home, files, sim):
    with tempfile.TemporaryDirectory() as name:  # every user comes there by its path, unlike to pytest's
        folder = Path(name)
        config = folder / "config.toml"
        config.write_text(
            Path(files(accounts=["home"])[1]).read_text().replace("personal_key =", "personal_key_env = 'K'\n#")
        )
        config.chmod(0o644)
        folder.chmod(0o555)
        environ = {**BARE, "K": sim.tedee.key, **({"HOME": name} if home else {})}
        done = subprocess.run(
            [sys.executable, "-c", UNPRIVILEGED.format(uid=54321), "doctor", "--json", "--config", str(config)],
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        folder.chmod(0o700)
    assert (done.returncode, done.stderr) == (1, b"")
    found = checks(done)
    assert found["store", "folder"]["level"] == "failure"
    assert "--state-dir" in found["store", "folder"]["remedy"]
    assert found["account home", "signed in"]["level"] == "ok"


def test_ctrl_c_while_a_vendor_does_not_answer(files, sim):
    sim.faults.add("/tedee/", delay=300)
    person = Terminal(*files(), "doctor", "--json")
    person.until("trying home")
    person.process.send_signal(signal.SIGINT)
    code, out = person.end()
    assert code == 130
    found = {(each["section"], each["subject"]): each for each in json.loads(out)["checks"]}
    assert "broken off" in found["account home", "trial"]["said"]


def test_it_imports_no_screen_and_others_import_none_of_it(files):
    loaded = set(imported_by(*files(), "doctor", "--json"))
    assert "lockdash.engine.doctor.round" in loaded
    assert not {"textual", "starlette", "uvicorn"} & loaded
    offline = set(imported_by(*files(), "doctor", "--json", "--offline"))
    assert not {"textual", "rich", "httpx", "oauthlib", "starlette", "uvicorn"} & offline
    other = imported_by(*files(), "status", "--cached")
    assert not [name for name in other if "doctor" in name and not name.endswith("doctor_parser")]


def test_a_reader_that_goes_away_is_quiet(tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    with start("doctor", "--offline", "--state-dir", str(tmp_path), stdout=writer) as process:
        os.close(writer)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (141, b"")
