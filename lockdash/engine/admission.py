"""Whether accounts are let in: what this session does when that changes, whoever changed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lockdash.domain.accounts import Account, Condition
from lockdash.engine.board import Board
from lockdash.engine.connect import Line
from lockdash.engine.poller import Poller
from lockdash.engine.snapshot import Snapshot


class Admission:
    """Follows the conditions that all sessions keep in the store: somebody signs an account in or out by any of them,
    or by a command, and whoever polls it is another one.

    `anew`: called with an account that may be let in now, for what else reads it.
    """

    def __init__(
        self, lines: Mapping[str, Line], pollers: Mapping[str, Poller], board: Board, anew: Callable[[str], None]
    ) -> None:
        self._lines = lines
        self._pollers = pollers
        self._anew = anew
        board.heed(self._heed)

    def let_in(self, account: str) -> None:
        """The account was signed in or put right: try it at once, with nothing of what it was before."""
        self._lines[account].forget()
        self._pollers[account].let_in()
        self._anew(account)

    def _heed(self, before: Snapshot, after: Snapshot) -> None:
        for name, account in after.accounts.items():
            was = before.accounts[name].condition
            if was is not account.condition:
                self._moved(account, was)

    def _moved(self, account: Account, was: Condition) -> None:
        name, now = account.name, account.condition
        knows = self._pollers[name].is_refused
        if now is Condition.connecting:
            self.let_in(name)
        elif now is Condition.unauthorised and not knows:
            # Signed out elsewhere: what this session still has may count for hours.
            self._lines[name].forget()
        elif was is Condition.unauthorised:
            self._lines[name].doubt()
            if knows:
                self._pollers[name].let_in()
                self._anew(name)
