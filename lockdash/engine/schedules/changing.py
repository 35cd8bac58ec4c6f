"""One change to a schedule, from the record to what became of it. It is sent once, whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.devices import Device
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule
from lockdash.engine.failures import words_of
from lockdash.engine.people.known import Known
from lockdash.engine.recording import TWICE, Also, Record
from lockdash.engine.schedules.comparing import alarms, is_changed
from lockdash.engine.schedules.inquiry import Inquiry, Seen
from lockdash.engine.schedules.orders import (
    Assign,
    CreateException,
    CreateSchedule,
    Order,
    Outcome,
    Subject,
    subject_of,
)
from lockdash.engine.schedules.sending import NOT_FOUND, read, send
from lockdash.store.store import Store
from lockdash.vendors.errors import Rejected, VendorError
from lockdash.vendors.people import FieldRefused, may_have_happened
from lockdash.vendors.schedules import ScheduleClient

log = logging.getLogger("lockdash.engine.schedules.changing")

CONFLICT = "not sent: somebody has changed it meanwhile"
GONE = "not sent: somebody has deleted it meanwhile"
GONE_BEFORE = "not done: somebody has deleted it meanwhile"


class Around(msgspec.Struct, frozen=True):
    """What a run needs beside the client. `connected` gives that; `device` what is known of a device (its key) now,
    None if it is gone; `put_device` stores by what a device goes; `read_again` has the lists read soon."""

    connected: Callable[[], Coroutine[Any, Any, ScheduleClient]]
    device: Callable[[str], Device | None]
    put_device: Callable[[Device], Coroutine[Any, Any, None]]
    read_again: Callable[[], Coroutine[Any, Any, None]]


class ScheduleRun:
    """Carries one order out, with its record."""

    def __init__(self, order: Order, record: Record, around: Around, inquiry: Inquiry) -> None:
        self._outcome: Outcome | None = None
        self._order = order
        self._record = record
        self._around = around
        self._inquiry = inquiry
        self._before: Subject | None = None

    async def carry(self) -> Outcome:
        """Record the order, send it, settle the record and return what came of it. Raises as `Record.carry`."""
        await self._record.carry(self._send)
        return self._outcome or Outcome(change=self._record.change)

    async def _send(self) -> None:
        self._outcome = await self._sent()

    async def _sent(self) -> Outcome:
        try:
            client = await self._around.connected()
            is_first = await self._record.is_first()
            conflict = await self._conflict(client) if is_first else None
        except Exception as error:
            return await self._settled(ChangeStatus.failed, f"not sent: {words_of(error)}")
        if not is_first:
            return await self._settled(ChangeStatus.refused, TWICE)
        if conflict is not None:
            return conflict
        self._record.is_sent = True
        try:
            now = await send(client, self._order, self._before)
        except Exception as error:
            return await self._went_wrong(client, error)
        return await self._done(now)

    async def _conflict(self, client: ScheduleClient) -> Outcome | None:
        """Read what is to be changed, just before: what somebody else made of it meanwhile is not overwritten. Of a
        device, what was read last is new enough: a minute at most."""
        if isinstance(self._order, CreateSchedule | CreateException):
            return None
        if isinstance(self._order, Assign):
            self._before = self._around.device(self._order.device.key)
        else:
            self._before = await read(client, self._order)
        if self._before is None:
            return await self._gone(GONE)
        if not is_changed(self._order, self._before):
            return None
        now = self._before
        return await self._settled(ChangeStatus.refused, CONFLICT, now=now, is_conflict=True, also=_put(now))

    async def _gone(self, words: str) -> Outcome:
        """What is to be changed is no more."""
        also = _dropped(subject_of(self._order))
        return await self._settled(ChangeStatus.refused, words, is_conflict=True, also=also)

    async def _done(self, now: Subject | None, said: str = "") -> Outcome:
        """It is done: by its answer, or by a look, as is `said`."""
        found = alarms(self._order, now)
        also = _put(now) if now is not None else _dropped(subject_of(self._order))
        reason = "; ".join([*([said] if said else []), *found]) or None
        outcome = await self._settled(ChangeStatus.done, reason, now=now, also=also, alarms=found)
        if isinstance(now, Device):
            await self._around.put_device(now)
        return outcome

    async def _went_wrong(self, client: ScheduleClient, error: Exception) -> Outcome:
        said = words_of(error)
        if not isinstance(error, VendorError) or may_have_happened(error):
            return await self._in_doubt(client, said)
        if isinstance(error, Rejected):
            if error.status == NOT_FOUND and subject_of(self._order) is not None:
                return await self._gone(GONE_BEFORE)
            outcome = await self._settled(ChangeStatus.refused, said)
            return msgspec.structs.replace(outcome, fields=error.fields if isinstance(error, FieldRefused) else {})
        return await self._settled(ChangeStatus.failed, f"not sent: {said}")

    async def _in_doubt(self, client: ScheduleClient, said: str) -> Outcome:
        """Nobody knows whether it happened: record that first, then look."""
        log.warning("change %s: no clear answer: %s", self._record.change.id, said)
        unclear = f"no clear answer ({said})"
        await self._settled(ChangeStatus.unknown, f"no clear answer, it may have happened ({said})")
        seen = await self._inquiry.seen(client, self._before)
        if seen.is_done:
            outcome = await self._done(seen.now, f"{unclear}, but a look {'has found it' if seen.found else _SHOWN}")
            return msgspec.structs.replace(outcome, found=seen.found)
        await self._around.read_again()
        change = msgspec.structs.replace(self._record.change, reason=f"{unclear}{_looked(self._order, seen)}")
        # The record stays as it is: what the store knows of it was true when it was written.
        return Outcome(change=change, now=seen.now, found=seen.found)

    async def _settled(
        self,
        status: ChangeStatus,
        reason: str | None,
        *,
        now: Subject | None = None,
        is_conflict: bool = False,
        alarms: tuple[str, ...] = (),
        also: Also | None = None,
    ) -> Outcome:
        id = now.id if isinstance(now, Schedule | AccessException) else None
        change = await self._record.settle(status, reason, target_id=id, also=also)
        return Outcome(change=change, now=now, is_conflict=is_conflict, alarms=alarms)


_SHOWN = "shows that it is done"


def _looked(order: Order, seen: Seen) -> str:
    """What a look brought that did not show it, in words."""
    if seen.trouble:
        return f", and a look brought nothing ({seen.trouble})"
    if seen.is_gone:
        return "; somebody has deleted it meanwhile"
    if seen.found:
        return f"; {len(seen.found)} like that were found"
    if isinstance(order, CreateSchedule | CreateException):
        return "; nothing like that is there; it may still come"
    return "; a look does not show it; it may still come"


def _put(now: Subject) -> Also:
    def job(store: Store, known: Known) -> None:
        if isinstance(now, Schedule | AccessException):
            store.put_named([now])

    return job


def _dropped(gone: Schedule | AccessException | None) -> Also:
    def job(store: Store, known: Known) -> None:
        if gone is not None:
            store.drop(gone)

    return job
