"""Ages in words, quantised: a text changes when its bucket does, not every second."""

from __future__ import annotations

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


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
