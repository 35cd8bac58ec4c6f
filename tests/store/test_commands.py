"""Commands in the store: one in flight per device, nothing known is forgotten, nothing abandoned stays."""

from __future__ import annotations

import pytest
from hypothesis import given

from lockdash.domain.commands import CommandStatus, advance
from lockdash.store.store import CommandInFlight
from tests.store.build import NOW, a_command, commands, fresh_store, later


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
