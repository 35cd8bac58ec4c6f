"""The Schedules tab: what the user does with the list and the schedule under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from lockdash.domain.schedules import ScheduleKind
from lockdash.engine.schedules.views import ScheduleView
from lockdash.engine.schedules.words import next_text
from lockdash.tui.action import Action, Scope
from lockdash.tui.binding import bindings
from lockdash.tui.layout import Form
from lockdash.tui.schedules.rows import ExceptionView, Row
from lockdash.tui.screens.schedule_list import ScheduleList

if TYPE_CHECKING:
    from lockdash.tui.schedules.commanding import ScheduleCommander

_TOO_SMALL = "Too small to act: no schedule is in sight."


class SchedulesScreen(ScheduleList):
    """Its keys are those of the registry of actions."""

    SCOPES = frozenset({Scope.app, Scope.list, Scope.rows, Scope.schedules})
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.list, Scope.rows, Scope.schedules)

    def __init__(self) -> None:
        super().__init__()
        self._commander: ScheduleCommander | None = None

    def on_unmount(self) -> None:
        if self._commander is not None:
            self._commander.close()

    @property
    def commander(self) -> ScheduleCommander:
        """Does what is asked to be done to schedules; made when it is first needed."""
        if self._commander is None:
            from lockdash.tui.schedules.commanding import ScheduleCommander

            self._commander = ScheduleCommander(self)
        return self._commander

    @property
    def cursor_row(self) -> Row | None:
        """What the row under the cursor shows."""
        return self.roster.views.get(self.cursor_key or "")

    def possible(self, action: Action) -> bool:
        asks = _POSSIBLE.get(action.id)
        row = self.cursor_row
        return asks is None or (row is not None and asks(row))

    # The list

    def action_sort(self) -> None:
        roster = self.roster
        roster.order = roster.order.following
        self.reorder(at_once=True)
        self.say(f"Sorted: {roster.order.label}.")

    def action_past_exceptions(self) -> None:
        roster = self.roster
        roster.with_past = not roster.with_past
        self.reorder(at_once=True)
        if not roster.past:
            self.say("No exception is over yet.")

    def action_copy(self) -> None:
        row = self.cursor_row
        if row is not None:
            told = next_text(row, self.app.clock.now()) if isinstance(row, ScheduleView) else ""
            text = f"{row.name}: {told}" if told else row.name
            self.app.copy_to_clipboard(text)
            self.say(f"Copied to your terminal's clipboard: {text}")

    async def action_devices_by_schedule(self) -> None:
        from lockdash.tui.schedules.links import show_devices_by

        await show_devices_by(self.app, self._rows_meant())

    async def action_people_by_schedule(self) -> None:
        from lockdash.tui.schedules.links import show_people_by

        await show_people_by(self.app, self._rows_meant())

    def _rows_meant(self) -> list[Row]:
        return [self.roster.views[key] for key in self.meant() if key in self.roster.views]

    def read_again(self) -> None:
        """The user wants everything read anew."""
        if self._unreadable:
            self._look()
        self.ask(lambda: self._asking.again(None), "people again")

    # What is done to schedules

    def action_new_schedule(self) -> None:
        if self._in_sight():
            self.commander.new_schedule()

    def action_new_exception(self) -> None:
        if self._in_sight():
            self.commander.new_exception()

    def action_edit_schedule(self) -> None:
        self._to_one(lambda key: self.commander.edit(key))

    def action_assign_schedule(self) -> None:
        self._to_one(lambda key: self.commander.assign(key))

    def action_delete_schedule(self) -> None:
        self._to_one(lambda key: self.commander.delete(key))

    def _in_sight(self) -> bool:
        if self.form is Form.card:
            self.say(_TOO_SMALL)
        return self.form is not Form.card

    def _to_one(self, do: Callable[[str], None]) -> None:
        """`do` something to the row under the cursor."""
        if self._in_sight() and self.cursor_key is not None:
            do(self.cursor_key)


def _can_be_changed(row: Row) -> bool:
    """Not what is of a kind that nobody knows, nor hours: those are changed with their access."""
    return isinstance(row, ExceptionView) or (row.schedule is not None and row.kind is not None)


def _can_be_assigned(row: Row) -> bool:
    """Those of accesses are given with the access."""
    return isinstance(row, ScheduleView) and row.kind not in (None, ScheduleKind.access)


def _can_be_deleted(row: Row) -> bool:
    return isinstance(row, ExceptionView) or row.schedule is not None


def _has_devices(row: Row) -> bool:
    return any(each.is_device for each in row.uses)


def _has_people(row: Row) -> bool:
    return any(not each.is_device for each in row.uses)


_POSSIBLE: dict[str, Callable[[Row], bool]] = {
    "edit_schedule": _can_be_changed,
    "assign_schedule": _can_be_assigned,
    "delete_schedule": _can_be_deleted,
    "devices_by_schedule": _has_devices,
    "people_by_schedule": _has_people,
}
