"""RemoteLock's schedules and access exceptions as domain values."""

from __future__ import annotations

from datetime import date

import msgspec

from lockdash.domain.exceptions import AccessException, DateRange
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.weeks import Week
from lockdash.vendors import fields
from lockdash.vendors.remotelock import wire
from lockdash.vendors.remotelock.schedules import shapes
from lockdash.vendors.remotelock.schedules.weeks import week_from
from lockdash.vendors.replies import Unreadable

TYPES = {kind: f"{kind}_schedule" for kind in ScheduleKind}
"""What the API calls the kinds."""

_KINDS = {name: kind for kind, name in TYPES.items()}


def schedule(item: msgspec.Raw, account: str) -> Schedule:
    """Return a schedule; of a type that we do not know without a week. Raises what the decoder raises, Unreadable
    without an id and for a week that cannot be understood."""
    found = wire.resource(item)
    sent = wire.attributes(found, shapes.ScheduleAttributes)
    schedule_id, kind = _identity(found), _KINDS.get(found.type)
    return Schedule(
        account=account,
        id=schedule_id,
        name=fields.text(sent.name) or f"Schedule {schedule_id[:8]}",
        kind=kind,
        kind_raw=fields.text(found.type, 40) or "?",
        week=Week() if kind is None else week_from(wire.attributes(found, shapes.WeekAttributes), kind),
        exception_id=fields.identity(sent.access_exception_id),
        updated_at=fields.moment(sent.updated_at),
    )


def exception(item: msgspec.Raw, account: str) -> AccessException:
    """Return an access exception. Raises what the decoder raises, Unreadable without an id and for a date that cannot
    be understood: without it a day would look like any other."""
    found = wire.resource(item)
    sent = wire.attributes(found, shapes.ExceptionAttributes)
    exception_id = _identity(found)
    return AccessException(
        account=account,
        id=exception_id,
        name=fields.text(sent.name) or f"Exception {exception_id[:8]}",
        dates=tuple(DateRange(_date(each.start_date), _date(each.end_date)) for each in sent.dates or ()),
        updated_at=fields.moment(sent.updated_at),
    )


def _identity(found: wire.Resource) -> str:
    identity = fields.identity(found.id)
    if identity is None:
        raise Unreadable("a schedule or an exception without an id")
    return identity


def _date(value: object) -> date:
    try:
        return date.fromisoformat(value.strip() if isinstance(value, str) else "")
    except ValueError:
        raise Unreadable("a date that cannot be understood") from None
