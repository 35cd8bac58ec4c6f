"""An order on its way to the vendor: one call of the client, once, and the question how something stands there."""

from __future__ import annotations

import msgspec

from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule
from lockdash.engine.schedules.orders import (
    Assign,
    CreateException,
    CreateSchedule,
    DeleteException,
    DeleteSchedule,
    Order,
    Subject,
    UpdateException,
    UpdateSchedule,
    subject_of,
)
from lockdash.vendors.errors import Rejected
from lockdash.vendors.schedules import ScheduleClient

NOT_FOUND = 404


async def send(client: ScheduleClient, order: Order, before: Subject | None) -> Subject | None:
    """Return what the vendor has now, None for what was deleted. `before`: what it is about as it was read just now:
    what the order leaves as it is may be sent along. Raises VendorError."""
    match order:
        case CreateSchedule(new=new):
            return await client.create(new)
        case UpdateSchedule(schedule=schedule, change=change):
            return await client.update(_newest(schedule, before), change)
        case DeleteSchedule(schedule=schedule):
            await client.delete(schedule)
            return None
        case Assign(device=device, kind=kind, schedule=chosen):
            return await client.assign(device, kind, chosen)
        case CreateException(new=dated):
            return await client.create_exception(dated)
        case UpdateException(exception=exception, change=moved):
            return await client.update_exception(before if isinstance(before, AccessException) else exception, moved)
        case DeleteException(exception=exception):
            await client.delete_exception(exception)
            return None


async def read(client: ScheduleClient, order: Order) -> Schedule | AccessException | None:
    """Return the schedule or exception that `order` is about as it is now, None if there is none (any more). Raises
    VendorError."""
    subject = subject_of(order)
    try:
        if isinstance(subject, Schedule):
            return await client.get(subject)
        return None if subject is None else await client.get_exception(subject)
    except Rejected as error:
        if error.status != NOT_FOUND:
            raise
        return None


def _newest(schedule: Schedule, before: Subject | None) -> Schedule:
    """An exception that the vendor told once, and does not tell now, is there all the same."""
    if not isinstance(before, Schedule):
        return schedule
    return msgspec.structs.replace(before, exception_id=before.exception_id or schedule.exception_id)
