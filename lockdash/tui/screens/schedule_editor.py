"""Making and changing a schedule: the editor, what differs, one order, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import Worker, WorkerState

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.policy import Refusal
from lockdash.engine.schedules.orders import Order, Outcome
from lockdash.engine.schedules.views import ScheduleView, schedule_key
from lockdash.tui.look.tones import Tone
from lockdash.tui.messages import SnapshotChanged
from lockdash.tui.panes.form import form_title
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.panes.schedule_differences import conflict_lines, summary_lines
from lockdash.tui.schedules.edit_form import WEEK, Facts, ScheduleForm, facts_of
from lockdash.tui.screens.schedule_conflict import ConflictScreen, Way
from lockdash.tui.screens.schedule_editor_frame import EditorFrame

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

GROUP = "schedule editor"


class ScheduleEditor(EditorFrame):
    """`schedule`: to be changed, None for a new one of `account`, of `kind` to begin with. Gives the schedule as the
    vendor has it now, None if nothing was saved.

    What was drawn stays until it was saved, or until the user has said that it need not be kept.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("ctrl+o", "save", "Save", show=False),
        Binding("ctrl+f", "mend", "Mend", show=False),
    ]

    app: LockdashApp

    class Answered(Message):
        """What became of the order; or why it was not sent."""

        def __init__(self, outcome: Outcome | None, refusal: str = "") -> None:
            super().__init__()
            self.outcome = outcome
            self.refusal = refusal

    class NewKnown(Message):
        """Something else is known of schedules, or of what can be done with them."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ScheduleEditor.NewKnown)

    def __init__(self, schedule: Schedule | None, account: str, kind: ScheduleKind | None) -> None:
        self._account = account
        self._schedule_id = schedule.id if schedule is not None else None
        self._unreachable = ""
        self._unsubscribe: Callable[[], None] = lambda: None
        super().__init__(ScheduleForm(account, schedule, kind, self._facts()))

    # What is known

    def on_mount(self) -> None:
        self._unsubscribe = self.app.engine.people.subscribe(self._hear)
        self.run_worker(self._learn(), name="kinds of schedules", group=GROUP, exit_on_error=False)

    def on_unmount(self) -> None:
        self._unsubscribe()

    def _hear(self, _: PeopleSnapshot) -> None:
        self.post_message(self.NewKnown())

    async def _learn(self) -> None:
        self._unreachable = await self.app.engine.schedules.learn(self._account)
        self.post_message(self.NewKnown())

    def on_schedule_editor_new_known(self, message: NewKnown) -> None:
        message.stop()
        self.look_again()

    def on_snapshot_changed(self, message: SnapshotChanged) -> None:
        message.stop()
        self.look_again()

    def look_again(self) -> None:
        """Bring everything up to date."""
        self.form.learn(self._facts())
        self.redraw()

    def _facts(self) -> Facts:
        engine, account = self.app.engine, self._account
        known = engine.people.snapshot
        now = known.schedules.get((account, self._schedule_id)) if self._schedule_id is not None else None
        mine = [each for pair, each in known.exceptions.items() if pair[0] == account]
        barred = f"the configuration of {account} allows only looking" if self.app.config.read_only_of(account) else ""
        return facts_of(engine.schedules.kinds(account), mine, now, barred or self._unreachable)

    @property
    def _view(self) -> ScheduleView | None:
        if self._schedule_id is None:
            return None
        return self.app.engine.schedules.views().get(schedule_key(self._account, self._schedule_id))

    def heading(self) -> Line:
        name = self.form.base.name if self.form.base is not None else ""
        title = f"Edit {name}" if name else "New schedule"
        number = self.app.number_of(self._account)
        return form_title(title, self._account, number, self.size.width, self.app.glyphs)

    # Saving

    def action_save(self) -> None:
        """Show what differs; a yes sends it."""
        if self.is_sending or self.has_class("-small"):
            return
        self.gather()
        self.edit.cancel()
        self.edit.stop_typing()
        self.form.learn(self._facts())
        problem = self.form.attempt()
        self.redraw()
        if problem is None and (said := self.app.engine.schedules.objection(self.form.order)):
            self.form.refuse({"": said})
            self.redraw()
        elif problem is None:
            self._ask()
        elif problem == WEEK:
            self.go_to(self.text if self.edit.said.mistake is not None else self.grid)
        elif problem in self.rows:
            self.go_to(self.rows[problem].control)

    def _ask(self) -> None:
        from lockdash.tui.screens.form_summary import SummaryScreen

        form, uses = self.form, uses_text(self._view)
        base, mine, order = form.base, form.mine, form.order  # what is sent is what was shown

        def told(width: int) -> list[Line]:
            return summary_lines(base, mine, form.exception_name, uses, width)

        def agreed(yes: bool | None) -> None:
            if yes:
                self.is_sending = True
                self.run_worker(self._send(order), name="save", group=GROUP, exit_on_error=False)
                self.redraw()

        self.app.push_screen(SummaryScreen(self.heading(), told, form.questions, "Save"), agreed)

    async def _send(self, order: Order) -> None:
        try:
            self.post_message(self.Answered(await self.app.engine.schedules.change(order)))
        except Refusal as refusal:
            self.post_message(self.Answered(None, str(refusal)))

    def on_schedule_editor_answered(self, message: Answered) -> None:
        message.stop()
        self.is_sending = False
        outcome = message.outcome
        if outcome is None:
            self.form.refuse({"": message.refusal})
        elif outcome.is_done:
            self._done(outcome)
            return
        elif outcome.is_conflict:
            self._conflict(self.form.told(outcome.now) if isinstance(outcome.now, Schedule) else None)
        else:
            self.form.unclear = outcome.change.status is ChangeStatus.unknown
            self.form.fail(outcome)
        self.redraw()

    def _done(self, outcome: Outcome) -> None:
        name, alarms = self.form.name, outcome.alarms
        if alarms:
            self.app.say(Span(f"{name} is saved, but {'; '.join(alarms)}.", Tone.alarm))
        else:
            self.app.say(Span(f"{name} is saved."))
        self.dismiss(outcome.now if isinstance(outcome.now, Schedule) else None)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What nobody foresaw is told by the app, and the editor can be used again."""
        if event.state is WorkerState.ERROR:
            self.is_sending = False
            self.form.refuse({"": f"{type(event.worker.error).__name__}: {event.worker.error}"})
            self.redraw()

    # A conflict

    def _conflict(self, now: Schedule | None) -> None:
        base = self.form.base
        assert base is not None, "what is new cannot have been changed"
        if now is None:
            title = line(Span(f"Somebody has deleted {base.name} meanwhile", strong=True))
            ways = [("n", Way.mine, "Make it anew")]
        else:
            title = line(Span(f"Somebody has changed {base.name} meanwhile", strong=True))
            ways = [("t", Way.theirs, "Take theirs"), ("k", Way.mine, "Keep mine")]

        mine = self.form.mine_on(now) if now is not None else self.form.mine

        def told(width: int) -> list[Line]:
            return conflict_lines(base, now, mine, self.form.exception_name, width)

        def decided(way: Way | None) -> None:
            if way is Way.theirs and now is not None:
                self.form.take_theirs(now)
            elif way is Way.mine:
                self.form.keep_mine(now)
                self._schedule_id = now.id if now is not None else None
            self.look_again()

        self.app.push_screen(ConflictScreen(title, told, ways), decided)

    def action_mend(self) -> None:
        """Accept what is offered for the trouble that is told."""
        self.gather()
        self.edit.mend()
        self.form.week_changed()
        self.redraw()

    # Leaving

    def action_leave(self) -> None:
        """Out of what was begun first; then out of the editor, after a question if something would be lost."""
        if self.is_sending:
            return
        if self.focused is self.grid and self.edit.cancel():
            self.redraw()
            return
        self.gather()
        if not self.form.is_edited:
            self.dismiss(None)
            return
        from lockdash.tui.screens.question import Question, QuestionScreen

        asked = Question("Leave", "Leave the schedule?", (), "What was drawn is not kept. Nothing was sent.")
        self.app.push_screen(QuestionScreen(asked, self.size.height // 2), self._left)

    def _left(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "mend":
            return bool(self.edit.said.troubles)
        return super().check_action(action, parameters)


def uses_text(view: ScheduleView | None) -> str:
    """Return for whom a change counts."""
    if view is None:
        return ""
    counted = [(view.devices, "device", "devices"), (view.people, "person", "people")]
    told = [f"{number} {one if number == 1 else many}" for number, one, many in counted if number]
    return f"It counts for {' and '.join(told)}." if told else "Nothing goes by it yet."
