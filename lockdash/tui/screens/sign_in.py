"""Signing in by a browser: an address to open, a field for what comes of it, and a listener for a browser at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events

from lockdash.domain.accounts import Condition
from lockdash.engine.failures import words_of
from lockdash.store.errors import StoreError
from lockdash.tui.deliberate import QUIET
from lockdash.tui.keymap.in_use import keys_of
from lockdash.tui.messages import SnapshotChanged
from lockdash.tui.panes.lines import Line
from lockdash.tui.panes.sign_in import SignInView, Stage, sign_in_keys, sign_in_lines, standing_lines
from lockdash.tui.screens.signing_sheet import SigningSheet
from lockdash.tui.signing.messages import BrowserCameBack, SignedIn, SignInBegun, SignInFailed
from lockdash.tui.waking import Waker
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.vendors.errors import SignInError, VendorError

if TYPE_CHECKING:
    from lockdash.engine.signing.attempt import Attempt

_FIELD = "code"
_WORK = "sign-in"


class SignInScreen(SigningSheet):
    """Esc ends all of it; what was exchanged by then counts."""

    def __init__(self, account: str) -> None:
        super().__init__(account)
        self.stage = Stage.preparing
        self._attempt: Attempt | None = None
        self._problem = ""
        self._handed_in: str | None = None
        self._same = self._copied = False
        self._first = ""
        self._copy_waker = Waker(self, self.app.clock, self._copy)

    def on_mount(self) -> None:
        self._begin()

    def on_unmount(self) -> None:
        self._copy_waker.stop()
        self._close()

    # What is shown

    def fields(self) -> Sequence[tuple[str, str, bool]]:
        return [(_FIELD, "Code or address", False)]

    @property
    def typing(self) -> bool:
        return self.stage is Stage.waiting

    @property
    def view(self) -> SignInView:
        attempt = self._attempt
        return SignInView(
            account=self.known,
            number=self.app.number_of(self.account),
            stage=self.stage,
            address=attempt.address if attempt is not None else "",
            redirect=attempt.redirect if attempt is not None else "",
            listens=attempt is not None and attempt.listens,
            problem=self._problem,
            same=self._same,
            copied=self._copied,
        )

    def above(self, width: int) -> list[Line]:
        return sign_in_lines(self.view, self.app.clock.now(), width, self.app.glyphs)

    def below(self, width: int) -> list[Line]:
        return standing_lines(self.view, width)

    def keys(self) -> Sequence[tuple[str, str]]:
        return sign_in_keys(self.view)

    # What happens

    def _stand(self, stage: Stage, problem: str = "", *, same: bool = False) -> None:
        self.stage, self._problem, self._same, self._copied = stage, problem, same, False
        self.redraw()

    def _begin(self) -> None:
        self._close()
        self._stand(Stage.preparing)
        self.run_worker(self._prepare(), name="signing in", group=_WORK, exclusive=True, exit_on_error=False)

    async def _prepare(self) -> None:
        from lockdash.engine.signing.browser import browser_at_hand

        here = browser_at_hand()
        try:
            attempt = await self.app.engine.sign_ins.begin(self.account, browser=here, paste=not here)
        except (VendorError, StoreError) as error:
            self.post_message(SignInFailed(words_of(error)))
            return
        self.post_message(SignInBegun(attempt))

    def on_sign_in_begun(self, message: SignInBegun) -> None:
        attempt = self._attempt = message.attempt
        self._stand(Stage.waiting)
        if attempt.listens:
            self.run_worker(self._listen(attempt), name="the browser", group=_WORK, exit_on_error=False)

    async def _listen(self, attempt: Attempt) -> None:
        await attempt.arrival()
        self.post_message(BrowserCameBack())

    def on_browser_came_back(self) -> None:
        if self.stage is Stage.waiting:
            self._hand_in(None)

    def _hand_in(self, typed: str | None) -> None:
        """Exchange what was typed, or for None what the browser brought. It is kept for another try, out of sight."""
        self._handed_in = typed
        self.forget_typed()
        self._stand(Stage.exchanging)
        if self._attempt is not None:
            exchange = self._exchange(self._attempt, typed)
            self.run_worker(exchange, name="signing in", group="exchange", exclusive=True, exit_on_error=False)

    async def _exchange(self, attempt: Attempt, typed: str | None) -> None:
        try:
            await attempt.finish(typed)
        except SignInError as error:
            self.post_message(SignInFailed(words_of(error), again=error.again))
        except (VendorError, StoreError) as error:
            self.post_message(SignInFailed(words_of(error), same=True))
        else:
            self.post_message(SignedIn())

    def on_signed_in(self) -> None:
        self._handed_in = None
        self._close()
        self._stand(Stage.done)

    def on_sign_in_failed(self, message: SignInFailed) -> None:
        if not message.same:
            self._handed_in = None
        if message.again:
            self._stand(Stage.waiting, message.why)
        else:
            self._stand(Stage.ended, message.why, same=message.same)

    def on_snapshot_changed(self, message: SnapshotChanged) -> None:
        """Somebody else may have signed in, in another session."""
        if self.stage in (Stage.waiting, Stage.ended) and self.known.condition is Condition.live:
            self.on_signed_in()

    def _close(self) -> None:
        """Listen no more. The app's own worker does it: the screen's end with the screen."""
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            self.app.run_worker(attempt.close(), name="signing in", group="sign-in-end", exit_on_error=False)

    # What the user does

    def action_go(self) -> None:
        if self.stage is Stage.done:
            self.dismiss()
        elif self.stage is Stage.ended and self._same:
            self._hand_in(self._handed_in)
        elif self.stage is Stage.ended:
            self._begin()
        elif self.stage is Stage.waiting:
            self._enter(self.typed()[_FIELD])

    def _enter(self, typed: str) -> None:
        attempt = self._attempt
        if typed:
            self._hand_in(typed)
        elif attempt is not None and attempt.listens:
            from lockdash.engine.signing.browser import open_page

            open_page(attempt.address)
        else:
            self._stand(Stage.waiting, "There is no code yet: the address above leads to one.")

    def action_leave(self) -> None:
        if self.stage is Stage.exchanging:
            self.app.say(f"{self.account}: the code is on its way; if it is good, it counts.")
        elif self.stage is not Stage.done:
            self.app.say(f"{self.account}: nobody signed in.")
        super().action_leave()

    def on_key(self, event: events.Key) -> None:
        """The key that copies does so outside the field, and by itself: a code may begin with the same letter, and a
        terminal without bracketed paste types what is pasted."""
        if isinstance(self.focused, FieldInput):
            return
        first, self._first = self._first, ""
        self._copy_waker.stop()
        if event.key in keys_of("copy") and not first and self._attempt is not None:
            event.stop()
            event.prevent_default()
            self._first = event.character or ""
            self._copy_waker.arm(QUIET)
        elif first:
            self.type_into_field(first)

    def _copy(self) -> None:
        self._first = ""
        if self._attempt is not None:
            self.app.copy_to_clipboard(self._attempt.address, kept=False)
            self._problem, self._copied = "", True
            self.redraw()
