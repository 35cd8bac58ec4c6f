"""The archive over the real clients of both vendors and the simulator, from the first event to the last."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest

from lockdash.domain.events import EventKind
from lockdash.store.archive import JobState
from tests.engine.archive_stage import is_read, jobs, stored
from tests.engine.vendor_stage import VendorStage
from tests.vendors.past_reading import remember

MANY = 430
WITHIN = 1800.0
LOCK = 40101


@pytest.fixture
def stage(tmp_path):
    return VendorStage(tmp_path / "state")


@contextmanager
def past(stage, account):
    """The small world with `MANY` events in the past of the account; gives how many requests for events were made."""
    with stage.over(account, world="small", patience=30.0) as sim:
        if account == "rentals":
            remember(sim, "Beach House", MANY)
        else:
            begun = sim.clock.now() - timedelta(days=30)
            dates = [begun + timedelta(minutes=number) for number in range(MANY)]
            sim.world.do(lambda: sim.world.home.locks[LOCK].remember((date, 33, None, None) for date in dates))
        yield lambda: sum(each.path.endswith(("/events", "/deviceactivity")) for each in sim.requests)


def there(stage, account):
    """The ids of all that the vendor knows."""
    if account == "rentals":
        return {event.id for event in stage.sim.world.rentals.events}
    return {str(entry.id) for lock in stage.sim.world.home.locks.values() for entry in lock.log}


@pytest.mark.parametrize("account", ["home", "rentals"])
async def test_the_archive_is_complete_and_asks_for_nobodys_attention(stage, account):
    with past(stage, account):
        async with stage.engine() as engine:
            await stage.until(lambda: is_read(engine), within=WITHIN)
            assert len(there(stage, account)) >= MANY
            assert there(stage, account) <= stored(engine._store)
            (archive,) = engine.archiving.archives(jobs(engine)).values()
            assert (archive.is_complete, archive.failure, archive.gaps) == (True, "", ())
            assert archive.read >= MANY


@pytest.mark.parametrize("account", ["home", "rentals"])
async def test_it_goes_on_after_a_kill_at_each_page(stage, account):
    with past(stage, account):
        read = 0
        for seed in range(1, 40):
            async with stage.engine(seed=seed) as engine:
                before = [each.cursor for each in jobs(engine)]
                await stage.until(
                    lambda engine=engine, before=before: (
                        is_read(engine) or [each.cursor for each in jobs(engine)] != before
                    ),
                    within=WITHIN,
                )
                for task in list(engine._work._tasks):
                    task.cancel()
                assert sum(each.read for each in jobs(engine)) >= read
                read = sum(each.read for each in jobs(engine))
                if is_read(engine):
                    assert there(stage, account) <= stored(engine._store)
                    return
        raise AssertionError("it does not come to an end")


async def test_what_happened_while_lockdash_was_off_is_filled_in_however_much_it_was(stage):
    with past(stage, "rentals"):
        async with stage.engine() as engine:
            await stage.until(lambda: is_read(engine), within=WITHIN)
        await stage.pass_time(3600)
        lock, rentals = stage.sim.world.locks["Beach House"], stage.sim.world.rentals
        for _ in range(400):
            stage.sim.world.do(lambda: rentals.publish(lock.record("locked")))
        async with stage.engine(seed=2) as engine:
            await stage.until(lambda: any(each.until is not None for each in jobs(engine)))
            assert not there(stage, "rentals") <= stored(engine._store)
            await stage.until(lambda: is_read(engine), within=WITHIN)
            assert there(stage, "rentals") <= stored(engine._store)
            assert all(each.state is JobState.done for each in jobs(engine))


async def test_a_command_and_an_outage_stand_in_the_log(stage):
    with stage.over("home", world="small", patience=30.0) as sim:
        async with stage.engine() as engine:
            door = next(each for each in engine.snapshot.devices.values() if each.actions)
            command = await engine.request(door.key, min(door.actions))
            await stage.until(lambda: not engine.commands(door.key)[0].status.in_flight, within=60)
            sim.faults.add("/tedee", status=503)
            await stage.until(lambda: engine.snapshot.accounts["home"].condition.failing, within=120)
            own = [each for each in engine._store.events(limit=-1) if each.kind.is_ours]
            assert [each.kind for each in own] == [EventKind.account, EventKind.command]
            assert own[1].id == f"lockdash/command/{command.id}"
            assert own[1].device_id == door.vendor_id
            assert not any(each.kind.is_ours for each in engine.events(door.key, 200))
