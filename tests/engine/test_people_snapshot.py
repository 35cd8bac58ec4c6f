"""What a snapshot makes of the store's rows: names, and who looks different for them."""

from __future__ import annotations

import msgspec
import pytest

from lockdash.domain.accesses import Group, Place, TargetKind
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule
from lockdash.engine.people.snapshot import PeopleSnapshot, with_rows
from lockdash.store.people import PeopleRows
from tests.engine.people_stage import access, person
from tests.engine.stage import START

CLEANING = Schedule(account="home", id="s1", name="Cleaning hours")
NIGHTS = Schedule(account="home", id="s2", name="Nights")
FLOOR = Group(account="home", id="g1", name="Floor 1")
HARBOUR = Place(account="home", id="p1", name="Harbour")


@pytest.fixture
def known():
    """Ada goes by a schedule, Bob by none, Eve by one of that number at another account."""
    eve = person("eve", account="cabin", key="cabin/people/eve")
    return after(
        PeopleSnapshot(revision=0, at=START),
        people=(person("ada"), person("bob"), eve),
        accesses=(
            access("x", "ada", schedule_id="s1"),
            access("y", "ada", "g1", target_kind=TargetKind.door_group),
            access("z", "bob", "p1", target_kind=TargetKind.location),
            access("w", "eve", account="cabin", key="cabin/access/w", person_key=eve.key, schedule_id="s1"),
        ),
        groups=(FLOOR,),
        places=(HARBOUR,),
        schedules=(CLEANING, NIGHTS, Schedule(account="cabin", id="s1", name="Hunters")),
    )


def after(old: PeopleSnapshot, accounts=("home", "cabin"), **rows) -> PeopleSnapshot:
    return with_rows(old, PeopleRows(revision=old.revision + 1, **rows), START, accounts)


def test_schedules_are_found_by_account_and_id(known):
    assert known.schedules["home", "s1"] is CLEANING
    assert known.schedules["cabin", "s1"].name == "Hunters"
    assert known.schedules.keys() == {("home", "s1"), ("home", "s2"), ("cabin", "s1")}
    assert after(PeopleSnapshot(revision=0, at=START), ["cabin"], schedules=(CLEANING,)).schedules == {}


def test_a_schedule_that_is_renamed_changes_those_who_go_by_it(known):
    renamed = Schedule(account="home", id="s1", name="Housekeeping")
    new = after(known, schedules=(renamed,))
    assert new.schedules["home", "s1"] is renamed
    assert new.changed == {"home/people/ada"}
    assert after(known, schedules=(Schedule(account="home", id="s2", name="Late"),)).changed == set()


def test_a_schedule_that_is_dropped_is_no_more_and_changes_those_who_went_by_it(known):
    new = after(known, dropped_schedules=frozenset({("home", "s1")}))
    assert new.schedules.keys() == {("home", "s2"), ("cabin", "s1")}
    assert new.changed == {"home/people/ada"}


def test_exceptions_come_and_go_and_change_nobody():
    first = AccessException(account="home", id="e1", name="Holidays")
    others = AccessException(account="cabin", id="e1", name="Hunt"), AccessException(account="barn", id="e1", name="?")
    known = after(PeopleSnapshot(revision=0, at=START), exceptions=(first, *others))
    assert known.exceptions == {("home", "e1"): first, ("cabin", "e1"): others[0]}
    renamed = msgspec.structs.replace(first, name="Winter")
    new = after(known, exceptions=(renamed,), dropped_exceptions=frozenset({("cabin", "e1")}))
    assert (new.exceptions, new.changed) == ({("home", "e1"): renamed}, frozenset())


@pytest.mark.parametrize(
    ("rows", "changed"),
    [
        ({"groups": (Group(account="home", id="g1", name="Floor I"),)}, {"home/people/ada"}),
        ({"dropped_groups": frozenset({("home", "g1")})}, {"home/people/ada"}),
        ({"places": (Place(account="home", id="p1", name="Port"),)}, {"home/people/bob"}),
        ({"dropped_places": frozenset({("home", "p1")})}, {"home/people/bob"}),
        ({}, set()),
    ],
)
def test_what_doors_are_called_changes_those_who_may_open_them(known, rows, changed):
    assert after(known, **rows).changed == changed
