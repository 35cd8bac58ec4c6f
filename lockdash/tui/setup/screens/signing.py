"""The sign-in by a browser: the address to open, and the code with which it ends, brought by the user or by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from lockdash.domain.secret import Secret
from lockdash.engine.journal.redaction import keep_secret
from lockdash.tui.panes.lines import Line, line
from lockdash.tui.people.glimpse import SHOWN_FOR
from lockdash.tui.setup.fields import Fields, one_line
from lockdash.tui.setup.panes.frame import Place
from lockdash.tui.setup.panes.signing import Told, signing_lines
from lockdash.tui.setup.screens.frame import StepScreen
from lockdash.tui.waking import Waker
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines, ScrollingLines

if TYPE_CHECKING:
    from lockdash.config.settings import AccountConfig
    from lockdash.engine.signing.attempt import Attempt

BEGINNING, ARRIVAL, FINISHING = "beginning", "arrival", "finishing"


class SigningScreen(StepScreen):
    """`attempt`: None until it has begun."""

    DEFAULT_CSS = """
    SigningScreen > #code { height: 3; padding: 1 2; }
    SigningScreen > #code > Lines { width: 6; height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+y", "copy", "Copy the address", show=False),
        Binding("ctrl+r", "reveal", "Show the code", show=False),
        Binding("ctrl+l", "later", "Sign in later", show=False),
        Binding("up", "scroll(-1)", "Up", show=False),
        Binding("down", "scroll(1)", "Down", show=False),
    ]

    class Began(Message):
        """There is an address to open."""

        def __init__(self, attempt: Attempt) -> None:
            super().__init__()
            self.attempt = attempt

    class Arrived(Message):
        """The browser came back by itself, or is not waited for any more."""

    class SignedIn(Message):
        """The token is there."""

    class Refused(Message):
        """It is not. `is_spent`: what was typed is of no use any more. `page_is`: nor is the page."""

        def __init__(self, why: str, remedy: str, *, is_spent: bool = False, page_is: bool = False) -> None:
            super().__init__()
            self.why, self.remedy, self.is_spent, self.page_is = why, remedy, is_spent, page_is

    def __init__(self, state: Fields, account: AccountConfig) -> None:
        super().__init__()
        self._state, self._account = state, account
        self.attempt: Attempt | None = None
        self._told = Told()
        self._hiding = Waker(self, self.app.clock, self._hide)

    # What is shown

    @property
    def place(self) -> Place:
        return Place(f"{self._state.plugin.label}: sign-in of {self._account.name}", 4)

    def compose(self) -> ComposeResult:
        yield Lines(id="step-title")
        body = ScrollingLines(id="step-body", classes="body")
        body.can_focus = False
        yield body
        with Horizontal(id="code"):
            yield Lines(id="code-label")
            yield FieldInput("", one_line, masked=True, id="code-input")
        yield Lines(id="step-keys")
        yield Lines(id="step-small")

    def lines(self, width: int) -> list[Line]:
        return signing_lines(self._told, width, self.app.glyphs)

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        if self.attempt is None:
            again = [("Enter", "Try again")] if self._told.why else []
            return *again, ("Esc", "Back"), ("Ctrl+L", "Sign in later")
        copy = ("Ctrl+Y", "Copied" if self._told.copied else "Copy address")
        return ("Enter", "Go on"), ("Esc", "Back"), copy, ("Ctrl+L", "Sign in later")

    def on_mount(self) -> None:
        self._input.focus()
        self.query_one("#code-label", Lines).show([line("Code")])
        self._begin()

    async def on_unmount(self) -> None:
        self._hiding.stop()
        self._end()

    @property
    def _input(self) -> FieldInput:
        return self.query_one("#code-input", FieldInput)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value and self._told.why and self.attempt is not None:
            self._tell(why="", remedy="")

    def _tell(self, **changed: object) -> None:
        self._told = self._told._replace(**changed)  # type: ignore[arg-type]
        self.redraw()

    # From the beginning to the token

    def _begin(self) -> None:
        self._end()
        self._work(self._beginning(), BEGINNING)

    def _end(self) -> None:
        """Listen no more. The app sees to it: this screen may be gone by then."""
        attempt, self.attempt = self.attempt, None
        if attempt is not None:
            self.app.run_worker(attempt.close(), name="close", group="close", exit_on_error=False)

    def _work(self, work: object, group: str) -> None:
        self.run_worker(work, name=group, group=group, exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def _beginning(self) -> None:
        from lockdash.store.errors import StoreError
        from lockdash.vendors.errors import VendorError

        try:
            self.post_message(self.Began(await self.app.bench.sign_in(self._account)))
        except (VendorError, StoreError, OSError) as error:
            self.post_message(self.Refused(str(error), getattr(error, "remedy", "")))

    def on_signing_screen_began(self, message: Began) -> None:
        message.stop()
        attempt = self.attempt = message.attempt
        self._tell(address=attempt.address, listens=attempt.listens, copied=False)
        if attempt.listens:
            self._work(self._arrival(attempt), ARRIVAL)

    async def _arrival(self, attempt: Attempt) -> None:
        await attempt.arrival()
        self.post_message(self.Arrived())

    def on_signing_screen_arrived(self, message: Arrived) -> None:
        message.stop()
        self._finish(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter. Not by a binding of the screen, which would be ahead of what was typed just before."""
        event.stop()
        typed = one_line(self._input.value)
        if self.attempt is None:
            if self._told.why:
                self._tell(why="", remedy="")
                self._begin()
        elif typed:
            keep_secret(Secret(typed))
            self._hide()
            self._finish(typed)
        else:
            self._tell(why="there is no code yet", remedy="open the address, agree there, and paste what it ends with")

    def _finish(self, typed: str | None) -> None:
        if self.attempt is not None and not self._told.is_busy:
            self._tell(is_busy=True, why="", remedy="")
            self._work(self._finishing(self.attempt, typed), FINISHING)

    async def _finishing(self, attempt: Attempt, typed: str | None) -> None:
        from lockdash.store.errors import StoreError
        from lockdash.vendors.errors import SignInError, VendorError

        try:
            await attempt.finish(typed)
        except SignInError as error:
            self.post_message(self.Refused(str(error), error.remedy, is_spent=True, page_is=not error.again))
        except (VendorError, StoreError) as error:  # it may be down: what was typed can be tried once more
            self.post_message(self.Refused(str(error), getattr(error, "remedy", "")))
        else:
            self.post_message(self.SignedIn())

    def on_signing_screen_signed_in(self, message: SignedIn) -> None:
        message.stop()
        self.app.show_test(self._state, self._account, signed_in=True, instead=True)

    def on_signing_screen_refused(self, message: Refused) -> None:
        message.stop()
        self._tell(is_busy=False, why=message.why, remedy=message.remedy)
        if message.is_spent:
            self._input.value = ""
        if message.page_is:
            self._begin()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Its words may hold anything, so only its kind is told."""
        if event.state is WorkerState.ERROR and event.worker.group in (BEGINNING, ARRIVAL, FINISHING):
            why = f"the sign-in itself failed: {type(event.worker.error).__name__}"
            self._tell(is_busy=False, why=why, remedy="")

    # What the user does

    def action_copy(self) -> None:
        if self.attempt is not None:
            self.app.copy_to_clipboard(self.attempt.address)
            self._tell(copied=True)

    def action_later(self) -> None:
        """The vendor may be down: the account can be written without it, and signed in from the dashboard."""
        self.app.show_test(self._state, self._account, signed_in=True, instead=True)

    def action_reveal(self) -> None:
        self._input.password = False
        self._hiding.arm(SHOWN_FOR)

    def _hide(self) -> None:
        self._hiding.stop()
        self._input.password = True

    def action_scroll(self, by: int) -> None:
        self.query_one("#step-body", ScrollingLines).scroll_relative(y=by, animate=False)
