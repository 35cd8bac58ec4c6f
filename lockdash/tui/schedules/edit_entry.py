"""Exact times, typed into one day: what stands there already, and what was typed. Pure."""

from __future__ import annotations

import re

import msgspec

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_grid import CELLS, STEP
from lockdash.domain.week_text import Item, WeekSyntax, clock, clock_text, item_text, parse
from lockdash.domain.weeks import DAY_KEYS, Week
from lockdash.tui.schedules.edit_week import Cursor, last_before, marks_at, spans_at

HINTS = {
    ScheduleKind.access: "8-12:30, or 14 to go there",
    ScheduleKind.lock_action: "8:15 unlock, or 14 to go there",
    ScheduleKind.auto_lock: "8:15 off, or 14 to go there",
    ScheduleKind.power_plug: "8:15 on, or 14 to go there",
    ScheduleKind.thermostat: "8:15 cool 76 heat 68, or 14 to go there",
}

_LONGEST = 200
_TIME = r"(\d{1,2})(:\d\d)?"
_ALONE = re.compile(_TIME, re.ASCII)
_SPAN = re.compile(rf"\s*{_TIME}\s*-\s*{_TIME}\s*", re.ASCII)
_MARK = re.compile(rf"\s*{_TIME}(\s+[a-z].*)", re.ASCII | re.IGNORECASE | re.DOTALL)


class Entry(msgspec.Struct, frozen=True):
    """`text`: as typed; more comes in at `caret`. `items`: those of `day` that it takes the place of. `wrong`: why it
    was not taken."""

    day: int
    text: str
    caret: int
    items: tuple[Item, ...] = ()
    wrong: str = ""

    def typed(self, text: str) -> Entry:
        kept = text[: _LONGEST - len(self.text)]
        return self._with(self.text[: self.caret] + kept + self.text[self.caret :], self.caret + len(kept))

    def deleted(self, *, before: bool) -> Entry:
        """Without the character before the caret, or behind it."""
        first = self.caret - before
        return self._with(self.text[: max(first, 0)] + self.text[first + 1 :], first) if first >= 0 else self

    def moved(self, by: int) -> Entry:
        return self._with(self.text, min(max(self.caret + by, 0), len(self.text)))

    def _with(self, text: str, caret: int) -> Entry:
        return msgspec.structs.replace(self, text=text, caret=caret, wrong="")


def begun(week: Week, kind: ScheduleKind, cursor: Cursor) -> Entry:
    """Return what stands at the cursor, to be typed anew; where nothing does, its time."""
    here: tuple[Item, ...] = (*spans_at(week, cursor), *marks_at(week, cursor))
    at = clock_text(cursor.at)
    if here:
        text = ", ".join(map(item_text, here))
    elif kind is ScheduleKind.access:
        text = f"{at}-"
    elif kind is ScheduleKind.thermostat:
        before = last_before(week, cursor)
        text = f"{at} {item_text(before).partition(' ')[2]}" if before is not None else f"{at} cool "
    else:
        text = f"{at} "
    return Entry(cursor.day, text, len(text), here)


def entered(text: str, kind: ScheduleKind, day: int) -> Cursor | tuple[Item, ...]:
    """Return where to go for a time alone, else what is to stand on `day`. Hours alone are whole: `8-12`.

    Raises WeekSyntax.
    """
    said = text.strip()
    if alone := _ALONE.fullmatch(said):
        at = clock(_whole(alone[1], alone[2]))
        if at is None:
            raise WeekSyntax(f"there is no time {said}", 0)
        return Cursor(day, min(at // STEP, CELLS - 1))
    if not said:
        return ()
    told = ",".join(_piece(each) for each in said.split(","))
    return parse(f"{DAY_KEYS[day]} {told}" if said[0].isdigit() else told, kind)


def _piece(text: str) -> str:
    if span := _SPAN.fullmatch(text):
        return f" {_whole(span[1], span[2])}-{_whole(span[3], span[4])}"
    if mark := _MARK.fullmatch(text):
        return f" {_whole(mark[1], mark[2])}{mark[3]}"
    return text


def _whole(hours: str, minutes: str | None) -> str:
    return f"{hours}{minutes or ':00'}"
