"""The week that is being edited, and the way back. Pure: keys come as calls, and pictures are made of what it says."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_grid import CELLS, copied
from lockdash.domain.week_text import Item, WeekSyntax
from lockdash.domain.weeks import Week
from lockdash.domain.windows import EVERY_DAY
from lockdash.tui.schedules.edit_entry import Entry, begun, entered
from lockdash.tui.schedules.edit_said import Said, read, written
from lockdash.tui.schedules.edit_week import Area, Cursor, allowed, area_of, cycled, erased

WORKDAYS = frozenset(range(5))


class WeekEdit:
    """`said`: the week now. `cursor`: the half hour in question. `anchor`: where a span was begun that is not ended.
    `targets`: the days to which the cursor's day is to be copied, None while none is. `entry`: exact times while they
    are typed.

    A run of typing is one step back; so is everything else that changes the week.
    """

    def __init__(self, kind: ScheduleKind, week: Week) -> None:
        self.kind = kind
        self.said = written((*week.spans, *week.marks))
        self.cursor = Cursor(0, CELLS // 3)
        self.anchor: Cursor | None = None
        self.targets: frozenset[int] | None = None
        self.source = 0
        self.entry: Entry | None = None
        self._past: list[Said] = []
        self._future: list[Said] = []
        self._typing = False

    @property
    def week(self) -> Week:
        return self.said.week

    @property
    def area(self) -> Area:
        """What is marked out: the cursor alone, if nothing was begun."""
        return area_of(self.anchor if self.anchor is not None else self.cursor, self.cursor)

    @property
    def preview(self) -> Week:
        """The week as it would be if what was begun were ended now."""
        if self.targets:
            return copied(self.week, self.source, self.targets)
        return allowed(self.week, self.area) if self.anchor is not None else self.week

    @property
    def has_begun(self) -> bool:
        """Whether there is something that Esc would leave."""
        return self.anchor is not None or self.targets is not None or self.entry is not None

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    # The cursor

    def move(self, days: int = 0, cells: int = 0) -> None:
        self.cursor = self.cursor.moved(days, cells)

    def go(self, cursor: Cursor) -> None:
        self.cursor = cursor

    # Typing

    def type(self, text: str) -> None:
        """The text form is another one."""
        if text == self.said.text:
            return
        if not self._typing:
            self._remember()
        self._typing = True
        self._future.clear()
        self.said = read(text, self.kind, self.said)

    def stop_typing(self) -> None:
        """What is typed from now on is a step of its own."""
        self._typing = False

    # Drawing

    def press(self) -> bool:
        """Begin a span, or end it; turn a mark. Return False where only exact times say what is meant."""
        if self.kind is ScheduleKind.thermostat:
            return False
        if self.kind is not ScheduleKind.access:
            self._become(cycled(self.week, self.cursor, self.kind))
        elif self.anchor is None:
            self.anchor = self.cursor
        else:
            week, self.anchor = self.preview, None
            self._become(week)
        return True

    def erase(self) -> None:
        """Take away what is marked out."""
        area, self.anchor = self.area, None
        self._become(erased(self.week, area))

    def cancel(self) -> bool:
        """Leave what was begun as it was. Return whether anything was begun."""
        begun = self.has_begun
        self.anchor = self.targets = self.entry = None
        return begun

    # Exact times

    def begin_entry(self, typed: str = "") -> None:
        """Begin to type exact times for the cursor's day: with `typed`, or with what stands at the cursor."""
        self.anchor = None
        here = begun(self.week, self.kind, self.cursor)
        self.entry = Entry(here.day, typed, len(typed)) if typed else here

    def put_entry(self) -> None:
        """Take over the exact times, or go to a time. What is not understood stays, and says why."""
        entry = self.entry
        if entry is None:
            return
        try:
            found = entered(entry.text, self.kind, entry.day)
        except WeekSyntax as error:
            self.entry = msgspec.structs.replace(entry, wrong=str(error))
            return
        self.entry = None
        if isinstance(found, Cursor):
            self.cursor = found
        else:
            self._write([*(each for each in self._items if each not in entry.items), *found])

    # Copying a day

    def begin_copy(self) -> None:
        """Choose the days to which the cursor's day is to be copied."""
        self.anchor, self.targets, self.source = None, frozenset(), self.cursor.day

    def toggle_target(self) -> None:
        if self.targets is not None and self.cursor.day != self.source:
            self.targets ^= {self.cursor.day}

    def choose_targets(self, days: Iterable[int]) -> None:
        self.targets = frozenset(days) & EVERY_DAY - {self.source}

    def copy(self) -> None:
        """Put what is on the day on those that were chosen, in place of what was there."""
        week, self.targets = self.preview, None
        self._become(week)

    # Back and forth

    def mend(self) -> None:
        """Write the week with its trouble mended."""
        if self.said.troubles:
            self.take(self.week)

    def take(self, week: Week) -> None:
        """Go on from another week; a step back leads to what there was."""
        self._write((*week.spans, *week.marks))

    def undo(self) -> None:
        self.cancel()
        self.stop_typing()
        if self._past:
            self._future.append(self.said)
            self.said = self._past.pop()

    def redo(self) -> None:
        self.cancel()
        self.stop_typing()
        if self._future:
            self._past.append(self.said)
            self.said = self._future.pop()

    @property
    def _items(self) -> tuple[Item, ...]:
        """Of the week as it is drawn."""
        return (*self.week.spans, *self.week.marks)

    def _become(self, week: Week) -> None:
        if week != self.week:
            self.take(week)

    def _write(self, items: Iterable[Item]) -> None:
        self.stop_typing()
        said = written(items)
        if said != self.said:
            self._remember()
            self._future.clear()
            self.said = said

    def _remember(self) -> None:
        self._past.append(self.said)
