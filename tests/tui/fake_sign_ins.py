"""Signing in, as the screens ask for it: what a test says comes of it comes of it."""

from __future__ import annotations

import asyncio

from lockdash.config.settings import AccountConfig
from lockdash.vendors.checkup import Checkup

ADDRESS = (
    "https://connect.example.com/oauth/authorize?response_type=code&client_id=demo-application"
    "&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&state=PqYv0d1mR7k2Xn4bJw8sT3hZ6cLfA9eG"
)
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


class FakeAttempt:
    """`handed_in`: what was to be exchanged, None for what the browser brought. `fails`: with what, one after the
    other. `held`: an exchange waits for `release`."""

    def __init__(self, *, listens: bool = False, fails: tuple[Exception, ...] = (), held: bool = False) -> None:
        self.address = ADDRESS
        self.redirect = "http://127.0.0.1:49160/callback" if listens else OUT_OF_BAND
        self.listens = listens
        self.handed_in: list[str | None] = []
        self.closed = 0
        self._fails = list(fails)
        self._back = asyncio.Event()
        self._free = asyncio.Event()
        if not held:
            self._free.set()

    async def arrival(self) -> None:
        await self._back.wait()

    async def finish(self, typed: str | None = None) -> None:
        self.handed_in.append(typed)
        await self._free.wait()
        if self._fails:
            raise self._fails.pop(0)

    async def close(self) -> None:
        self.closed += 1

    def come_back(self) -> None:
        """The browser of this machine comes back."""
        self._back.set()

    def release(self) -> None:
        self._free.set()


class FakeSignIns:
    """`accounts`: those that sign in by a browser. `attempts`: what `begin` gives, one after the other; an error is
    raised. `begun`: the accounts, and whether there was a browser and whether something is pasted. `trials`: what
    trying accounts gives; `tried`: what they were tried with."""

    def __init__(self) -> None:
        self.accounts: set[str] = set()
        self.attempts: list[FakeAttempt | Exception] = []
        self.begun: list[tuple[str, bool, bool]] = []
        self.trials: list[Checkup | Exception] = []
        self.tried: list[AccountConfig] = []

    async def try_account(self, config: AccountConfig) -> Checkup:
        self.tried.append(config)
        found = self.trials.pop(0) if self.trials else Checkup(())
        if isinstance(found, Exception):
            raise found
        return found

    def can(self, account: str) -> bool:
        return account in self.accounts

    async def begin(self, account: str, *, browser: bool, paste: bool) -> FakeAttempt:
        self.begun.append((account, browser, paste))
        found = self.attempts.pop(0)
        if isinstance(found, Exception):
            raise found
        return found
