"""The record of one change on its way: what is known of it is written, and waited for, whatever happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from lockdash.domain.changes import Change, ChangeKind, ChangeStatus, advance, masked
from lockdash.domain.secret import Secret
from lockdash.engine.clock import Clock
from lockdash.engine.people.known import Known
from lockdash.engine.policy import Refusal
from lockdash.engine.work import Work
from lockdash.engine.writer import Writer
from lockdash.store.errors import StoreError
from lockdash.store.store import Store

log = logging.getLogger("lockdash.engine.recording")

STORE_RETRY = 1.0
ENDED = "the session ended before the answer: it may have happened, so look before you ask again"
NOT_SENT = "not sent: the session ended first"
TWICE = "not sent: the same is being done just now; wait for what becomes of it"

Also = Callable[[Store, Known], None]
Write = Callable[[Callable[[Store, Known], Any]], Awaitable[Any]]


class Record:
    """`change`: as it stands now. `secrets`: struck out of its words. `is_sent`: the request may be on its way."""

    def __init__(
        self,
        change: Change,
        secrets: Iterable[Secret],
        write: Write,
        writer: Writer,
        work: Work,
        clock: Clock,
    ) -> None:
        self.change = change
        self.secrets = tuple(secrets)
        self.is_sent = False
        self._unrecorded = NOT_SENT
        self._settling: Change | None = None
        self._write = write
        self._writer = writer
        self._work = work
        self._clock = clock

    async def carry(self, send: Callable[[], Awaitable[None]]) -> None:
        """Write down that it is asked for, then `send` it and settle it, all in one task: to its end, also if the
        caller is cancelled. Raises Refusal if it could not be written down: nothing was sent then."""
        await asyncio.wait({self._work.spawn(self._carried(send), f"change {self.change.id}")})
        if self._unrecorded:
            raise Refusal(self._unrecorded)

    async def is_first(self) -> bool:
        """Whether nobody does the same at this moment. All record first and look then, and who recorded first goes
        on, whatever the clocks said. Raises StoreError."""
        now, mine = self._clock.now(), masked(self.change, self.secrets)

        def job(store: Store, known: Known) -> bool:
            same = (
                each.id
                for each in known.changes.values()
                if each.status.in_flight and each.expires_at > now and _what(each) == _what(mine)
            )
            return next(same, mine.id) == mine.id

        return bool(await self._write(job))

    async def settle(
        self,
        status: ChangeStatus,
        reason: str | None,
        *,
        person_key: str | None = None,
        target_id: str | None = None,
        also: Also | None = None,
    ) -> Change:
        """Settle it, together with what `also` writes; what became of it must not be lost while the store cannot be
        written, so that is tried again until the change expires. `person_key`, `target_id`: as in `advance`."""
        now, secrets = self._clock.now(), self.secrets
        settled = advance(self.change, status, now, reason=reason, person_key=person_key, target_id=target_id)
        settled = masked(settled, secrets)
        self._settling = settled

        def job(store: Store, known: Known) -> None:
            if also is not None:
                also(store, known)
            store.put_change(settled, secrets)

        while True:
            try:
                await self._write(job)
                break
            except StoreError as error:
                log.error("change %s cannot be recorded yet: %s", self.change.id, error)
                if self._clock.now() >= self.change.expires_at:
                    break
            await self._work.rest(STORE_RETRY)
        self.change, self._settling = settled, None
        log.info("change %s: %s is %s", settled.id, settled.kind, settled.status)
        return settled

    async def _carried(self, send: Callable[[], Awaitable[None]]) -> None:
        try:
            if await self._is_recorded():
                await send()
        except BaseException:
            self._abandon()
            raise

    async def _is_recorded(self) -> bool:
        change, secrets = self.change, self.secrets
        try:
            await self._write(lambda store, known: store.put_change(change, secrets))
        except StoreError as error:
            self._unrecorded = f"nothing was sent, since it could not be recorded: {error}"
            return False
        self._unrecorded = ""
        log.info("change %s: %s is asked by %s", change.id, change.kind, change.actor.user)
        return True

    def _abandon(self) -> None:
        """The session ends: hand in what is known. The writer finishes what was handed in."""
        settled, secrets = self._settling, self.secrets
        if settled is None and self.change.status.in_flight:
            status, reason = (ChangeStatus.unknown, ENDED) if self.is_sent else (ChangeStatus.failed, NOT_SENT)
            settled = masked(advance(self.change, status, self._clock.now(), reason=reason), secrets)
        if settled is None:
            return
        self.change, known = settled, settled
        self._writer.run(lambda store: store.put_change(known, secrets))


def _what(change: Change) -> tuple[object, ...]:
    """What a change does to whom, or to what. Who or what is to be created has only a name yet. A device can be told to
    go by schedules of several kinds at once."""
    whom, target = change.person_key or change.person_name, change.target_id or change.target_name
    by = change.details if change.kind is ChangeKind.assign_schedule else ""
    return change.account, change.kind, whom, change.target_kind, target, by
