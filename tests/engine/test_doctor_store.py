"""The doctor on the store and on the sessions that share it."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from lockdash.domain.commands import Actor
from lockdash.domain.findings import Level
from lockdash.engine.doctor import sessions, store
from lockdash.engine.file_lock import FileLock
from lockdash.engine.leadership import SILENT, leader_path
from lockdash.engine.sessions import FOLDER
from lockdash.store import connecting, schema
from lockdash.store.opening import NAME
from lockdash.store.store import Store


@pytest.fixture
def state(tmp_path):
    folder = tmp_path / "state"
    Store.open(folder).close()
    return folder


def examined(folder):
    return {each.subject: each for each in store.examine(folder).findings}


def levels(section):
    return {each.level for each in section.findings}


def test_a_sound_store_is_fine(state):
    found = examined(state)
    assert {each.level for each in found.values()} == {Level.ok}
    assert "sound" in found["integrity"].said
    assert str(schema.CURRENT) in found["schema"].said
    assert "0 events" in found["content"].said


def test_a_store_that_is_not_there_yet_is_fine_and_not_made(tmp_path):
    assert levels(store.examine(tmp_path / "state")) == {Level.ok}
    assert not (tmp_path / "state").exists()


def test_damage_is_a_failure_and_nothing_is_mended(state):
    (state / NAME).write_bytes(b"no database at all" * 500)
    section = store.examine(state)
    found = {each.subject: each for each in section.findings}["integrity"]
    assert found.level is Level.failure
    assert "start lockdash again" in found.remedy
    assert not store.is_usable(section)
    assert not list(state.glob("*.corrupt-*"))


def test_a_store_of_a_newer_lockdash_is_a_failure(state):
    with closing(sqlite3.connect(state / NAME)) as connection:
        connection.execute("PRAGMA user_version = 99")
    found = examined(state)["schema"]
    assert found.level is Level.failure
    assert "version 99" in found.said
    assert "update lockdash" in found.remedy


def test_a_store_of_an_older_lockdash_is_fine(state):
    with closing(sqlite3.connect(state / NAME)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.CURRENT - 1}")
    assert examined(state)["schema"].level is Level.ok
    assert f"brings it to {schema.CURRENT}" in examined(state)["schema"].said


def test_a_store_that_somebody_holds_is_a_failure(state, monkeypatch):
    monkeypatch.setattr(connecting, "BUSY_TIMEOUT", 0.1)
    with closing(sqlite3.connect(state / NAME, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        found = examined(state)["file"]
    assert found.level is Level.failure
    assert "locked by another program" in found.said


def test_others_may_not_look_in(state):
    state.chmod(0o755)
    (state / NAME).chmod(0o644)
    found = examined(state)
    assert (found["folder"].level, found["permissions"].level) == (Level.warning, Level.warning)
    assert "chmod 700" in found["folder"].remedy
    assert "chmod 600" in found["permissions"].remedy


def test_damaged_copies_are_told(state):
    (state / f"{NAME}.corrupt-2026-11-21T100000").write_bytes(b"x" * 4200)
    found = examined(state)["damaged copies"]
    assert found.level is Level.warning
    assert "4.2 kB" in found.said


def test_a_folder_that_is_a_file_is_a_failure(tmp_path):
    (tmp_path / "state").write_text("")
    assert examined(tmp_path / "state")["folder"].level is Level.failure


def test_a_folder_that_cannot_be_made_is_a_failure(tmp_path):
    (tmp_path / "file").write_text("")
    found = examined(tmp_path / "file" / "state")
    assert found["folder"].level is Level.failure
    assert "--state-dir" in found["folder"].remedy


@pytest.mark.parametrize(("free", "level"), [(10**12, Level.ok), (50 * 10**6, Level.warning), (10**6, Level.failure)])
def test_room_on_the_disk(state, monkeypatch, free, level):
    monkeypatch.setattr(store.disk, "free_bytes", lambda path: free)
    assert examined(state)["disk"].level is level


def test_a_network_share_is_a_warning(state, monkeypatch):
    monkeypatch.setattr(store.disk, "network_kind", lambda path: "nfs4")
    assert "nfs4" in examined(state)["file system"].said
    assert examined(state)["file system"].level is Level.warning


def now():
    return datetime.now(UTC)


def hold(path, user):
    path.parent.mkdir(exist_ok=True, mode=0o700)
    lock = FileLock(path)
    assert lock.take()
    path.write_bytes(msgspec.json.encode(Actor(user=user, origin="10.0.0.7", process=4711)))
    return lock


def test_nobody_runs(state):
    (found,) = sessions.examine(state, ["home"], now()).findings
    assert (found.level, found.said) == (Level.ok, "none runs")


def test_who_runs_and_who_polls(state):
    locks = [hold(state / FOLDER / "1.lock", "ada"), hold(leader_path(state, "home"), "ada")]
    told = [each.said for each in sessions.examine(state, ["home", "rentals"], now()).findings]
    assert told == ["ada, 10.0.0.7 runs", "ada, 10.0.0.7 polls home"]
    for lock in locks:
        assert lock.held
        lock.release()


def test_a_poller_that_does_not_stir_is_a_warning(state):
    lock = hold(leader_path(state, "home"), "ada")
    silent = (now() - timedelta(seconds=SILENT + 60)).timestamp()
    os.utime(leader_path(state, "home"), (silent, silent))
    found = sessions.examine(state, ["home"], now()).findings[-1]
    assert found.level is Level.warning
    assert "has not stirred" in found.said
    lock.release()


def test_what_dead_sessions_left_is_told_and_left(state):
    lock = hold(state / FOLDER / "1.lock", "ada")
    lock.release()
    (_, found) = sessions.examine(state, [], now()).findings
    assert found.level is Level.ok
    assert "1 session" in found.said
    assert (state / FOLDER / "1.lock").exists()
