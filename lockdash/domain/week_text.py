"""Weeks as text that people read and type: `mon-fri 08:00-12:00, 13:00-18:00; sat 10:00-14:00`, or, for what is done
at some time, `mon-fri 08:00 unlock, 18:00 lock`. What is written here is read here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from lockdash.domain.mistyped import Mistyped
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.weeks import DAY_KEYS, Deed, Mark, Week, moved
from lockdash.domain.windows import DAY, EVERY_DAY, Span

Item = Span | Mark

NEVER = "never"
EXAMPLES = {
    ScheduleKind.access: "mon-fri 08:00-12:00, 13:00-18:00; sat 10:00-14:00",
    ScheduleKind.auto_lock: "mon-fri 08:00 off, 18:00 on",
    ScheduleKind.lock_action: "mon-fri 08:00 unlock, 18:00 lock",
    ScheduleKind.power_plug: "daily 07:00 on, 22:30 off",
    ScheduleKind.thermostat: "daily 07:00 cool 75 heat 68, 22:00 cool 80 heat 62",
}
DEEDS = {
    ScheduleKind.access: frozenset[Deed](),
    ScheduleKind.auto_lock: frozenset({Deed.on, Deed.off}),
    ScheduleKind.lock_action: frozenset({Deed.lock, Deed.unlock}),
    ScheduleKind.power_plug: frozenset({Deed.on, Deed.off}),
    ScheduleKind.thermostat: frozenset({Deed.set}),
}

_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAILY = ("daily", "every day")
_SPAN = re.compile(r"(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)", re.ASCII)
_MARK = re.compile(r"(\d{1,2}:\d\d)\s+([a-z].*)", re.ASCII | re.DOTALL)
_DEGREES = re.compile(r"cool (-?\d+(?:\.\d+)?) heat (-?\d+(?:\.\d+)?)", re.ASCII)
_DIGIT = re.compile(r"\d", re.ASCII)


class WeekSyntax(Mistyped):
    """A text that is no week."""


def parse(text: str, kind: ScheduleKind) -> tuple[Item, ...]:
    """Return what `text` says, as typed: unsorted perhaps, or ending before it begins (`week_trouble` tells).

    Raises WeekSyntax.
    """
    if text.strip().casefold() in ("", NEVER):
        return ()
    found: list[Item] = []
    start = 0
    for part in re.split(r"([;\n])", text):
        if part.strip() and part not in ";\n":
            found += _part(part.casefold(), start, kind)
        start += len(part)
    return tuple(found)


def fits(week: Week, kind: ScheduleKind) -> bool:
    """Whether a schedule of `kind` can have `week`: one of accesses has spans, the others marks of what they do."""
    if kind is ScheduleKind.access:
        return not week.marks
    return not week.spans and all(each.deed in DEEDS[kind] for each in week.marks)


def text_of(week: Week) -> str:
    """Return `week` as text: days that are alike together, `never` for one that says nothing."""
    told = [day_text(week, day) for day in range(7)]
    groups: dict[tuple[str, ...], list[int]] = {}
    for day, items in enumerate(told):
        if items:
            groups.setdefault(tuple(items), []).append(day)
    return "; ".join(f"{days_text(days)} {', '.join(items)}" for items, days in groups.items()) or NEVER


def day_text(week: Week, day: int) -> list[str]:
    """Return what `week` says of one day (0 = Monday), each item as text."""
    items: Sequence[Item] = week.spans or week.marks
    return [item_text(each) for each in items if each.day == day]


def item_text(item: Item) -> str:
    """Return `08:00-12:00` or `08:00 unlock`, without its day."""
    if isinstance(item, Span):
        return f"{clock_text(item.starts)}-{clock_text(item.ends)}"
    if item.deed is Deed.set:
        return f"{clock_text(item.at)} cool {item.cool or 0:g} heat {item.heat or 0:g}"
    return f"{clock_text(item.at)} {item.deed}"


def days_text(days: Iterable[int]) -> str:
    """Return `mon-fri`, `mon,wed`, or `daily`."""
    if set(days) == EVERY_DAY:
        return _DAILY[0]
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join("-".join(dict.fromkeys((DAY_KEYS[run[0]], DAY_KEYS[run[-1]]))) for run in runs)


def clock_text(since_midnight: timedelta) -> str:
    """Return `08:00`, `24:00` for the end of a day."""
    minutes = round(since_midnight.total_seconds() / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def clock(text: str) -> timedelta | None:
    """Return a time of the day, up to 24:00; None for what is none."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        return None
    at = timedelta(hours=int(hours), minutes=int(minutes))
    return at if int(minutes) < 60 and at <= DAY else None


def _part(part: str, start: int, kind: ScheduleKind) -> Iterator[Item]:
    """The items of `mon-fri 08:00-12:00, 13:00-18:00`."""
    digit = _DIGIT.search(part)
    days = _days(part[: digit.start()] if digit is not None else part, start)
    if digit is None:
        if kind is not ScheduleKind.access:
            raise WeekSyntax(f"at what time? A week is typed as {EXAMPLES[kind]}", start + len(part.rstrip()))
        yield from (Span(day, timedelta(), DAY) for day in days)
        return
    at = digit.start()
    for piece in part[at:].split(","):
        item = _item(piece, start + at, kind)
        yield from (moved(item, day) for day in days)
        at += len(piece) + 1


def _days(text: str, start: int) -> list[int]:
    said = " ".join(text.strip(" ,:\t").split())
    if not said or said in _DAILY:
        return sorted(EVERY_DAY)
    found: list[int] = []
    for match in re.finditer(r"[^,:\s-]+(?:\s*-\s*[^,:\s-]*)?|-", text):
        first, dash, last = (each.strip() for each in match[0].partition("-"))
        begin = _day(first, start + match.start())
        end = _day(last, start + match.start()) if dash else begin
        found += [day % 7 for day in range(begin, (end if end >= begin else end + 7) + 1)]
    return list(dict.fromkeys(found))


def _day(text: str, at: int) -> int:
    """A day by the beginning of its name, of three letters at least."""
    found = next((day for day, name in enumerate(_FULL) if len(text) >= 3 and name.startswith(text)), None)
    if found is None:
        raise WeekSyntax(f"no day is called {text!r}; they are mon, tue, wed, thu, fri, sat, sun, or daily", at)
    return found


def _item(piece: str, start: int, kind: ScheduleKind) -> Item:
    said, at = piece.strip(), start + len(piece) - len(piece.lstrip())
    span, mark = _SPAN.fullmatch(said), _MARK.fullmatch(said)
    if kind is ScheduleKind.access and span is not None:
        return Span(0, _clock(span[1], at), _clock(span[2], at + span.start(2)))
    if kind is not ScheduleKind.access and mark is not None:
        found = _mark(_clock(mark[1], at), " ".join(mark[2].split()), kind)
        if found is not None:
            return found
    raise WeekSyntax(f"{said!r} is not understood; a week is typed as {EXAMPLES[kind]}", at)


def _mark(at: timedelta, said: str, kind: ScheduleKind) -> Mark | None:
    degrees = _DEGREES.fullmatch(said)
    if kind is ScheduleKind.thermostat:
        return None if degrees is None else Mark(0, at, Deed.set, float(degrees[1]), float(degrees[2]))
    return Mark(0, at, Deed(said)) if said in DEEDS[kind] else None


def _clock(text: str, at: int) -> timedelta:
    found = clock(text)
    if found is None:
        raise WeekSyntax(f"there is no time {text}", at)
    return found
