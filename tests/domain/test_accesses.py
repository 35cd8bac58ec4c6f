from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.accesses import (
    Access,
    Sync,
    SyncState,
    TargetKind,
    access_key,
    followed,
    status,
    summary,
    window_at,
)
from lockdash.domain.people import Person, PersonKind, PersonStatus
from lockdash.domain.windows import Window

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
COUNTS = st.integers(0, 4)
SYNCS = st.none() | st.builds(Sync, total=COUNTS, synced=COUNTS, pending=COUNTS, failed=COUNTS)


def access(sync: Sync | None = None, **fields: object) -> Access:
    plain = Access(
        key=access_key("a", "1"),
        account="a",
        person_key="a/p/1",
        target_kind=TargetKind.device,
        target_id="9",
        sync=sync,
    )
    return msgspec.structs.replace(plain, **fields)


def counts(total: int, synced: int, pending: int, failed: int) -> Sync:
    return Sync(total=total, synced=synced, pending=pending, failed=failed)


def person(**fields: object) -> Person:
    plain = Person(key="a/p/1", account="a", id="1", origin="p", kind=PersonKind.guest, name="Ada")
    return msgspec.structs.replace(plain, **fields)


@pytest.mark.parametrize(
    ("syncs", "state", "numbers"),
    [
        ([], SyncState.uncounted, (0, 0, 0)),
        ([None], SyncState.uncounted, (0, 0, 0)),
        ([counts(1, 1, 0, 0), counts(4, 4, 0, 0)], SyncState.synced, (5, 0, 0)),
        ([counts(1, 1, 0, 0), None], SyncState.synced, (1, 0, 0)),
        ([counts(3, 1, 2, 0), counts(1, 1, 0, 0)], SyncState.pending, (2, 2, 0)),
        ([counts(3, 1, 1, 1), counts(1, 0, 1, 0)], SyncState.failed, (1, 2, 1)),
        # Granted a moment ago: no lock is counted yet, which is no success.
        ([counts(1, 1, 0, 0), counts(0, 0, 0, 0)], SyncState.uncounted, (1, 0, 0)),
        # Three of five are told of, and nothing of the others: they have not heard of it.
        ([counts(5, 3, 0, 0)], SyncState.pending, (3, 2, 0)),
    ],
)
def test_several_accesses_in_one_word(
    syncs: list[Sync | None], state: SyncState, numbers: tuple[int, int, int]
) -> None:
    found = summary(access(sync) for sync in syncs)
    assert (found.state, (found.synced, found.pending, found.failed)) == (state, numbers)


def test_pending_since_the_first_that_waits() -> None:
    waiting = counts(1, 0, 1, 0)
    several = [access(waiting, pending_since=NOW - 14 * MINUTE), access(waiting, pending_since=NOW - MINUTE)]
    assert summary(several).pending_since == NOW - 14 * MINUTE
    assert summary([access(counts(1, 1, 0, 0))]).pending_since is None


def test_what_is_gone_does_not_count() -> None:
    assert summary([access(counts(1, 0, 0, 1), gone_at=NOW)]).state is SyncState.uncounted


@given(st.lists(SYNCS, max_size=5))
def test_synced_is_only_said_when_every_counted_lock_has_heard(syncs: list[Sync | None]) -> None:
    found = summary(access(sync) for sync in syncs)
    known = [sync for sync in syncs if sync is not None]
    heard = bool(known) and all(sync.total and not sync.failed and not sync.waiting for sync in known)
    assert (found.state is SyncState.synced) == heard
    assert (found.state is SyncState.failed) == any(sync.failed for sync in known)


def test_how_long_a_lock_waits_is_counted_from_when_we_first_saw_it_wait() -> None:
    waiting, done = counts(1, 0, 1, 0), counts(1, 1, 0, 0)
    first = followed(access(waiting), None, NOW)
    later = followed(access(waiting), first, NOW + MINUTE)
    synced = followed(access(done), later, NOW + 2 * MINUTE)
    again = followed(access(waiting), synced, NOW + 3 * MINUTE)
    since = [each.pending_since for each in (first, later, synced, again)]
    assert since == [NOW, NOW, None, NOW + 3 * MINUTE]
    assert followed(access(None), first, NOW).pending_since is None


STAY = Window(starts_at=datetime(2026, 12, 1, 16), ends_at=datetime(2026, 12, 5, 11))


def test_a_door_may_have_times_of_its_own() -> None:
    """Reference, "Grant an access person access": `guest_start_time` overrides the guest's."""
    early = window_at(person(stay=STAY), access(guest_start=time(14)))
    assert early == Window(starts_at=datetime(2026, 12, 1, 14), ends_at=STAY.ends_at)
    assert window_at(person(stay=STAY), access(guest_end=time(9, 30))) == Window(
        starts_at=STAY.starts_at, ends_at=datetime(2026, 12, 5, 9, 30)
    )
    assert window_at(person(), access(guest_start=time(14))) is None


def test_an_access_with_a_window_has_that_one() -> None:
    own = Window(days=frozenset({0}), in_utc=True)
    assert window_at(person(stay=STAY), access(window=own)) == own


@pytest.mark.parametrize(
    ("who", "accesses", "zone", "expected"),
    [
        # The vendor's word counts, whatever the clock says.
        (person(status=PersonStatus.deactivated, stay=STAY), [access()], "Europe/Warsaw", PersonStatus.deactivated),
        (person(stay=STAY), [], "Europe/Warsaw", PersonStatus.upcoming),
        (person(stay=STAY), [access(guest_start=time(12))], "Europe/Warsaw", PersonStatus.current),
        (person(stay=STAY), [access()], None, PersonStatus.unknown),
        (person(), [access(invited=True)], None, PersonStatus.pending),
        (person(), [access(window=Window(ends_at=NOW)), access()], None, PersonStatus.current),
        (person(), [access(window=Window(ends_at=NOW)), access(gone_at=NOW)], None, PersonStatus.expired),
        (person(), [access(window=Window(ends_at=NOW)), access(invited=True)], None, PersonStatus.pending),
    ],
)
def test_status(who: Person, accesses: list[Access], zone: str | None, expected: PersonStatus) -> None:
    assert status(who, accesses, NOW, zone) is expected


def test_an_access_survives_being_stored() -> None:
    full = access(counts(3, 1, 2, 0), guest_start=time(14), window=STAY, pending_since=NOW)
    assert msgspec.json.decode(msgspec.json.encode(full), type=Access) == full
