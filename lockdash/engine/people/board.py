"""What is known of people now, as the snapshot that everybody reads, and the one way to change it.

Nothing is read from the store before somebody asks: most sessions never do.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from typing import TypeVar

import msgspec

from lockdash.engine.clock import Clock
from lockdash.engine.failures import where_of, words_of
from lockdash.engine.people.known import Known
from lockdash.engine.people.snapshot import AccountState, PeopleSnapshot, with_rows
from lockdash.engine.work import Alarm, Work
from lockdash.engine.writer import Writer
from lockdash.store.people import PeopleRows
from lockdash.store.store import Store

log = logging.getLogger("lockdash.engine.people.board")

T = TypeVar("T")
Job = Callable[[Store, Known], T]
Listener = Callable[[PeopleSnapshot], None]

EVERY = 0.5
"""Seconds between two looks at the trace that other sessions' commits leave."""
SURELY = 20
"""Looks after which the store itself is asked: file systems differ in how fine their clock is."""
_NO_KEYS: frozenset[str] = frozenset()


class PeopleBoard:
    """Holds the snapshot of `accounts` and tells listeners of changes, on the event loop."""

    def __init__(self, writer: Writer, accounts: Collection[str], clock: Clock) -> None:
        self.accounts = frozenset(accounts)
        self._writer = writer
        self._clock = clock
        self._known = Known()
        self._listeners: list[Listener] = []
        self._loading = asyncio.Lock()
        self.snapshot = PeopleSnapshot(
            revision=0, at=clock.now(), accounts={name: AccountState() for name in sorted(accounts)}
        )

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each change. Returns what ends that."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    async def load(self) -> None:
        """Read all that the store has, unless that was done. The snapshot is made in the writer's thread, too: it is
        tens of thousands of rows. Raises StoreError."""
        async with self._loading:
            if self.snapshot.is_open:
                return
            empty = msgspec.structs.replace(self.snapshot, is_open=True)

            def job(store: Store) -> PeopleSnapshot:
                return with_rows(empty, self._known.pull(store), self._clock.now(), self.accounts)

            loaded = await self._writer.run(job)
            self._show(msgspec.structs.replace(loaded, accounts=self.snapshot.accounts))

    async def write(self, job: Job[T]) -> T:
        """Run `job` in the writer's thread on what is newest; listeners hear of its changes before this returns, also
        if the caller is cancelled or `job` fails half-way. Raises StoreError."""
        await self.load()
        loop = asyncio.get_running_loop()

        def whole(store: Store) -> T:
            before = self._pulled(store)
            try:
                return job(store, self._known)
            finally:
                for anew, rows in (before, self._pulled(store)):
                    if anew or not rows.are_none:
                        loop.call_soon_threadsafe(self._deliver, rows, anew)

        return await self._writer.run(whole)

    async def follow(self, work: Work, alarm: Alarm, is_watched: Callable[[], bool]) -> None:
        """Take in what other sessions write, for ever, while `is_watched`; `alarm` rings when that changes."""
        trace: object = None
        looks, again = 0, True
        while True:
            await work.rest(EVERY if is_watched() else None, alarm)
            newest, looks = self._writer.store.trace(), looks + 1
            if newest == trace and not again and looks < SURELY:
                continue
            try:
                await self.write(lambda store, known: None)
                # Two commits within one tick of the file's clock leave one trace: look twice after each change.
                trace, looks, again = newest, 0, newest != trace
            except Exception as error:  # the engine's watcher mends the store, and tells
                log.info("people cannot be followed: %s", words_of(error))

    def tell(self, account: str, state: AccountState) -> None:
        """Show how the reading of an account fares."""
        if self.snapshot.accounts.get(account) != state:
            accounts = {**self.snapshot.accounts, account: state}
            self._show(msgspec.structs.replace(self.snapshot, accounts=accounts, changed=_NO_KEYS))

    def _pulled(self, store: Store) -> tuple[bool, PeopleRows]:
        """Return what is new, and whether it is the whole of another file."""
        before = self._known.revision
        rows = self._known.pull(store)
        return rows.revision < before, rows

    def _deliver(self, rows: PeopleRows, anew: bool) -> None:
        old = self.snapshot
        if anew:
            old = PeopleSnapshot(revision=0, at=old.at, is_open=True, accounts=old.accounts)
        shown = with_rows(old, rows, self._clock.now(), self.accounts)
        if anew:
            shown = msgspec.structs.replace(shown, changed=shown.changed | self.snapshot.people.keys())
        self._show(shown)

    def _show(self, snapshot: PeopleSnapshot) -> None:
        self.snapshot = snapshot
        for listener in tuple(self._listeners):
            try:
                listener(snapshot)
            except Exception as error:
                log.error("a listener failed: %s", where_of(error))
