"""The account is put to the test. What comes of it decides what the next key is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import Worker, WorkerState

from lockdash.domain.findings import Finding, Level, worst
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, wrap
from lockdash.tui.setup.fields import Fields
from lockdash.tui.setup.panes.findings import checkup_lines
from lockdash.tui.setup.panes.frame import Place
from lockdash.tui.setup.screens.frame import StepScreen
from lockdash.vendors.checkup import Checkup

if TYPE_CHECKING:
    from lockdash.config.settings import AccountConfig

GROUP = "test"


class TestingScreen(StepScreen):
    """`signed_in`: by the sign-in that went before. `checkup`: what came of it, None while it is under way."""

    __test__ = False  # for pytest, which takes the name for its own

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", show=False),
        Binding("t", "test", "Test again", show=False),
        Binding("s", "save", "Save", show=False),
    ]

    class Tested(Message):
        """The test is over."""

        def __init__(self, checkup: Checkup) -> None:
            super().__init__()
            self.checkup = checkup

    def __init__(self, state: Fields, account: AccountConfig, *, signed_in: bool) -> None:
        super().__init__()
        self._state, self._account, self._signed_in = state, account, signed_in
        self.checkup: Checkup | None = None
        self._saving = False

    @property
    def level(self) -> Level | None:
        """The worst that was found, None while the test is under way."""
        return None if self.checkup is None else worst(self.checkup.findings)

    # What is shown

    @property
    def place(self) -> Place:
        return Place(f"{self._state.plugin.label}: test of {self._account.name}", 4)

    def lines(self, width: int) -> list[Line]:
        if self.checkup is None:
            asked = f"Asking {self._state.plugin.label} as {self._account.name}"
            note = "This changes nothing there. A slow network, or a command that gives a secret, may take a while."
            return [*wrap(f"{asked}{self.app.glyphs.ellipsis}", width, Tone.asked), BLANK, *wrap(note, width, Tone.dim)]
        return checkup_lines(self._account.name, self.checkup, width)

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        if self.level is None:
            return (("Esc", "Stop"),)
        if self.level is Level.failure:
            return ("Enter", "Back to the fields"), ("t", "Test again"), ("s", "Save all the same"), ("q", "Leave")
        return ("Enter", "Save"), ("Esc", "Back to the fields"), ("t", "Test again"), ("q", "Leave")

    # The test

    def on_mount(self) -> None:
        super().on_mount()
        self.action_test()

    def action_test(self) -> None:
        if not self._saving:
            self.checkup = None
            self.redraw()
            self.run_worker(self._test(), name="test", group=GROUP, exclusive=True, exit_on_error=False)

    async def _test(self) -> None:
        self.post_message(self.Tested(await self.app.bench.try_account(self._account, signed_in=self._signed_in)))

    def on_testing_screen_tested(self, message: Tested) -> None:
        message.stop()
        self._show(message.checkup)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What nobody foresaw is a finding like any other. Its words may hold anything, so only its kind is told."""
        if event.state is WorkerState.ERROR and event.worker.group == GROUP:
            kind = type(event.worker.error).__name__
            self._show(Checkup((Finding("test", Level.failure, f"the test itself failed: {kind}"),)))

    def _show(self, checkup: Checkup) -> None:
        self.checkup = checkup
        self.redraw()

    # What the user does

    def action_go_on(self) -> None:
        if self.level is Level.failure:
            self.app.back()
        elif self.level is not None:
            self.action_save()

    def action_save(self) -> None:
        """Write it. After a failure that is what the user says by this very key: the vendor may be down."""
        if self.level is not None and not self._saving:
            self._saving = True
            self.app.save(self._state, signed_in=self._signed_in)

    def on_screen_resume(self) -> None:
        self._saving = False
