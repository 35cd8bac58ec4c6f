"""Changes to schedules over RemoteLock's real client: an account with everything read, and what its vendor knows."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

from lockdash.domain.exceptions import DateRange
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import parse
from lockdash.domain.weeks import week_of
from lockdash.vendors.schedules import NewException, NewSchedule, schedules_of
from tests.engine.vendor_stage import PATIENCE

NIGHTS = "daily 22:00-24:00"
DAYS = (DateRange(date(2026, 12, 24), date(2026, 12, 26)), DateRange(date(2027, 1, 1), date(2027, 1, 1)))
WINTER = NewException(name="Winter", dates=DAYS)


def week(text: str, kind: ScheduleKind = ScheduleKind.access):
    return week_of(parse(text, kind))


def new(name: str = "Night shift", text: str = NIGHTS, kind: ScheduleKind = ScheduleKind.access, **more) -> NewSchedule:
    return NewSchedule(name=name, kind=kind, week=week(text, kind), **more)


@asynccontextmanager
async def opened(stage, patience=PATIENCE, **more):
    """The small world's account at RemoteLock, its people and schedules open and read."""
    with stage.over("rentals", world="small", patience=patience, **more):
        async with stage.engine() as engine:
            await engine.people.open()
            await stage.until(lambda: engine.people.snapshot.accounts["rentals"].accesses_read_at, within=120)
            stage.sim.requests.clear()
            yield engine


async def carried(stage, engine, order):
    task = asyncio.ensure_future(engine.schedules.change(order))
    await stage.until(task.done)
    return task.result()


def sent(stage):
    return [each.method for each in stage.sim.requests if each.method != "GET" and "/oauth/" not in each.path]


def kept(stage, name):
    return [each for each in stage.sim.world.rentals.schedules.values() if each.name == name]


def schedule(engine, name):
    return next(each for each in engine.people.snapshot.schedules.values() if each.name == name)


def device(engine, name):
    return next(each for each in engine.snapshot.devices.values() if each.name == name)


def remade(found, **fields):
    """A schedule of the vendor's with other `fields`."""
    return replace(found, **{"number": found.id} | fields)


async def vendor(engine):
    return schedules_of(await engine._lines["rentals"].client())
