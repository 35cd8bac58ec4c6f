"""Ages in words, quantised: a text changes when its bucket does, not every second."""

from __future__ import annotations

from bisect import bisect_right

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_STEPS = tuple(each * _MINUTE for each in (1, 2, 3, 5, 10, 15, 20, 30, 45)) + tuple(
    each * _HOUR for each in (1, 2, 3, 6, 12, 24)
)


def age_text(seconds: float) -> str:
    """Return an age as `<1 m`, `14 m`, `2 h` or `3 d`: at most four characters below 1,000 days."""
    if seconds < _MINUTE:
        return "<1 m"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} m"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)} h"
    return f"{int(seconds // _DAY)} d"


def seconds_to_next(seconds: float) -> float:
    """Return how long `age_text(seconds)` stays the same, more than 0."""
    unit = _MINUTE if seconds < _HOUR else _HOUR if seconds < _DAY else _DAY
    return unit - max(seconds, 0.0) % unit


def rough_age_text(seconds: float) -> str:
    """Return an age in coarser steps, rounded down: 1, 2, 3, 5, 10, 15, 20, 30, 45 m, 1, 2, 3, 6, 12 h, days.

    For readings that are as old as they should be: a page of locks that sleep on time changes seldom.
    """
    step = bisect_right(_STEPS, seconds)
    return age_text(seconds if step in (0, len(_STEPS)) else _STEPS[step - 1])


def seconds_to_next_rough(seconds: float) -> float:
    """Return how long `rough_age_text(seconds)` stays the same, more than 0."""
    step = bisect_right(_STEPS, seconds)
    return seconds_to_next(seconds) if step == len(_STEPS) else _STEPS[step] - max(seconds, 0.0)
