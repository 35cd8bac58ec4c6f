"""Several sessions on one store: one of them reads the past, and another goes on when it ends."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.engine.archive_stage import ArchiveStage, is_read, jobs, stored


@pytest.fixture
def stage(tmp_path):
    return ArchiveStage(tmp_path / "state")


def readers(stage) -> list[object]:
    return list({id(each.by): each.by for each in stage.past.pages}.values())


async def test_ten_sessions_read_the_past_once(stage):
    stage.past.fill("a", 95)
    async with AsyncExitStack() as sessions:
        engines = [await sessions.enter_async_context(stage.engine(seed=seed)) for seed in range(10)]
        await stage.until(lambda: is_read(engines[9]))
        assert len(readers(stage)) == 1
        assert len(stage.past.pages) == 10
        assert {engine.archiving.archives(jobs(engine))["home"].read for engine in engines} == {95}


async def test_another_session_goes_on_where_the_leader_ended(stage):
    stage.past.fill("a", 95)
    async with AsyncExitStack() as leader:
        await leader.enter_async_context(stage.engine(seed=1))
        async with stage.engine(seed=2) as other:
            await stage.until(lambda: len(stage.past.pages) == 4)
            assert len(readers(stage)) == 1
            await leader.aclose()
            await stage.until(lambda: is_read(other))
            assert len(readers(stage)) == 2
            assert len(stage.past.pages) == 10
            assert stored(other._store) == stage.past.ids


async def test_backfill_waits_for_what_another_session_reads_and_takes_over_when_it_goes(stage):
    stage.past.fill("a", 95)
    async with AsyncExitStack() as leader:
        await leader.enter_async_context(stage.engine(seed=1))
        async with stage.engine(start=False, seed=2) as other:
            reading = asyncio.ensure_future(other.archiving.backfill())
            await stage.until(lambda: len(stage.past.pages) == 4)
            assert len(readers(stage)) == 1
            assert not reading.done()
            await leader.aclose()
            await stage.until(reading.done)
            assert len(readers(stage)) == 2
            assert stored(other._store) == stage.past.ids


async def test_backfill_returns_when_another_session_has_read_all(stage):
    stage.past.fill("a", 45)
    async with stage.engine(seed=1), stage.engine(start=False, seed=2) as other:
        reading = asyncio.ensure_future(other.archiving.backfill())
        await stage.until(reading.done)
        assert len(readers(stage)) == 1
        assert stored(other._store) == stage.past.ids
