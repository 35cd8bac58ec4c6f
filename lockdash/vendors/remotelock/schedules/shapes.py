"""What RemoteLock sends about schedules, by its reference. Shapes are strict, single values are read by `fields`."""

from __future__ import annotations

from typing import Any

import msgspec


class Entry(msgspec.Struct):
    """One entry of a day, of all kinds together: `start_time` and `end_time` of an access schedule, `time` and what is
    done then of the others."""

    start_time: Any = None
    end_time: Any = None
    time: Any = None
    enable: Any = None
    action: Any = None
    cool: Any = None
    heat: Any = None


class ScheduleAttributes(msgspec.Struct):
    name: Any = None
    access_exception_id: Any = None
    updated_at: Any = None


class WeekAttributes(msgspec.Struct):
    """The days, read only of a kind that we know."""

    mon: list[Entry] | None = None
    tue: list[Entry] | None = None
    wed: list[Entry] | None = None
    thu: list[Entry] | None = None
    fri: list[Entry] | None = None
    sat: list[Entry] | None = None
    sun: list[Entry] | None = None


class Dates(msgspec.Struct):
    start_date: Any = None
    end_date: Any = None


class ExceptionAttributes(msgspec.Struct):
    name: Any = None
    dates: list[Dates] | None = None
    updated_at: Any = None
