"""Accounts and devices: what is put comes back, what is equal costs nothing, and each change is seen once."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.commands import CommandStatus
from lockdash.domain.readings import Reading
from lockdash.store.devices import BATTERY_KEPT
from lockdash.store.store import Store
from tests.store.build import (
    NOW,
    a_command,
    a_device,
    accounts,
    an_account,
    an_event,
    devices,
    fresh_store,
    later,
)


@given(st.lists(devices, max_size=5, unique_by=lambda device: device.key), accounts)
def test_any_device_and_account_comes_back_as_it_was(given_devices, account):
    with fresh_store() as store:
        assert store.put_devices(given_devices) == {device.key for device in given_devices}
        store.put_account(account)
        rows = store.load()
        assert {device.key: device for device in rows.devices} == {device.key: device for device in given_devices}
        assert rows.accounts == (account,)
        assert [list(device.traits) for device in rows.devices] == [
            list({each.key: each for each in given_devices}[device.key].traits) for device in rows.devices
        ]
        before = store.data_version()
        assert store.put_devices(given_devices) == frozenset()
        store.put_account(account)
        assert store.data_version() == before


changes = st.lists(
    st.one_of(
        st.tuples(st.just("device"), st.sampled_from("abc"), st.integers(0, 2)),
        st.tuples(st.just("account"), st.sampled_from("xy"), st.integers(0, 2)),
        st.tuples(st.just("command"), st.sampled_from("abc"), st.integers(0, 2)),
        st.tuples(st.just("event"), st.sampled_from("12"), st.integers(0, 2)),
    ),
    max_size=30,
)

SETTLED = (CommandStatus.confirmed, CommandStatus.failed, CommandStatus.refused)


def put(store: Store, kind: str, key: str, variant: int):
    """Put one of three variants of a thing and return it."""
    if kind == "device":
        store.put_devices([value := a_device(key, name=f"Door {variant}")])
    elif kind == "account":
        store.put_account(value := an_account(key, detail=f"detail {variant}"))
    elif kind == "command":
        store.put_command(value := a_command(key, device_key=key, status=SETTLED[variant]))
    else:
        store.add_events([value := an_event(key, who=f"person {variant}")])
    return value


@given(changes)
def test_the_revision_rises_by_one_with_each_change_and_load_returns_what_changed_since(history):
    with fresh_store() as store:
        stored, changed_at, revision = {}, {}, 0
        for kind, key, variant in history:
            value = put(store, kind, key, variant)
            if stored.get((kind, key)) != value:
                revision += 1
                stored[kind, key], changed_at[kind, key] = value, revision
            assert store.load(revision).revision == revision
        for since in range(revision + 1):
            rows = store.load(since)
            found = {("device", device.key): device for device in rows.devices}
            found |= {("account", account.name): account for account in rows.accounts}
            found |= {("command", command.id): command for command in rows.commands}
            expected = {at for at, changed in changed_at.items() if changed > since and at[0] != "event"}
            assert found == {at: stored[at] for at in expected}


def test_one_call_is_one_revision(store):
    store.put_devices([a_device("home/1"), a_device("home/2")])
    assert store.load().revision == 1
    assert store.put_devices([a_device("home/1"), a_device("home/2", name="Back")]) == {"home/2"}
    assert [device.key for device in store.load(1).devices] == ["home/2"]
    store.add_events([an_event("1"), an_event("2")])
    assert store.load().revision == 3


def test_another_store_of_the_same_file_sees_the_change(tmp_path):
    one, other = Store.open(tmp_path), Store.open(tmp_path)
    before, own = other.data_version(), one.data_version()
    assert other.data_version() == before
    one.put_devices([a_device()])
    assert other.data_version() != before
    assert one.data_version() != own
    assert other.load().devices == (a_device(),)
    one.close()
    other.close()


def test_a_commit_leaves_a_trace_that_any_session_sees(tmp_path):
    one, other = Store.open(tmp_path), Store.open(tmp_path)
    one.put_devices([a_device()])
    before = other.trace()
    assert other.trace() == before
    one.put_devices([a_device(name="Another")])
    assert other.trace() != before
    one.close()
    other.close()


def test_of_one_key_given_twice_the_last_counts(store):
    assert store.put_devices([a_device(name="A"), a_device(name="B")]) == {"home/1"}
    assert [device.name for device in store.load().devices] == ["B"]


def level(percent: int | None, at: float) -> Reading:
    return Reading(percent, later(at), later(at + 1))


def test_battery_history_notes_when_the_level_changed(store):
    for percent, at in ((54, 0), (54, 60), (None, 120), (54, 180), (53, 240), (54, 300)):
        store.put_devices([a_device(battery=level(percent, at))])
    assert store.battery_history("home/1", NOW) == [(NOW, 54), (later(240), 53), (later(300), 54)]
    assert store.battery_history("home/1", later(241)) == [(later(300), 54)]
    assert store.battery_history("home/2", NOW) == []


def test_battery_history_ends_somewhere(store):
    store.put_devices([a_device(battery=level(54, 0))])
    store.put_devices([a_device(battery=level(53, BATTERY_KEPT + 1))])
    assert [percent for _, percent in store.battery_history("home/1", NOW - timedelta(days=1))] == [53]


def spoil(store: Store, table: str) -> None:
    """Write, as a stranger or a lockdash of another day would, what cannot be read."""
    with sqlite3.connect(store.path) as stranger:
        stranger.execute(f"UPDATE {table} SET body = replace(body, '\"lock\"', '\"teleport\"')")
    stranger.close()


def test_one_row_that_cannot_be_read_hides_no_other_and_is_mended_by_the_next_put(store, caplog):
    store.put_devices([a_device("home/1"), a_device("home/2")])
    spoil(store, "devices")
    store.put_devices([a_device("home/1")])
    assert [device.key for device in store.load().devices] == ["home/1"]
    assert "a stored device cannot be read" in caplog.text


def test_a_command_that_cannot_be_read_does_not_keep_its_device(store):
    store.begin_command(a_command("c1"))
    spoil(store, "commands")
    store.begin_command(a_command("c2"))
    assert [command.id for command in store.load().commands] == ["c2"]
