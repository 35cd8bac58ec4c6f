"""How long a battery lasts at the pace at which it fell so far: pure, and silent where that cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

import msgspec

from lockdash.domain.devices import Device

Point = tuple[datetime, int]

CHANGED = 10
"""Per cent by which a level has to rise for the battery to be another one, or charged; less is noise."""
LEAST_POINTS, LEAST_SPAN, LEAST_FALL = 4, timedelta(days=5), 3.0
"""With fewer points, in less time, or with less of a fall (per cent) than this, nothing is said of the future: both
vendors' levels are whole numbers that waver by one, and follow the temperature over a day."""
FURTHEST = 730
"""Days; what lasts longer has no number of them."""
_SLICES = 40
"""Points, at most, that are compared with each other: one of each slice of the time, so that a level which wavers for
an hour does not outvote a month."""
_APART = 1 / 3
"""Of the whole time, at least, between two points that are compared: of neighbours only the noise would be seen."""
_YEAR = 365
_DAY = timedelta(days=1)


class Trend(msgspec.Struct, frozen=True):
    """`days_left`: until the battery is empty, None if that is more than `FURTHEST` ahead. `per_day`: per cent that it
    loses a day. `since`: from when on it was watched, which is when it was last changed if that was seen."""

    days_left: int | None
    per_day: float
    since: datetime


def trend_of(device: Device, history: Iterable[Point], now: datetime) -> Trend | None:
    """Return how the battery of `device` fares at `now`. `history`: when (UTC) it came to which level.

    None if that cannot be told, and while it is charged. A level holds until the next one, so the last reading is a
    point of its own: it says that the fall has become slower.
    """
    reading = device.battery
    if reading is None or reading.value is None or device.charging:
        return None
    return trend([*history, (min(reading.known_at, now), reading.value)], now)


def trend(points: Iterable[Point], now: datetime) -> Trend | None:
    """Return how a battery with these levels (per cent, in any order) fares at `now`, None if that cannot be told.

    The pace is the median of the slopes between points (Theil and Sen), which single wrong levels do not bend. Empty is
    0 per cent: neither vendor names a level at which its locks stop (tedee-facts 3.3, RemoteLock's `power_level`).
    """
    lasting = _of_this_battery(sorted(points))
    if len(lasting) < LEAST_POINTS:
        return None
    (begin, _), (end, level) = lasting[0], lasting[-1]
    span = end - begin
    if span < LEAST_SPAN:
        return None
    per_day = -_slope(_thinned(lasting))
    if per_day * (span / _DAY) < LEAST_FALL - 1e-6:
        return None
    days = max(0.0, level / per_day - max(now - end, timedelta()) / _DAY)
    return Trend(None if days > FURTHEST else round(days), per_day, begin)


def left_words(found: Trend) -> str:
    """Return `about 40 days left`, as roughly as anybody can know it."""
    days = found.days_left
    if days is None or days > _YEAR:
        return "more than a year left"
    if days < 1:
        return "less than a day left"
    step = 1 if days <= 10 else 5 if days <= 60 else 10
    shown = max(1, round(days / step)) * step
    return f"about {shown} day{'' if shown == 1 else 's'} left"


def _of_this_battery(points: Sequence[Point]) -> Sequence[Point]:
    """The points since the battery was last changed or charged: from the top that it rose to."""
    start, lowest = 0, 101
    for index, (_, level) in enumerate(points):
        if level - lowest >= CHANGED:
            start, lowest = index, level
        lowest = min(lowest, level)
    return points[max(range(start, len(points)), key=lambda index: (points[index][1], -index)) :] if points else points


def _thinned(points: Sequence[Point]) -> list[tuple[float, int]]:
    """The last point of each slice of the time, and the first of all, in days since that."""
    begin = points[0][0]
    days = [((at - begin) / _DAY, level) for at, level in points]
    width = days[-1][0] / _SLICES
    last = {int(at / width): (at, level) for at, level in days[1:]}
    return [days[0], *last.values()]


def _slope(points: Sequence[tuple[float, int]]) -> float:
    """Per cent a day. There are always two points that are far enough apart: the first and the last."""
    least = points[-1][0] * _APART
    return median(
        (later[1] - earlier[1]) / (later[0] - earlier[0])
        for number, earlier in enumerate(points)
        for later in points[number + 1 :]
        if later[0] - earlier[0] >= least
    )
