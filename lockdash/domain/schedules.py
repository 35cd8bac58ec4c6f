"""Schedules: named hours of a week, kept by the vendor and used by accesses and devices."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from lockdash.domain.schedule_kinds import ScheduleKind
from lockdash.domain.weeks import Week
from lockdash.domain.windows import DAY, Span

__all__ = ["Schedule", "ScheduleKind", "to_midnight"]

LAST_MINUTE = DAY - timedelta(minutes=1)


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """One schedule of one account, as last heard of. `id`: the vendor's.

    `kind`: None for one that we do not know, of which only the name is shown and nothing is changed; `kind_raw`: the
    vendor's word for it. `week`: as the vendor sent it; empty for a kind that we do not know.
    `exception_id`: of the access exception that it goes with. None also where the vendor does not say: the
    reference's answer to "Create an access schedule" has none although one was sent.
    `updated_at`: by the vendor (UTC): another one than before means that somebody has changed it.
    """

    account: str
    id: str
    name: str
    kind: ScheduleKind | None = ScheduleKind.access
    kind_raw: str = ""
    week: Week = Week()
    exception_id: str | None = None
    updated_at: datetime | None = None


def to_midnight(week: Week) -> Week:
    """Return `week` with spans that end at 23:59 ending at midnight: some clocks cannot say 24:00, so that to a vendor
    both are one. Two weeks are the same there if these are equal."""
    return msgspec.structs.replace(week, spans=tuple(map(_to_midnight, week.spans)))


def _to_midnight(span: Span) -> Span:
    return Span(span.day, span.starts, DAY) if span.ends == LAST_MINUTE else span
