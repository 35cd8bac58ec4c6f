"""A damaged file: how far the past was read is taken over, and the log is made again of the events."""

from __future__ import annotations

from datetime import timedelta

from lockdash.domain.event_query import Clause, EventQuery, Field
from lockdash.store.archive import Job, JobState
from lockdash.store.store import Store
from tests.store.build import NOW, an_event, later
from tests.store.damage import spoil_first_page


def test_the_log_and_how_far_the_past_was_read_survive_damage(tmp_path):
    store = Store.open(tmp_path)
    store.add_events(an_event(f"e{number}", who="Ann", occurred_at=later(number)) for number in range(300))
    made = [
        Job(account="home", series="events", label="the event feed", cursor="7", oldest=NOW, read=300),
        Job(account="home", series="events", label="x", state=JobState.lost, why="too long ago"),
    ]
    store.add_events((), made)
    jobs = store.archive.jobs()
    assert len(jobs) == len(made)
    store.archive.prune(NOW - timedelta(days=1), 10)
    path = store.path
    store.close()
    spoil_first_page(path)
    store = Store.open(tmp_path)
    try:
        assert "were taken over" in store.notice
        found = store.log.page(EventQuery((Clause(Field.who, ("ann",)),)), None, None, 1000)
        assert [row.event.id for row in found] == [f"e{number}" for number in reversed(range(300))]
        assert store.log.count(EventQuery(), 1000) == 300
        assert store.archive.jobs() == jobs
        assert store.archive.pruned_before() == NOW - timedelta(days=1)
    finally:
        store.close()
