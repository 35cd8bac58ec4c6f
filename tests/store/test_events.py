"""The event log: all of it, once, in the order of occurrence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lockdash.store.events import heard_since
from tests.store.build import NOW, an_event, events, fresh_store, later, plan_of


def newest_first(given_events):
    """By when they happened; of one moment, the last to come."""
    numbered = sorted(enumerate(given_events), key=lambda each: (each[1].occurred_at, each[0]), reverse=True)
    return [event for _, event in numbered]


@given(st.lists(events, max_size=8, unique_by=lambda event: (event.account, event.id)))
def test_any_event_comes_back_as_it_was_newest_first(given_events):
    with fresh_store() as store:
        assert store.add_events(given_events) == len(given_events)
        found = store.events()
        order = newest_first(given_events)
        assert [(event.occurred_at, event.id) for event in found] == [(event.occurred_at, event.id) for event in order]
        assert sorted(found, key=repr) == sorted(given_events, key=repr)
        revision = store.load().revision
        assert store.add_events(given_events) == 0
        assert store.load().revision == revision


def test_of_those_of_one_moment_the_last_to_come_stands_first(store):
    store.add_events([an_event(id) for id in "bca"])
    assert [event.id for event in store.events()] == ["a", "c", "b"]


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
    assert [event.id for event in store.events(device_ids=["7"])] == ["2", "1"]
    assert [event.id for event in store.events(account="home", device_ids=["7", "8"])] == ["3", "1"]
    assert store.events(account="home", device_ids=[]) == []
    assert [event.id for event in store.events(account="home")] == ["3", "1"]


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
            for event in newest_first(given_events)
            if account in (None, event.account) and (device_ids is None or event.device_id in device_ids)
        ]
        found = store.events(account=account, device_ids=device_ids, limit=limit)
        assert found == (asked if limit < 0 else asked[:limit])


def test_what_is_new_is_found_without_a_walk_through_the_log(store):
    with store._database.read() as connection:
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
