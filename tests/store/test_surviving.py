"""A full disk, a store that others hold: a clear word, nothing half written, and on it goes when it is over."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.commands import CommandStatus, advance
from lockdash.store import connecting, suspicion
from lockdash.store.opening import NAME
from lockdash.store.store import Store, StoreError
from tests.store.build import NOW, a_change, a_command, a_device, a_person, an_access, an_event, of_vendors
from tests.store.damage import filled, spoil_header

ROOT = Path(__file__).parents[2]


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits for others."""
    monkeypatch.setattr(connecting, "BUSY_TIMEOUT", 0.0)


def ask(store: Store, pragma: str) -> None:
    with store._database.read() as connection:
        connection.execute(f"PRAGMA {pragma}")


FULL = [
    lambda store, command: store.add_events([an_event(str(number), raw="x" * 4000) for number in range(50)]),
    lambda store, command: store.put_devices([a_device(str(each), name="x" * 4000) for each in range(50)]),
    lambda store, command: store.put_command(advance(command, CommandStatus.failed, NOW, reason="x" * 40_000)),
    lambda store, command: store.begin_command(a_command("c2", device_key="home/2", operation="x" * 40_000)),
    lambda store, command: store.put_people([a_person(str(each), name="x" * 4000) for each in range(50)]),
    lambda store, command: store.put_accesses([an_access(str(each), target_id="x" * 4000) for each in range(50)]),
    lambda store, command: store.put_change(a_change(status=ChangeStatus.done, details="x" * 40_000)),
]


def everything(store: Store) -> tuple[object, ...]:
    lists = store.events(limit=-1), store.commands(limit=-1), store.changes(limit=-1)
    return store.load(), store.load_people(), *lists


@pytest.mark.parametrize("write", FULL)
def test_a_full_disk_is_an_error_with_its_remedy_and_loses_nothing(store, write):
    command = a_command()
    store.put_devices([a_device("home/1")])
    store.begin_command(command)
    store.put_change(a_change())
    before = everything(store)
    ask(store, "max_page_count = 1")
    for _ in range(2):
        with pytest.raises(StoreError, match=r"the disk is full.*free some space") as raised:
            write(store, command)
        assert str(store.path) in str(raised.value)
        assert everything(store) == before
    ask(store, "max_page_count = 1000000")
    write(store, command)
    after = everything(store)
    assert after != before
    assert after[0].revision == before[0].revision + 1


LIMITED = """
import resource, sys
from pathlib import Path
from lockdash.store.store import Store, StoreError
from tests.store.build import an_event
store = Store.open(Path(sys.argv[1]))
store.add_events([an_event("before")])
limit = Path(f"{store.path}-wal").stat().st_size + 10_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
batch = [an_event(f"e{number}", raw="x" * 2000) for number in range(100)]
for _ in range(2):
    try:
        store.add_events(batch)
    except StoreError as error:
        print(error)
    print([event.id for event in store.events(limit=-1)])
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(store.add_events(batch), len(store.events(limit=-1)))
store.close()
"""


def test_a_file_that_may_not_grow_is_an_error_of_the_system_and_loses_nothing(tmp_path):
    """The kernel refuses the write itself, as it does for a quota or a disk that fails."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], cwd=ROOT, text=True, capture_output=True, check=False
    )
    assert done.stderr == ""
    first, kept, second, still, last = done.stdout.splitlines()
    for error in (first, second):
        assert str(tmp_path / NAME) in error
        assert "could not be read or written by the system" in error
        assert "full" in error
    assert kept == still == "['before']"
    assert last == "100 101"
    store = Store.open(tmp_path)
    assert store.notice == ""
    assert len(store.events(limit=-1)) == 101
    store.close()


def test_without_room_for_what_is_saved_the_damaged_file_stays_where_it_is(tmp_path, monkeypatch):
    path = filled(tmp_path, events=200)
    spoil_header(path)
    content = path.read_bytes()
    connect = connecting.connect

    def full(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        if path.name != NAME:
            connection.execute("PRAGMA max_page_count = 40")
        return connection

    monkeypatch.setattr(connecting, "connect", full)
    with pytest.raises(StoreError, match="the disk is full"):
        Store.open(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [NAME, f"{NAME}.suspect"]
    assert path.read_bytes() == content
    monkeypatch.setattr(connecting, "connect", connect)
    store = Store.open(tmp_path)
    assert "320 events" in store.notice
    store.close()


HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2])
connection.execute(sys.argv[3])
print("held", flush=True)
sys.stdin.readline()
"""


def holder(path: Path, *statements: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path), *statements], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == "held\n"
    return process


WRITES = [
    lambda store: store.begin_command(a_command("c1")),
    lambda store: store.add_events([an_event()]),
    lambda store: store.claim("home", "sync", 20.0, NOW),
    lambda store: store.put_devices([a_device()]),
    lambda store: store.put_people([a_person()]),
    lambda store: store.put_change(a_change()),
]


@pytest.mark.parametrize("write", WRITES)
def test_a_store_that_another_program_holds_is_an_error_with_its_remedy(tmp_path, impatient, write):
    store = Store.open(tmp_path)
    other = holder(store.path, "BEGIN IMMEDIATE", "DELETE FROM accounts")
    for _ in range(2):
        with pytest.raises(StoreError, match=r"locked by another program.*fuser"):
            write(store)
    assert store.load().revision == 0  # to read is still possible
    other.communicate("\n")
    write(store)
    store.close()


def test_a_store_that_another_program_keeps_to_itself_cannot_be_opened_until_it_ends(tmp_path, impatient):
    path = filled(tmp_path, events=5)
    other = holder(path, "PRAGMA locking_mode = EXCLUSIVE", "DELETE FROM accounts")
    with pytest.raises(StoreError, match=r"locked by another program.*fuser"):
        Store.open(tmp_path)
    assert [file.name for file in tmp_path.glob("*corrupt*")] == []
    other.communicate("\n")
    store = Store.open(tmp_path)
    assert len(of_vendors(store)) == 5
    store.close()


def test_one_who_waits_for_a_mending_is_told_so(tmp_path, impatient):
    path = filled(tmp_path, events=5)
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(StoreError, match="another lockdash that is starting"):
        Store.open(tmp_path)
    suspicion.note(path)
    with pytest.raises(StoreError, match="is saving what it holds: try again"):
        Store.open(tmp_path)
    os.close(handle)
    Store.open(tmp_path).close()
    assert not suspicion.is_noted(path)
