"""The event log of an engine: pages, counts and news of what happened, in every session."""

from __future__ import annotations

import threading
from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.event_query import Clause, EventQuery, Field, Place
from lockdash.domain.events import EventKind, Outcome
from lockdash.engine.log import log as event_log
from lockdash.store.errors import StoreError
from tests.engine.stage import START, event

ALL = EventQuery()
DENIED = EventQuery((Clause(Field.kind, ("denied",)),))


def at(seconds, id=None, **fields):
    found = event(id or f"e{seconds}", START + timedelta(seconds=seconds))
    return msgspec.structs.replace(found, first_seen_at=found.occurred_at, **fields)


def denied(seconds, **fields):
    return at(seconds, kind=EventKind.denied, outcome=Outcome.failed, **fields)


def ids(page):
    return [row.event.id for row in page.rows]


async def written(engine, *events):
    await engine._board.write(lambda store, known: store.add_events(events))


async def test_pages_go_both_ways_and_say_when_they_end(stage):
    async with stage.engine(start=False) as engine:
        await written(engine, *(at(number) for number in range(10)))
        first = await engine.log.page(ALL, limit=4)
        assert (ids(first), first.is_last) == (["e9", "e8", "e7", "e6"], False)
        older = await engine.log.page(ALL, before=first.rows[-1].place, limit=6)
        assert (ids(older), older.is_last) == (["e5", "e4", "e3", "e2", "e1", "e0"], True)
        newer = await engine.log.page(ALL, after=older.rows[0].place, limit=3)
        assert (ids(newer), newer.is_last) == (["e8", "e7", "e6"], False)
        oldest = await engine.log.page(ALL, after=Place(float("-inf"), 0), limit=2)
        assert (ids(oldest), oldest.is_last) == (["e1", "e0"], False)


async def test_many_are_counted_only_so_far(stage, monkeypatch):
    monkeypatch.setattr(event_log, "COUNTED", 5)
    async with stage.engine(start=False) as engine:
        await written(engine, *(at(number) for number in range(5)), denied(7, device_id="2"))
        for query, expected in ((DENIED, (1, True)), (ALL, (5, False)), (EventQuery(since=START), (5, False))):
            count = await engine.log.count(query)
            assert (count.number, count.is_exact) == expected
        (bar,) = await engine.log.bars(ALL, START, START + timedelta(hours=1), 3600)
        assert (bar.at, bar.total, bar.alarming) == (START.timestamp(), 6, 1)


async def test_every_session_hears_what_was_written_and_what_was_seen(stage):
    async with stage.engine(seed=1) as one, stage.engine(seed=2) as other:
        await stage.pass_time(30)
        told = {engine: [] for engine in (one, other)}
        for engine in (one, other):
            engine.log.subscribe(told[engine].append)
        await written(one, denied(20), at(25, device_id=None))
        await stage.pass_time(2)
        assert [news[-1].unseen for news in told.values()] == [1, 1]
        assert one.log.unseen == other.log.unseen == 1
        assert all(news[-1].revision > 0 and news[-1].alarms == () for news in told.values())
        (row,) = (await other.log.page(DENIED)).rows
        assert row.is_unseen
        await other.log.acknowledge([row.place])
        await stage.pass_time(2)
        assert [news[-1].unseen for news in told.values()] == [0, 0]
        before = [len(news) for news in told.values()]
        await stage.pass_time(100)
        assert [len(news) for news in told.values()] == before, "nothing new, nothing told"


async def test_an_alarm_rings_in_one_session_that_wants_it(stage):
    async with stage.engine(seed=1) as one, stage.engine(seed=2) as other, stage.engine(seed=3) as deaf:
        await stage.pass_time(30)
        rung = []
        for engine in (one, other, deaf):
            engine.log.subscribe(lambda news: rung.extend(row.event.id for row in news.alarms))
        one.log.ring(True)
        other.log.ring(True)
        await written(deaf, denied(28), denied(29, late=True))
        await stage.pass_time(5)
        assert rung == ["e28"]


async def test_a_listener_that_left_hears_nothing(stage):
    async with stage.engine() as engine:
        told = []
        leave = engine.log.subscribe(told.append)
        leave()
        await written(engine, denied(1))
        await stage.pass_time(5)
        assert told == []


async def test_what_is_pruned_is_told_as_it_goes(stage, monkeypatch):
    monkeypatch.setattr(event_log, "_PRUNED_AT_ONCE", 4)
    async with stage.engine(start=False) as engine:
        await written(engine, *(at(number) for number in range(10)))
        told = []
        assert await engine.log.prune(START + timedelta(seconds=9), told.append) == 9
        assert told == [4, 8, 9]
        assert ids(await engine.log.page(ALL)) == ["e9"]


async def test_a_search_does_not_wait_for_what_is_written(stage):
    """The store's thread is held up; the log answers all the same."""
    held, free = threading.Event(), threading.Event()

    def hold(store):
        held.set()
        assert free.wait(30)

    async with stage.engine(start=False) as engine:
        await written(engine, at(1))
        holding = engine._writer.run(hold)
        held.wait(30)
        try:
            assert ids(await engine.log.page(ALL)) == ["e1"]
        finally:
            free.set()
            await holding


async def test_another_file_in_the_place_of_the_store_is_read(stage):
    async with stage.engine(start=False) as engine:
        await written(engine, at(1))
        assert ids(await engine.log.page(ALL)) == ["e1"]
        for member in engine._store.path.parent.glob(f"{engine._store.path.name}*"):
            member.unlink()
        await engine._board.reopen()
        await written(engine, at(2))
        assert ids(await engine.log.page(ALL)) == ["e2"]


async def test_a_store_that_cannot_be_read_says_so(stage):
    async with stage.engine(start=False) as engine:
        path = engine._store.path
        for member in path.parent.glob(f"{path.name}*"):
            member.unlink()
        path.mkdir()
        with pytest.raises(StoreError):
            await engine.log.page(ALL)
