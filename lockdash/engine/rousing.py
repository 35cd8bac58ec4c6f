"""Ends the waiting of all that reads accounts, once what it waits for is over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection

log = logging.getLogger("lockdash.engine.rousing")


class Rousing:
    def __init__(self, accounts: Collection[str]) -> None:
        self._accounts = accounts
        self._sleepers: list[Callable[[str], None]] = []

    def add(self, catch_up: Callable[[str], None]) -> None:
        """Let `catch_up` be called with an account that may be read now."""
        self._sleepers.append(catch_up)

    def rouse(self, account: str) -> None:
        for catch_up in self._sleepers:
            catch_up(account)

    def time_jumped(self) -> None:
        log.info("time has jumped: what is due is read now")
        for account in self._accounts:
            self.rouse(account)
