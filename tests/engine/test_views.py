from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus
from lockdash.domain.devices import Contact, Device, DeviceKind, LockState
from lockdash.domain.freshness import Freshness
from lockdash.domain.link import Link
from lockdash.domain.readings import Reading
from lockdash.engine.views import Certainty, counts, view

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def lock(value: LockState = LockState.locked, age: float = 5, **more: object) -> Device:
    at = NOW - timedelta(seconds=age)
    device = Device(
        key="home/1",
        account="home",
        vendor_id="1",
        kind=DeviceKind.lock,
        name="Front",
        state=Reading(value, at, at),
        contact=Contact(connected=True, seen_at=at),
        renew_every=20,
    )
    return msgspec.structs.replace(device, **more)


def command(status: CommandStatus, settled_ago: float | None = None) -> Command:
    return Command(
        id="c",
        account="home",
        device_key="home/1",
        kind=CommandKind.unlock,
        actor=Actor("ada"),
        requested_at=NOW,
        expires_at=NOW,
        status=status,
        settled_at=None if settled_ago is None else NOW - timedelta(seconds=settled_ago),
    )


@pytest.mark.parametrize(
    ("age", "certainty"), [(5, Certainty.confirmed), (100, Certainty.aging), (840, Certainty.stale)]
)
def test_certainty_follows_from_age(age: float, certainty: Certainty) -> None:
    seen = view(lock(age=age), None, NOW)
    assert seen.certainty is certainty
    assert seen.age == age


def test_a_wish_is_asked_and_leaves_the_state_as_it_was_read() -> None:
    seen = view(lock(), command(CommandStatus.accepted), NOW)
    assert seen.certainty is Certainty.asked
    assert seen.state is LockState.locked


def test_trouble_stays_visible_for_a_while_and_success_does_not() -> None:
    assert view(lock(), command(CommandStatus.failed, 60), NOW).command is not None
    assert view(lock(), command(CommandStatus.failed, 700), NOW).command is None
    assert view(lock(), command(CommandStatus.confirmed, 1), NOW).command is None


def test_never_read_is_unknown_without_an_age() -> None:
    seen = view(lock(state=Reading(LockState.unknown, None, NOW)), None, NOW)
    assert seen.certainty is Certainty.unknown
    assert seen.age is None


def test_an_offline_lock_is_not_stale_for_having_no_state() -> None:
    seen = view(lock(kind=DeviceKind.offline_lock, state=None, contact=None), None, NOW)
    assert (seen.certainty, seen.link, seen.age) == (Certainty.confirmed, None, None)


def test_a_plug_ages_with_its_contact() -> None:
    plug = lock(kind=DeviceKind.power_plug, state=None, contact=Contact(connected=True, seen_at=NOW))
    assert view(plug, None, NOW).freshness is Freshness.fresh
    assert view(plug, None, NOW + timedelta(hours=1)).freshness is Freshness.stale


@pytest.mark.parametrize(
    ("spoke", "told", "certainty"),
    [
        (600, 5, Certainty.confirmed),  # asleep and on time, and the vendor answers
        (600, 100, Certainty.aging),  # the vendor has been silent for a while: it would have told us of a change
        (600, 300, Certainty.stale),
        (2500, 5, Certainty.aging),  # the vendor answers, the lock has missed its heartbeat
        (9000, 5, Certainty.stale),
    ],
)
def test_a_sleeping_lock_is_doubted_when_it_or_its_vendor_is_silent(
    spoke: float, told: float, certainty: Certainty
) -> None:
    at, heard = NOW - timedelta(seconds=spoke), NOW - timedelta(seconds=told)
    contact = Contact(connected=False, alive=True, seen_at=heard, last_at=at, heartbeat=1200)
    seen = view(lock(state=Reading(LockState.locked, at, heard), contact=contact), None, NOW)
    assert seen.certainty is certainty
    assert seen.age == spoke


def test_counts_count_a_stale_locked_lock_as_unknown_not_as_locked() -> None:
    views = [
        view(lock(), None, NOW),
        view(lock(age=840), None, NOW),
        view(lock(LockState.unlocked), None, NOW),
        view(lock(LockState.jammed, contact=Contact(connected=False, seen_at=NOW)), None, NOW),
        view(lock(battery=Reading(12, NOW, NOW)), None, NOW),
    ]
    assert views[3].link is Link.offline
    told = counts(views)
    assert (told.total, told.locked, told.unlocked, told.jammed, told.unknown, told.unreachable, told.low_battery) == (
        5, 2, 1, 1, 1, 1, 1,
    )  # fmt: skip
