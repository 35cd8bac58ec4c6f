"""Commands in the store: one in flight per device, nothing known is forgotten, nothing abandoned stays."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.commands import CommandStatus, advance
from lockdash.store.store import CommandInFlight, Store
from tests.store.build import NOW, a_command, commands, fresh_store, later, moments


@given(commands)
def test_any_command_comes_back_as_it_was(command):
    with fresh_store() as store:
        store.put_command(command)
        assert store.load().commands == (command,)
        assert store.commands(in_flight=True) == ([command] if command.status.in_flight else [])


def test_a_device_has_one_command_in_flight(store):
    first = a_command("c1")
    store.begin_command(first)
    for ask in (store.begin_command, store.put_command):
        with pytest.raises(CommandInFlight) as raised:
            ask(a_command("c2"))
        assert raised.value.existing == first
    store.begin_command(a_command("c3", device_key="home/2"))
    assert [command.id for command in store.commands(in_flight=True)] == ["c3", "c1"]


def test_the_same_command_cannot_begin_twice(store):
    store.begin_command(a_command())
    with pytest.raises(CommandInFlight):
        store.begin_command(a_command())


def test_a_settled_command_frees_its_device(store):
    first = a_command("c1")
    store.begin_command(first)
    store.put_command(advance(first, CommandStatus.failed, later(1), reason="jammed"))
    store.begin_command(a_command("c2", requested_at=later(2)))
    assert [command.id for command in store.commands(device_key="home/1")] == ["c2", "c1"]
    assert [command.id for command in store.load().commands] == ["c2"]


def test_what_is_settled_cannot_begin(store):
    with pytest.raises(ValueError, match="refused"):
        store.begin_command(a_command(status=CommandStatus.refused))


def test_the_newest_is_the_one_begun_last_even_after_the_clock_was_set_back(store):
    store.put_command(a_command("c1", status=CommandStatus.confirmed))
    store.begin_command(a_command("c2", requested_at=later(-3600), expires_at=later(-3540)))
    assert [command.id for command in store.load().commands] == ["c2"]


def test_late_evidence_for_an_earlier_command_does_not_hide_the_newest(store):
    old = a_command("c1", status=CommandStatus.unconfirmed)
    store.put_command(old)
    store.begin_command(a_command("c2"))
    revision = store.load().revision
    confirmed = advance(old, CommandStatus.confirmed, later(9), evidence="an event")
    store.put_command(confirmed)
    assert store.load(revision).commands == ()
    assert store.commands()[-1] == confirmed


@pytest.mark.parametrize(
    ("known", "told", "stays"),
    [
        (CommandStatus.unconfirmed, CommandStatus.accepted, True),
        (CommandStatus.confirmed, CommandStatus.unconfirmed, True),
        (CommandStatus.accepted, CommandStatus.sent, True),
        (CommandStatus.unconfirmed, CommandStatus.confirmed, False),
        (CommandStatus.sent, CommandStatus.accepted, False),
    ],
)
def test_a_late_writer_never_lessens_what_is_known(store, known, told, stays):
    store.put_command(a_command(status=known))
    revision = store.load().revision
    store.put_command(a_command(status=told))
    assert store.commands()[0].status is (known if stays else told)
    assert (store.load().revision == revision) is stays


def test_a_command_whose_session_died_is_settled_as_unconfirmed(store):
    command = a_command(expires_at=later(60))
    store.begin_command(command)
    assert store.expire_commands(later(90)) == []
    (settled,) = store.expire_commands(later(90.001))
    assert settled.status is CommandStatus.unconfirmed
    assert settled.settled_at == later(90.001)
    assert "session" in settled.reason
    assert store.load().commands == (settled,)
    assert store.expire_commands(later(91)) == []


def test_settling_several_is_one_change(store):
    for number in range(3):
        store.begin_command(a_command(str(number), device_key=f"home/{number}"))
    revision = store.load().revision
    assert len(store.expire_commands(later(3600))) == 3
    assert store.load().revision == revision + 1


def test_an_abandoned_command_does_not_keep_its_device(store):
    store.begin_command(a_command("c1", expires_at=later(60)))
    store.begin_command(a_command("c2", requested_at=later(3600), expires_at=later(3660)))
    assert [command.status for command in store.commands()] == [CommandStatus.requested, CommandStatus.unconfirmed]


def test_a_clock_that_is_set_back_does_not_keep_a_device_for_as_long(store):
    store.begin_command(a_command(requested_at=NOW, expires_at=later(60)))
    assert store.expire_commands(later(-30)) == []
    assert len(store.expire_commands(later(-3600))) == 1


def test_the_list_is_bounded(store):
    for number in range(5):
        store.put_command(a_command(str(number), status=CommandStatus.confirmed))
    assert [command.id for command in store.commands(limit=2)] == ["4", "3"]


asked_commands = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), moments, st.sampled_from(CommandStatus)), max_size=15
)


@given(
    asked_commands,
    st.fixed_dictionaries(
        {},
        optional={
            "device_key": st.sampled_from(["a/x", "b/y", "c"]),
            "account": st.sampled_from("abc"),
            "since": moments,
            "in_flight": st.booleans(),
            "limit": st.integers(-1, 20),
        },
    ),
    st.integers(0, 20),
)
def test_the_audit_list_is_what_was_asked_for(rows, asked, pick):
    if "since" in asked and pick < len(rows):
        asked["since"] = rows[pick][2]  # the very moment belongs to it
    with fresh_store() as store:
        known = []
        for number, (account, device, at, status) in enumerate(rows):
            command = a_command(
                f"{number}", account=account, device_key=f"{account}/{device}", requested_at=at, status=status
            )
            if status.in_flight and command.device_key in {each.device_key for each in known if each.status.in_flight}:
                continue
            store.put_command(command)
            known.insert(0, command)
        limit = asked.get("limit", 100)
        assert (
            store.commands(**asked)
            == [
                command
                for command in known
                if command.device_key == asked.get("device_key", command.device_key)
                and command.account == asked.get("account", command.account)
                and command.requested_at >= asked.get("since", command.requested_at)
                and (command.status.in_flight or not asked.get("in_flight"))
            ][: None if limit < 0 else limit]
        )


@pytest.fixture(scope="module")
def long_list(tmp_path_factory):
    """A store with 100,000 commands of two accounts and 64 devices, one a second; one of them is in flight."""
    store = Store.open(tmp_path_factory.mktemp("long"))
    body = json.dumps({"account": "home", "reason": "x" * 600})
    with store._database.write() as transaction:
        transaction.execute(
            "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 99999) "
            "INSERT INTO commands (id, device_key, account, requested_at, in_flight, newest, rev, body) "
            "SELECT n, 'home/' || (n % 64), iif(n % 2, 'home', 'rentals'), ? + n, n = 99999, 0, 1, ? FROM n",
            (NOW.timestamp(), body),
        )
    yield store
    store.close()


LATE = later(99_990)


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        ({}, 5_000),
        ({"device_key": "home/7"}, 5_000),
        ({"account": "home"}, 5_000),
        ({"since": LATE}, 5_000),
        ({"in_flight": True}, 500),
        ({"in_flight": True, "account": "home", "since": NOW}, 500),
        # Those of one account or device are looked through in an index, and only what is in the answer is read.
        ({"device_key": "home/7", "since": LATE}, 20_000),
        ({"device_key": "home/7", "account": "home"}, 20_000),
        ({"account": "home", "since": LATE}, 500_000),
    ],
    ids=lambda given: "-".join(given) or "all" if isinstance(given, dict) else "",
)
def test_the_audit_list_is_quick_among_100_000_commands(long_list, asked, most):
    """Counted in steps of SQLite's machine, about 10 million of which are a second."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 10

    with long_list._database.read() as connection:
        connection.set_progress_handler(step, 10)
    try:
        long_list.commands(**asked)
    finally:
        connection.set_progress_handler(None, 10)
    assert 0 < steps <= most


def test_what_is_settled_is_on_the_disk_before_anybody_is_told(store):
    """As a sync of the log before the transaction ends; https://www.sqlite.org/pragma.html#pragma_synchronous."""
    command = a_command()
    with store._database.read() as connection:
        said: list[str] = []
        connection.set_trace_callback(said.append)
    store.begin_command(command)
    assert said.index("PRAGMA synchronous = FULL") < said.index("COMMIT")
    command = advance(command, CommandStatus.sent, NOW)
    said.clear()
    store.put_command(command)
    assert not any("synchronous" in each for each in said)
    said.clear()
    store.put_command(advance(command, CommandStatus.failed, NOW))
    assert said.index("PRAGMA synchronous = FULL") < said.index("COMMIT") < said.index("PRAGMA synchronous = NORMAL")
    store.begin_command(a_command("c2"))
    said.clear()
    store.expire_commands(later(3600))
    assert said.index("PRAGMA synchronous = FULL") < said.index("COMMIT")
