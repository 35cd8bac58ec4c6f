"""Moments in words, as the viewer's clock and as the door's shows them."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from lockdash.domain.ages import age_text
from lockdash.domain.walltime import known_zone

_WEEK = timedelta(days=6)


def moment(at: datetime, now: datetime, zone: tzinfo | None) -> str:
    """Return `at` as the viewer would say it at `now`: `18:02`, `Fri 18:02` within the week, else `12 Nov 18:02`.

    `zone`: the viewer's; None is this machine's, by its rules for each moment."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    if abs(today - local) < _WEEK:
        return f"{local:%a %H:%M}"
    return f"{local.day} {local:%b %H:%M}" if local.year == today.year else f"{local.day} {local:%b %Y}"


def ago(at: datetime, now: datetime) -> str:
    """Return `2 m ago`; a moment in the future counts as now."""
    return f"{lasting(at, now)} ago"


def lasting(since: datetime, now: datetime) -> str:
    """Return how long something lasts: `2 m`."""
    return age_text(max(0.0, (now - since).total_seconds()))


def door_clock(zone_name: str | None, now: datetime, zone: tzinfo | None) -> str:
    """Return how the door's clock differs from the viewer's, `Warsaw, 1 h ahead`; "" if it does not.

    Not its time: a clock would have to be painted every minute on a page where nothing happens.
    """
    there = known_zone(zone_name)
    if there is None:
        return ""
    ours, theirs = now.astimezone(zone).utcoffset(), now.astimezone(there).utcoffset()
    minutes = int(((theirs or timedelta()) - (ours or timedelta())).total_seconds() // 60)
    if not minutes:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    span = " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} m" if rest else "") if part)
    place = str(zone_name).rpartition("/")[2].replace("_", " ")
    return f"{place}, {span} {'ahead' if minutes > 0 else 'behind'}"


def retry_text(seconds: float) -> str:
    """Return when something is tried again, in steps that a calm screen can afford: `soon`, `in 30 s`, `in 4 m`."""
    if seconds <= 15:
        return "soon"
    if seconds <= 60:
        return f"in {_up(seconds, 15)} s"
    if seconds <= 3600:
        return f"in {_up(seconds, 60) // 60} m"
    return f"in {_up(seconds, 3600) // 3600} h"


def retry_step(seconds: float) -> float:
    """Return how long `retry_text` of a time `seconds` ahead stays the same; infinite once it is `soon`."""
    if seconds <= 15:
        return float("inf")
    step = 15 if seconds <= 60 else 60 if seconds <= 3600 else 3600
    return seconds - (_up(seconds, step) - step) + 0.01


def _up(seconds: float, step: int) -> int:
    return int(-(-seconds // step)) * step
