"""The doctor's round: every section once, in an order that is always the same, whatever is broken on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lockdash.config.loading import load
from lockdash.config.problems import ConfigError
from lockdash.config.settings import AccountConfig, Config
from lockdash.domain.secret import Secret
from lockdash.engine.doctor import accounts, configuration, logs, program, secrets, sessions, store
from lockdash.engine.doctor.accounts import Stored, Trial, unable, untried
from lockdash.engine.doctor.configuration import KeyProblems, Reading
from lockdash.engine.doctor.patient import Patient, opened
from lockdash.engine.doctor.secrets import Fetched
from lockdash.engine.doctor.section import Section, failure
from lockdash.engine.failures import where_of
from lockdash.vendors import registry
from lockdash.vendors.signing import signs_in

HOMELESS = Path("~")
"""In the place of a path that would begin at the home folder, where there is none."""


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """`config`: the main file. `named_by`: who says that it is there. `state_dir`: the folder of store and logs.
    `key_problems`: says what is wrong with the keys of the configuration; None: nobody can."""

    config: Path
    named_by: str
    state_dir: Path
    environ: Mapping[str, str]
    key_problems: KeyProblems | None = None


class Round:
    """`go` examines; `sections` has what was examined by then, also when `go` was broken off.

    `terminal`: the section on it, which only the command line can make. `tell`: called with what is being done.
    `offline`: nothing is asked of anybody. `reading`, `stored`: what was found on the way.
    """

    def __init__(self, where: Where, terminal: Section, tell: Callable[[str], None], *, offline: bool) -> None:
        self.where = where
        self.reading: Reading | None = None
        self.stored: Mapping[str, Stored] = {}
        self._tell = tell
        self._offline = offline
        self._before = [program.examine(where.environ), terminal]
        self._fetched: Mapping[str, Fetched] = {}
        self._trials: dict[str, Trial] = {}
        self._after: list[Section] = []

    @property
    def config(self) -> Config:
        """The configuration, an empty one where it cannot be read."""
        found = self.reading.config if self.reading is not None else None
        return found if found is not None else Config()

    @property
    def secrets(self) -> list[Secret]:
        """Those that were fetched."""
        return [secret for found in self._fetched.values() for secret in found.secrets]

    def go(self) -> None:
        """Examine everything. KeyboardInterrupt breaks it off at any place."""
        self._tell("reading the configuration")
        self.reading = reading = read(self.where)
        self._tell("fetching the secrets")
        self._fetched = secrets.fetched(self.config.accounts, run_commands=not self._offline)
        told = [each for found in self._fetched.values() for each in found.findings]
        keys = self.where.key_problems
        self._before.append(_made(configuration.NAME, lambda: configuration.examine(reading, told, keys)))
        self._tell("looking through the store")
        folder = self.where.state_dir
        self._before.append(section := _made(store.NAME, lambda: store.examine(folder)))
        trying = bool(self.config.accounts) and not self._offline
        with opened(folder, usable=store.is_usable(section), needed=trying) as patient:
            self.stored = patient.stored(self.config.accounts, _now())
            names = accounts.names(self.config.accounts, self.stored)
            self._before.append(_made(sessions.NAME, lambda: sessions.examine(folder, names, _now())))
            if trying:
                self._try(patient)
                self.stored = patient.stored(self.config.accounts, _now())
        self._after.append(_made(logs.NAME, lambda: logs.examine(folder, _now())))

    def sections(self) -> list[Section]:
        """Return what is known so far."""
        now = _now()
        told = [self._account(each, now) for each in self.config.accounts]
        if not told:
            told = [accounts.remembered(name, found, now) for name, found in sorted(self.stored.items())]
        return [*self._before, *told, *self._after]

    def _account(self, account: AccountConfig, now: datetime) -> Section:
        usual = untried("--offline") if self._offline else unable("this was broken off before")
        trial = self._trials.get(account.name, usual)
        known = self.stored.get(account.name, Stored())
        return accounts.examine(account, known, trial, now, signs_in=_signs_in(account))

    def _try(self, patient: Patient) -> None:
        """Try each account that can be tried, all at the same time."""
        ready: list[AccountConfig] = []
        for account in self.config.accounts:
            with_secrets = self._fetched[account.name].account
            if with_secrets is None:
                self._trials[account.name] = unable("its secrets could not be had", "see the secrets above")
            elif patient.is_stand_in and _signs_in(account):
                why = "its sign-in is kept in the store, which cannot be used"
                self._trials[account.name] = unable(why, "mend the store first")
            elif patient.store is None:
                self._trials[account.name] = unable("there is no place for a store, not even for a moment")
            else:
                ready.append(with_secrets)
        waiting = [each.name for each in ready]

        def ended(name: str, trial: Trial) -> None:
            self._trials[name] = trial
            waiting.remove(name)
            self._tell(f"trying {', '.join(waiting)}")

        self._tell(f"trying {', '.join(waiting)}")
        asyncio.run(accounts.tried(ready, patient.trial, ended, accounts.SECONDS))


def read(where: Where) -> Reading:
    """Return what comes of reading the configuration, whatever is wrong with it."""
    try:
        return Reading(path=where.config, named_by=where.named_by, config=load(where.config))
    except ConfigError as error:
        return Reading(path=where.config, named_by=where.named_by, error=error)


def _made(name: str, make: Callable[[], Section]) -> Section:
    """A defect in one examination must not keep the others from being told."""
    try:
        return make()
    except Exception as error:
        said = f"the examination ended with an error of its own: {where_of(error)}"
        return Section(name, (failure("doctor", said, "report this as a defect of lockdash"),))


def _signs_in(account: AccountConfig) -> bool:
    return signs_in(registry.plugin(account.vendor), account.settings)


def _now() -> datetime:
    return datetime.now(UTC)
