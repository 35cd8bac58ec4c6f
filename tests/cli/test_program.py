"""The program as a process: what it imports, Ctrl-C, broken pipes, questions on a terminal."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lockdash import __version__

ROOT = Path(__file__).parents[2]
HEAVY = ("textual", "rich", "httpx", "oauthlib", "starlette", "uvicorn", "asyncio")
CLIENTS = ("lockdash.vendors.transport", "lockdash.vendors.tedee.client", "lockdash.vendors.remotelock.client")
PATIENCE = 20


def environment(**more):
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def start(*argv, **how):
    return subprocess.Popen(
        [sys.executable, "-m", "lockdash", *argv],
        env=environment(),
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how},
    )


def finish(*argv):
    with start(*argv) as process:
        out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out.decode(), err.decode()


def imported_by(*argv):
    """The modules that are loaded when the program ends."""
    code = (
        "import sys, json\n"
        "from lockdash.__main__ import main\n"
        "try:\n  main(sys.argv[1:])\n"
        "except SystemExit:\n  pass\n"
        "sys.stderr.write('\\n' + json.dumps(list(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *argv], env=environment(), capture_output=True, timeout=PATIENCE, check=True
    )
    return json.loads(done.stderr.splitlines()[-1])


def test_version():
    assert finish("--version") == (0, f"lockdash {__version__}\n", "")


def test_version_imports_next_to_nothing():
    loaded = imported_by("--version")
    assert not {*HEAVY, "msgspec", "sqlite3", "logging", "lockdash.engine"} & set(loaded)


@pytest.mark.parametrize(
    "argv",
    [
        ["status", "--cached", "--json"],
        ["status", "--cached"],
        ["audit", "--since", "2d"],
        ["audit", "--json"],
        ["events", "--cached"],
        ["events", "--cached", "--json", "--since", "2d", "--filter", "kind:denied"],
        ["events", "--cached", "--csv"],
        ["people", "--cached"],
        ["people", "--cached", "--json", "--status", "all", "--filter", "ada"],
    ],
)
def test_what_only_reads_the_store_imports_neither_screen_nor_network(files, argv):
    loaded = set(imported_by(*files(), *argv))
    assert "lockdash.store.store" in loaded
    assert not {*HEAVY, *CLIENTS, "ssl"} & loaded


@pytest.mark.parametrize("argv", [["status"], ["events"], ["people"], ["guest", "revoke", "Dog walker"]])
def test_commands_do_not_import_the_screen(files, argv):
    loaded = set(imported_by(*files(accounts=["home"]), *argv))
    assert "lockdash.engine.engine" in loaded
    assert not {"textual", "starlette", "uvicorn", "lockdash.tui"} & loaded


def test_an_unknown_command_is_2():
    code, out, err = finish("lok")
    assert (code, out) == (2, "")
    assert "lok" in err
    assert "Traceback" not in err


def test_the_dashboard_wants_a_terminal(files):
    code, out, err = finish(*files(accounts=["home"]))
    assert (code, out) == (2, "")
    assert "needs a terminal" in err


def test_without_a_configuration_the_dashboard_tells_the_next_step(tmp_path):
    code, _, err = finish("--config", str(tmp_path / "none.toml"))
    assert code == 2
    assert "lockdash demo" in err


def test_a_reader_that_goes_away_is_quiet(files):
    reader, writer = os.pipe()
    os.close(reader)
    with start(*files(accounts=["home"]), "status", stdout=writer) as process:
        os.close(writer)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (141, b"")


def test_ctrl_c_tells_how_far_the_command_has_come(files, front):
    front.stalls = True
    with start(*files(accounts=["home"]), "unlock", "front", "--wait", "60") as process:
        said = b""
        while b"accepted" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (130, b"")
    assert b"unlock was accepted and not confirmed yet; it may still happen" in err
    assert b"Traceback" not in err


class Terminal:
    """A person in front of a pseudo-terminal that is stdin and stderr; stdout is a pipe."""

    def __init__(self, *argv):
        self._own, theirs = pty.openpty()
        self.process = start(*argv, stdin=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)
        self.seen = ""

    def until(self, text):
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            ready, _, _ = select.select([self._own], [], [], max(0, deadline - time.monotonic()))
            assert ready, self.seen
            self.seen += os.read(self._own, 4096).decode()

    def type(self, text):
        os.write(self._own, text.encode())

    def end(self):
        try:
            out, _ = self.process.communicate(timeout=PATIENCE)
        finally:
            self.process.kill()
            os.close(self._own)
        return self.process.returncode, out.decode()


def sent(sim):
    return [heard for heard in sim.requests if "/operation/" in heard.path and heard.method == "POST"]


@pytest.mark.parametrize("answer", ["\n", "n\n", "yess\n", " \n", "\x04"])
def test_only_yes_is_yes(files, sim, answer):
    person = Terminal(*files(accounts=["home"]), "open", "studio")
    person.until("[y/N] ")
    assert "Open Studio (home)? This pulls the latch" in person.seen
    person.type(answer)
    code, out = person.end()
    assert (code, out) == (1, "")
    assert not sent(sim)


def test_yes_is_yes(files, sim):
    person = Terminal(*files(accounts=["home"]), "unlock", "garage", "front")
    person.until("[y/N] ")
    assert "Garage (home)" in person.seen
    assert "Front Door (home)" in person.seen
    person.type("Y\n")
    code, out = person.end()
    assert code == 0
    assert out.count("unlock confirmed") == 2
    assert len(sent(sim)) == 2


def test_what_was_typed_before_the_question_is_no_answer(files, sim):
    person = Terminal(*files(accounts=["home"]), "open", "studio")
    person.type("y\n")
    person.until("[y/N] ")
    person.type("\n")
    assert person.end() == (1, "")
    assert not sent(sim)


def test_ctrl_c_at_the_question_does_nothing(files, sim):
    person = Terminal(*files(accounts=["home"]), "open", "studio")
    person.until("[y/N] ")
    person.process.send_signal(signal.SIGINT)
    assert person.end() == (130, "")
    assert not sent(sim)


def test_ctrl_c_tells_how_far_a_guest_has_come(files, guests, sim):
    sim.faults.add("/access_persons", method="POST", delay=PATIENCE)
    argv = ("guest", "add", "--name", "Ada Sample", "--from", "2098-12-01", "--to", "2098-12-05", "--door", "Boat Shed")
    with start(*files(accounts=["rentals"]), *argv, "--generate-pin") as process:
        said = b""
        while b"asked" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (130, b"")
    assert b"add Ada Sample: no clear answer" in err
    assert b"it may have happened" in err
    assert b"give Boat Shed: was not sent" in err
    assert b"Traceback" not in err


@pytest.mark.parametrize(("answer", "code"), [("\n", 1), ("n\n", 1), ("y\n", 0)])
def test_doors_are_taken_after_a_yes(files, guests, sim, answer, code):
    person = Terminal(*files(accounts=["rentals"]), "guest", "revoke", "nora")
    person.until("[y/N] ")
    assert "Take from Nora Lindqvist (rentals)?" in person.seen
    assert "Beach House" in person.seen
    person.type(answer)
    assert person.end()[0] == code
    assert bool([heard for heard in sim.requests if heard.method == "DELETE"]) == (code == 0)


@pytest.mark.parametrize(
    ("answer", "code"), [("\n", 1), ("y\n", 1), ("nora\n", 1), ("\x04", 1), (" nora LINDQVIST \n", 0)]
)
def test_somebody_is_deleted_after_their_name(files, guests, sim, answer, code):
    person = Terminal(*files(accounts=["rentals"]), "guest", "revoke", "nora", "--delete")
    person.until("then Enter: ")
    assert "Delete Nora Lindqvist (rentals)? the record and every code go" in person.seen
    assert "Type Nora Lindqvist (the name), then Enter: " in person.seen
    person.type(answer)
    assert person.end()[0] == code
    assert bool([heard for heard in sim.requests if heard.method == "DELETE"]) == (code == 0)
    assert any(each.name == "Nora Lindqvist" for each in guests.people) == (code != 0)


def test_a_name_that_no_keyboard_has_is_not_asked_for(files, guests, sim):
    with sim.world.guard:
        guests.people.named("Nora Lindqvist").name = "N" * 60
    person = Terminal(*files(accounts=["rentals"]), "guest", "revoke", "nnn", "--delete")
    person.until("Type delete, then Enter: ")
    person.type("delete\n")
    assert person.end()[0] == 0
    assert [heard for heard in sim.requests if heard.method == "DELETE"]
