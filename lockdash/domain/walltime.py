"""Clocks at doors: which moments a time on the wall means there, and what a viewer's clock shows then.

RemoteLock's stays carry no zone, they are wall-clock time at the lock's location (remotelock-facts, "People and
access"). A time that a change of the clock skips is refused, one that it repeats is asked about (field note 16), and
a zone that nobody knows is asked for: nothing here guesses.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

_NOON = time(12)
_YEAR = 366


class UnknownZone(ValueError):
    """No time zone, or none that is known by that name. `name`: as it was given, a stranger's text perhaps."""

    def __init__(self, name: str | None) -> None:
        super().__init__(
            "the door's time zone is not known" if not name else "no time zone has the name that was given"
        )
        self.name = name


def zone_of(name: str | None) -> tzinfo:
    """Return the IANA zone of that name. Raises UnknownZone."""
    found = known_zone(name)
    if found is None:
        raise UnknownZone(name)
    return found


@lru_cache(maxsize=64)
def known_zone(name: str | None) -> tzinfo | None:
    """Return the IANA zone of that name, None if there is none: for texts that can name UTC instead."""
    if not name:
        return None
    from zoneinfo import ZoneInfo  # 2 ms that no start needs

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # a vendor's text: may be a folder, a path, anything
        return None


def moments_of(wall: datetime, zone: str | None) -> tuple[datetime, ...]:
    """Return the moments (UTC) at which a clock in `zone` shows `wall`, which is naive.

    None if the clock skips that time, two, the earlier first, if it shows it twice. Raises UnknownZone, and ValueError
    for a time at the very ends of the calendar or one that has a zone already.
    """
    there = zone_of(zone)
    try:
        readings = _readings(wall, there)
    except OverflowError:
        raise ValueError("the year is out of range") from None
    return tuple(sorted({each for each in readings if _shown(each, there) == _plain(wall)}))


def bounds_of(wall: datetime, zone: str | None) -> tuple[datetime, datetime]:
    """Return the first and the last moment (UTC) that `wall` (naive) can mean in `zone`, for times that a vendor has
    taken already.

    They differ where the clock shows the time twice, and where it skips it: the vendor means some moment between them.
    A time at the very ends of the calendar ("never") is taken for UTC. Raises UnknownZone.
    """
    there = zone_of(zone)
    try:
        one, other = _readings(wall, there)
    except OverflowError:
        one = other = wall.replace(tzinfo=UTC)
    return min(one, other), max(one, other)


def wall_at(moment: datetime, zone: str | None) -> datetime:
    """Return what a clock in `zone` shows at `moment` (aware), naive. Raises UnknownZone."""
    return _shown(moment, zone_of(zone))


def wall_elsewhere(moment: datetime, zone: str | None, viewer: tzinfo | None = None) -> datetime | None:
    """Return what the viewer's clock shows at `moment` (aware), naive; None if the clock at the door shows the same.

    `viewer` None: this machine's zone by its rules for that moment; a fixed offset of today would be wrong in winter.
    Raises UnknownZone.
    """
    ours = _shown(moment, viewer)
    return None if ours == wall_at(moment, zone) else ours


def is_whole_hour(wall: datetime | time) -> bool:
    """Whether a resort lock keeps this time as it is: it sets minutes and seconds to zero without a word (reference,
    "Create a resort lock guest")."""
    return not (wall.minute or wall.second or wall.microsecond)


def offset_on(day: date, zone: str | None) -> timedelta:
    """Return by how much clocks in `zone` are ahead of UTC at noon of `day`: on the day of a change, what holds after
    it. Raises UnknownZone."""
    return datetime.combine(day, _NOON, zone_of(zone)).utcoffset() or timedelta()


def next_change(day: date, zone: str | None) -> date | None:
    """Return the first day after `day` with another offset, None if there is none for a year. Raises UnknownZone."""
    now = offset_on(day, zone)
    coming = (day + timedelta(days=each) for each in range(1, min(_YEAR, (date.max - day).days) + 1))
    return next((each for each in coming if offset_on(each, zone) != now), None)


def _readings(wall: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The two answers of PEP 495, by the offset before a change of the clock and by the one after it."""
    if wall.tzinfo is not None:
        raise ValueError("a wall-clock time has no zone of its own")
    before, after = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return before, after


def _shown(moment: datetime, zone: tzinfo | None) -> datetime:
    try:
        return _plain(moment.astimezone(zone).replace(tzinfo=None))
    except OverflowError:  # the end of the calendar, which is "never": no clock will show it
        return _plain(moment.replace(tzinfo=None))


def _plain(wall: datetime) -> datetime:
    return wall.replace(fold=0)
