"""The file under us: replaced, moved away, or brought to a newer version by another lockdash while it is open."""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from lockdash.store import schema
from lockdash.store.opening import NAME
from lockdash.store.store import Store, StoreError
from tests.store.build import NOW, a_command, a_device, an_account, an_event, later, of_vendors
from tests.store.damage import TOKEN, filled, spoil_header

WRITES = [
    lambda store: store.put_account(an_account()),
    lambda store: store.put_devices([a_device()]),
    lambda store: store.add_events([an_event()]),
    lambda store: store.begin_command(a_command()),
    lambda store: store.put_command(a_command()),
    lambda store: store.claim("home", "sync", 20.0, NOW),
    lambda store: store.rest("home", "sync", NOW),
    lambda store: store.finish("home", "sync", cursor=None, now=NOW),
    lambda store: store.write_token("home", TOKEN),
]


TABLES = ("accounts", "devices", "events", "commands", "feeds", "tokens")


def move_away(store: Store, name: str = "elsewhere") -> None:
    for suffix in ("", "-wal", "-shm"):
        os.rename(f"{store.path}{suffix}", store.path.with_name(f"{name}{suffix}"))


def test_a_store_sees_that_it_was_moved_away_and_that_another_took_its_place(store):
    store.put_devices([a_device()])
    traces = [store.trace()]
    assert not store.is_replaced()
    move_away(store)
    assert store.is_replaced()
    traces.append(store.trace())
    other = Store.open(store.path.parent)
    assert store.is_replaced()
    assert not other.is_replaced()
    traces.append(store.trace())
    assert len(set(traces)) == 3
    other.close()


def test_the_trace_differs_when_files_differ_in_nothing_but_their_identity(store):
    before = store.trace()
    copy = store.path.with_name("copy")
    copy.write_bytes(b"")
    os.rename(copy, store.path)
    assert store.trace() != before
    assert store.trace()[2:] == before[2:]


@pytest.mark.parametrize("write", WRITES)
def test_nothing_is_written_where_nobody_will_read_it(store, write):
    move_away(store)
    other = Store.open(store.path.parent)
    with pytest.raises(StoreError, match="moved away or replaced") as raised:
        write(store)
    assert str(store.path) in str(raised.value)
    with closing(sqlite3.connect(store.path.with_name("elsewhere"))) as connection:
        for table in TABLES:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    store.reopen()
    write(store)
    assert not store.is_replaced()
    assert other.data_version() == store.data_version() or other.load() == store.load()
    other.close()


def test_nothing_counts_as_written_if_the_file_went_while_it_was_written(store):
    """Whoever put another in its place may have read it before this was committed."""

    def write() -> None:
        with store._database.write() as transaction:
            transaction.execute("INSERT INTO feeds (account, feed) VALUES ('home', 'sync')")
            move_away(store)

    with pytest.raises(StoreError, match="moved away or replaced"):
        write()


def test_opened_again_it_is_the_file_that_is_there_now(store):
    store.put_devices([a_device("home/1")])
    versions = [store.data_version()]
    move_away(store)
    other = Store.open(store.path.parent)
    other.put_devices([a_device("home/2")])
    assert [device.key for device in store.load().devices] == ["home/1"]
    store.reopen()
    assert not store.is_replaced()
    assert store.trace() == other.trace()
    assert [device.key for device in store.load().devices] == ["home/2"]
    versions.append(store.data_version())
    store.reopen()
    versions.append(store.data_version())
    assert len(set(versions)) == 3
    other.close()


def test_nothing_is_there_and_a_new_one_is_begun(store):
    move_away(store)
    store.reopen()
    assert store.load().revision == 0
    assert not store.is_replaced()
    assert store.path.stat().st_mode & 0o077 == 0


def test_damage_is_mended_by_opening_again(tmp_path):
    path = filled(tmp_path, events=50)
    store = Store.open(tmp_path)
    spoil_header(path)
    store.reopen()
    assert "170 events" in store.notice
    assert len(of_vendors(store)) == 50
    store.close()


def test_what_cannot_be_opened_again_says_so_until_it_can(store):
    move_away(store)
    store.path.mkdir()
    with pytest.raises(StoreError, match="--state-dir") as raised:
        store.reopen()
    for _ in range(2):
        with pytest.raises(StoreError) as again:
            store.load()
        assert str(again.value) == str(raised.value)
    assert store.is_replaced()
    store.path.rmdir()
    store.reopen()
    store.put_devices([a_device()])
    assert len(store.load().devices) == 1


def test_a_closed_store_is_not_opened_again(store):
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.reopen()


def test_other_threads_go_on_while_it_is_opened_again(store):
    def work(number: int) -> int:
        for each in range(20):
            store.add_events([an_event(f"{number}-{each}")])
            if number == 0:
                store.reopen()
        return len(store.events(limit=-1))

    with ThreadPoolExecutor(4) as threads:
        assert max(threads.map(work, range(4))) == 80


def newer(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.CURRENT + 1}")


@pytest.mark.parametrize("use", [*WRITES, lambda store: store.load(), lambda store: store.load(1)])
def test_a_newer_lockdash_has_migrated_the_file(store, use):
    newer(store)
    with pytest.raises(StoreError, match=rf"newer lockdash \(store version {schema.CURRENT + 1}.*update lockdash"):
        use(store)
    with closing(sqlite3.connect(store.path)) as connection:
        for table in TABLES:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert not list(store.path.parent.glob(f"{NAME}.*"))


def test_a_mending_that_was_cut_off_between_two_names_is_finished(tmp_path):
    """The damaged file had been moved, its log not yet, and the new one not yet put in its place."""
    fresh = filled(tmp_path / "fresh", events=20)
    os.rename(fresh, tmp_path / f"{NAME}.new")
    (tmp_path / f"{NAME}-wal").write_bytes(b"the log of the damaged file")
    store = Store.open(tmp_path)
    assert "taken over into a new store" in store.notice
    assert len(of_vendors(store)) == 20
    (aside,) = tmp_path.glob(f"{NAME}.corrupt-*-wal")
    assert aside.read_bytes() == b"the log of the damaged file"
    store.put_devices([a_device()])
    store.close()


def test_a_mending_that_was_cut_off_earlier_begins_again(tmp_path):
    path = filled(tmp_path, events=20)
    (tmp_path / f"{NAME}.new").write_bytes(b"half of it")
    spoil_header(path)
    store = Store.open(tmp_path)
    assert "140 events" in store.notice
    assert not (tmp_path / f"{NAME}.new").exists()
    assert store.commands(since=later(0))
    store.close()
