"""What lockdash does stands in the log together with its record: both or neither, once, whoever writes."""

from __future__ import annotations

import sqlite3

import msgspec
import pytest

from lockdash.domain.accounts import Condition
from lockdash.domain.changes import ChangeStatus
from lockdash.domain.changes import advance as settle
from lockdash.domain.commands import CommandStatus, advance
from lockdash.domain.events import EventKind
from lockdash.domain.secret import Secret
from lockdash.store.errors import StoreError
from lockdash.store.store import Store
from tests.store.build import a_change, a_command, a_device, an_account, later


def own(store, kind=None):
    """Lockdash's own events, the newest first."""
    return [each for each in store.events(limit=-1) if each.kind.is_ours and kind in (None, each.kind)]


def test_a_command_is_one_event_that_moves_on_with_it(store):
    store.put_devices([a_device(vendor_id="4711")])
    command = a_command()
    store.begin_command(command)
    (event,) = own(store)
    assert (event.id, event.device_id, event.value) == ("lockdash/command/c1", "4711", "not sent yet")
    command = advance(command, CommandStatus.sent, later(1))
    store.put_command(command)
    store.put_command(advance(command, CommandStatus.refused, later(2), reason="no"))
    (event,) = own(store)
    assert event.value == "refused: no"


def test_what_a_late_writer_says_of_a_command_changes_its_event_as_little_as_the_command(store):
    command = a_command()
    store.begin_command(command)
    store.put_command(advance(command, CommandStatus.failed, later(2), reason="no"))
    store.put_command(advance(command, CommandStatus.sent, later(1)))
    (event,) = own(store)
    assert event.value == "failed: no"


def test_a_command_that_nobody_settled_is_settled_in_the_log_too(store):
    store.begin_command(a_command())
    store.expire_commands(later(600))
    (event,) = own(store)
    assert event.value.startswith("never confirmed: ")


def test_a_command_of_a_device_that_is_not_known_is_an_event_all_the_same(store):
    store.begin_command(a_command())
    assert [each.device_id for each in own(store)] == [None]


RECORDS = [
    lambda store: store.begin_command(a_command()),
    lambda store: store.put_change(a_change()),
    lambda store: store.put_account(an_account(condition=Condition.offline)),
]


@pytest.mark.parametrize("write", RECORDS, ids=["command", "change", "account"])
def test_a_record_without_its_event_is_not_written(store, write):
    """A store that takes no event (as a full disk) takes no record either."""
    beside = sqlite3.connect(store.path)
    beside.execute("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END")
    beside.commit()
    with pytest.raises(StoreError):
        write(store)
    beside.execute("DROP TRIGGER full")
    beside.commit()
    beside.close()
    assert (store.commands(), store.changes(), store.load().accounts) == ([], [], ())


def test_a_change_is_one_event_without_any_secret(store):
    change = a_change(person_name="Ann 483921", details="with 483921")
    store.put_change(change, [Secret("483921")])
    store.put_change(settle(change, ChangeStatus.refused, later(1), reason="483921 is taken"), [Secret("483921")])
    (event,) = own(store)
    assert event.kind is EventKind.change
    assert "refused" in event.value
    assert "483921" not in msgspec.json.encode(event).decode()


def test_ten_sessions_that_find_out_at_once_write_an_outage_once(store, tmp_path):
    sessions = [Store.open(store.path.parent) for _ in range(10)]
    try:
        store.put_account(an_account(condition=Condition.live))
        for seconds, session in enumerate(sessions):
            session.put_account(an_account(condition=Condition.offline, since=later(seconds), detail="no answer"))
        for seconds, session in enumerate(sessions, 300):
            session.put_account(an_account(condition=Condition.live, since=later(seconds)))
        over, begun = own(store)
        assert (begun.occurred_at, over.occurred_at) == (later(0), later(300))
        assert over.value == "5 min"
    finally:
        for session in sessions:
            session.close()


def test_an_account_that_goes_on_as_it_was_writes_nothing(store):
    for seconds in range(5):
        store.put_account(an_account(condition=Condition.live, last_ok_at=later(seconds)))
    assert own(store) == []


def test_outages_of_one_account_are_none_of_another(store):
    for name in ("home", "homestead"):
        store.put_account(an_account(name, condition=Condition.live))
        store.put_account(an_account(name, condition=Condition.offline, since=later(10)))
    store.put_account(an_account("home", condition=Condition.live, since=later(100)))
    assert sorted((each.account, each.kind_raw) for each in own(store)) == [
        ("home", "lockdash live"),
        ("home", "lockdash offline"),
        ("homestead", "lockdash offline"),
    ]


def test_nobody_has_to_see_them(store):
    store.put_account(an_account(condition=Condition.live))
    store.put_account(an_account(condition=Condition.unauthorised, since=later(10), detail="signed out"))
    store.put_command(a_command(status=CommandStatus.refused, reason="no"))
    assert store.load().unseen == 0
