from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus, advance

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def command() -> Command:
    return Command(
        id="c1",
        account="home",
        device_key="home/1",
        kind=CommandKind.lock,
        actor=Actor("ada"),
        requested_at=NOW,
        expires_at=NOW + timedelta(seconds=20),
    )


def test_the_straight_way() -> None:
    sent = advance(command(), CommandStatus.sent, NOW + timedelta(seconds=1))
    accepted = advance(sent, CommandStatus.accepted, NOW + timedelta(seconds=2), operation="op")
    done = advance(accepted, CommandStatus.confirmed, NOW + timedelta(seconds=5), evidence="locked event")
    assert (done.sent_at, done.accepted_at, done.settled_at) == tuple(NOW + timedelta(seconds=s) for s in (1, 2, 5))
    assert (done.operation, done.evidence) == ("op", "locked event")
    assert not done.status.in_flight


@pytest.mark.parametrize(
    ("path", "bad"),
    [
        ([], CommandStatus.confirmed),
        ([], CommandStatus.accepted),
        ([CommandStatus.sent], CommandStatus.confirmed),
        ([CommandStatus.sent], CommandStatus.sent),
        ([CommandStatus.sent, CommandStatus.accepted], CommandStatus.sent),
        ([CommandStatus.refused], CommandStatus.confirmed),
        ([CommandStatus.sent, CommandStatus.accepted, CommandStatus.confirmed], CommandStatus.failed),
    ],
)
def test_steps_that_do_not_exist(path: list[CommandStatus], bad: CommandStatus) -> None:
    walked = command()
    for status in path:
        walked = advance(walked, status, NOW)
    with pytest.raises(ValueError, match=str(bad)):
        advance(walked, bad, NOW)


@given(st.lists(st.sampled_from(list(CommandStatus)), max_size=12))
def test_nothing_is_confirmed_that_was_not_accepted_or_given_up_first(steps: list[CommandStatus]) -> None:
    walked, seen = command(), [CommandStatus.requested]
    for status in steps:
        try:
            walked = advance(walked, status, NOW)
        except ValueError:
            continue
        seen.append(walked.status)
    for before, after in pairwise(seen):
        if after is CommandStatus.confirmed:
            assert before in (CommandStatus.accepted, CommandStatus.unconfirmed)
    assert (walked.settled_at is None) == walked.status.in_flight
