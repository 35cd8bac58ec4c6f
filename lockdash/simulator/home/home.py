"""The Tedee half of the world: locks, a bridge or two, keypads, and who may use what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from lockdash.simulator.home.access import Access, Account, Group, Holder
from lockdash.simulator.home.activity import REMOTE, Activity
from lockdash.simulator.home.lock import HomeLock, Result, Wish
from lockdash.simulator.people import OWNER, Person

if TYPE_CHECKING:
    from lockdash.simulator.world import World

OPERATIONS_KEPT = 1000


@dataclass(eq=False)
class Bridge:
    id: int
    serial: str
    name: str
    zone: str = "Europe/Warsaw"
    online: bool = True


@dataclass(eq=False)
class Keypad:
    id: int
    serial: str
    name: str
    lock_id: int
    bridge_id: int
    battery: int = 88


@dataclass(eq=False)
class Operation:
    """A command under way. `result` counts once `completed`."""

    id: str
    device_id: int
    type: Wish
    completed: bool = False
    result: int = 0

    def complete(self, result: Result) -> None:
        self.completed = True
        self.result = int(result)


@dataclass(eq=False)
class Home:
    """`user`: whom the personal access key belongs to. `people` come by, `accounts` only have one at Tedee.

    `accepts_after`: seconds until whoever is invited makes an account; None: never by itself. Ids are never used twice.
    """

    world: World = field(repr=False)
    user: Person = OWNER
    locks: dict[int, HomeLock] = field(default_factory=dict)
    bridges: dict[int, Bridge] = field(default_factory=dict)
    keypads: dict[int, Keypad] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    accepts_after: float | None = None
    access: dict[int, list[Access]] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    _next_lock: int = 40101
    _next_entry: int = 9001
    _next_account: int = 741
    _next_access: int = 1
    _removed: dict[str, HomeLock] = field(default_factory=dict)

    def add_lock(self, serial: str, name: str, **traits: Any) -> HomeLock:
        lock = HomeLock(self.world, self._next_lock, serial, name, **traits)
        self._next_lock += 1
        self.locks[lock.id] = lock
        self.access[lock.id] = [Access(self.user, lock.access_level)]
        return lock

    def add_bridge(self, bridge: Bridge) -> Bridge:
        self.bridges[bridge.id] = bridge
        return bridge

    def add_keypad(self, lock: HomeLock, name: str, battery: int = 88) -> None:
        number = 50100 + len(self.keypads)
        lock.keypad = True
        bridge = lock.connected_to or 0
        serial = f"21330101-{number - 50000:06d}"
        self.keypads[number] = Keypad(number, serial, name, lock.id, bridge, battery)

    def remove(self, name: str) -> None:
        """Take a lock out of the account. Raises KeyError if there is none of that name."""
        lock = self.named(name)
        del self.locks[lock.id]
        self._removed[name] = lock

    def put_back(self, name: str) -> HomeLock:
        """Add a removed lock again: the same serial number, a new id (3.2). Raises KeyError."""
        lock = self._removed.pop(name)
        old, lock.id = lock.id, self._next_lock
        self._next_lock += 1
        self.locks[lock.id] = lock
        self.access[lock.id] = self.access.pop(old)
        for keypad in self.keypads.values():
            if keypad.lock_id == old:
                keypad.lock_id = lock.id
        return lock

    def named(self, name: str) -> HomeLock:
        for lock in self.locks.values():
            if lock.name == name:
                return lock
        raise KeyError(name)

    def access_to(self, lock: HomeLock) -> list[Access]:
        """Who may use `lock` at present; what has an end is over by itself then."""
        kept = [entry for entry in self.access[lock.id] if not entry.is_over(self.world.now)]
        self.access[lock.id] = kept
        return list(kept)

    def holder(self, email: str) -> Holder:
        """Return who has that address: a user, or somebody without an account."""
        known: list[Holder] = [*self.people, *self.accounts]
        for holder in known:
            if holder.email is not None and holder.email.lower() == email.lower():
                return holder
        return Account(email, email, None)

    def grant(self, lock: HomeLock, access: Access) -> Access:
        """Add `access` under an id of its own. Who has no account yet is invited."""
        access = replace(access, key=f"granted/{self._next_access}")
        self._next_access += 1
        self.access[lock.id].append(access)
        if access.pending and self.accepts_after is not None:
            self.world.after(self.accepts_after, partial(self.accept, access.holder.email or ""))
        return access

    def accept(self, email: str) -> None:
        """Whoever was invited at `email` makes an account, and the invitations become accesses."""
        name = email.partition("@")[0].replace(".", " ").replace("_", " ").title()
        account = Account(email, name, self._next_account)
        accepted = False
        for number, entries in self.access.items():
            invited = [entry for entry in entries if entry.pending and entry.holder.id == account.id]
            accepted = accepted or bool(invited)
            self.access[number] = [
                replace(entry, holder=account, key=entry.tag) if entry in invited else entry for entry in entries
            ]
        if accepted:
            self._next_account += 1
            self.accounts.append(account)

    def entry(
        self,
        lock_id: int,
        event: int,
        who: Person | None,
        pin_alias: str | None,
        *,
        lag: float,
        at: datetime | None = None,
    ) -> Activity:
        """Make an entry of what happens `at` that time, now if not given; the cloud shows it `lag` seconds later."""
        now = at or self.world.now
        number = self._next_entry
        self._next_entry += 1
        return Activity(
            id=number,
            device_id=lock_id,
            event=event,
            date=now,
            shown_at=now + timedelta(seconds=lag),
            user_id=who.number if who and not pin_alias else None,
            user_name=who.name if who and not pin_alias else None,
            pin_alias=pin_alias,
            source=1 if event in REMOTE else 0,
        )

    def command(self, lock: HomeLock, wish: Wish, mode: int, now: datetime) -> Operation:
        """Take a remote command of the account's user."""
        number = int(now.timestamp() * 1000)
        while str(number) in self.operations:
            number += 1
        operation = Operation(str(number), lock.id, wish)
        self.operations[operation.id] = operation
        if len(self.operations) > OPERATIONS_KEPT:
            del self.operations[next(iter(self.operations))]
        lock.begin(wish, REMOTE, self.user, mode, partial(Operation.complete, operation))
        return operation
