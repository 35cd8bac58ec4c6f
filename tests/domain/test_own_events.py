"""What lockdash was asked, what it changed and how its accounts fared, as events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from lockdash.domain.accesses import TargetKind
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.alarms import is_alarm, needs_attention
from lockdash.domain.change_events import of_change
from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.changes import advance as settle
from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus, advance
from lockdash.domain.event_text import sentence
from lockdash.domain.events import EventKind, Outcome
from lockdash.domain.own_events import of_command, of_condition

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
ADA = Actor("ada", origin="192.0.2.7", terminal="/dev/pts/3", process=77)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def command(**more) -> Command:
    fields = {"account": "home", "device_key": "home/S1", "kind": CommandKind.unlock, "actor": ADA}
    return Command(**(fields | more), id="c1", requested_at=NOW, expires_at=later(20))


def change(kind: ChangeKind, **more) -> Change:
    fields = {"account": "home", "kind": kind, "actor": ADA, "person_name": "", "requested_at": NOW}
    return Change(**(fields | more), id="x1", expires_at=later(60))


def account(condition: Condition, seconds: float, detail: str = "") -> Account:
    return Account(name="home", vendor="pretend", condition=condition, since=later(seconds), detail=detail)


def test_a_command_says_who_asked_for_what_from_where_and_how_it_ended():
    asked = command()
    event = of_command(asked, "4711")
    assert (event.account, event.id, event.kind) == ("home", "lockdash/command/c1", EventKind.command)
    assert (event.device_id, event.who, event.how) == ("4711", "ada", "lockdash from 192.0.2.7")
    assert (event.occurred_at, event.first_seen_at, event.outcome) == (NOW, NOW, Outcome.unknown)
    assert sentence(event, "Front Door", event.who) == "ada asked Front Door to unlock: not sent yet"
    sent = advance(asked, CommandStatus.sent, later(1))
    assert sentence(of_command(sent, "4711"), "Front Door", "ada") == "ada asked Front Door to unlock: sent"
    accepted = advance(sent, CommandStatus.accepted, later(2))
    done = advance(accepted, CommandStatus.confirmed, later(3), evidence="its log at 18:00")
    event = of_command(done, "4711")
    assert (event.id, event.occurred_at, event.outcome) == ("lockdash/command/c1", NOW, Outcome.succeeded)
    assert sentence(event, "Front Door", "ada") == "ada asked Front Door to unlock: confirmed: its log at 18:00"
    assert msgspec.json.decode(event.raw, type=Command) == done


def test_a_refusal_is_a_failure_and_a_command_without_evidence_is_neither():
    sent = advance(command(), CommandStatus.sent, later(1))
    refused = of_command(advance(sent, CommandStatus.refused, later(2), reason="not at night"), None)
    assert (refused.value, refused.outcome) == ("refused: not at night", Outcome.failed)
    nobody = of_command(advance(sent, CommandStatus.unconfirmed, later(2)), None)
    assert (nobody.value, nobody.outcome) == ("never confirmed", Outcome.unknown)


@pytest.mark.parametrize("kind", CommandKind)
@pytest.mark.parametrize("status", CommandStatus)
def test_every_command_has_its_words(kind, status):
    event = of_command(command(kind=kind, status=status), "4711")
    assert sentence(event, "Front Door", "ada").startswith("ada asked Front Door to ")
    assert event.value


@pytest.mark.parametrize("kind", ChangeKind)
@pytest.mark.parametrize("status", ChangeStatus)
def test_every_change_has_its_words(kind, status):
    event = of_change(change(kind, status=status, person_name="Ann {door} Sample", target_name="Front Door"))
    said = sentence(event, event.door, event.who)
    assert said.startswith("ada asked ")
    assert "Ann {door} Sample" in said
    assert not needs_attention(event)


def test_a_change_to_somebodys_door_is_at_that_door():
    given = change(
        ChangeKind.grant,
        person_name="Ann Sample",
        target_kind=TargetKind.device,
        target_id="4711",
        target_name="Front Door",
    )
    event = of_change(settle(given, ChangeStatus.done, later(2)))
    assert (event.id, event.device_id, event.outcome) == ("lockdash/change/x1", "4711", Outcome.succeeded)
    assert sentence(event, event.door, "ada") == "ada asked to let somebody open Front Door: Ann Sample, done"
    grouped = of_change(msgspec.structs.replace(given, target_kind=TargetKind.location, target_name="Beach"))
    assert (grouped.device_id, grouped.door) == (None, "Beach")


def test_a_change_says_what_was_asked_for_and_why_it_failed():
    asked = change(ChangeKind.create, person_name="Ann Sample", details="2026-12-01 16:00 to 2026-12-05 10:00")
    event = of_change(settle(asked, ChangeStatus.refused, later(2), reason="the PIN is taken"))
    assert event.value == "Ann Sample (2026-12-01 16:00 to 2026-12-05 10:00), refused: the PIN is taken"
    assert event.outcome is Outcome.failed


def test_a_device_that_is_to_go_by_a_schedule_is_the_door():
    asked = change(ChangeKind.assign_schedule, target_id="4711", target_name="Front Door", details="auto lock: Nights")
    event = of_change(asked)
    assert event.device_id == "4711"
    assert sentence(event, event.door, "ada") == (
        "ada asked Front Door to go by a schedule: auto lock: Nights, not answered yet"
    )


def test_a_schedule_is_called_by_its_name():
    event = of_change(change(ChangeKind.update_schedule, target_id="s1", target_name="Nights", details="week"))
    assert event.device_id is None
    assert sentence(event, None, "ada") == "ada asked to change a schedule: Nights (week), not answered yet"


def steps(*accounts: Account):
    """Return the events after an account went through these conditions, by id."""
    log = {}
    for before, after in zip((None, *accounts), accounts, strict=False):
        newest = max(log, default="").rpartition("/")[0]
        last = [event for id, event in log.items() if newest and id.startswith(f"{newest}/")]
        for event in of_condition(before, after, last):
            log[event.id] = event
    return list(log.values())


def test_a_failure_and_its_end_are_events_and_connecting_is_none():
    begun, over = steps(
        account(Condition.connecting, 0),
        account(Condition.live, 1),
        account(Condition.offline, 60, "no answer within 10 s"),
        account(Condition.live, 60 + 754),
    )
    assert (begun.kind, begun.outcome, begun.occurred_at) == (EventKind.account, Outcome.failed, later(60))
    assert sentence(begun, None, None) == "The vendor did not answer: no answer within 10 s"
    assert (over.outcome, over.occurred_at) == (Outcome.succeeded, later(814))
    assert sentence(over, None, None) == "The account was live again after 12 min"
    assert not any(needs_attention(each) or is_alarm(each) for each in (begun, over))


@pytest.mark.parametrize(
    ("seconds", "words"), [(40, "40 s"), (3599, "59 min"), (7500, "2 h 5 min"), (3 * 86400 + 4 * 3600, "3 d 4 h")]
)
def test_an_end_says_how_long_it_took(seconds, words):
    *_, over = steps(account(Condition.vendor_error, 0), account(Condition.live, seconds))
    assert over.value == words


def test_an_account_that_flaps_has_one_outage():
    found = steps(
        account(Condition.live, 0),
        *(
            account(condition, 10 + 30 * number + shift, "no answer")
            for number in range(100)
            for condition, shift in ((Condition.offline, 0), (Condition.live, 10))
        ),
    )
    begun, over = found
    assert begun.occurred_at == later(10)
    assert over.occurred_at == later(10 + 30 * 99 + 10)
    assert over.value == "49 min"


def test_while_it_goes_on_the_log_does_not_say_that_it_is_over():
    _, between = steps(
        account(Condition.offline, 0), account(Condition.live, 100), account(Condition.offline, 130), account_again(130)
    )
    assert sentence(between, None, None) == "The account was live again for a moment"


def account_again(seconds: float) -> Account:
    return msgspec.structs.replace(account(Condition.offline, seconds), retry_at=later(seconds + 60))


def test_an_outage_says_each_of_its_conditions_once():
    found = steps(
        *(
            account(condition, 30 * number)
            for number, condition in enumerate([Condition.offline, Condition.vendor_error] * 50)
        ),
        account(Condition.live, 3000),
    )
    assert [each.kind_raw for each in found] == ["lockdash offline", "lockdash vendor_error", "lockdash live"]
    assert found[-1].value == "50 min"


def test_a_failure_after_a_good_while_is_another_one():
    found = steps(
        account(Condition.offline, 0),
        account(Condition.live, 100),
        account(Condition.offline, 161),
        account(Condition.live, 200),
    )
    assert [each.occurred_at for each in found] == [later(0), later(100), later(161), later(200)]
    assert [each.value for each in found][1::2] == ["1 min", "39 s"]
