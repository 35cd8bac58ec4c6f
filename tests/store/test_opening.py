"""Opening: permissions, versions, damage, and what cannot be opened says why."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from lockdash.store import schema
from lockdash.store.moments import at
from lockdash.store.opening import NAME, open_database
from lockdash.store.store import Store, StoreDamaged, StoreError
from tests.store import damage
from tests.store.build import NOW, a_command, a_device, later

ROOT = Path(__file__).parents[2]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def begun(folder: Path, devices: int = 1) -> Path:
    """Make a store with something in it, closed, and return its file."""
    store = Store.open(folder)
    store.put_devices(a_device(str(number), name="Front door" * 20) for number in range(devices))
    store.close()
    return store.path


@pytest.mark.parametrize("umask", [0, 0o022, 0o777])
def test_nobody_else_can_read_the_store_whatever_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        store = Store.open(tmp_path / "share" / "lockdash")
        store.put_devices([a_device()])
    finally:
        os.umask(before)
    assert {path.name: mode(path) for path in store.path.parent.iterdir()} == {
        "lockdash.db": 0o600,
        "lockdash.db-wal": 0o600,
        "lockdash.db-shm": 0o600,
    }
    assert mode(store.path.parent) == mode(store.path.parent.parent) == 0o700
    store.close()


def test_a_store_that_others_can_read_is_closed_to_them(tmp_path):
    path = begun(tmp_path)
    path.chmod(0o644)
    Store.open(tmp_path).close()
    assert mode(path) == 0o600


def test_the_connection_is_set_up_for_several_processes(tmp_path):
    database = open_database(tmp_path)
    with database.read() as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 5000, "foreign_keys": 1}
    database.close()


def test_an_empty_file_becomes_a_store_of_the_current_version(tmp_path):
    (tmp_path / NAME).touch()
    store = Store.open(tmp_path)
    assert store.notice == ""
    assert store.load().revision == 0
    store.close()
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        assert schema.version_of(connection) == schema.CURRENT


def test_opening_again_finds_everything_and_writes_nothing(tmp_path):
    begun(tmp_path)
    before = files(tmp_path)
    store = Store.open(tmp_path)
    assert [device.key for device in store.load().devices] == ["0"]
    store.close()
    assert files(tmp_path) == before


@pytest.fixture
def bare(tmp_path):
    """An empty file, open, and its path."""
    with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as connection:
        yield connection, tmp_path / NAME


def test_each_step_is_taken_once_from_whatever_version(bare):
    connection, path = bare
    steps = [*schema.STEPS, ["CREATE TABLE last (x)", "INSERT INTO last VALUES (1)"], ["CREATE TABLE other (x)"]]
    for known in (1, 2, len(steps) - 1, len(steps), len(steps)):
        schema.migrate(connection, path, steps[:known])
        assert schema.version_of(connection) == known
    assert connection.execute("SELECT count(*) FROM last").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM other").fetchone() == (0,)


def test_what_old_versions_know_is_found_by_the_new_columns(tmp_path):
    """A store of the first version, with a command that cannot be read by anybody."""
    commands = [
        a_command(f"c{number}", account="home" if number % 2 else "rentals", requested_at=later(number + 0.123456))
        for number in range(4)
    ]
    with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as connection:
        schema.migrate(connection, tmp_path / NAME, schema.STEPS[:1])
        for command in commands:
            connection.execute(
                "INSERT INTO commands (id, device_key, in_flight, newest, rev, body) VALUES (?, ?, 0, 0, 1, ?)",
                (command.id, command.device_key, msgspec.json.encode(command).decode()),
            )
        connection.execute("INSERT INTO commands VALUES (9, 'x', 'home/9', 0, 1, 1, '{')")
        connection.executemany(
            "INSERT INTO feeds VALUES ('home', ?, ?, ?, NULL)", [("a", 1.0, 3.0), ("b", 5.0, None), ("c", None, None)]
        )
    store = Store.open(tmp_path)
    assert store.commands(account="rentals") == [commands[2], commands[0]]
    assert store.commands(since=commands[2].requested_at) == [commands[3], commands[2]]
    assert [store.feed("home", feed).last_at for feed in "abc"] == [at(3.0), at(5.0), None]
    store.close()


def test_a_store_of_before_there_were_people_keeps_all_that_it_has(tmp_path):
    """Of the second version, with something in every table."""
    newer = damage.filled(tmp_path / "newer", events=200, commands=20)
    path = tmp_path / "older" / NAME
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, path, schema.STEPS[:2])
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        connection.execute("ATTACH ? AS newer", (str(newer),))
        connection.execute("DELETE FROM counter")
        for table in tables:
            if table != "sqlite_sequence":
                connection.execute(f"INSERT INTO {table} SELECT * FROM newer.{table}")
                assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
    expected, store = Store.open(newer.parent), Store.open(path.parent)
    assert store.notice == ""
    assert store.load() == expected.load()
    assert store.events(limit=-1) == expected.events(limit=-1)
    assert store.commands(limit=-1) == expected.commands(limit=-1)
    assert store.read_token("home") == damage.TOKEN
    assert store.feed("home", "sync") == expected.feed("home", "sync")
    assert store.budget("home", damage.ALLOWANCE, NOW) == expected.budget("home", damage.ALLOWANCE, NOW)
    assert store.battery_history("home/1", NOW) == expected.battery_history("home/1", NOW) != []
    revision = store.load_people().revision
    assert (store.load_people().people, store.changes()) == ((), [])
    damage.fill_people(store)
    assert store.load_people(revision).accesses == tuple(damage.some_accesses(2 * damage.PEOPLE))
    expected.close()
    store.close()


def test_a_store_of_before_schedules_had_names_keeps_its_people(tmp_path):
    """Of the third version, as a session of that time left it: with groups and places, and a round under way."""
    older = tmp_path / "older" / NAME
    older.parent.mkdir()
    newer = damage.filled(tmp_path / "newer", events=20, commands=2)
    with closing(sqlite3.connect(older, isolation_level=None)) as connection:
        schema.migrate(connection, older, schema.STEPS[:3])
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert not {"schedules", "access_exceptions"} & set(tables)
        connection.execute("ATTACH ? AS newer", (str(newer),))
        connection.execute("DELETE FROM counter")
        for table in tables:
            if table != "sqlite_sequence":
                connection.execute(f"INSERT INTO {table} SELECT * FROM newer.{table}")
    expected, store = Store.open(newer.parent), Store.open(older.parent)
    assert store.notice == ""
    assert (store.load(), store.changes()) == (expected.load(), expected.changes())
    assert store.load_people().schedules == store.load_people().exceptions == ()
    revision = store.load_people().revision
    store.put_named(damage.SCHEDULES)
    store.put_named(damage.EXCEPTIONS)
    assert msgspec.structs.replace(store.load_people(), revision=revision) == expected.load_people()
    assert store.load_people(revision).schedules == tuple(damage.SCHEDULES)
    expected.close()
    store.close()


def test_a_step_that_fails_leaves_the_version_before_all_of_them(bare):
    connection, path = bare
    schema.migrate(connection, path, schema.STEPS)
    before = connection.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()
    steps = [*schema.STEPS, ["CREATE TABLE second (x)"], ["CREATE TABLE third (x)", "CREATE TABLE second (y)"]]
    with pytest.raises(sqlite3.OperationalError, match="second"):
        schema.migrate(connection, path, steps)
    assert schema.version_of(connection) == len(schema.STEPS)
    assert connection.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall() == before


def test_a_store_of_a_newer_lockdash_is_refused_and_left_as_it_is(tmp_path):
    path = begun(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.CURRENT + 1}")
    before = files(tmp_path)
    with pytest.raises(StoreError) as raised:
        Store.open(tmp_path)
    assert str(path) in str(raised.value)
    assert f"store version {schema.CURRENT + 1}" in str(raised.value)
    assert "update lockdash" in str(raised.value)
    assert files(tmp_path) == before


def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path):
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = files(tmp_path)
    with pytest.raises(StoreError, match="another program"):
        Store.open(tmp_path)
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    "damaged",
    [
        damage.spoil_header,
        damage.fill_with_text,
        damage.cut_in_half,
        damage.cut_in_the_header,
        damage.spoil_the_tables,
    ],
    ids=lambda each: each.__name__,
)
def test_a_damaged_file_is_kept_as_it_is_and_a_new_store_begun(tmp_path, damaged):
    path = begun(tmp_path, devices=200)
    damaged(path)
    content = path.read_bytes()
    for times in (1, 2):
        store = Store.open(tmp_path)
        aside = [
            file
            for file in tmp_path.glob(f"{NAME}.corrupt-????-??-??T??????*")
            if not file.name.endswith(("-wal", "-shm"))
        ]
        assert len(aside) == times
        assert {file.read_bytes() for file in aside} == {content}
        assert str(path) in store.notice
        assert any(file.name in store.notice for file in aside)
        taken = store.load().devices
        told = f"{len(taken)} devices were taken over" if taken else "nothing of it could be read"
        assert told in store.notice
        assert (len(taken) == 200) is (damaged is damage.spoil_header)
        store.put_devices([a_device()])
        store.close()
        path.write_bytes(content)


def test_damage_that_shows_later_is_mended_by_opening_again(tmp_path):
    path = begun(tmp_path, devices=200)
    damage.spoil_page(path, path.stat().st_size // damage.PAGE)  # of a table that is much longer than its first page
    store = Store.open(tmp_path)
    assert store.notice == ""
    with pytest.raises(StoreDamaged, match=r"is damaged.*start lockdash again") as raised:
        store.load(0)
    assert str(path) in str(raised.value)
    store.close()
    store = Store.open(tmp_path)
    assert "was damaged" in store.notice
    assert 150 < len(store.load().devices) < 200
    store.reopen()
    assert store.notice == ""
    store.close()


def test_a_suspicion_that_was_wrong_is_dropped(tmp_path):
    path = begun(tmp_path)
    path.with_name(f"{NAME}.suspect").touch()
    store = Store.open(tmp_path)
    assert store.notice == ""
    assert [file.name for file in tmp_path.iterdir() if "suspect" in file.name or "corrupt" in file.name] == []
    store.close()


READ_ONLY = """
import os, sys
from lockdash.store.store import Store, StoreError
from pathlib import Path
os.chdir(sys.argv[1])  # where an unprivileged user may not come by its path
sys.path[:] = []
if os.geteuid() == 0:  # root may write anywhere
    for path in (".", "state", "state/lockdash.db"):
        os.chown(path, 65534, 65534)
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    Store.open(Path("state"))
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize(("file", "folder"), [(0o400, 0o700), (0o600, 0o500), (0o400, 0o500)])
def test_a_store_that_cannot_be_written_says_so(tmp_path, file, folder):
    path = begun(tmp_path / "state")
    path.chmod(file)
    path.parent.chmod(folder)
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(tmp_path)], cwd=ROOT, text=True, capture_output=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.startswith("state")
    assert "writable" in done.stdout
    assert "--state-dir" in done.stdout


def test_a_folder_that_is_a_file_says_so(tmp_path):
    (tmp_path / "state").write_text("")
    with pytest.raises(StoreError, match="--state-dir") as raised:
        Store.open(tmp_path / "state")
    assert str(tmp_path / "state") in str(raised.value)


def test_a_file_that_is_a_folder_says_so(tmp_path):
    (tmp_path / NAME).mkdir()
    with pytest.raises(StoreError, match="--state-dir"):
        Store.open(tmp_path)


def set_pragma(store: Store, pragma: str) -> None:
    with store._database.read() as connection:
        connection.execute(f"PRAGMA {pragma}")


def test_a_disk_that_became_read_only_is_an_error_with_its_remedy(store):
    set_pragma(store, "query_only = 1")
    with pytest.raises(StoreError, match="cannot be written"):
        store.put_devices([a_device()])
    assert store.load().devices == ()


def test_a_closed_store_says_so_and_closes_again(store):
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.load()


def test_a_naive_moment_is_a_mistake_of_the_caller(store):
    with pytest.raises(ValueError, match="time zone"):
        store.claim("home", "sync", 20.0, NOW.replace(tzinfo=None))
