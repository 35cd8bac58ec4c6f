"""`lockdash events --follow` as a process, beside others that write to the same log."""

import csv
import json
import os
import select
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from lockdash.domain.events import Outcome
from lockdash.engine.file_lock import FileLock
from lockdash.engine.leadership import leader_path
from lockdash.store.store import Store
from tests.cli.made_events import FIELDS, FRONT, event, wait_for
from tests.cli.test_program import start

PATIENCE = 30

ADD = """
import sys, msgspec
from pathlib import Path
from lockdash.domain.events import Event
from lockdash.store.store import Store
store = Store.open(Path(sys.argv[1]))
store.add_events(msgspec.json.decode(sys.stdin.buffer.read(), type=list[Event]))
store.close()
"""


def happened(name, ago=0.0, **more):
    """An event so many seconds ago by the real clock, which is first seen now."""
    now = datetime.now(UTC)
    return event(id=name, occurred_at=now - timedelta(seconds=ago), first_seen_at=now, **more)


class Follower:
    """A process that follows the log, and what it prints."""

    def __init__(self, where, *argv, **how):
        self.process = start(*where, "events", "--follow", *argv, **how)
        self.seen = b""

    def lines(self, count):
        """Return all lines as soon as there are so many."""
        deadline = time.monotonic() + PATIENCE
        while self.seen.count(b"\n") < count:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            assert ready, self.seen
            piece = os.read(self.process.stdout.fileno(), 65536)
            assert piece, self.process.communicate(timeout=PATIENCE)
            self.seen += piece
        assert self.seen.count(b"\n") == count, self.seen
        return self.seen.decode().splitlines()

    def ids(self, count):
        return [json.loads(line)["id"] for line in self.lines(count)]

    def end(self, number=signal.SIGINT):
        """Return the exit code, what else it printed, and what it said."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err.decode()


def polled(folder):
    """Whether some process polls the account."""
    lock = FileLock(leader_path(folder, "home"))
    try:
        return not lock.take()
    finally:
        lock.release()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def add(folder):
    """Write events to the log in another process."""

    def write(*events):
        import msgspec

        subprocess.run([sys.executable, "-c", ADD, str(folder)], input=msgspec.json.encode(events), check=True)

    return write


@pytest.fixture
def quiet(files, sim, folder):
    """An account that brings no events of its own; three are in the log."""
    sim.faults.add("/my/", cut=True)
    store = Store.open(folder)
    store.put_devices([FRONT])
    store.add_events(happened(f"old{each}", each) for each in (3_600, 60, 7_200))
    store.close()
    return files(accounts=["home"])


@pytest.fixture
def follow(quiet):
    followers = []

    def begin(*argv, **how):
        followers.append(Follower(quiet, "--filter=-kind:account", *argv, **how))
        return followers[-1]

    yield begin
    for each in followers:
        each.process.kill()
        each.process.communicate()


def test_first_what_was_asked_for_then_what_comes_as_it_comes(follow, add):
    follower = follow("--json")
    assert follower.ids(3) == ["old7200", "old3600", "old60"]
    add(happened("new1"))
    assert follower.ids(4)[3:] == ["new1"]
    add(happened("new2"), happened("late", 1_800, late=True))
    assert follower.ids(6)[4:] == ["late", "new2"]
    assert [list(json.loads(line)) for line in follower.lines(6)] == [FIELDS] * 6
    assert follower.end() == (130, b"", "")


def test_what_changes_comes_again_and_the_past_does_not_come(follow, add):
    follower = follow("--json", "--since", "3h", "--limit", "1")
    assert follower.ids(1) == ["old60"]
    moving = happened("moving", outcome=Outcome.unknown)
    add(moving)
    assert follower.ids(2)[1:] == ["moving"]
    add(happened("read from the past", 86_400), happened("known", 60))
    add(event(**{name: getattr(moving, name) for name in ("id", "occurred_at", "first_seen_at")}))
    told = [json.loads(line) for line in follower.lines(4)]
    assert [(each["id"], each["outcome"]) for each in told[1:]] == [
        ("moving", "unknown"),
        ("known", "succeeded"),
        ("moving", "succeeded"),
    ]


def test_only_what_fits(follow, add):
    follower = follow("--json", "--filter=who:ben", "--account", "home")
    add(happened("1"), happened("2", who="Ben"), happened("3", who="Ben", account="homestead"))
    assert follower.ids(1) == ["2"]
    add(happened("4"), happened("5", who="Ben"))
    assert follower.ids(2) == ["2", "5"]


def test_a_sheet_and_a_list_for_people_grow(follow, add):
    sheet, people = follow("--csv"), follow()
    for follower in (sheet, people):
        follower.lines(4)
    add(happened("new"))
    lines = list(csv.reader(sheet.lines(5)))
    assert lines[0] == FIELDS
    assert [line[1] for line in lines[1:]] == ["old7200", "old3600", "old60", "new"]
    title, *lines = people.lines(5)
    assert title.split() == ["When", "Account", "What"]
    assert lines[-1].endswith("  home     Ada Sample unlocked Front Door with a PIN")


def test_a_plain_kill_ends_it_in_order(follow, folder):
    follower = follow("--json")
    follower.ids(3)
    assert follower.end(signal.SIGTERM) == (143, b"", "")
    assert not list((folder / "sessions").glob("*"))


def test_while_it_stands_still_others_may_poll(follow, add, folder):
    follower = follow("--json")
    follower.ids(3)
    wait_for(lambda: polled(folder), PATIENCE)
    follower.process.send_signal(signal.SIGTSTP)
    assert os.WIFSTOPPED(os.waitpid(follower.process.pid, os.WUNTRACED)[1])
    assert not polled(folder)
    add(happened("new"))
    follower.process.send_signal(signal.SIGCONT)
    assert follower.ids(4)[3:] == ["new"]


def test_a_reader_that_goes_away_ends_it_although_nothing_happens(follow):
    follower = follow("--json")
    follower.ids(3)
    follower.process.stdout.close()
    assert follower.process.wait(PATIENCE) == 141
    assert follower.process.stderr.read() == b""


def test_a_reader_that_takes_nothing_keeps_nobody_from_ending_it(quiet, folder):
    store = Store.open(folder)
    store.add_events(happened(f"{each}", each) for each in range(2_000))
    store.close()
    follower = Follower(quiet, "--json", "--limit", "0")
    # More than a pipe holds: it cannot go on before somebody reads.
    assert select.select([follower.process.stdout], [], [], PATIENCE)[0]
    code, out, err = follower.end()
    assert (code, err) == (130, "")
    assert 0 < out.count(b"\n") < 2_000


def test_it_polls_if_nobody_else_does(files, sim, guests):
    follower = Follower(files(accounts=["rentals"]), "--json", "--filter=kind:unlocked,denied")
    try:
        wait_for(lambda: any("/events" in each.path and each.status == 200 for each in sim.requests), PATIENCE)
        with sim.world.guard:
            house = next(each for each in guests.devices.values() if each.name == "Beach House")
            house.upload = guests.publish  # at once
            house.use("unlocked", guests.people.named("Nora Lindqvist"), pin="6182", method="pin")
        [line] = follower.lines(1)
        told = json.loads(line)
        assert (told["kind"], told["device"], told["how"]) == ("unlocked", "Beach House", "PIN")
        assert follower.end()[0] == 130
    finally:
        follower.process.kill()
