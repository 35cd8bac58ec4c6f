"""Orders of the list of people: what needs somebody first, and total."""

from __future__ import annotations

import random

import pytest

from lockdash.domain.people import PersonKind, PersonStatus
from lockdash.domain.windows import Window
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.views import view
from lockdash.tui.render.person_order import PersonOrder, sort_people
from tests.tui.build_people import BY_NAME, DEVICES, access, failed, pending, people_snapshot, person, stay, wall
from tests.tui.world import NOW, ago

LODGE = BY_NAME["Lodge"]
PEOPLE = [
    person("late", "Leaves later", stay=stay(1, 20)),
    person("soon", "Leaves soon", stay=stay(1, 7)),
    person("far", "Comes later", stay=stay(15, 20), status=PersonStatus.upcoming),
    person("near", "Comes soon", stay=stay(7, 9), status=PersonStatus.upcoming),
    person("room10", "Room 10", kind=PersonKind.user),
    person("room2", "Room 2", kind=PersonKind.user),
    person("invited", "Invited", status=PersonStatus.pending),
    person("odd", "Odd", status=PersonStatus.unknown),
    person("gone", "Gone first", stay=stay(1, 2), status=PersonStatus.expired),
    person("gone2", "Gone last", stay=stay(1, 5), status=PersonStatus.deactivated),
    person("failed", "Failed", stay=stay(8, 20), status=PersonStatus.upcoming),
    person("stuck", "Stuck", stay=stay(8, 20), status=PersonStatus.upcoming),
    person("fresh", "Fresh", stay=stay(8, 21), status=PersonStatus.upcoming),
    person("left", "Left and failed", stay=stay(1, 4), status=PersonStatus.expired),
]
BY_ID = {each.id: each for each in PEOPLE}
ACCESSES = [
    access(BY_ID["failed"], LODGE, failed()),
    access(BY_ID["left"], LODGE, failed()),
    access(BY_ID["stuck"], LODGE, pending(), pending_since=ago(minutes=30)),
    access(BY_ID["fresh"], LODGE, pending(), pending_since=ago(minutes=3)),
]


def ids(order: PersonOrder, people=PEOPLE, accesses=ACCESSES) -> list[str]:
    known = people_snapshot(people, accesses)
    directory = Directory(known, {each.key: each for each in DEVICES})
    views = (view(each, known, directory, NOW) for each in people)
    return [key.rpartition("/")[2] for key in sort_people(views, order)]


def test_what_needs_somebody_then_who_is_here_comes_stays_and_left():
    assert ids(PersonOrder.attention) == [
        *("left", "failed", "stuck", "odd"),
        *("soon", "late"),
        *("near", "fresh", "far"),
        *("invited", "room2", "room10"),
        *("gone2", "gone"),
    ]


def test_other_orders():
    assert ids(PersonOrder.name)[-3:] == ["room2", "room10", "stuck"]
    assert ids(PersonOrder.arrival)[:4] == ["near", "failed", "fresh", "stuck"]
    assert ids(PersonOrder.departure)[:4] == ["soon", "near", "far", "failed"]
    assert ids(PersonOrder.departure)[-3:] == ["gone2", "left", "gone"]


@pytest.mark.parametrize("order", list(PersonOrder))
def test_each_order_is_total(order):
    twins = [person(f"t{number}", "Twin", stay=stay(4, 9)) for number in range(6)]
    shuffled = twins[:]
    random.Random(1).shuffle(shuffled)
    assert ids(order, twins, []) == ids(order, shuffled, [])


def test_moments_and_walls_stand_in_one_order():
    noon = wall(9, 12)
    known = [
        person("wall", "Wall", stay=Window(ends_at=noon)),
        person("earlier", "Earlier", account="home", status=None),
        person("later", "Later", account="home", status=None),
    ]
    windows = {each: Window(ends_at=at) for each, at in (("earlier", ago(days=-1)), ("later", ago(days=-20)))}
    accesses = [access(each, BY_NAME["Front Door"], window=windows[each.id]) for each in known[1:]]
    assert ids(PersonOrder.departure, known, [access(known[0], LODGE), *accesses]) == ["earlier", "wall", "later"]


def test_orders_follow_each_other_round():
    order, seen = PersonOrder.attention, []
    for _ in PersonOrder:
        seen.append(order.label)
        order = order.following
    assert order is PersonOrder.attention
    assert len(set(seen)) == len(PersonOrder)
