"""From a key to what is done to schedules: which one is meant, whether it may be, how carefully it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.engine.schedules.orders import DeleteException, DeleteSchedule, UpdateException, UpdateSchedule
from lockdash.engine.schedules.views import schedule_key
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Span, line
from lockdash.tui.people.ending import typed_word
from lockdash.tui.schedules.deleting import exception_loss, schedule_loss
from lockdash.tui.schedules.desk import Desk
from lockdash.tui.schedules.rows import ExceptionView, Row
from lockdash.vendors.schedules import ExceptionChange, ScheduleChange

if TYPE_CHECKING:
    from lockdash.engine.schedules.orders import Order
    from lockdash.tui.screens.schedules import SchedulesScreen

_READ_ONLY = "The configuration allows only looking: nothing is added."


class ScheduleCommander:
    """For one screen. `key`: of the row that is meant."""

    def __init__(self, screen: SchedulesScreen) -> None:
        self._screen = screen
        self._app = screen.app
        self._desk = Desk(screen)

    def close(self) -> None:
        """The screen goes. What is on its way comes to its end in the engine."""

    # What is new

    def new_schedule(self) -> None:
        self._choose("New schedule: in which account?", self._edit_new)

    def _edit_new(self, account: str) -> None:
        from lockdash.tui.screens.schedule_editor import ScheduleEditor

        self._app.push_screen(ScheduleEditor(None, account, None), self._made)

    def new_exception(self) -> None:
        self._choose("New exception: in which account?", self._new_exception)

    def _new_exception(self, account: str) -> None:
        from lockdash.tui.screens.exception import ExceptionScreen

        self._app.push_screen(ExceptionScreen(account, None), self._show)

    def _choose(self, title: str, then: Callable[[str], None]) -> None:
        """Go on with the account that keeps schedules; if several do, with the one that the user chooses."""
        config = self._app.config
        accounts = [each.name for each in config.accounts if not config.read_only_of(each.name)]
        if not accounts:
            self._screen.say(Span(_READ_ONLY, Tone.caution))
            return

        def learnt(troubles: Mapping[str, str]) -> None:
            able = [each for each in accounts if self._desk.schedules.kinds(each)]
            if not self._screen.is_active:
                return
            if len(able) == 1:
                then(able[0])
            elif able:
                self._pick(title, able, then)
            else:
                self._screen.say(Span(_none(troubles), Tone.caution))

        self._desk.learn(accounts, learnt)

    def _pick(self, title: str, accounts: list[str], then: Callable[[str], None]) -> None:
        from lockdash.tui.screens.pick import PickScreen

        app, here = self._app, self._screen.cursor_row
        marks = {each: Span(f"{app.glyphs.edge} ", account=app.number_of(each)) for each in accounts}
        rows = [(each, line(marks[each], each)) for each in accounts]
        screen = PickScreen(title, rows, here.account if here is not None else "")
        app.push_screen(screen, lambda account: then(account) if account is not None else None)

    # What is there

    def edit(self, key: str) -> None:
        row = self._row(key)
        if isinstance(row, ExceptionView):
            order = UpdateException(row.exception, ExceptionChange())
            self._desk.able(order, lambda: self._edit_exception(row.exception))
        elif row is not None and row.schedule is None:
            self._refuse(row, _hours())
        elif row is not None and row.schedule is not None:
            schedule = row.schedule
            self._desk.able(UpdateSchedule(schedule, ScheduleChange()), lambda: self._edit(schedule))

    def _edit(self, schedule: Schedule) -> None:
        from lockdash.tui.screens.schedule_editor import ScheduleEditor

        self._app.push_screen(ScheduleEditor(schedule, schedule.account, schedule.kind), self._made)

    def _edit_exception(self, exception: AccessException) -> None:
        from lockdash.tui.screens.exception import ExceptionScreen

        self._app.push_screen(ExceptionScreen(exception.account, exception), self._show)

    def assign(self, key: str) -> None:
        """Choose the devices that go by it."""
        row = self._row(key)
        if isinstance(row, ExceptionView):
            self._refuse(row, _is_exception())
        elif row is not None and row.schedule is None:
            self._refuse(row, _hours())
        elif row is not None and row.kind is ScheduleKind.access:
            self._refuse(row, _by_people())
        elif row is not None and row.schedule is not None:
            schedule = row.schedule
            self._desk.able(UpdateSchedule(schedule, ScheduleChange()), lambda: self._assign(schedule))

    def _assign(self, schedule: Schedule) -> None:
        from lockdash.tui.screens.assign import AssignScreen

        if schedule.kind is not None:
            assignable = self._desk.schedules.assignable(schedule.account)
            self._app.push_screen(AssignScreen(schedule, schedule.kind, assignable), self._show)

    # What goes for good

    def delete(self, key: str) -> None:
        row = self._row(key)
        if isinstance(row, ExceptionView):
            exception = DeleteException(row.exception)
            self._desk.able(exception, lambda: self._ask(row, exception, exception_loss(row)))
        elif row is not None and row.schedule is None:
            self._refuse(row, _hours())
        elif row is not None and row.schedule is not None:
            order = DeleteSchedule(row.schedule)
            self._desk.able(order, lambda: self._ask(row, order, schedule_loss(row)))

    def _ask(self, row: Row, order: Order, loss: str) -> None:
        from lockdash.tui.screens.question import Question
        from lockdash.tui.screens.typed_question import TypedQuestionScreen

        desk = self._desk
        asked = Question("Delete", "", [desk.titled(f"Delete {row.name}?", row.account)], f"It goes for good. {loss}")
        screen = TypedQuestionScreen(asked, self._screen.cursor_line(), *typed_word(row.name))
        desk.put(screen, lambda: desk.send(order), f"Nothing was sent: {row.name} stays as it is.")

    # Which is meant

    def _row(self, key: str) -> Row | None:
        """Return what is known of it now; None, and it is said, if it is gone."""
        row = self._screen.roster.views.get(key)
        if row is None:
            self._screen.say(Span("It is gone: somebody has deleted it meanwhile.", Tone.caution))
        return row

    def _refuse(self, row: Row, why: str) -> None:
        self._screen.say(*self._desk.named(row.name, row.account), Span(f": {why}", Tone.caution))

    def _made(self, schedule: Schedule | None) -> None:
        self._show(schedule_key(schedule.account, schedule.id) if schedule is not None else None)

    def _show(self, key: str | None) -> None:
        """The cursor goes to what was made or changed, if it is known by now."""
        screen = self._screen
        screen.take()
        if key in screen.roster.views:
            screen.go_to(key)


def _none(troubles: Mapping[str, str]) -> str:
    """Why nothing can be made in any account."""
    told = "; ".join(f"{account}: {why}" for account, why in troubles.items() if why)
    return f"No schedules can be made now. {told}" if told else "No vendor of your accounts keeps schedules."


def _hours() -> str:
    person = key_of("people_by_schedule")
    return f"these hours are kept with the access, and change with it: {person} goes to its person."


def _by_people() -> str:
    where = f"{key_of('tab_people')} People, {key_of('doors')}"
    return f"an access schedule goes with the doors of people: give it there ({where})."


def _is_exception() -> str:
    edit = key_of("edit_schedule")
    return f"an exception goes with schedules, not with devices: {edit} on an access schedule sets it."
