"""The event log: all of it, once, in the order of occurrence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lockdash.store.events import _newest, heard_since
from lockdash.store.schema import WHO
from tests.store.build import NOW, an_event, events, fresh_store, later, plan_of


@given(st.lists(events, max_size=8, unique_by=lambda event: (event.account, event.id)))
def test_any_event_comes_back_as_it_was_newest_first(given_events):
    with fresh_store() as store:
        assert store.add_events(given_events) == len(given_events)
        found = store.events()
        order = sorted(
            sorted(given_events, key=lambda event: event.id), key=lambda event: event.occurred_at, reverse=True
        )
        assert [(event.occurred_at, event.id) for event in found] == [(event.occurred_at, event.id) for event in order]
        assert sorted(found, key=repr) == sorted(given_events, key=repr)
        revision = store.load().revision
        assert store.add_events(given_events) == 0
        assert store.load().revision == revision


def test_those_of_one_moment_stand_in_the_order_of_their_ids(store):
    store.add_events([an_event(id) for id in "bca"])
    assert [event.id for event in store.events()] == ["a", "b", "c"]


def test_late_ones_find_their_place(store):
    store.add_events([an_event("1", occurred_at=later(10)), an_event("2", occurred_at=later(30))])
    store.add_events([an_event("3", occurred_at=later(20))])
    assert [event.id for event in store.events()] == ["2", "3", "1"]
    assert [event.id for event in store.events(limit=1)] == ["2"]


def test_what_comes_again_changed_is_updated_and_keeps_when_it_was_first_seen(store):
    store.add_events([an_event(first_seen_at=NOW, device_id="7")])
    revision = store.load().revision
    assert store.add_events([an_event(first_seen_at=later(60), device_id="8", who="Ada")]) == 0
    assert store.events() == [an_event(first_seen_at=NOW, device_id="8", who="Ada")]
    assert store.events(device_ids=["7"]) == []
    assert store.load().revision == revision + 1


def test_the_time_of_seeing_alone_is_no_change(store):
    store.add_events([an_event(first_seen_at=NOW)])
    before = store.data_version()
    store.add_events([an_event(first_seen_at=later(60))])
    assert store.data_version() == before


def test_one_id_in_two_accounts_is_two_events(store):
    assert store.add_events([an_event(account="home"), an_event(account="rentals")]) == 2


def test_events_of_one_device_are_found_by_account_and_device(store):
    store.add_events(
        [
            an_event("1", account="home", device_id="7"),
            an_event("2", account="rentals", device_id="7"),
            an_event("3", account="home", device_id="8"),
        ]
    )
    assert [event.id for event in store.events(account="home", device_ids=["7"])] == ["1"]
    assert [event.id for event in store.events(device_ids=["7"])] == ["1", "2"]
    assert [event.id for event in store.events(account="home", device_ids=["7", "8"])] == ["1", "3"]
    assert store.events(account="home", device_ids=[]) == []
    assert [event.id for event in store.events(account="home")] == ["1", "3"]


def test_one_batch_that_names_an_event_twice_adds_it_once(store):
    assert store.add_events([an_event(), an_event(who="Ada")]) == 1
    assert [event.who for event in store.events()] == ["Ada"]


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("678"), st.integers(0, 3)), max_size=25),
    st.none() | st.sampled_from("ab"),
    st.none() | st.lists(st.sampled_from("6789")),
    st.integers(-1, 30),
)
def test_several_ids_of_one_device_are_one_list(rows, account, device_ids, limit):
    given_events = [
        an_event(f"e{number:02}", account=of, device_id=device, occurred_at=later(at))
        for number, (of, device, at) in enumerate(rows)
    ]
    with fresh_store() as store:
        store.add_events(given_events)
        asked = [
            event
            for event in sorted(given_events, key=lambda event: (-event.occurred_at.timestamp(), event.id))
            if account in (None, event.account) and (device_ids is None or event.device_id in device_ids)
        ]
        found = store.events(account=account, device_ids=device_ids, limit=limit)
        assert found == (asked if limit < 0 else asked[:limit])


def test_no_question_walks_through_the_whole_log(store):
    """Every list of events comes out of an index in order: no sorting, no scan, however long the log is."""
    with store._database.read() as connection:
        for equal in ({}, {"account": "home"}, {"account": "home", "device_id": "7"}, {"account": "home", WHO: "1"}):
            plan = plan_of(connection, lambda equal=equal: _newest(connection, equal, 50))
            assert "INDEX events_" in plan
            assert "TEMP B-TREE" not in plan
        assert "SEARCH events USING INDEX events_rev" in plan_of(connection, lambda: heard_since(connection, 7))


def test_events_of_somebody_are_found_by_their_id(store):
    store.add_events(
        [
            an_event("1", who_id="ada", occurred_at=later(1)),
            an_event("2", who_id="ben"),
            an_event("3", who_id="ada", account="rentals"),
            an_event("4", who="ada"),
            an_event("5", who_id="ada", occurred_at=later(2)),
        ]
    )
    assert [event.id for event in store.events(account="home", who_id="ada")] == ["5", "1"]


def test_a_damaged_event_does_not_keep_others_from_being_written(store):
    store.add_events([an_event("1", who_id="ada")])
    with store._database.write() as transaction:
        transaction.execute("UPDATE events SET body = '{' WHERE id = '1'", ())
    store.add_events([an_event("2", who_id="ada")])
    assert [event.id for event in store.events(account="home", who_id="ada")] == ["2"]


def test_devices_with_new_events_are_heard(store):
    store.add_events([an_event("1", device_id="7"), an_event("2", device_id=None)])
    revision = store.load().revision
    assert store.load().heard == frozenset()
    assert store.load(revision).heard == frozenset()
    store.add_events([an_event("3", device_id="8"), an_event("4", device_id="8", account="rentals")])
    store.add_events([an_event("1", device_id="7", who="Ada")])
    assert store.load(revision).heard == {("home", "7"), ("home", "8"), ("rentals", "8")}
    assert store.load(revision + 1).heard == {("home", "7")}
