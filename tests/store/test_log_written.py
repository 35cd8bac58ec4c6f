"""Events in the order in which they were written, for those who follow the log."""

import pytest

from lockdash.domain.event_query import Clause, EventQuery, Field
from lockdash.domain.events import Outcome
from lockdash.store.store import Store
from tests.store.build import an_event, later

ALL = EventQuery()


def event(seconds, **more):
    """One that happened so long before NOW."""
    return an_event(f"e{seconds}", occurred_at=ago(seconds), **more)


def ago(seconds):
    return later(-seconds)


@pytest.fixture
def store(store):
    store.add_events([event(100), event(200)])
    return store


def read(store, mark, query=ALL, limit=100):
    rows, mark, is_all = store.log.written(query, mark, limit)
    return [each.event.id for each in rows], mark, is_all


def test_what_was_there_is_no_news(store):
    assert read(store, store.log.mark())[0] == []


def test_what_comes_late_comes_last_and_once(store):
    mark = store.log.mark()
    store.add_events([event(50)])
    store.add_events([event(9_000), event(10)])
    found, mark, is_all = read(store, mark)
    assert (found, is_all) == (["e50", "e9000", "e10"], True)
    assert read(store, mark)[0] == []
    store.add_events([event(20)])
    assert read(store, mark)[0] == ["e20"]


def test_what_changes_comes_again_as_it_is_now(store):
    mark = store.log.mark()
    store.add_events([event(100, outcome=Outcome.failed), event(200)])
    rows, mark, _ = store.log.written(EventQuery(), mark, 10)
    assert [(each.event.id, each.event.outcome) for each in rows] == [("e100", Outcome.failed)]
    assert read(store, mark)[0] == []


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_pieces_end_anywhere_also_within_what_was_written_at_once(store, limit):
    mark = store.log.mark()
    store.add_events(event(each) for each in range(3))
    store.add_events(event(each) for each in range(3, 7))
    found, is_all = [], False
    while not is_all:
        some, mark, is_all = read(store, mark, limit=limit)
        assert len(some) <= limit
        found += some
    assert found == [f"e{each}" for each in range(7)]


def test_only_what_the_query_finds(store):
    mark = store.log.mark()
    store.add_events([event(1, who="Ben"), event(2), event(7_200, who="Ben"), event(3, who="Ben")])
    ben = EventQuery((Clause(Field.who, ("ben",)),), since=ago(3_600), until=ago(2))
    found, after, _ = read(store, mark, ben)
    assert found == ["e3"]
    assert read(store, after)[0] == []
    nobody = EventQuery((Clause(Field.who, ("cleo",)),))
    assert read(store, mark, nobody)[0] == []


def test_the_mark_of_another_file_finds_what_is_written_next(store, tmp_path):
    for each in range(30):
        store.add_events([event(each)])
    mark = store.log.mark()
    other = Store.open(tmp_path / "other")
    other.add_events([event(1)])
    found, mark, _ = read(other, mark)
    assert found == []
    other.add_events([event(2)])
    assert read(other, mark)[0] == ["e2"]
    other.close()


def test_what_was_removed_is_not_told(store):
    mark = store.log.mark()
    store.add_events([event(500), event(5)])
    while store.archive.prune(ago(60), 100):
        pass
    assert read(store, mark)[0] == ["e5"]


def test_it_costs_what_is_new_however_long_the_log_is(store):
    query = EventQuery((Clause(Field.who, ("ben",)), Clause(Field.account, ("home",))), since=ago(3_600))
    store.add_events([event(1, who="Ben")])
    mark, asked = store.log.mark(), []
    with store._database.read() as connection:
        connection.set_trace_callback(asked.append)
    try:
        read(store, mark, query)
    finally:
        connection.set_trace_callback(None)
    [statement] = [each for each in asked if "events_rev" in each]
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert plan == ["SEARCH events USING INDEX events_rev (rev>?)", "SEARCH log USING PRIMARY KEY (at=? AND seq=?)"]
