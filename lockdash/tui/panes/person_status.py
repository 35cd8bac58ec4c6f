"""What somebody is now and from when to when, in the time of the door and in the viewer's where that differs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from lockdash.domain.ages import age_text
from lockdash.domain.people import PersonStatus
from lockdash.domain.walltime import bounds_of, known_zone, wall_elsewhere
from lockdash.domain.weekly import drift
from lockdash.domain.window_words import week_text, window_text
from lockdash.domain.windows import Window
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.render.person_words import STATUS_TONES, STATUS_WORDS, status_sign

if TYPE_CHECKING:
    from lockdash.tui.panes.person import PersonDetail

_NO_ZONE = "at the door, whose time zone is not known"
_SEVERAL = "by the clock of each door"


def status_line(detail: PersonDetail) -> Line:
    """Return the status in a word, with more where that is not plain."""
    status = detail.view.status
    word = line(Span(f"{status_sign(status, detail.glyphs)} {STATUS_WORDS[status]}", STATUS_TONES[status], strong=True))
    raw = detail.view.person.status_raw
    more = "invited" if status is PersonStatus.pending else raw if status is PersonStatus.unknown else ""
    return (*word, *line(Span(f" {detail.glyphs.dot} {more}" if more else "", Tone.dim)))


def nearness(detail: PersonDetail) -> Line:
    """Return when the stay begins or ends, seen from now, `ends in 3 d`, or that it has no limits; empty if nobody
    knows, or if that is of no account."""
    view, now = detail.view, detail.now
    stay = view.stay
    if view.several_windows or view.status is PersonStatus.deactivated:
        return ()
    if stay is None or stay.is_permanent:
        return line(Span("always", Tone.dim))
    starts, ends = (_moment(at, view.zone, last=last) for at, last in ((stay.starts_at, False), (stay.ends_at, True)))
    if starts is not None and starts > now:
        return line(Span(f"begins in {_age(starts - now)}", Tone.dim))
    if ends is None:
        return ()
    return line(Span(f"ends in {_age(ends - now)}" if ends > now else f"ended {_age(now - ends)} ago", Tone.dim))


def stay_line(detail: PersonDetail) -> Line:
    """Return from when to when at the door, and where it is not known what time that is; empty without limits."""
    view, stay = detail.view, detail.view.stay
    if view.several_windows:
        return line(Span("each door has times of its own", Tone.dim))
    if stay is None or stay.is_permanent:
        return ()
    told = window_text(stay, view.zone, today(view.zone, detail.now))
    on_the_wall = any(at is not None and at.tzinfo is None for at in (stay.starts_at, stay.ends_at))
    return line(Span(told), Span(f", {_whose_clock(detail)}" if on_the_wall and view.zone is None else "", Tone.dim))


def _whose_clock(detail: PersonDetail) -> str:
    zones = {detail.directory.zone_at([access]) for access in detail.view.accesses}
    return _SEVERAL if zones and None not in zones else _NO_ZONE if zones else "at the door"


def elsewhere(window: Window | None, zone: str | None, detail: PersonDetail) -> str:
    """Return what the viewer's clock shows when `window` begins and ends, "" if it shows what the one at the door does
    or nobody knows what that is."""
    if window is None:
        return ""
    starts = _moment(window.starts_at, zone, last=False)
    ends = _moment(window.ends_at, zone, last=True)
    known = zone if known_zone(zone) is not None else "UTC"  # as which times of an unknown zone are told
    if not any(at is not None and wall_elsewhere(at, known, detail.zone) for at in (starts, ends)):
        return ""
    first, last = (_brief(at, detail) if at is not None else "" for at in (starts, ends))
    return f"{first} to {last}" if first and last else f"from {first}" if first else f"until {last}"


def drift_text(window: Window | None, zone: str | None, detail: PersonDetail) -> str:
    """Return from when on a week that the vendor keeps in UTC is another one at the door, and which; "" if it is not,
    or nobody knows."""
    if window is None or known_zone(zone) is None:
        return ""
    found = drift(window, zone, today(zone, detail.now))
    if found is None:
        return ""
    day, then = found
    return f"from {day.day} {day:%b %Y}: {week_text(then, zone, day) or 'always'}, since it is kept in UTC"


def today(zone: str | None, now: datetime) -> date:
    """Return the day at the door; that of UTC if the zone of the door is not known."""
    return now.astimezone(known_zone(zone) or UTC).date()


def _moment(at: datetime | None, zone: str | None, *, last: bool) -> datetime | None:
    if at is None or at.tzinfo is not None:
        return at
    return bounds_of(at, zone)[last] if known_zone(zone) is not None else None


def _brief(at: datetime, detail: PersonDetail) -> str:
    """The year stands with the time at the door."""
    wall = at.astimezone(detail.zone)
    return f"{wall.day} {wall:%b %H:%M}"


def _age(span: timedelta) -> str:
    return age_text(span.total_seconds())
