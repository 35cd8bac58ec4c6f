"""How each account is faring."""

from __future__ import annotations

from lockdash.tui.panes.accounts import account_lines
from lockdash.tui.panes.header import next_change
from lockdash.tui.panes.lines import Line
from lockdash.tui.screens.sheet import SheetScreen
from lockdash.tui.waking import Waker

_LEAST, _MOST = 5.0, 30.0


class AccountsScreen(SheetScreen):
    """The accounts with what happened, since when, what to do, and their exact budgets; and who else is there."""

    def __init__(self) -> None:
        super().__init__()
        for offered in ("sign_in", "refresh"):
            self.bind_as(offered, offered)

    def on_mount(self) -> None:
        super().on_mount()
        self._waker = Waker(self, self.app.clock, self._wake)
        self._wake()

    def on_unmount(self) -> None:
        self._waker.stop()

    def lines(self, width: int) -> list[Line]:
        app = self.app
        problems = [f"In [keys], {each}" for each in app.reloading.key_problems]
        now, zone = app.clock.now(), app.zone
        return account_lines(app.snapshot, app.number_of, now, zone, width, app.glyphs, problems=problems)

    def action_sign_in(self) -> None:
        self.dismiss()
        self.app.call_later(self.app.action_sign_in)

    def action_refresh(self) -> None:
        self.app.action_refresh()

    def _wake(self) -> None:
        self.redraw(self.app.size.width, self.app.size.height)
        following = next_change(list(self.app.snapshot.accounts.values()), self.app.clock.now())
        self._waker.arm(min(max(following, _LEAST), _MOST))
