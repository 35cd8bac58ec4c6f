"""Making or changing an exception: its name and its days, what they come to, and the summary before it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from lockdash.domain.exceptions import AccessException
from lockdash.engine.policy import Refusal
from lockdash.engine.schedules.orders import CreateException, Order, Outcome, UpdateException, target_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.exception_days import exception_days
from lockdash.tui.panes.form import form_title
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.people.form_known import Known
from lockdash.tui.people.telling import called
from lockdash.tui.schedules import telling
from lockdash.tui.schedules.exception_form import DATES, NAME, ExceptionForm
from lockdash.tui.schedules.exception_summary import conflict_lines, exception_summary
from lockdash.tui.schedules.rows import exception_key, exception_views
from lockdash.tui.screens.form import GROUP, FormScreen
from lockdash.tui.screens.schedule_conflict import ConflictScreen, Way
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import ScrollingLines


class ExceptionScreen(FormScreen):
    """`exception`: None for a new one of `account`. Gives the key of what was made or changed."""

    DEFAULT_CSS = """
    ExceptionScreen #form-body, ExceptionScreen #form-fields { height: auto; }
    ExceptionScreen #exception-days { height: 1fr; margin: 1 1 0 1; padding: 0 0 0 1; }
    ExceptionScreen.-low #exception-days { margin: 0 1 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "mend", "Take what is offered", show=False, priority=True)
    ]

    class Settled(Message):
        """The order came to its end; or `refusal` says why it was not sent."""

        def __init__(self, order: Order, outcome: Outcome | None, refusal: str = "") -> None:
            super().__init__()
            self.order = order
            self.outcome = outcome
            self.refusal = refusal

    def __init__(self, account: str, exception: AccessException | None) -> None:
        now = self.app.clock.now().astimezone(self.app.zone).date()
        self.exception = ExceptionForm(account, exception, now, self.app.engine.schedules.objection)
        self._days = ScrollingLines(id="exception-days")
        super().__init__(self.exception)
        self._days.can_focus = False
        self._look()

    def below(self) -> Iterable[Widget]:
        yield self._days

    def on_mount(self) -> None:
        self.watch(self._input, "selection", self._moved, init=False)

    # What is known

    def take(self, known: Known) -> None:
        self._look()

    def _look(self) -> None:
        """Take in what is known of it now, and on which day."""
        app, form = self.app, self.exception
        people, now = app.engine.people.snapshot, app.clock.now()
        if form.exception is None:
            form.take(people, now.astimezone(app.zone).date(), ())
        else:
            view = next(exception_views([form.exception], app.engine.schedules.views(), now, app.zone))
            form.take(people, view.today, view.by)

    # What is shown

    @property
    def first(self) -> str:
        return NAME if self.exception.exception is None else DATES

    @property
    def _input(self) -> FieldInput:
        control = self.rows[DATES].control
        assert isinstance(control, FieldInput)
        return control

    @property
    def _title(self) -> str:
        before = self.exception.exception
        return "New exception" if before is None else f"Exception {before.name}"

    def heading(self) -> Line:
        form, app = self.exception, self.app
        width = self.size.width or app.size.width
        title = form_title(self._title, form.account, app.number_of(form.account), width, app.glyphs)
        return (*title, Span("  sending", Tone.asked)) if self.is_busy else title

    def redraw(self) -> None:
        super().redraw()
        width = self._days.scrollable_content_region.width
        if width:
            lines, here = exception_days(self.exception, self._cursor, width, self.app.glyphs)
            self._days.show(lines)
            height = self._days.size.height
            self._days.scroll_to(y=max(0, here - height + 2) if here >= height else 0, animate=False, force=True)

    @property
    def _cursor(self) -> int | None:
        """The number of the range in which the text cursor stands."""
        if not self._input.has_focus:
            return None
        place = self._input.cursor_position
        typed, _ = self.exception.typed
        return next((number for number, each in enumerate(typed) if each.at <= place <= each.end), None)

    def _moved(self) -> None:
        if self.is_mounted and self.where == DATES:
            self.redraw()

    def more_keys(self) -> Sequence[tuple[str, str]]:
        _, label = self.exception.remedy(self.where)
        return (("Ctrl+F", label),) if label else ()

    # What the user does

    def go_to(self, name: str) -> None:
        super().go_to(name)
        _, mistake = self.exception.typed
        if name == DATES and mistake is not None:
            self._input.cursor_position = mistake.at

    def action_mend(self) -> None:
        """Do what is offered for this field."""
        if self.where:
            self.exception.mend(self.where)
            self.redraw()

    @property
    def loss(self) -> str:
        if self.exception.in_doubt:
            return "What was typed is not kept. Whether it was done nobody knows: the list tells when it is read."
        return super().loss

    def action_leave(self) -> None:
        if not self.is_busy:  # it is over soon, and is told then
            super().action_leave()

    # From the form to the vendor

    @property
    def verb(self) -> str:
        return "Add" if isinstance(self.exception.order, CreateException) else "Change"

    def summary(self, width: int) -> list[Line]:
        return exception_summary(self.exception, width)

    def questions(self) -> tuple[str, ...]:
        return self.exception.questions

    def send(self) -> None:
        order = self.exception.order
        self.run_worker(self._send(order), name=self._title, group=GROUP, exit_on_error=False)
        self.redraw()

    async def _send(self, order: CreateException | UpdateException) -> None:
        try:
            self.post_message(self.Settled(order, await self.app.engine.schedules.change(order)))
        except Refusal as refusal:
            self.post_message(self.Settled(order, None, str(refusal)))

    def on_exception_screen_settled(self, message: Settled) -> None:
        message.stop()
        self.free()
        self.redraw()
        outcome = message.outcome
        if outcome is None:
            self.tell(message.refusal)
        elif self.exception.come_back(outcome):
            self._done(message.order, outcome)
        elif outcome.is_conflict:
            self._conflict(outcome.now if isinstance(outcome.now, AccessException) else None)
        else:
            self.look_again()
            self.go_to(self.state.attempt() or self.first)

    def _done(self, order: Order, outcome: Outcome) -> None:
        app, (_, name), account = self.app, target_of(order), self.exception.account
        app.say(*telling.outcome(called(name, account, app.number_of(account), app.glyphs), outcome))
        self.dismiss(exception_key(outcome.now) if isinstance(outcome.now, AccessException) else "")

    # A conflict

    def _conflict(self, now: AccessException | None) -> None:
        """Somebody else was faster: show how it stands, and go on as the user says."""
        form = self.exception
        name = form.exception.name if form.exception is not None else ""
        if now is None:
            words, ways = f"Somebody has deleted {name} meanwhile", [("n", Way.mine, "Make it anew")]
        else:
            words = f"Somebody has changed {name} meanwhile"
            ways = [("t", Way.theirs, "Take theirs"), ("k", Way.mine, "Keep mine")]

        def decided(way: Way | None) -> None:
            if way is Way.theirs and now is not None:
                form.take_theirs(now)
            elif way is Way.mine:
                form.keep_mine(now)
            self.look_again()

        title = line(Span(words, strong=True))
        self.app.push_screen(ConflictScreen(title, partial(conflict_lines, form, now), ways), decided)
