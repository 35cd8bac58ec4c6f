"""How one account fares: which of its feeds fail, and the condition that follows, kept in the store."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from lockdash.domain.accounts import Account, Condition
from lockdash.domain.budget import Budget
from lockdash.engine import conditions
from lockdash.engine.board import Board, Known
from lockdash.engine.clock import Clock
from lockdash.engine.failures import words_of
from lockdash.store.store import Store
from lockdash.vendors.base import Problem
from lockdash.vendors.errors import RateLimited, SignedOut, Unauthorised, Unreachable

log = logging.getLogger("lockdash.engine.standing")

WHOLE = ""
"""Stands for the whole account among the feeds that fail."""


class Standing:
    """The failures of one account that have not recovered, newest last. `budget` reads what is left of its requests."""

    def __init__(self, account: str, board: Board, clock: Clock, budget: Callable[[Store, datetime], Budget | None]):
        self._name = account
        self._board = board
        self._clock = clock
        self._budget = budget
        self._failing: dict[str, tuple[BaseException, datetime]] = {}
        self._left_out: dict[str, str] = {}
        self._announced: Condition | None = None

    @property
    def account(self) -> Account:
        return self._board.snapshot.accounts[self._name]

    @property
    def is_refused(self) -> bool:
        """Whether this session was not let in."""
        return any(isinstance(error, Unauthorised) for error, _ in self._failing.values())

    def recovered(self, feed: str, problems: Sequence[Problem]) -> list[str]:
        """Note that `feed` was read, but for `problems`. Return the other feeds whose failure was of the whole
        account: it is over too."""
        self._failing.pop(feed, None)
        self._left_out[feed] = conditions.left_out(problems)
        over = [name for name, (error, _) in self._failing.items() if name == WHOLE or is_of_all(error)]
        for name in over:
            del self._failing[name]
        return over

    def forgive(self) -> None:
        """The account has other secrets or another sign-in: that it was not let in says nothing of it now."""
        self._failing = {
            feed: (error, again)
            for feed, (error, again) in self._failing.items()
            if not isinstance(error, Unauthorised)
        }

    def after_success(self, skew: float | None, now: datetime) -> Account:
        """Return the account after a good answer: live, unless another feed of it fails."""
        told = "; ".join(filter(None, self._left_out.values()))
        account = conditions.succeeded(self.account, skew, now, told)
        if not self._failing:
            return account
        error, again = next(reversed(self._failing.values()))
        return msgspec.structs.replace(conditions.failed(self.account, error, again, now), last_ok_at=now)

    def put(self, account: Account, store: Store, now: datetime) -> Account:
        """Store the account with its budget; a job's part, for the writer's thread."""
        account = msgspec.structs.replace(account, budget=self._budget(store, now) or account.budget)
        store.put_account(account)
        return account

    async def failed(self, feed: str, error: BaseException, again: datetime) -> None:
        """Record a failure, in the store if that can be reached, on the screen in any case. Never raises."""
        self._failing.pop(feed, None)
        self._failing[feed] = (error, again)
        now = self._clock.now()
        account = conditions.failed(self.account, error, again, now)

        def job(store: Store, known: Known) -> Account:
            return self.put(account, store, now)

        try:
            account = await self._board.write(job)
        except Exception as trouble:
            log.error("account %s: its condition cannot be stored: %s", self._name, words_of(trouble))
            self._board.show(account)
        self.announce(account)

    def announce(self, account: Account) -> None:
        """Log the condition if it is another one than at the last call."""
        conditions.announce(self._announced, account)
        self._announced = account.condition


def is_of_all(error: BaseException) -> bool:
    """Whether `error` concerns every feed of the account: nobody answers, or nothing may or can be sent."""
    return isinstance(error, (Unreachable, RateLimited, SignedOut))
