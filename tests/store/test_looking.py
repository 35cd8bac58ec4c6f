"""The store looked at from outside: what is told of it, and that nothing becomes of it."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.store import schema
from lockdash.store.errors import StoreDamaged, StoreError
from lockdash.store.looking import look
from lockdash.store.looking_names import names_in
from lockdash.store.opening import NAME
from lockdash.store.store import Store
from tests.store.build import NOW, a_change, a_device, a_person, a_place, an_account, an_event, later

ROOT = Path(__file__).parents[2]
AMPLE = 30.0


def filled(folder):
    store = Store.open(folder)
    store.put_account(an_account("home"))
    store.put_devices([a_device(name="Porch", serial="SN-1")])
    store.add_events([an_event("e1", occurred_at=later(-3600)), an_event("e2")])
    store.put_people([a_person(name="Ada Sample", email="ada@example.com")])
    store.close()
    return folder / NAME


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(("-shm", "-wal"))}


def test_what_it_holds_is_counted(tmp_path):
    filled(tmp_path)
    found = look(tmp_path, AMPLE)
    assert found.counts["events"] == 2
    assert found.counts["devices"] == 1
    assert found.oldest == NOW - timedelta(hours=1)
    assert found.version == found.known == schema.CURRENT
    assert found.checked
    assert found.size == (tmp_path / NAME).stat().st_size


def test_what_is_in_the_log_only_counts_too(tmp_path):
    filled(tmp_path)
    with closing(Store.open(tmp_path)) as store:
        store.add_events([an_event("e3")])
        found = look(tmp_path, AMPLE)
        assert found.counts["events"] == 3
        assert found.log_size > 0


def test_nothing_is_made_where_nothing_is(tmp_path):
    assert look(tmp_path / "state", AMPLE) is None
    assert names_in(tmp_path / "state") == set()
    assert list(tmp_path.iterdir()) == []


def test_nothing_becomes_of_it(tmp_path):
    filled(tmp_path)
    before = contents(tmp_path)
    look(tmp_path, AMPLE)
    names_in(tmp_path)
    assert contents(tmp_path) == before


def test_damage_is_told_and_left(tmp_path):
    path = filled(tmp_path)
    path.write_bytes(b"no database at all" * 1000)
    before = contents(tmp_path)
    with pytest.raises(StoreDamaged, match="not a database"):
        look(tmp_path, AMPLE)
    assert contents(tmp_path) == before


def test_a_page_that_is_damaged_is_found_by_looking_at_all(tmp_path):
    path = filled(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        root, size = (
            connection.execute(query).fetchone()[0]
            for query in ("SELECT rootpage FROM sqlite_master WHERE name = 'events_rev'", "PRAGMA page_size")
        )
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(StoreDamaged):
        look(tmp_path, AMPLE)


def test_without_time_it_says_that_not_all_was_looked_at(tmp_path):
    store = Store.open(tmp_path)
    store.add_events([an_event(f"e{number}", raw="x" * 2000) for number in range(3000)])
    store.close()
    assert not look(tmp_path, -1.0).checked


def test_a_store_of_a_newer_lockdash_is_told(tmp_path):
    path = filled(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.CURRENT + 2}")
    found = look(tmp_path, AMPLE)
    assert (found.version, found.known) == (schema.CURRENT + 2, schema.CURRENT)


def test_a_file_of_another_program_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    with pytest.raises(StoreError, match="another program"):
        look(tmp_path, AMPLE)


READ_ONLY = """
import os, sys
from pathlib import Path
from lockdash.store.looking import look
if os.geteuid() == 0:  # root may write anywhere
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
print(look(Path(sys.argv[1]), 30.0).counts["events"])
"""


def test_a_folder_that_cannot_be_written_can_be_looked_into():
    with tempfile.TemporaryDirectory() as name:  # every user comes there by its path, unlike to pytest's
        folder = Path(name)
        filled(folder).chmod(0o444)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, name],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
            capture_output=True,
            check=False,
        )
        folder.chmod(0o700)
    assert (done.stdout, done.stderr) == ("2\n", "")


def test_names_of_people_doors_and_places_are_known(tmp_path):
    filled(tmp_path)
    with closing(Store.open(tmp_path)) as store:
        store.put_named([a_place("p1", name="Beach Road 12")])
        store.add_events([an_event("e9", who="Gone Guest")])
        store.put_change(a_change(person_name="Bo Example", target_name="Cabin"))
        store.write_token("rentals", Token(Secret("access"), NOW))
    found = names_in(tmp_path)
    assert {
        ("person", "Ada Sample"),
        ("person", "ada@example.com"),
        ("person", "Gone Guest"),
        ("person", "Bo Example"),
        ("device", "Porch"),
        ("device", "SN-1"),
        ("device", "Cabin"),
        ("place", "Beach Road 12"),
        ("account", "home"),
        ("account", "rentals"),
    } <= found
    assert not any("access" in name for _, name in found)
