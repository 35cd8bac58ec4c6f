"""When an access with a window begins and ends to count, in moments. For windows in UTC, as a vendor keeps them: at the
door they move when its clock is changed (`domain.weekly`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from lockdash.domain.week_changes import Turn, turns
from lockdash.domain.weeks import Week, allows
from lockdash.domain.windows import DAY, Window, since_midnight, spans

_TICK = timedelta(microseconds=1)
_UTC = "UTC"


def counts_at(window: Window, moment: datetime) -> bool:
    """Whether an access with `window` counts at `moment` (UTC). The moment at which a window ends is not part of it."""
    starts, ends = window.starts_at, window.ends_at
    if (starts is not None and moment < starts) or (ends is not None and moment >= ends):
        return False
    return allows(_week(window), moment.weekday(), since_midnight(moment.time()))


def window_turns(window: Window, since: datetime, until: datetime) -> list[Turn]:
    """Return what happens after `since` and up to `until` (both UTC), in order, also when it begins and ends as a
    whole."""
    moments = {each.at for each in turns(_week(window), _UTC, since, until)}
    moments |= {each for each in _ends(window) if since < each <= until}
    found = [Turn(at, allowed=counts_at(window, at)) for at in sorted(moments)]
    return [each for each in found if each.allowed != counts_at(window, each.at - _TICK)]


def next_window_turn(window: Window, now: datetime) -> Turn | None:
    """Return the first thing that happens after `now` (UTC), however far away, None if nothing ever does."""
    # Between its beginning and its end a window repeats within a week; before and after, it does not count.
    for since in sorted({now, *(each - _TICK for each in _ends(window) if each > now)}):
        found = window_turns(window, since, since + 8 * DAY)
        if found:
            return found[0]
    return None


def _week(window: Window) -> Week:
    return Week(spans=spans(window))


def _ends(window: Window) -> list[datetime]:
    return [each for each in (window.starts_at, window.ends_at) if each is not None]
