"""Looking for a schedule or an exception after a creation of which nobody knows whether it happened. Nothing is created
here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import msgspec

from lockdash.domain.budget import Purpose
from lockdash.domain.exceptions import AccessException, merged
from lockdash.domain.schedules import Schedule, to_midnight
from lockdash.domain.text import clean
from lockdash.vendors.remotelock.api import Api
from lockdash.vendors.replies import each
from lockdash.vendors.schedules import NewException, NewSchedule

T = TypeVar("T", Schedule, AccessException)

LATELY = timedelta(hours=1)


async def newest(api: Api, path: str, read: Callable[[msgspec.Raw], T]) -> list[T]:
    """Return those of the list at `path` that were touched `LATELY`, by the vendor's clock, among the newest: one page,
    which is more than anybody creates in that time. Raises VendorError."""
    page = await api.page(path, 1, "-created_at", purpose=Purpose.command)
    good, _ = each(page.items, read, path)
    since = page.reply.at - LATELY
    return [found for found in good if found.updated_at is None or found.updated_at >= since]


def is_like(found: Schedule, new: NewSchedule) -> bool:
    """Whether it is what `new` asks for. Of an exception the vendor may say nothing."""
    goes_with = found.exception_id is None or found.exception_id == new.exception_id
    asked = clean(new.name), new.kind, to_midnight(new.week)
    return goes_with and (found.name, found.kind, to_midnight(found.week)) == asked


def is_like_exception(found: AccessException, new: NewException) -> bool:
    """Whether it is what `new` asks for."""
    return (found.name, merged(found.dates)) == (clean(new.name), merged(new.dates))
