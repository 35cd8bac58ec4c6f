"""People and what they may open: what is put comes back, what is equal costs nothing, and followers hear of it all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.accesses import Group, Place
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule
from lockdash.domain.secret import Secret
from lockdash.store.store import Store, StoreError
from tests.store import build
from tests.store.build import (
    NOW,
    a_change,
    a_device,
    a_group,
    a_person,
    a_place,
    a_schedule,
    an_access,
    an_exception,
    fresh_store,
    some_defaults,
)
from tests.store.follower import Follower

ROOT = Path(__file__).parents[2]


def of_each(strategy, *fields):
    return st.lists(strategy, max_size=4, unique_by=lambda each: tuple(getattr(each, field) for field in fields))


@given(
    of_each(build.people, "key"),
    of_each(build.accesses, "key"),
    of_each(build.groups, "account", "id"),
    of_each(build.places, "account", "id"),
    of_each(build.schedules, "account", "id"),
    of_each(build.exceptions, "account", "id"),
    of_each(build.defaults, "account"),
)
def test_all_of_it_comes_back_as_it_was(people, accesses, groups, places, schedules, exceptions, defaults):
    with fresh_store() as store:
        assert store.put_people(people) == {each.key for each in people}
        assert store.put_accesses(accesses) == {each.key for each in accesses}
        assert store.put_named(groups) == {(each.account, each.id) for each in groups}
        assert store.put_named(places) == {(each.account, each.id) for each in places}
        assert store.put_named(schedules) == {(each.account, each.id) for each in schedules}
        assert store.put_named(exceptions) == {(each.account, each.id) for each in exceptions}
        assert store.put_defaults(defaults) == {each.account for each in defaults}
        rows = store.load_people()
        for found, given_ones in (
            (rows.people, people),
            (rows.accesses, accesses),
            (rows.groups, groups),
            (rows.places, places),
            (rows.schedules, schedules),
            (rows.exceptions, exceptions),
            (rows.defaults, defaults),
        ):
            assert sorted(found, key=repr) == sorted(given_ones, key=repr)
        before = store.data_version()
        assert store.put_people(people) == store.put_accesses(accesses) == frozenset()
        assert store.put_named(groups) == store.put_named(places) == frozenset()
        assert store.put_named(schedules) == store.put_named(exceptions) == frozenset()
        assert store.put_defaults(defaults) == frozenset()
        assert store.data_version() == before


def test_only_what_differs_is_written_and_one_call_is_one_revision(store):
    store.put_people([a_person("1"), a_person("2")])
    assert store.put_people([a_person("1"), a_person("2", name="Ada")]) == {"home/guests/2"}
    assert store.load_people(1).people == (a_person("2", name="Ada"),)
    assert store.load_people(1).revision == 2


def test_of_one_key_given_twice_the_last_counts(store):
    assert store.put_accesses([an_access(schedule_id="a"), an_access(schedule_id="b")]) == {"home/access/1"}
    assert [each.schedule_id for each in store.load_people().accesses] == ["b"]


def put(store: Store, kind: str, id: str, variant: int) -> None:
    """Put one of three variants of a thing; the last is that it is gone, where there is such a thing."""
    is_gone = variant == 2
    gone_at = NOW if is_gone else None
    rows = store.load_people()
    if kind == "person":
        store.put_people([a_person(id, name=f"Grace {variant}", gone_at=gone_at)])
    elif kind == "access":
        store.put_accesses([an_access(f"home/access/{id}", schedule_id=str(variant), gone_at=gone_at)])
    elif kind == "defaults":
        store.put_defaults([some_defaults(id, variant)])
    elif kind == "device":
        store.put_devices([a_device(id, name=f"Door {variant}")])
    elif kind == "group" and is_gone:
        store.keep(Group, "home", {each.id for each in rows.groups} - {id})
    elif kind == "group":
        store.put_named([a_group(id, name=str(variant))])
    elif kind == "schedule" and is_gone:
        store.keep(Schedule, "home", {each.id for each in rows.schedules} - {id})
    elif kind == "schedule":
        store.put_named([a_schedule(id, name=str(variant))])
    elif kind == "exception" and is_gone:
        store.keep(AccessException, "home", {each.id for each in rows.exceptions} - {id})
    elif kind == "exception":
        store.put_named([an_exception(id, name=str(variant))])
    elif is_gone:
        store.keep(Place, "home", {each.id for each in rows.places} - {id})
    else:
        store.put_named([a_place(id, name=str(variant))])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["person", "access", "group", "place", "schedule", "exception", "defaults", "device"]),
            st.sampled_from("ab"),
            st.integers(0, 2),
            st.booleans(),
        ),
        min_size=10,
        max_size=50,
    )
)
def test_a_follower_comes_to_know_what_one_knows_who_reads_everything(history):
    with fresh_store() as store:
        follower = Follower()
        for kind, id, variant, heard in history:
            put(store, kind, id, variant)
            if heard:
                follower.hear(store)
        follower.hear(store)
        newcomer = Follower()
        newcomer.hear(store)
        assert follower.known == newcomer.known
        nothing = store.load_people(follower.revision)
        assert nothing.are_none
        assert store.load_people().are_none is not bool(newcomer.known)


def test_what_is_gone_is_told_to_followers(store):
    store.put_people([a_person()])
    store.put_accesses([an_access()])
    store.put_named([a_group("1"), a_group("2"), a_group("1", account="rentals")])
    store.put_named([a_place("1"), a_place("2")])
    store.put_named([a_schedule("1"), a_schedule("2"), a_schedule("1", account="rentals")])
    store.put_named([an_exception("1"), an_exception("2"), an_exception("2", account="rentals")])
    revision = store.load_people().revision
    store.put_people([a_person(gone_at=NOW)])
    store.put_accesses([an_access(gone_at=NOW)])
    assert store.keep(Group, "home", {"2", "7"}) == {("home", "1")}
    assert store.keep(Place, "home", ()) == {("home", "1"), ("home", "2")}
    assert store.keep(Schedule, "home", {"1"}) == {("home", "2")}
    assert store.keep(AccessException, "home", {"1"}) == {("home", "2")}
    rows = store.load_people(revision)
    assert [each.gone_at for each in (*rows.people, *rows.accesses)] == [NOW, NOW]
    assert (rows.dropped_groups, rows.groups) == ({("home", "1")}, ())
    assert (rows.dropped_places, rows.places) == ({("home", "1"), ("home", "2")}, ())
    assert (rows.dropped_schedules, rows.schedules) == ({("home", "2")}, ())
    assert (rows.dropped_exceptions, rows.exceptions) == ({("home", "2")}, ())
    assert not rows.are_none
    rows = store.load_people()
    assert {(each.account, each.id) for each in rows.groups} == {("home", "2"), ("rentals", "1")}
    assert {(each.account, each.id) for each in rows.schedules} == {("home", "1"), ("rentals", "1")}
    assert {(each.account, each.id) for each in rows.exceptions} == {("home", "1"), ("rentals", "2")}
    assert rows.dropped_groups == rows.dropped_places == frozenset()
    assert rows.dropped_schedules == rows.dropped_exceptions == frozenset()
    before = store.data_version()
    assert store.keep(Group, "home", {"2"}) == store.keep(Place, "home", ()) == frozenset()
    assert store.keep(Schedule, "home", {"1", "7"}) == store.keep(AccessException, "home", {"1"}) == frozenset()
    assert store.data_version() == before


def test_a_group_that_comes_back_is_there_again(store):
    store.put_named([a_group()])
    store.keep(Group, "home", ())
    revision = store.load_people().revision
    assert store.put_named([a_group()]) == {("home", "1")}
    rows = store.load_people(revision)
    assert (rows.groups, rows.dropped_groups) == ((a_group(),), frozenset())


def test_who_may_open_a_door_and_what_somebody_may_open(store):
    grace, ada, gone = a_person("1"), a_person("2", name="Ada"), a_person("3", account="rentals", gone_at=NOW)
    store.put_people([grace, ada, gone])
    front = an_access("home/access/1", person_key=grace.key)
    back = an_access("home/access/2", person_key=grace.key, target_id="8")
    hers = an_access("home/access/3", person_key=ada.key)
    elsewhere = an_access("rentals/access/1", account="rentals", person_key=gone.key)
    unread = an_access("home/access/4", person_key="home/guests/9")
    store.put_accesses([front, back, hers, elsewhere, unread])
    assert {each.key for each in store.people("home")} == {grace.key, ada.key}
    assert store.people("rentals") == [gone]
    assert {(person.name, access.key) for person, access in store.people_at("home", "7")} == {
        ("Grace", front.key),
        ("Ada", hers.key),
    }
    assert store.people_at("home", "9") == []
    assert {each.key for each in store.accesses([grace.key])} == {front.key, back.key}
    assert store.accesses([ada.key, "nobody", unread.person_key]) == [hers, unread]


def test_one_row_that_cannot_be_read_hides_no_other_and_is_mended_by_the_next_put(store, caplog):
    store.put_people([a_person("1"), a_person("2")])
    with store._database.write() as transaction:
        transaction.execute("UPDATE people SET body = replace(body, '\"guest\"', '\"ghost\"')")
    assert store.put_people([a_person("1")]) == {"home/guests/1"}
    assert store.load_people().people == (a_person("1"),)
    assert "a stored person cannot be read" in caplog.text


def test_a_secret_is_refused_wherever_somebody_puts_one(store):
    store.put_people([a_person("1")])
    with pytest.raises(TypeError):
        store.put_people([a_person("1", email=Secret("4711007"))])
    with pytest.raises(TypeError):
        store.put_accesses([an_access(schedule_id=Secret("4711007"))])
    with pytest.raises(TypeError):
        store.put_change(a_change(person_key=Secret("4711007")))
    assert not any(b"4711007" in file.read_bytes() for file in store.path.parent.iterdir())
    assert store.load_people().people == (a_person("1"),)


def test_a_newer_lockdash_is_noticed(store):
    with store._database.read() as connection:
        connection.execute("ROLLBACK")
        connection.execute("PRAGMA user_version = 99")
    for ask in (store.load_people, lambda: store.put_people([a_person()]), lambda: store.put_change(a_change())):
        with pytest.raises(StoreError, match="newer lockdash"):
            ask()


UNASKED = """
import sys
from pathlib import Path
from lockdash.store.store import Store
store = Store.open(Path(sys.argv[1]))
said = []
store._database._connection.set_trace_callback(said.append)
store.load()
store.load(1)
words = ("people", "accesses", "changes")
named = ("places", "schedules", "door_groups", "access_exceptions", "account_defaults")
print(any("FROM devices" in each for each in said))
print([word for each in said for word in (*words, *named) if word in each])
print([name for name in sys.modules if name.startswith("lockdash") and name.endswith(words)])
store.close()
"""


def test_who_never_asks_for_people_neither_reads_nor_imports_them(tmp_path):
    store = Store.open(tmp_path)
    store.put_people([a_person()])
    store.put_devices([a_device()])
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", UNASKED, str(tmp_path)], cwd=ROOT, text=True, capture_output=True, check=True
    )
    assert done.stdout.splitlines() == ["True", "[]", "[]"]


PEOPLE, ACCESSES, PAGE = 5_000, 20_000, 50


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """5,000 people with 4 accesses each, at 40 doors."""
    store = Store.open(tmp_path_factory.mktemp("many"))
    store.put_people(a_person(str(number)) for number in range(PEOPLE))
    store.put_accesses(
        an_access(f"home/access/{number}", person_key=f"home/guests/{number // 4}", target_id=str(number % 40))
        for number in range(ACCESSES)
    )
    yield store
    store.close()


def steps_of(store: Store, ask) -> int:
    """In steps of SQLite's machine, about 10 million of which are a second; the size of the tables shows in them."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 10

    with store._database.read() as connection:
        connection.set_progress_handler(step, 10)
    try:
        ask()
    finally:
        connection.set_progress_handler(None, 10)
    return steps


def test_it_is_quick_among_many(many):
    rows = many.load_people()
    assert (len(rows.people), len(rows.accesses)) == (PEOPLE, ACCESSES)
    assert steps_of(many, many.load_people) <= 20 * (PEOPLE + ACCESSES)
    assert steps_of(many, lambda: many.load_people(rows.revision)) <= 500
    assert steps_of(many, many.load) <= 500
    page = [a_person(str(number), name="Another") for number in range(100, 100 + PAGE)]
    assert steps_of(many, lambda: many.put_people(page)) <= 200 * PAGE
    assert many.load_people(rows.revision).people == tuple(page)
    found = [an_access(f"home/access/{number}", invited=True) for number in range(100, 100 + PAGE)]
    assert steps_of(many, lambda: many.put_accesses(found)) <= 300 * PAGE
    assert steps_of(many, lambda: many.put_people(page)) <= 50 * PAGE  # nothing of it is news
    assert steps_of(many, lambda: many.accesses(["home/guests/3000", "home/guests/4000"])) <= 500
    assert steps_of(many, lambda: many.people_at("home", "3")) <= 100 * ACCESSES // 40
    assert steps_of(many, lambda: many.people("rentals")) <= 500


def test_one_is_dropped_and_what_another_session_has_added_meanwhile_stays(store):
    store.put_named([a_schedule("1"), a_schedule("2")])
    store.put_named([an_exception("1")])
    follower = Follower()
    follower.hear(store)
    other = Store.open(store.path.parent)
    other.put_named([a_schedule("3")])
    other.close()
    store.drop(a_schedule("1"))
    store.drop(an_exception("1", name="Renamed meanwhile"))
    revision = store.load_people().revision
    store.drop(a_schedule("1"))
    store.drop(a_schedule("7"))
    rows = store.load_people()
    assert ({each.id for each in rows.schedules}, rows.exceptions, rows.revision) == ({"2", "3"}, (), revision)
    follower.hear(store)
    assert follower.known.keys() == {("schedule", "home", "2"), ("schedule", "home", "3")}
