"""Weeks on the wire: by day, times of the day as `HH:MM` (reference, "Create an access schedule" and the other kinds).

The reference shows no span that ends at midnight. We send 23:59, which is a time of the day to every server, while
24:00 is none to most and 00:00 is before whatever begins that day. Of what comes, all three are midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from lockdash.domain.schedules import LAST_MINUTE, ScheduleKind, to_midnight
from lockdash.domain.week_text import DEEDS, EXAMPLES, clock, clock_text, fits, item_text
from lockdash.domain.week_trouble import troubles
from lockdash.domain.weeks import DAY_KEYS, Deed, Mark, Week, week_of
from lockdash.domain.window_words import DAY_NAMES
from lockdash.domain.windows import DAY, Span
from lockdash.vendors import fields
from lockdash.vendors.abilities import impossible
from lockdash.vendors.errors import REFUSED_HERE
from lockdash.vendors.people import FieldRefused
from lockdash.vendors.remotelock.schedules.shapes import Entry, WeekAttributes
from lockdash.vendors.replies import Unreadable

Days = dict[str, list[dict[str, object]]]
"""Entries by day, as they are sent."""

_MINUTE = timedelta(minutes=1)
_ENABLED = {True: Deed.on, False: Deed.off}


def week_from(sent: WeekAttributes, kind: ScheduleKind) -> Week:
    """Return a week. Raises Unreadable for anything in it that is not understood: without it the rest would be another
    week. A day that is missing has nothing."""
    read = _span if kind is ScheduleKind.access else _mark
    days = [getattr(sent, key) or [] for key in DAY_KEYS]
    items = [read(day, entry, kind) for day, entries in enumerate(days) for entry in entries]
    return to_midnight(week_of(items))


def days_of(week: Week, kind: ScheduleKind) -> Days:
    """Return all seven days as they are sent. Raises FieldRefused for a week that has trouble, that is of another kind,
    or that hours and minutes cannot tell."""
    if not fits(week, kind):
        raise impossible(f"this is no week of that kind, such as {EXAMPLES[kind]}", "week")
    wrong = dict(_wrong(week))
    if wrong:
        raise FieldRefused("; ".join(wrong.values()), fields=wrong, status=REFUSED_HERE)
    days: Days = {key: [] for key in DAY_KEYS}
    for span in week.spans:
        ends = LAST_MINUTE if span.ends == DAY else span.ends
        days[DAY_KEYS[span.day]].append({"start_time": clock_text(span.starts), "end_time": clock_text(ends)})
    for mark in week.marks:
        days[DAY_KEYS[mark.day]].append({"time": clock_text(mark.at), **_deed(mark, kind)})
    return days


def _span(day: int, entry: Entry, kind: ScheduleKind) -> Span:
    return Span(day, _clock(entry.start_time), _clock(entry.end_time) or DAY)


def _mark(day: int, entry: Entry, kind: ScheduleKind) -> Mark:
    mark = _done(Mark(day, _clock(entry.time), Deed.set), entry, kind)
    # 24:00, if it ever comes, is 00:00 of the next day.
    return mark if mark.at < DAY else msgspec.structs.replace(mark, day=(day + 1) % 7, at=timedelta())


def _done(mark: Mark, entry: Entry, kind: ScheduleKind) -> Mark:
    if kind is ScheduleKind.thermostat:
        cool, heat = fields.number(entry.cool), fields.number(entry.heat)
        if cool is None or heat is None:
            raise Unreadable("a temperature of a schedule that cannot be understood")
        return msgspec.structs.replace(mark, cool=cool, heat=heat)
    if kind is ScheduleKind.auto_lock:
        deed = _ENABLED.get(entry.enable) if isinstance(entry.enable, bool) else None
    else:
        deed = next((each for each in DEEDS[kind] if each == entry.action), None)
    if deed is None:
        raise Unreadable("something that a schedule does and that is not known")
    return msgspec.structs.replace(mark, deed=deed)


def _clock(value: object) -> timedelta:
    """A time of the day; seconds are understood if there are none (`08:00:00`)."""
    text = value.strip() if isinstance(value, str) else ""
    at = clock(text.removesuffix(":00") if text.count(":") == 2 else text)
    if at is None:
        raise Unreadable("a time of a schedule that cannot be understood")
    return at


def _deed(mark: Mark, kind: ScheduleKind) -> dict[str, object]:
    if kind is ScheduleKind.thermostat:
        return {"cool": _degrees(mark.cool), "heat": _degrees(mark.heat)}
    if kind is ScheduleKind.auto_lock:
        return {"enable": mark.deed is Deed.on}
    return {"action": str(mark.deed)}


def _degrees(value: float | None) -> float | int | None:
    return int(value) if value is not None and value.is_integer() else value


def _wrong(week: Week) -> Iterator[tuple[str, str]]:
    """What is wrong, by the key of its day."""
    for trouble in troubles((*week.spans, *week.marks)):
        yield DAY_KEYS[trouble.day], trouble.words
    for span in week.spans:
        if (span.starts % _MINUTE) or (span.ends % _MINUTE):
            yield DAY_KEYS[span.day], f"{DAY_NAMES[span.day]} {item_text(span)}: RemoteLock knows whole minutes only"
        elif span.starts == LAST_MINUTE:
            yield DAY_KEYS[span.day], f"{DAY_NAMES[span.day]} {item_text(span)}: RemoteLock's day ends at 23:59"
    for mark in week.marks:
        if mark.at % _MINUTE:
            yield DAY_KEYS[mark.day], f"{DAY_NAMES[mark.day]} {item_text(mark)}: RemoteLock knows whole minutes only"
        elif mark.deed is Deed.set and (mark.cool is None or mark.heat is None):
            yield DAY_KEYS[mark.day], f"{DAY_NAMES[mark.day]} {clock_text(mark.at)}: two temperatures are needed"
