"""What is read of people on its way into the store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.domain.accesses import Group, Place
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule
from lockdash.engine.people.intake import take_in
from lockdash.engine.people.known import Known
from lockdash.engine.people.merge import Question
from lockdash.store.store import Store
from lockdash.vendors.base import Problem
from lockdash.vendors.people import PeopleAnswer, PeopleFeed, Subject
from tests.engine.people_stage import person
from tests.engine.stage import START

LATER = START + timedelta(hours=1)
LISTS = ("groups", "places", "schedules", "exceptions")


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path)
    for account in ("home", "cabin"):
        for kind in LISTS:
            take(opened, kind, answer(kind, "1", "2", account=account), account=account)
    opened.put_people([person("1", listed_by="people", status=None)])
    yield opened
    opened.close()


def answer(kind: str, *ids: str, account: str = "home", **more) -> PeopleAnswer:
    made = {"groups": Group, "places": Place, "schedules": Schedule, "exceptions": AccessException}[kind]
    listed = tuple(made(account=account, id=each, name=f"Number {each}") for each in ids)
    return PeopleAnswer(**{kind: listed, "roll": frozenset(ids)} | more)


def take(store: Store, kind: str, given: PeopleAnswer, account: str = "home") -> None:
    known = Known()
    known.pull(store)
    feed = PeopleFeed(kind, every=3600.0, floor=5.0, lists=Subject(kind))
    take_in(store, known, Question(account=account, feed=feed), given, LATER)


def there(store: Store) -> dict[str, list[tuple[str, str]]]:
    rows = store.load_people()
    return {kind: sorted((each.account, each.id) for each in getattr(rows, kind)) for kind in LISTS}


ALL = [("cabin", "1"), ("cabin", "2"), ("home", "1"), ("home", "2")]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("left", [(), ("2",), ("1", "2")])
def test_what_a_list_no_longer_has_is_dropped_also_if_it_has_nothing(store, kind, left):
    take(store, kind, answer(kind, *left))
    mine = [("home", each) for each in left]
    assert there(store) == {each: ALL[:2] + mine if each == kind else ALL for each in LISTS}
    assert [each.gone_at for each in store.load_people().people] == [None]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("unsure", [{"roll": None}, {"problems": (Problem("item 3", "no id"),)}])
def test_a_list_that_is_not_complete_drops_nothing(store, kind, unsure):
    take(store, kind, answer(kind, "3", **unsure))
    assert there(store) == {each: sorted([*ALL, ("home", "3")]) if each == kind else ALL for each in LISTS}


def test_an_empty_list_of_people_drops_people_and_nothing_else(store):
    take(store, "people", PeopleAnswer(roll=frozenset()))
    assert there(store) == dict.fromkeys(LISTS, ALL)
    assert [each.gone_at for each in store.load_people().people] == [LATER]
