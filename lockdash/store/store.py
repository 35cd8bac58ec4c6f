"""The store as the engine knows it: one class that hands each question to whoever keeps the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lockdash.domain.accounts import Account
from lockdash.domain.budget import Allowance, Budget, Limits, Purpose
from lockdash.domain.commands import Command
from lockdash.domain.devices import Device
from lockdash.domain.events import Event
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.store.accounts import Accounts, accounts_since
from lockdash.store.budgets import Budgets
from lockdash.store.commands import Commands, newest_commands_since
from lockdash.store.database import Database, revision_of
from lockdash.store.devices import Devices, devices_since
from lockdash.store.errors import CommandInFlight, StoreDamaged, StoreError
from lockdash.store.events import Events, heard_since, unseen_now
from lockdash.store.feeds import FeedRow, Feeds
from lockdash.store.opening import open_database
from lockdash.store.schema import check_version
from lockdash.store.tokens import Tokens

if TYPE_CHECKING:
    from lockdash.domain.accesses import Access, AccountDefaults
    from lockdash.domain.changes import Change, ChangeKind
    from lockdash.domain.people import Person
    from lockdash.store.archive import Archive, Job
    from lockdash.store.changes import Changes
    from lockdash.store.log import Log
    from lockdash.store.people import Named, People, PeopleRows

__all__ = ["CommandInFlight", "FeedRow", "Rows", "Store", "StoreDamaged", "StoreError"]


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """What changed after some revision, up to `revision`. `commands`: each the newest of its device. `heard`: (account,
    device_id) of the devices with new events; none if all is asked for, since the whole log is no news. `logged`: there
    are new events at all. `unseen`: how many want attention that nobody has given them."""

    revision: int
    accounts: tuple[Account, ...]
    devices: tuple[Device, ...]
    commands: tuple[Command, ...]
    heard: frozenset[tuple[str, str]]
    logged: bool
    unseen: int


class Store:
    """All that is known, in one file shared by all sessions of a user. Blocking; usable from any thread.

    Every method raises StoreError when the file cannot be read or written. `now` is always UTC and aware.
    `path`: the file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._accounts = Accounts(database)
        self._devices = Devices(database)
        self._events = Events(database)
        self._commands = Commands(database)
        self._budgets = Budgets(database)
        self._feeds = Feeds(database)
        self._tokens = Tokens(database)
        self.path = database.path

    @property
    def notice(self) -> str:
        """What the user should know about the last opening, "" if nothing."""
        return self._database.notice

    @classmethod
    def open(cls, state_dir: Path) -> Store:
        """Open the store in `state_dir`, making both for this user only where they are missing.

        Raises StoreError for a file that cannot be used: of a newer lockdash, read-only, locked, full disk.
        """
        return cls(open_database(state_dir))

    def close(self) -> None:
        self._database.close()

    def is_replaced(self) -> bool:
        """Whether the path leads to another file now, or to none: nothing can be written until `reopen`. Costs
        microseconds and asks for no lock."""
        return self._database.is_replaced()

    def reopen(self) -> None:
        """Open what is at the path now, as `open` does: also mends a damaged file. Raises StoreError; then every
        method does until another call succeeds. Revisions begin anew: read all of it with `load(0)`."""
        self._database.reopen()

    def trace(self) -> tuple[int, ...]:
        """Return a sign that differs after almost every commit, and when the file was replaced, for next to nothing."""
        return self._database.trace()

    def data_version(self) -> int:
        """Return a number that changes whenever anybody committed anything; costs microseconds."""
        return self._database.version()

    def load(self, since: int = 0) -> Rows:
        """Return what changed after revision `since`: everything from 0, but no events heard."""
        with self._database.read() as connection:
            check_version(connection, self.path)
            heard, logged = heard_since(connection, since)
            return Rows(
                revision=revision_of(connection),
                accounts=tuple(accounts_since(connection, since)),
                devices=tuple(devices_since(connection, since)),
                commands=tuple(newest_commands_since(connection, since)),
                heard=heard,
                logged=logged,
                unseen=unseen_now(connection),
            )

    def put_account(self, account: Account) -> None:
        """Write the account, unless nothing of it changed."""
        self._accounts.put(account)

    def put_devices(self, devices: Iterable[Device]) -> frozenset[str]:
        """Write those devices that changed and return their keys."""
        return self._devices.put(devices)

    def battery_history(self, key: str, since: datetime) -> list[tuple[datetime, int]]:
        """Return when (UTC) the battery of a device came to which level (per cent), oldest first."""
        return self._devices.battery_history(key, since)

    def add_events(self, events: Iterable[Event], jobs: Iterable[Job] = ()) -> int:
        """Add events, known ones only where their content changed, and return how many were new. `jobs`: how far the
        past was read with them; both are written or neither."""
        return self._events.add(events, jobs)

    def events(
        self,
        *,
        account: str | None = None,
        device_ids: Collection[str] | None = None,
        who_id: str | None = None,
        limit: int = 50,
    ) -> list[Event]:
        """Return the newest events by when they happened; all of them for a `limit` of -1. `device_ids`: the vendor's,
        all that one device ever had; they are unique within an account. `who_id`: the vendor's id of who was there,
        wherever; not together with devices."""
        return self.log.of(account, device_ids, who_id, limit)

    def begin_command(self, command: Command) -> None:
        """Record a command that takes its device. Raises CommandInFlight while another one has it."""
        self._commands.begin(command)

    def put_command(self, command: Command) -> None:
        """Record what became of a command, unless more is stored. What is settled is on the disk when this returns."""
        self._commands.put(command)

    def expire_commands(self, now: datetime) -> list[Command]:
        """Settle commands whose session died as unconfirmed, and return them."""
        return self._commands.expire(now)

    def commands(
        self,
        *,
        device_key: str | None = None,
        account: str | None = None,
        since: datetime | None = None,
        in_flight: bool = False,
        limit: int = 100,
    ) -> list[Command]:
        """Return commands, the last begun first; all of them for a `limit` of -1. `since`: requested then or later."""
        return self._commands.list(device_key, account, since, in_flight, limit)

    # What people need is imported when somebody asks: 10 ms that no start has to wait for.
    @cached_property
    def _people(self) -> People:
        from lockdash.store.people import People

        return People(self._database)

    @cached_property
    def log(self) -> Log:
        """The event log, as it is shown and searched."""
        from lockdash.store.log import Log

        return Log(self._database)

    @cached_property
    def archive(self) -> Archive:
        """How far the past was read, and what of it was pruned."""
        from lockdash.store.archive import Archive

        return Archive(self._database)

    @cached_property
    def _changes(self) -> Changes:
        from lockdash.store.changes import Changes

        return Changes(self._database)

    def load_people(self, since: int = 0) -> PeopleRows:
        """Return what changed of people and their accesses after revision `since`, all for 0. `load` has none of it."""
        return self._people.load(since)

    def put_people(self, people: Iterable[Person]) -> frozenset[str]:
        """Write those people who changed and return their keys."""
        return self._people.put(people)

    def put_accesses(self, accesses: Iterable[Access]) -> frozenset[str]:
        """Write those accesses that changed and return their keys. One that is gone says so itself (`gone_at`)."""
        return self._people.put_accesses(accesses)

    def put_named(self, values: Iterable[Named]) -> frozenset[tuple[str, str]]:
        """Write those groups, places, schedules and exceptions that changed and return (account, id) of them."""
        return self._people.put_named(values)

    def put_defaults(self, defaults: Iterable[AccountDefaults]) -> frozenset[str]:
        """Write those defaults that changed and return their accounts."""
        return self._people.put_defaults(defaults)

    def keep(self, kind: type[Named], account: str, ids: Collection[str]) -> frozenset[tuple[str, str]]:
        """Drop the groups, places, schedules or exceptions of an account that are not among `ids`, all that it has, and
        return (account, id) of them."""
        return self._people.keep(kind, account, ids)

    def drop(self, gone: Named) -> None:
        """Drop a group, place, schedule or exception, if it is there."""
        self._people.drop(gone)

    def people(self, account: str) -> list[Person]:
        """Return the people of an account, also those who are gone."""
        return self._people.of_account(account)

    def accesses(self, person_keys: Collection[str]) -> list[Access]:
        """Return the accesses of these people, also those that are gone."""
        return self._people.accesses_of(person_keys)

    def people_at(self, account: str, target_id: str) -> list[tuple[Person, Access]]:
        """Return who may open a device, group or place (the vendor's id), also what is gone."""
        return self._people.at(account, target_id)

    def put_change(self, change: Change, secrets: Iterable[Secret] = ()) -> None:
        """Record a change to somebody, before it is sent and when it is settled, unless more is stored. `secrets`: all
        that it deals with; they are struck from its words. On the disk when this returns."""
        self._changes.put(change, secrets)

    def expire_changes(self, now: datetime) -> list[Change]:
        """Settle changes whose session died as unknown, and return them: they may have happened."""
        return self._changes.expire(now)

    def changes(
        self,
        *,
        account: str | None = None,
        person_key: str | None = None,
        kinds: Iterable[ChangeKind] | None = None,
        since: datetime | None = None,
        in_flight: bool = False,
        limit: int = 100,
    ) -> list[Change]:
        """Return changes, the last begun first; all of them for a `limit` of -1. `since`: requested then or later."""
        return self._changes.list(account, person_key, kinds, since, in_flight, limit)

    def spend(self, account: str, allowance: Allowance, purpose: Purpose, now: datetime) -> datetime | None:
        """Take one request from the account's budget: None if granted, else the earliest time (UTC) it may be."""
        return self._budgets.spend(account, allowance, purpose, now)

    def observe(self, account: str, allowance: Allowance, limits: Limits, now: datetime) -> None:
        """Take over what an answer said of the budget, so that all processes obey it."""
        self._budgets.observe(account, allowance, limits, now)

    def budget(self, account: str, allowance: Allowance, now: datetime) -> Budget:
        """Return what is left of the account's budget."""
        return self._budgets.budget(account, allowance, now)

    def claim(self, account: str, feed: str, floor: float, now: datetime) -> datetime | None:
        """Take the right to read a feed: None if taken, else when (UTC); `floor`: seconds from the last read's end."""
        return self._feeds.claim(account, feed, floor, now)

    def feed(self, account: str, feed: str) -> FeedRow:
        """Return when a feed was read and where to go on."""
        return self._feeds.get(account, feed)

    def finish(self, account: str, feed: str, *, cursor: str | None, now: datetime) -> None:
        """Record that a read of a feed ended at `now` with success."""
        self._feeds.finish(account, feed, cursor, now)

    def rest(self, account: str, feed: str, now: datetime) -> None:
        """Record that a read of a feed ended at `now` without success."""
        self._feeds.rest(account, feed, now)

    def withdraw_claim(self, account: str, feed: str, before: FeedRow) -> None:
        """Undo a claim that is not used after all. `before`: what was known of the feed before it."""
        self._feeds.withdraw(account, feed, before)

    def read_token(self, account: str) -> Token | None:
        """Return the account's token."""
        return self._tokens.read(account)

    def write_token(self, account: str, token: Token | None) -> None:
        """Replace the account's token, or forget it; it is on the disk when this returns."""
        self._tokens.write(account, token)
