"""The log: whatever is asked, by whatever way it is looked for, the answer is that of looking at every event."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lockdash.domain.alarms import is_trouble
from lockdash.domain.event_query import Clause, EventQuery, Field, Place
from lockdash.domain.event_text import KIND_WORDS
from lockdash.domain.events import EventKind, Outcome
from lockdash.domain.people import Person, PersonKind, person_key
from lockdash.store import log_reading
from lockdash.store.archive import Job, JobState
from tests.store.build import NOW, a_device, an_event, fresh_store, later

DOORS = {"1": "Front Door", "2": "Garden Gate", "3": "Röom 3"}
PEOPLE = {"p": "Ann Sample", "q": "Gardener"}
WAYS = {"fetched": (10**9, 128), "merged": (-1, 128), "walked": (-1, -1)}
"""Values of FEW and MOST_STREAMS that lead every query that way, if it can be gone."""

some_events = st.lists(
    st.fixed_dictionaries(
        {
            "account": st.sampled_from(["home", "garden house"]),
            "device_id": st.none() | st.sampled_from([*DOORS, "9"]),
            "who_id": st.none() | st.sampled_from([*PEOPLE, "z"]),
            "who": st.none() | st.sampled_from(["Ann", "Bob"]),
            "kind": st.sampled_from([EventKind.locked, EventKind.unlocked, EventKind.denied, EventKind.sync_failed]),
            "outcome": st.sampled_from(Outcome),
            "how": st.none() | st.sampled_from(["PIN", "automatic"]),
            "value": st.none() | st.sampled_from(["12 %", "garden hose"]),
            "late": st.booleans(),
            "occurred_at": st.integers(0, 20).map(lambda at: later(60 * at)),
        }
    ),
    max_size=25,
)
values = st.lists(
    st.sampled_from(["garden", "ann", "front", "lock", "unlocked", "pin", "12", "z", "room", "sync failed", "failed"]),
    min_size=1,
    max_size=2,
).map(tuple)
clauses = st.builds(
    Clause, st.sampled_from([each for each in Field if each is not Field.late]), values, st.booleans()
) | st.builds(Clause, st.just(Field.late), st.just(()), st.booleans())
queries = st.builds(
    EventQuery,
    st.lists(clauses, max_size=3).map(tuple),
    st.none() | st.integers(0, 20).map(lambda at: later(60 * at)),
    st.none() | st.integers(0, 20).map(lambda at: later(60 * at)),
)


def a_person(key, **fields):
    return Person(key=key, account="home", origin="users", kind=PersonKind.user, **fields)


def fill(store, rows):
    store.put_devices(
        a_device(f"home/{id}", account=account, vendor_id=id, name=name)
        for id, name in DOORS.items()
        for account in ["home"]
    )
    store.put_people(
        Person(
            key=person_key("home", "users", id), account="home", id=id, origin="users", kind=PersonKind.user, name=name
        )
        for id, name in PEOPLE.items()
    )
    events = [an_event(f"e{number}", **row) for number, row in enumerate(rows)]
    store.add_events(events)
    return events


def door_of(event):
    return DOORS.get(event.device_id) if event.account == "home" else None


def who_of(event):
    return event.who or (PEOPLE.get(event.who_id) if event.account == "home" else None)


def folded(text):
    return (text or "").lower().replace("ö", "o")


def names_of(event):
    """All names that a search may find somebody by, and those of the door."""
    known = PEOPLE.get(event.who_id) if event.account == "home" else None
    return folded(event.who), folded(known), folded(door_of(event))


def holds(clause, event):
    who, known, door = names_of(event)
    starts = [
        term
        for said in (
            KIND_WORDS[event.kind],
            event.kind_raw,
            event.how or "",
            event.account,
            "late" if event.late else "",
        )
        for term in (folded(said), *folded(said).split())
    ]
    tests = {
        Field.kind: lambda value: folded(KIND_WORDS[event.kind]).startswith(value),
        Field.outcome: lambda value: event.outcome.startswith(value),
        Field.account: lambda value: value in folded(event.account),
        Field.how: lambda value: value in folded(event.how),
        Field.door: lambda value: value in door,
        Field.who: lambda value: value in who or value in known,
        Field.text: lambda value: (
            any(term.startswith(value) for term in starts)
            or any(value in name for name in (who, known, door))
            or value in folded(event.value)
        ),
    }
    found = event.late if clause.field is Field.late else any(tests[clause.field](value) for value in clause.values)
    return found != clause.negated


def chosen(query, events):
    """What a look at every event finds, the newest first; of one moment, the last to come."""
    found = [
        event
        for event in reversed(events)
        if all(holds(clause, event) for clause in query.clauses)
        and (query.since is None or event.occurred_at >= query.since)
        and (query.until is None or event.occurred_at < query.until)
    ]
    return sorted(found, key=lambda event: event.occurred_at, reverse=True)


def pages(store, query, size, *, newer):
    """All rows, page by page."""
    rows, start = [], Place(float("-inf"), 0) if newer else None
    while True:
        page = store.log.page(query, None, start, size) if newer else store.log.page(query, start, None, size)
        rows = page + rows if newer else rows + page
        if len(page) < size:
            return rows
        start = page[0].place if newer else page[-1].place


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=60)
@given(rows=some_events, query=queries, size=st.integers(1, 9), newer=st.booleans())
def test_every_way_finds_what_a_look_at_each_event_finds(way, rows, query, size, newer):
    with pytest.MonkeyPatch.context() as patched, fresh_store() as store:
        few, streams = WAYS[way]
        patched.setattr(log_reading, "FEW", few)
        patched.setattr(log_reading, "MOST_STREAMS", streams)
        expected = chosen(query, fill(store, rows))
        found = pages(store, query, size, newer=newer)
        assert [row.event.id for row in found] == [event.id for event in expected]
        assert [row.who for row in found] == [who_of(event) for event in expected]
        assert [row.door for row in found] == [door_of(event) for event in expected]
        assert store.log.count(query, 5) == min(len(expected), 6)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=30)
@given(rows=some_events, query=queries, step=st.integers(1, 700))
def test_bars_are_what_they_count(way, rows, query, step):
    with pytest.MonkeyPatch.context() as patched, fresh_store() as store:
        patched.setattr(log_reading, "FEW", WAYS[way][0])
        expected = chosen(query, fill(store, rows))
        since, until = NOW, later(15 * 60)
        within = [event for event in expected if since <= event.occurred_at < until]
        bars = store.log.bars(query, since, until, step)
        assert [bar.at for bar in bars] == sorted({bar.at for bar in bars})
        for bar in bars:
            of_it = [event for event in within if bar.at <= event.occurred_at.timestamp() < bar.at + step]
            assert (bar.total, bar.alarming) == (
                len(of_it),
                sum(is_trouble(event.kind, event.outcome) for event in of_it),
            )
        assert sum(bar.total for bar in bars) == len(within)


@settings(max_examples=60)
@given(before=some_events, after=some_events)
def test_what_comes_again_changed_is_found_by_what_it_says_now(before, after):
    of_one = [{**row, "account": "home"} for row in (*after, *before[len(after) :])]
    with fresh_store() as store:
        fill(store, [{**row, "account": "home"} for row in before])
        events = fill(store, of_one)
        kept = {row.event.id: row.event for row in store.log.page(EventQuery(), None, None, 100)}
        assert kept.keys() == {event.id for event in events}
        for clause in (Clause(Field.text, ("garden",)), Clause(Field.kind, ("denied",)), Clause(Field.who, ("ann",))):
            query = EventQuery((clause,))
            expected = {event.id for event in chosen(query, list(kept.values()))}
            assert {row.event.id for row in store.log.page(query, None, None, 100)} == expected
            assert store.log.count(query, 100) == len(expected)


@settings(max_examples=40)
@given(rows=some_events, minutes=st.integers(0, 21), most=st.integers(1, 30))
def test_what_is_pruned_is_gone_and_nothing_else(rows, minutes, most):
    with fresh_store() as store:
        events, before = fill(store, rows), later(60 * minutes)
        old = {event.id for event in events if event.occurred_at < before}
        gone = 0
        while some := store.archive.prune(before, most):
            assert some <= most
            gone += some
        assert gone == len(old)
        left = {event.id for event in events} - old
        assert {row.event.id for row in store.log.page(EventQuery(), None, None, 100)} == left
        assert {event.id for event in store.events(limit=-1)} == left
        assert store.log.count(EventQuery(), 100) == len(left)
        assert store.archive.pruned_before() == before
        assert store.load().unseen <= len(left)


def test_a_name_that_is_learned_later_finds_older_events(store):
    store.add_events([an_event("1", who_id="p", device_id="7")])
    asked = EventQuery((Clause(Field.text, ("sample",)),))
    assert store.log.page(asked, None, None, 10) == []
    store.put_people([a_person("home/users/p", id="p", name="Ann Sample")])
    store.put_devices([a_device(name="Old Front")])
    (row,) = store.log.page(asked, None, None, 10)
    assert (row.who, row.person_key, row.door, row.device_key) == ("Ann Sample", "home/users/p", "Old Front", "home/1")
    store.put_devices([a_device(name="New Front")])
    assert [row.door for row in store.log.page(EventQuery((Clause(Field.door, ("new f",)),)), None, None, 10)] == [
        "New Front"
    ]


def test_one_number_for_two_people_is_nobody(store):
    store.put_people(a_person(person_key("home", origin, "p"), id="p", name=origin) for origin in ("users", "guests"))
    store.add_events([an_event("1", who_id="p"), an_event("2", who_id="p", who="Ann")])
    assert [row.who for row in store.log.page(EventQuery(), None, None, 10)] == ["Ann", None]


def test_a_device_that_was_added_again_keeps_its_events(store):
    store.put_devices([a_device(vendor_id="8", former_ids=("7",), name="Front")])
    store.add_events([an_event("1", device_id="7"), an_event("2", device_id="8")])
    assert [row.device_key for row in store.log.page(EventQuery(), None, None, 10)] == ["home/1", "home/1"]


def test_a_door_that_nobody_knows_is_called_what_the_event_calls_it(store):
    store.add_events([an_event("1", device_id="gone", door="Old Barn")])
    (row,) = store.log.page(EventQuery((Clause(Field.door, ("barn",)),)), None, None, 10)
    assert (row.door, row.device_key) == ("Old Barn", None)


def denied(id, **fields):
    return an_event(id, kind=EventKind.denied, outcome=Outcome.failed, first_seen_at=later(5), **fields)


def test_what_wants_attention_is_unseen_until_somebody_saw_it(store, tmp_path):
    store.add_events([denied("1"), an_event("2"), denied("old", occurred_at=NOW - timedelta(days=3))])
    assert store.load().unseen == 1
    rows = store.log.page(EventQuery(), None, None, 10)
    assert {row.event.id for row in rows if row.is_unseen} == {"1"}
    revision = store.load().revision
    assert store.log.acknowledge([row.place for row in rows]) == 1
    assert store.load().unseen == 0
    assert store.load().revision > revision, "others hear of it"
    assert store.log.acknowledge([row.place for row in rows]) == 0
    store.add_events([denied("1", who="Ann")])
    assert store.load().unseen == 0, "what was seen and changed is not news"


def test_an_alarm_goes_to_one_session(store):
    store.add_events([denied("1"), denied("2", late=True), denied("3", occurred_at=NOW - timedelta(hours=2))])
    other = type(store).open(store.path.parent)
    try:
        assert [row.event.id for row in other.log.claim_alarms()] == ["1"]
        assert store.log.claim_alarms() == []
        assert store.load().unseen == 3, "to be rung for is not to be seen"
    finally:
        other.close()


def test_a_damaged_event_is_left_out(store):
    store.add_events([an_event("1"), an_event("2")])
    with store._database.write() as transaction:
        transaction.execute("UPDATE events SET body = '{' WHERE id = '1'", ())
    store.add_events([an_event("3")])
    assert [row.event.id for row in store.log.page(EventQuery(), None, None, 10)] == ["3", "2"]
    assert store.log.count(EventQuery(), 10) == 2


def test_the_past_and_how_far_it_was_read_are_written_together(store):
    store.add_events((), [Job(account="home", series="events", label="the event feed")])
    (job,) = store.archive.jobs()
    assert job.id is not None
    moved = msgspec.structs.replace(job, cursor="2", read=1, oldest=NOW)
    assert store.add_events([an_event("1")], [moved]) == 1
    assert store.archive.jobs("home") == [moved]
    assert store.archive.jobs("rentals") == []
    done = msgspec.structs.replace(moved, state=JobState.done, cursor=None)
    assert store.add_events([an_event("1")], [done]) == 0, "an event that is known already"
    assert store.archive.jobs() == [done]
