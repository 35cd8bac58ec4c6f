"""What all forms do: from what was typed to a summary and a yes, and out again without losing what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import Worker, WorkerState

from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.store.errors import StoreError
from lockdash.tui.messages import SnapshotChanged
from lockdash.tui.panes.lines import Line
from lockdash.tui.people.form_known import Known, known_now
from lockdash.tui.people.form_state import FormState
from lockdash.tui.screens.form_filling import FormFilling
from lockdash.tui.widgets.picker import Picker

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

GROUP = "form"


class FormScreen(FormFilling):
    """A form. It gives the key of what it was about, None if it was left.

    What was typed stays until all of it was sent, or until the user has said that it need not be kept.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
    ]

    app: LockdashApp

    class NewKnown(Message):
        """Something else is known of people."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, FormScreen.NewKnown)

    class Unreadable(Message):
        """What the form is about cannot be read. `why`: for the user."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def __init__(self, state: FormState, picker: Picker | None = None) -> None:
        super().__init__(state, picker)
        self._busy = self._opened = False
        self._unsubscribe: Callable[[], None] = lambda: None

    # What subclasses say

    def take(self, known: Known) -> None:
        """Bring the state up to date."""
        raise NotImplementedError

    def summary(self, width: int) -> Sequence[Line]:
        """What is about to be sent. Asked only while there are no problems."""
        raise NotImplementedError

    def questions(self) -> Sequence[str]:
        """What has to be answered with a yes first."""
        return ()

    @property
    def verb(self) -> str:
        """The word on the last button."""
        raise NotImplementedError

    @property
    def loss(self) -> str:
        """What it means to leave now, for whoever has changed something."""
        return "What was typed is not kept. Nothing was sent."

    def send(self) -> None:
        """All of it was answered with a yes: have it sent in a worker, and call `free` when that is over."""
        raise NotImplementedError

    # What is known

    def on_mount(self) -> None:
        people = self.app.engine.people
        self._unsubscribe = people.subscribe(self._tell)
        self.run_worker(self._open(), name="people", group=GROUP, exit_on_error=False)

    def on_unmount(self) -> None:
        self._unsubscribe()
        if self._opened:
            self.app.engine.people.close()

    async def _open(self) -> None:
        try:
            await self.app.engine.people.open()
            self._opened = True
        except StoreError as error:
            self.post_message(self.Unreadable(f"what is known of people cannot be read: {error}"))

    def _tell(self, snapshot: PeopleSnapshot) -> None:
        self.post_message(self.NewKnown())

    def on_form_screen_new_known(self, message: NewKnown) -> None:
        message.stop()
        self.look_again()

    def on_form_screen_unreadable(self, message: Unreadable) -> None:
        message.stop()
        self.tell(message.why)

    def on_snapshot_changed(self, message: SnapshotChanged) -> None:
        message.stop()
        self.look_again()

    def look_again(self) -> None:
        """Bring everything up to date."""
        self.take(known_now(self.app))
        self.redraw()

    def tell(self, problem: str) -> None:
        """Tell what is wrong and is about no field."""
        self.state.refuse({"": problem})
        self.redraw()

    # What the user does

    def on_picker_toggled(self, event: Picker.Toggled) -> None:
        event.stop()
        self.toggle_door(event.key)
        self.redraw()

    # From the form to the sending

    def action_go_on(self) -> None:
        if self._busy or self.has_class("-small"):
            return
        self.gather()
        self.hide()
        self.take(known_now(self.app))  # the clock has gone on: a stay may be past by now
        problem = self.state.attempt()
        if problem is not None:
            self.redraw()
            self.go_to(problem)
            return
        from lockdash.tui.screens.form_summary import SummaryScreen

        asked = SummaryScreen(self.heading(), self.summary, tuple(self.questions()), self.verb)
        self.app.push_screen(asked, self._answered)

    def _answered(self, yes: bool | None) -> None:
        if yes:
            self._busy = True
            self.send()

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way."""
        return self._busy

    def free(self) -> None:
        """Nothing is on its way any more: the form can be used again."""
        self._busy = False

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What nobody foresaw is told by the app, and the form can be used again."""
        if event.state is WorkerState.ERROR:
            self.free()
            self.tell(f"{type(event.worker.error).__name__}: {event.worker.error}")

    # Leaving

    def action_leave(self) -> None:
        """Out of the doors' filter first; then out of the form, after a question if something would be lost."""
        if self.picker is not None and self.picker.leave_filter():
            return
        if not self.state.is_edited:
            self.dismiss(None)
            return
        from lockdash.tui.screens.question import Question, QuestionScreen

        asked = Question("Leave", "Leave the form?", (), self.loss)
        self.app.push_screen(QuestionScreen(asked, self.size.height // 2), self._left)

    def _left(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(None)
