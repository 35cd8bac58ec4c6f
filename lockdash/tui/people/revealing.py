"""A PIN on the screen: asked of the vendor, recorded there, shown for a while in one place and forgotten then."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from lockdash.domain.people import Credentials
from lockdash.engine.clock import Clock
from lockdash.tui.deadline import Deadline
from lockdash.tui.people.glimpse import SHOWN_FOR
from lockdash.tui.waking import Waker


class Revealed:
    """What is shown of one person at a time. `changed`: called when it is another one, or none."""

    def __init__(self, screen: Screen[None], clock: Clock, changed: Callable[[], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._key: str | None = None
        self._credentials: Credentials | None = None
        self._until = Deadline(clock, 0.0)
        self._waker = Waker(screen, clock, self.forget)
        # A stopped process leaves the terminal to others, and draws itself anew when it goes on.
        screen.app.app_suspend_signal.subscribe(screen, lambda _: self.forget(), immediate=True)

    def show(self, key: str, credentials: Credentials) -> None:
        """Show `credentials` of the person `key` from now on."""
        self._key, self._credentials = key, credentials
        self._until = Deadline(self._clock, SHOWN_FOR)
        self._waker.arm(SHOWN_FOR)
        self._changed()

    def of(self, key: str) -> Credentials | None:
        """Return what is shown of `key` now. A machine that slept meanwhile has shown it for long enough."""
        return self._credentials if key == self._key and self._until.left > 0 and not self._until.missed else None

    def keep_only(self, key: str | None) -> None:
        """The cursor is on `key` now: what was shown of another is forgotten."""
        if self._key is not None and key != self._key:
            self.forget()

    def forget(self) -> None:
        """Show nothing more."""
        self._waker.stop()
        was_shown, self._key, self._credentials = self._key is not None, None, None
        if was_shown:
            self._changed()

    def close(self) -> None:
        """The screen goes, and nothing of it is drawn any more."""
        self._waker.stop()
        self._key, self._credentials = None, None
