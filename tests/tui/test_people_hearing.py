"""Whether the locks have heard: nothing that was known before a change proves anything about it."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from lockdash.domain.accesses import Access, Sync
from lockdash.domain.changes import Change, ChangeStatus
from lockdash.domain.people import Person
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.orders import (
    KINDS,
    ChangeAccess,
    Deactivate,
    Delete,
    Grant,
    Instruct,
    Order,
    Outcome,
    Update,
)
from lockdash.engine.people.steps import Step, StepState
from lockdash.tui.people.hearing import Ear, heard, is_pending
from lockdash.vendors.people import NewAccess, PersonChange, Terms
from tests.tui.build_people import ADA, BEACH, BEN, BY_NAME, access, failed, pending, people_snapshot, stay, synced
from tests.tui.fake_engine import OWN
from tests.tui.world import NOW, ago

LODGE, POOL = BY_NAME["Lodge"], BY_NAME["Pool gate"]
AT_LODGE, AT_POOL = access(ADA, LODGE, synced()), access(ADA, POOL, synced())
BEFORE = {each.key: each for each in (AT_LODGE, AT_POOL)}
NEW_STAY = Update(ADA, PersonChange(stay=stay(4, 12)))


def done(order: Order, status: ChangeStatus = ChangeStatus.done) -> Step:
    person = getattr(order, "person", None)
    change = Change(
        id="c1",
        account="rentals",
        kind=KINDS[type(order)],
        actor=OWN,
        person_name="",
        person_key=person.key if isinstance(person, Person) else None,
        requested_at=NOW,
        expires_at=NOW + timedelta(minutes=3),
        status=status,
    )
    return Step(title="it", order=order, state=StepState.done, outcome=Outcome(change=change))


def ears(step: Step, *now: Access) -> dict[str, Ear]:
    people = people_snapshot([ADA, BEN], now)
    directory = Directory(people, {each.key: each for each in BY_NAME.values()})
    return {each.target: each.ear for each in heard([step], BEFORE, people, directory)}


def test_another_stay_is_to_be_heard_of_by_every_lock() -> None:
    assert ears(done(NEW_STAY), AT_LODGE, AT_POOL) == {"Lodge": Ear.unread, "Pool gate": Ear.unread}
    read = msgspec.structs.replace(AT_LODGE, sync=pending(), pending_since=ago(3))
    assert ears(done(NEW_STAY), read, AT_POOL) == {"Lodge": Ear.pending, "Pool gate": Ear.unread}
    again = msgspec.structs.replace(AT_LODGE, sync=synced())
    assert ears(done(NEW_STAY), again, AT_POOL)["Lodge"] is Ear.synced, (
        "read after the change: another value, though equal"
    )


def test_the_end_is_to_be_heard_of_as_well() -> None:
    assert ears(done(Deactivate(ADA)), AT_LODGE) == {"Lodge": Ear.unread}


def test_a_door_that_was_given_concerns_no_other() -> None:
    given = access(ADA, BEACH, failed(3))
    grant = done(Grant(ADA, NewAccess(target=BEACH)))
    assert ears(grant, AT_LODGE, AT_POOL, given) == {"Beach": Ear.failed}


def test_a_door_that_was_changed_concerns_no_other() -> None:
    changed = msgspec.structs.replace(AT_POOL, schedule_id="s2", sync=pending())
    step = done(ChangeAccess(ADA, AT_POOL, Terms(schedule_id="s2")))
    assert ears(step, AT_LODGE, changed) == {"Pool gate": Ear.pending}


def test_another_name_or_a_letter_is_no_matter_of_the_locks() -> None:
    assert ears(done(Update(ADA, PersonChange(name="Ada Other"))), AT_LODGE) == {}
    assert ears(done(Instruct(ADA)), AT_LODGE) == {}
    assert ears(done(Delete(ADA)), AT_LODGE) == {}


def test_what_was_not_done_is_not_to_be_heard_of() -> None:
    for status in (ChangeStatus.failed, ChangeStatus.refused, ChangeStatus.unknown):
        assert ears(done(NEW_STAY, status), AT_LODGE) == {}


def test_a_vendor_that_counts_no_locks_is_not_waited_for() -> None:
    plain = access(BEN, POOL)
    people = people_snapshot([BEN], [plain])
    directory = Directory(people, {each.key: each for each in BY_NAME.values()})
    found = heard([done(Deactivate(BEN))], {plain.key: plain}, people, directory)
    assert [each.ear for each in found] == [Ear.silent]
    assert not is_pending(found)


def test_counts_that_went_away_with_the_change_are_waited_for() -> None:
    uncounted = msgspec.structs.replace(AT_LODGE, sync=None)
    assert ears(done(NEW_STAY), uncounted) == {"Lodge": Ear.uncounted}
    nothing_yet = msgspec.structs.replace(AT_LODGE, sync=Sync(total=0, synced=0, pending=0, failed=0))
    assert ears(done(NEW_STAY), nothing_yet) == {"Lodge": Ear.uncounted}
