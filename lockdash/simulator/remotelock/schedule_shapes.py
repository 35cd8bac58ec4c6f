"""JSON of schedules and access exceptions, attribute by attribute as in the reference's examples."""

from __future__ import annotations

from typing import Any

from lockdash.simulator.remotelock.shapes import stamp
from lockdash.simulator.rentals.exceptions import AccessException
from lockdash.simulator.rentals.rentals import Rentals
from lockdash.simulator.rentals.schedules import WEEK, Schedule

Json = dict[str, Any]


def schedule(schedule: Schedule, rentals: Rentals, base: str) -> Json:
    """`access_exception_id` and its link are there only if there is one, and the quirk of hiding it is off."""
    days = {day: [dict(zip(schedule.parts, each, strict=True)) for each in schedule.days.get(day, ())] for day in WEEK}
    attributes: Json = {"name": schedule.name} | days | _times(schedule)
    links = {"self": f"{base}/schedules/{schedule.id}"}
    if schedule.exception_id is not None and rentals.quirks.tells_exceptions:
        attributes["access_exception_id"] = schedule.exception_id
        links["access_exception"] = f"{base}/access_exceptions/{schedule.exception_id}"
    return {"type": schedule.type, "attributes": attributes, "id": schedule.id, "links": links}


def exception(exception: AccessException, base: str) -> Json:
    dates = [{"start_date": first.isoformat(), "end_date": last.isoformat()} for first, last in exception.dates]
    attributes: Json = {"name": exception.name, "dates": dates} | _times(exception)
    links = {"self": f"{base}/access_exceptions/{exception.id}"}
    return {"type": exception.type, "attributes": attributes, "id": exception.id, "links": links}


def _times(thing: Schedule | AccessException) -> Json:
    return {"created_at": stamp(thing.created_at), "updated_at": stamp(thing.updated_at or thing.created_at)}
