"""What can still be read of a damaged file is taken over, from wherever in it the damage is."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lockdash.domain.budget import Limits, Purpose
from lockdash.domain.commands import CommandStatus, advance
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.store import salvage
from lockdash.store.opening import NAME
from lockdash.store.pages import Row
from lockdash.store.store import FeedRow, Store
from tests.store import damage
from tests.store.build import (
    NOW,
    a_change,
    a_command,
    a_device,
    a_person,
    an_access,
    an_account,
    an_event,
    fresh_store,
    later,
    of_vendors,
    some_defaults,
)
from tests.store.damage import ALLOWANCE, PAGE, TOKEN, copied, fill, filled

EVENTS = 3000
COMMANDS = 80


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A file with 3,000 events; every test damages a copy."""
    return filled(tmp_path_factory.mktemp("sound"), EVENTS, COMMANDS)


def saved(path: Path) -> Store:
    """Open the store as often as it takes to notice the damage."""
    store = Store.open(path.parent)
    if not store.notice:
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            path.with_name(f"{NAME}.suspect").touch()
            store.reopen()
    return store


def everything_is_there(store: Store) -> None:
    assert sorted(of_vendors(store), key=lambda event: event.id) == damage.some_events(EVENTS)
    assert store.commands(limit=-1) == damage.some_commands(COMMANDS)[::-1]
    assert store.commands(in_flight=True) == damage.some_commands(COMMANDS)[-1:]
    rows = store.load()
    assert sorted(rows.devices, key=lambda device: device.key) == damage.some_devices()
    assert rows.accounts == (an_account(),)
    assert sorted(rows.commands, key=lambda each: int(each.id[1:])) == damage.some_commands(COMMANDS)[-8:]
    assert [store.battery_history(f"home/{number}", NOW) for number in range(8)] == [
        [(NOW, 50 + number)] for number in range(8)
    ]
    assert store.changes(limit=-1) == damage.some_changes(damage.CHANGES)[::-1]
    assert store.changes(in_flight=True) == damage.some_changes(damage.CHANGES)[-1:]
    people = store.load_people()
    assert sorted(people.people, key=repr) == sorted(damage.some_people(damage.PEOPLE), key=repr)
    assert sorted(people.accesses, key=repr) == sorted(damage.some_accesses(2 * damage.PEOPLE), key=repr)
    assert sorted(people.groups, key=repr) == damage.GROUPS
    assert sorted(people.places, key=repr) == damage.PLACES
    assert sorted(people.schedules, key=lambda each: each.id) == damage.SCHEDULES
    assert sorted(people.exceptions, key=lambda each: each.id) == damage.EXCEPTIONS
    assert people.defaults == (some_defaults(),)
    assert store.read_token("home") == TOKEN
    assert store.feed("home", "sync") == FeedRow(NOW, later(2), "page-7", later(2))
    budget = store.budget("home", ALLOWANCE, later(3))
    assert (budget.remaining, budget.resets_at) == (20, later(600))
    with store._database.read() as connection:
        assert connection.execute("SELECT count(*) FROM requests").fetchone() == (1,)


def goes_on(store: Store) -> None:
    """Revisions go on, old ids are known, a device in flight stays so until its command ends."""
    revision = store.load().revision
    assert store.add_events([an_event("e00000", device_id="0", raw="another"), an_event("new")]) == 1
    assert store.load(revision).revision == revision + 1
    running = store.commands(in_flight=True)[0]
    store.put_command(advance(running, CommandStatus.failed, later(100)))
    store.begin_command(a_command("next", device_key=running.device_key))
    assert [each.id for each in store.load(revision).commands] == ["next"]
    assert store.spend("home", ALLOWANCE, Purpose.command, later(700)) is None
    (open_change,) = store.changes(in_flight=True)
    store.put_change(a_change("next", requested_at=later(-9), expires_at=later(3600)))
    assert store.expire_changes(later(1000)) == store.changes()[1:2]
    assert [each.id for each in store.changes(limit=2)] == ["next", open_change.id]
    with store._database.read() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("how", [damage.spoil_header, damage.spoil_first_page], ids=lambda each: each.__name__)
def test_without_a_header_everything_is_still_there(sound, tmp_path, how):
    path = copied(sound, tmp_path)
    how(path)
    store = saved(path)
    told = "3,120 events, 80 commands, 40 changes to people, 8 devices and 60 people were taken over"
    assert told in store.notice
    everything_is_there(store)
    goes_on(store)
    store.close()


@pytest.mark.parametrize("table", ["events", "events_rev", "sqlite_autoindex_devices_1"])
def test_a_tree_without_its_root_loses_nothing(sound, tmp_path, table):
    """What stands there are numbers of pages and copies of columns."""
    path = copied(sound, tmp_path)
    damage.spoil_page(path, damage.root_of(path, table))
    store = saved(path)
    everything_is_there(store)
    goes_on(store)
    store.close()


@given(data=st.data())
@settings(max_examples=25)
def test_pages_that_are_overwritten_lose_what_they_held_and_nothing_else(small, data):
    """Told by the text of the events alone: one is expected if all of it stands on a page that was left alone."""
    content = small.read_bytes()
    pages = len(content) // PAGE
    hit = data.draw(st.sets(st.integers(1, pages - 1), min_size=1, max_size=pages // 2))
    filler = data.draw(st.sampled_from([b"\0", b"\xff", b"\x0d\x00\x07", b"text "]))
    left = [content[number * PAGE : (number + 1) * PAGE] for number in range(1, pages) if number not in hit]
    expected = {event.id for event in SHORT if any(f'"raw":"{event.raw}"'.encode() in page for page in left)}
    with tempfile.TemporaryDirectory() as folder:
        path = copied(small, Path(folder))
        for number in hit:
            damage.overwrite(path, number * PAGE, (filler * PAGE)[:PAGE])
        store = saved(path)
        if store.notice:
            assert {event.id for event in of_vendors(store)} == expected
            assert all(event in SHORT for event in of_vendors(store))
        else:
            assert of_vendors(store)  # only free pages were hit
        store.close()


SHORT = [an_event(f"e{number:05}", occurred_at=later(number), raw=f"{number:05}" * 60) for number in range(400)]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A file whose events all fit on one page each."""
    store = Store.open(tmp_path_factory.mktemp("small"))
    for start in range(0, len(SHORT), 10):
        store.add_events(SHORT[start : start + 10])
    store.close()
    return store.path


def test_half_a_file_gives_what_it_holds(sound, tmp_path):
    path = copied(sound, tmp_path)
    damage.cut_in_half(path)
    store = saved(path)
    told = re.search(
        r"([\d,]+) events, 80 commands, 40 changes to people, 8 devices and 60 people were taken over", store.notice
    )
    events = of_vendors(store)
    assert len(store.events(limit=-1)) == int(told[1].replace(",", ""))
    assert len(events) > EVENTS // 3
    known = {event.id: event for event in damage.some_events(EVENTS)}
    assert all(known[event.id] == event for event in events)
    goes_on(store)
    store.close()


@pytest.mark.parametrize("how", [damage.spoil_header, damage.spoil_first_page], ids=lambda each: each.__name__)
def test_what_only_the_log_holds_is_taken_over_too(tmp_path, how):
    """As after a kill: nobody has worked the log into the file."""
    running = Store.open(tmp_path / "running")
    fill(running, EVENTS, COMMANDS)
    running.put_command(a_command("c0", device_key="home/0", status=CommandStatus.confirmed, evidence="late"))
    path = copied(running.path, tmp_path / "copy")
    running.close()
    how(path)
    damage.overwrite(path.with_name(f"{NAME}-wal"), 0, b"\0" * 32)  # the header of the log as well
    store = saved(path)
    assert len(of_vendors(store)) == EVENTS
    assert store.commands(limit=-1)[-1].evidence == "late"
    goes_on(store)
    store.close()


def test_of_several_versions_the_newest_counts(tmp_path):
    """The older stand in the file, the newer in the log."""
    path = filled(tmp_path / "running", events=20)
    running = Store.open(path.parent)
    token = Token(Secret("newer"), later(120), Secret("rotated"))
    for name in ("one", "two"):
        running.put_account(an_account(detail=name))
        running.put_devices([a_device("home/0", name=name)])
        running.add_events([an_event("e00003", device_id="3", occurred_at=later(3), raw=name)])
        running.finish("home", "sync", cursor=name, now=later(40))
    running.write_token("home", token)
    running.observe("home", ALLOWANCE, Limits(60, 7, later(900)), later(5))
    path = copied(path, tmp_path / "copy")
    running.close()
    damage.spoil_header(path)
    damage.overwrite(path.with_name(f"{NAME}-wal"), 0, b"\0" * 32)
    store = saved(path)
    rows = store.load()
    assert [account.detail for account in rows.accounts] == ["two"]
    assert [device.name for device in rows.devices if device.key == "home/0"] == ["two"]
    assert [event.raw for event in of_vendors(store) if event.id == "e00003"] == ["two"]
    assert len(of_vendors(store)) == 20
    assert store.feed("home", "sync").cursor == "two"
    assert store.read_token("home") == token
    assert store.budget("home", ALLOWANCE, later(6)).remaining == 7
    store.close()


@pytest.mark.parametrize("place", ["header", "first frame", "middle", "frame header"])
def test_a_damaged_log_loses_no_more_than_the_damaged_part(tmp_path, place):
    """SQLite goes as far as the first frame whose sum is wrong, and says nothing of all the rest."""
    running = Store.open(tmp_path / "running")
    running.add_events([an_event("first")])
    running.close()
    running = Store.open(tmp_path / "running")
    for start in range(0, 100, 10):
        running.add_events(SHORT[start : start + 10])
    running.put_command(a_command("c1", status=CommandStatus.confirmed))
    running.begin_command(a_command("c2"))
    path = copied(running.path, tmp_path / "copy")
    running.close()
    log = path.with_name(f"{NAME}-wal")
    size = log.stat().st_size
    step = 24 + PAGE
    start = {"header": 0, "first frame": 32 + 24 + 9, "middle": 32 + (size // step // 2) * step + 24 + 9}
    damage.overwrite(log, start.get(place, 32 + (size // step // 2) * step + 8), b"\xee" * 16)
    damaged = log.read_bytes()

    store = Store.open(path.parent)
    assert {event.id for event in of_vendors(store)} >= {"first"}
    assert len(of_vendors(store)) >= 90
    assert [command.id for command in store.commands()] == ["c2", "c1"]
    assert [command.id for command in store.commands(in_flight=True)] == ["c2"]
    assert "were taken over" in store.notice
    (aside,) = path.parent.glob(f"{NAME}.corrupt-*")
    assert aside.name in store.notice
    assert aside.read_bytes() == damaged
    assert aside.stat().st_mode & 0o077 == 0
    store.close()
    store = Store.open(path.parent)
    assert store.notice == ""
    assert len(store.commands()) == 2
    store.close()


def test_a_command_whose_end_is_lost_does_not_hold_its_device_against_a_later_one(tmp_path):
    """Two in flight on one device never were: the end of the first stood on a page that is gone."""
    path = filled(tmp_path, events=0, commands=0)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP INDEX commands_in_flight")
        for number in (1, 2):
            store_row(connection, a_command(f"c{number}", requested_at=later(number)), number)
        connection.commit()
    damage.spoil_header(path)
    store = saved(path)
    first, second = store.commands()[::-1]
    assert (first.status, second.status) == (CommandStatus.unconfirmed, CommandStatus.requested)
    assert first.reason
    assert store.commands(in_flight=True) == [second]
    store.close()


def store_row(connection: sqlite3.Connection, command, number: int) -> None:
    body = salvage._codec.text(command)
    connection.execute(
        "INSERT INTO commands (id, device_key, in_flight, newest, rev, body) VALUES (?, ?, 1, ?, ?, ?)",
        (command.id, command.device_key, number == 2, number, body),
    )


def test_rows_of_the_first_version_are_taken_over(tmp_path):
    """Commands had fewer columns; their bodies know what those hold."""
    from lockdash.store import schema

    command = a_command("c1", requested_at=later(5), account="rentals")
    path = tmp_path / NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, path, schema.STEPS[:1])
        store_row(connection, command, 2)
        connection.execute("INSERT INTO feeds VALUES ('home', 'sync', 5.0, 7.0, 'here')")
    damage.spoil_header(path)
    store = saved(path)
    assert store.commands(account="rentals", since=later(5)) == [command]
    assert store.feed("home", "sync").last_at == store.feed("home", "sync").ok_at
    store.close()


scraps = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from([0, 1, 7, 50, 2**40]),
    st.floats(),
    st.binary(max_size=3),
    st.sampled_from(["home", "home/1", "e1", "poll", "2026-11-21T18:02:12", "2026-11-21T18:02:12+00:00", "{", "{}"]),
    st.sampled_from(
        [
            '{"account":"home","id":"e1","device_key":"home/1","requested_at":"2026-11-21T18:02:12"}',
            '{"account":"home","id":"e1","device_key":"home/1","requested_at":"0001-01-01T00:00:00+14:00"}',
            '{"account":"home","id":"e1","device_key":"home/1","requested_at":"2026-11-21T18:02:12Z"}',
            '{"account":"home","key":"home/1","name":"home"}',
            '{"account":"home","key":"home/1","origin":1}',
            '{"account":"home","id":"e1","device_ids":null}',
            '{"account":"home","id":"e1","kind":"weather"}',
            '{"account":"home","id":null,"key":"e1","person_key":"home/1","target_id":"poll"}',
        ]
    ),
)


names = st.sampled_from(["home", "home/1", "e1", "poll"])
numbers = st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.floats(0, 2e9)
rowids = st.integers(-(2**63), 2**63 - 1)
almost_rows = st.one_of(
    st.builds(Row, st.none() | rowids, st.lists(scraps, min_size=2, max_size=9).map(tuple)),
    st.builds(Row, st.none(), st.tuples(names, names, numbers, numbers, st.none(), numbers)),
    st.builds(Row, st.none(), st.tuples(names, numbers, st.integers(-5, 105))),
    st.builds(Row, rowids, st.tuples(names, *[numbers] * 6)),
    st.builds(Row, rowids, st.tuples(names, numbers, st.just("poll"))),
    st.builds(Row, rowids, st.tuples(st.none(), names, names, names, numbers, rowids, scraps)),
    st.builds(Row, rowids, st.tuples(names, names, rowids, scraps)),
    st.builds(Row, rowids, st.tuples(names, names, names, names, rowids, scraps)),
    st.builds(Row, rowids, st.tuples(st.none(), names, names, names, numbers, st.integers(0, 1), rowids, scraps)),
)


@given(st.lists(almost_rows, max_size=60))
def test_no_scrap_is_an_error_now_or_later(rows):
    """Whatever stands on a damaged page, and fits a table by chance."""
    with fresh_store() as store:
        with store._database.write() as transaction:
            salvage.take_over([[row] for row in rows], transaction.connection)
        assert store.load().revision <= 2**53
        assert store.events() == store.commands() == store.changes() == []
        people = store.load_people()
        assert people.people == people.accesses == people.schedules == people.exceptions == ()
        assert people.changes == people.defaults == ()
        for feed in ("home", "home/1", "e1", "poll"):
            for account in ("home", "home/1", "e1", "poll"):
                store.feed(account, feed)
                assert store.claim(account, feed, 20.0, NOW) is None or store.feed(account, feed).last_at
            store.read_token(feed)
            store.budget(feed, ALLOWANCE, NOW)
            store.spend(feed, ALLOWANCE, Purpose.command, NOW)
            store.battery_history(feed, NOW)
        store.put_devices([a_device("home/1")])
        store.add_events([an_event("e1")])
        store.put_command(a_command("e1"))
        store.put_change(a_change("e1"))
        assert store.changes(limit=1) == [a_change("e1")]
        store.put_people([a_person("1")])
        store.put_accesses([an_access("home/1")])
        assert store.load_people().people == (a_person("1"),)


def test_there_is_an_end_to_it_and_it_is_told(sound, tmp_path, monkeypatch):
    monkeypatch.setattr(salvage, "LONGEST", -1.0)
    path = copied(sound, tmp_path)
    damage.spoil_header(path)
    store = saved(path)
    assert "the rest was left where it is" in store.notice or "nothing" in store.notice
    assert len(of_vendors(store)) < EVENTS
    store.close()
