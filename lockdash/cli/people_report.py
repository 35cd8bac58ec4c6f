"""What `--json` prints of people. Times are as the vendor keeps them: wall-clock at the door without an offset, with
the door's zone beside it; or moments, in UTC, which is then the zone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lockdash.cli import report
from lockdash.cli.people_reach import Reach
from lockdash.domain.accesses import Access, window_at
from lockdash.domain.secret import Secret
from lockdash.domain.window_words import DAY_NAMES
from lockdash.domain.windows import Window
from lockdash.engine.people.steps import Step

UTC_NAME = "UTC"


def person(reach: Reach) -> dict[str, Any]:
    """Return one item of `people[]`. `accesses` is null where they were not read."""
    return {**identity(reach), "accesses": accesses(reach) if reach.covered else None}


def with_pin(item: dict[str, Any], pin: Secret | None) -> dict[str, Any]:
    """Return `item` with the PIN that somebody asked to see, null if there is none."""
    return {**item, "pin": pin.reveal() if pin else None}


def identity(reach: Reach) -> dict[str, Any]:
    """Return what an item says of the person themselves."""
    view, who = reach.view, reach.view.person
    stay = view.stay or Window()
    return {
        "account": who.account,
        "id": who.id,
        "name": who.name,
        "email": who.email,
        "kind": who.kind.value,
        "status": view.status.value,
        "starts_at": _time(stay.starts_at),
        "ends_at": _time(stay.ends_at),
        "zone": _zone(stay, view.zone),
    }


def accesses(reach: Reach) -> list[dict[str, Any]]:
    """Return what is known of `accesses[]`; nothing of locks if that is older than what was done."""
    found = [_access(each, reach) for each in reach.accesses]
    return found if reach.covered else [{**each, "synced": None, "pending": None, "failed": None} for each in found]


def step(taken: Step) -> dict[str, Any]:
    return {"title": taken.title, "state": taken.state.value, "reason": taken.reason}


def _access(access: Access, reach: Reach) -> dict[str, Any]:
    """`window`: without limits, all of it is null; null itself where nobody said. `pending`, `synced`, `failed`: how
    many locks, null where none is counted."""
    sync, zone = access.sync, reach.directory.zone_at([access])
    return {
        "target": reach.directory.name(access),
        "target_kind": access.target_kind.value,
        "schedule": reach.directory.schedule(access) or None,
        "window": None if reach.is_silent else _window(window_at(reach.view.person, access) or Window(), zone),
        "synced": sync and sync.synced,
        "pending": sync and sync.waiting,
        "failed": sync and sync.failed,
    }


def _window(window: Window, zone: str | None) -> dict[str, Any]:
    return {
        "starts_at": _time(window.starts_at),
        "ends_at": _time(window.ends_at),
        "days": [DAY_NAMES[day].lower() for day in sorted(window.days)] or None,
        "from_time": window.from_time and window.from_time.isoformat(),
        "to_time": window.to_time and window.to_time.isoformat(),
        "zone": _zone(window, zone),
    }


def _time(at: datetime | None) -> str | None:
    if at is not None and at.tzinfo is None:
        return at.isoformat(timespec="seconds")
    return report.time(at)


def _zone(window: Window, zone: str | None) -> str | None:
    moments = [at for at in (window.starts_at, window.ends_at) if at is not None and at.tzinfo is not None]
    return UTC_NAME if moments or (window.in_utc and window.is_weekly) else zone
