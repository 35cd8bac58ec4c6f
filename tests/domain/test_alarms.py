"""What somebody should see, and what rings a bell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.alarms import is_alarm, is_trouble, needs_attention
from lockdash.domain.events import Event, EventKind, Outcome

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
K, FAILED, SUCCEEDED = EventKind, Outcome.failed, Outcome.succeeded


def event(kind: EventKind, outcome: Outcome, *, seen_after: float = 0, **more: object) -> Event:
    """Something that was first seen `seen_after` seconds after it happened."""
    made = Event(
        account="home",
        id="1",
        kind=kind,
        kind_raw="?",
        outcome=outcome,
        occurred_at=NOON,
        first_seen_at=NOON + timedelta(seconds=seen_after),
    )
    return msgspec.structs.replace(made, **more)


@pytest.mark.parametrize(
    ("kind", "outcome", "wanted"),
    [
        (K.denied, FAILED, True),
        (K.denied, Outcome.unknown, True),
        (K.jammed, FAILED, True),
        (K.sync_failed, FAILED, True),
        (K.synced, SUCCEEDED, False),
        (K.battery, FAILED, True),
        (K.battery, SUCCEEDED, False),
        (K.link, FAILED, True),
        (K.link, SUCCEEDED, False),
        (K.door, FAILED, True),
        (K.door, SUCCEEDED, False),
        (K.system, FAILED, True),
        (K.system, SUCCEEDED, False),
        (K.used, FAILED, True),
        (K.used, SUCCEEDED, False),
        (K.locked, FAILED, True),
        (K.unlocked, SUCCEEDED, False),
        (K.unlocked, Outcome.unknown, False),
        (K.unknown, FAILED, False),
        (K.climate, FAILED, False),
    ],
)
def test_kind_and_outcome_decide(kind: EventKind, outcome: Outcome, wanted: bool) -> None:
    assert is_trouble(kind, outcome) is wanted
    assert needs_attention(event(kind, outcome)) is wanted
    assert is_alarm(event(kind, outcome)) is wanted


@pytest.mark.parametrize("kind", [each for each in EventKind if each.is_ours])
@pytest.mark.parametrize("outcome", Outcome)
def test_what_lockdash_notes_of_itself_is_told_elsewhere(kind: EventKind, outcome: Outcome) -> None:
    assert not needs_attention(event(kind, outcome))


@pytest.mark.parametrize(
    ("how", "wanted"), [("forced", True), ("PIN, forced", True), ("PIN", False), (None, False), ("unforced", False)]
)
def test_force_wants_attention_although_it_succeeded(how: str | None, wanted: bool) -> None:
    assert needs_attention(event(K.unlocked, SUCCEEDED, how=how)) is wanted


@pytest.mark.parametrize(
    ("seen_after", "seen", "rung"),
    [
        (-3600, True, True),
        (0, True, True),
        (600, True, True),
        (601, True, False),
        (86_400, True, False),
        (86_401, False, False),
        (365 * 86_400, False, False),
    ],
)
def test_what_is_seen_long_afterwards_is_no_news(seen_after: float, seen: bool, rung: bool) -> None:
    made = event(K.jammed, FAILED, seen_after=seen_after)
    assert (needs_attention(made), is_alarm(made)) == (seen, rung)


def test_what_came_late_rings_no_bell() -> None:
    made = event(K.jammed, FAILED, late=True)
    assert (needs_attention(made), is_alarm(made)) == (True, False)


@given(
    st.sampled_from(EventKind),
    st.sampled_from(Outcome),
    st.floats(-1e6, 1e6),
    st.booleans(),
    st.sampled_from([None, "PIN", "PIN, forced"]),
)
def test_every_alarm_is_something_to_see(
    kind: EventKind, outcome: Outcome, seen_after: float, late: bool, how: str | None
) -> None:
    made = event(kind, outcome, seen_after=seen_after, late=late, how=how)
    assert needs_attention(made) or not is_alarm(made)
