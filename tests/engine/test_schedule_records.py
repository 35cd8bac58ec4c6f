"""Changes to schedules: recorded first, sent once, and settled whoever stops, ends or fails meanwhile."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.changes import ChangeStatus
from lockdash.engine.policy import Refusal
from lockdash.engine.recording import ENDED, NOT_SENT, TWICE
from lockdash.engine.schedules.orders import CreateSchedule, DeleteSchedule
from lockdash.store.errors import StoreError
from lockdash.store.store import Store
from tests.engine.schedule_changes import carried, kept, new, opened, schedule, sent, vendor
from tests.engine.vendor_stage import VendorStage


@pytest.fixture
def stage(tmp_path):
    return VendorStage(tmp_path / "state")


@pytest.mark.parametrize("behind", [-30.0, 0.0, 30.0])
async def test_the_same_by_two_sessions_at_once_is_sent_once(stage, monkeypatch, behind):
    """Whoever recorded it first sends it, also if the clock of the other one is `behind`."""
    async with opened(stage) as engine, stage.engine() as other:
        await other.people.open()
        order, begun, go_on = CreateSchedule("rentals", new()), asyncio.Event(), asyncio.Event()
        client = await vendor(engine)
        honest = client.create

        async def slow(wish):
            begun.set()
            await go_on.wait()
            return await honest(wish)

        monkeypatch.setattr(client, "create", slow)
        first = asyncio.ensure_future(engine.schedules.change(order))
        await asyncio.wait_for(begun.wait(), 30)
        plain = other.schedules._new

        def dated(wish):
            change = plain(wish)
            return msgspec.structs.replace(change, requested_at=change.requested_at - timedelta(seconds=behind))

        monkeypatch.setattr(other.schedules, "_new", dated)
        second = await asyncio.wait_for(other.schedules.change(order), 30)
        assert (second.change.status, second.change.reason) == (ChangeStatus.refused, TWICE)
        go_on.set()
        assert (await asyncio.wait_for(first, 30)).is_done
        assert (sent(stage), len(kept(stage, "Night shift"))) == (["POST"], 1)
        await stage.until(lambda: other.people.snapshot.schedules == engine.people.snapshot.schedules)
        assert (await carried(stage, other, order)).is_done, "later it is another wish"


async def test_where_the_configuration_allows_only_looking_nothing_is_even_asked(stage):
    with stage.over("rentals", world="small"):
        stage.config = stage.config.all_read_only()
        async with stage.engine(start=False) as engine:
            order = CreateSchedule("rentals", new())
            with pytest.raises(Refusal, match="allows only looking"):
                await engine.schedules.change(order)
            assert "allows only looking" in engine.schedules.objection(order)
            assert (list(stage.sim.requests), engine.schedules.changes()) == ([], [])


@pytest.mark.parametrize(
    ("method", "status", "reason"),
    [("get", ChangeStatus.failed, NOT_SENT), ("delete", ChangeStatus.unknown, ENDED)],
)
async def test_a_session_that_ends_leaves_a_record_that_says_what_is_known(stage, monkeypatch, method, status, reason):
    async with opened(stage) as engine:
        made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
        begun = asyncio.Event()

        async def never(schedule):
            begun.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(await vendor(engine), method, never)
        task = asyncio.ensure_future(engine.schedules.change(DeleteSchedule(made)))
        await asyncio.wait_for(begun.wait(), 30)
    change = (await task).change
    assert (change.status, change.reason) == (status, reason)
    store = Store.open(stage.folder)
    assert store.changes(limit=1) == [change]
    store.close()


async def test_nothing_is_sent_that_cannot_be_recorded(stage, monkeypatch):
    async with opened(stage) as engine:

        def full(store, change, secrets=()):
            raise StoreError("the disk is full")

        monkeypatch.setattr(Store, "put_change", full)
        with pytest.raises(Refusal, match="could not be recorded"):
            await carried(stage, engine, CreateSchedule("rentals", new()))
        assert (sent(stage), kept(stage, "Night shift")) == ([], [])


@pytest.mark.parametrize("ends", [False, True])
async def test_what_was_done_is_recorded_once_the_store_can_be_written_again(stage, monkeypatch, ends):
    """Or by the session that ends, in a last attempt."""
    async with opened(stage) as engine:
        board, is_full = engine.people.board, True
        honest = board.write

        async def refusing(job):
            if sent(stage) and is_full:
                raise StoreError("the disk is full")
            return await honest(job)

        monkeypatch.setattr(board, "write", refusing)
        task = asyncio.ensure_future(engine.schedules.change(CreateSchedule("rentals", new())))
        await stage.pass_time(10)
        assert not task.done()
        if not ends:
            is_full = False
            await stage.until(task.done)
            assert schedule(engine, "Night shift") == task.result().now
    outcome = await task
    assert (outcome.is_done, sent(stage)) == (True, ["POST"])
    store = Store.open(stage.folder)
    assert store.changes() == [outcome.change]
    store.close()


async def test_whoever_stops_waiting_stops_nothing(stage, monkeypatch):
    async with opened(stage) as engine:
        client = await vendor(engine)
        honest, begun, go_on = client.create, asyncio.Event(), asyncio.Event()

        async def slow(wish):
            begun.set()
            await go_on.wait()
            return await honest(wish)

        monkeypatch.setattr(client, "create", slow)
        task = asyncio.ensure_future(engine.schedules.change(CreateSchedule("rentals", new())))
        await asyncio.wait_for(begun.wait(), 30)
        task.cancel()
        go_on.set()
        await stage.until(lambda: not engine.people.snapshot.changes)
        assert task.cancelled()
        assert (sent(stage), engine.schedules.changes()[0].status) == (["POST"], ChangeStatus.done)
        assert len(kept(stage, schedule(engine, "Night shift").name)) == 1


async def test_whoever_stops_waiting_while_it_is_recorded_leaves_no_record_of_what_was_never_sent(stage, monkeypatch):
    async with opened(stage) as engine:
        honest, begun, go_on = Store.put_change, threading.Event(), threading.Event()

        def slow(store, change, secrets=()):
            begun.set()
            assert go_on.wait(30)
            honest(store, change, secrets)

        monkeypatch.setattr(Store, "put_change", slow)
        task = asyncio.ensure_future(engine.schedules.change(CreateSchedule("rentals", new())))
        assert await asyncio.to_thread(begun.wait, 30)
        task.cancel()
        await asyncio.wait({task}, timeout=30)
        assert (task.cancelled(), sent(stage)) == (True, [])
        go_on.set()
        await stage.pass_time(1)
        assert (sent(stage), engine.schedules.changes()[0].status) == (["POST"], ChangeStatus.done)
        assert len(kept(stage, "Night shift")) == 1
