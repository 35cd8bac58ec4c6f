"""One change to a schedule, from the record to what became of it. It is sent once, whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.devices import Device
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule
from lockdash.engine.failures import words_of
from lockdash.engine.people.known import Known
from lockdash.engine.recording import Also, Record
from lockdash.engine.schedules.comparing import alarms, is_changed
from lockdash.engine.schedules.orders import (
    Assign,
    CreateException,
    CreateSchedule,
    DeleteException,
    DeleteSchedule,
    Order,
    Outcome,
    Subject,
    UpdateException,
    UpdateSchedule,
)
from lockdash.store.store import Store
from lockdash.vendors.errors import Rejected, VendorError
from lockdash.vendors.people import FieldRefused, may_have_happened
from lockdash.vendors.schedules import ScheduleClient

log = logging.getLogger("lockdash.engine.schedules.changing")

_NOT_FOUND = 404
CONFLICT = "not sent: somebody has changed it meanwhile"
GONE = "not sent: somebody has deleted it meanwhile"


class ScheduleRun:
    """Carries one recorded order out. `connected` gives the client; `put_device` stores a device as the vendor says it
    is now; `read_again` has the lists read, where a look is needed that no single call gives."""

    def __init__(
        self,
        order: Order,
        record: Record,
        connected: Callable[[], Coroutine[Any, Any, ScheduleClient]],
        put_device: Callable[[Device], Coroutine[Any, Any, None]],
        read_again: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        self.outcome: Outcome | None = None
        self._order = order
        self._record = record
        self._connected = connected
        self._put_device = put_device
        self._read_again = read_again

    async def carry(self) -> None:
        """Send the order and settle its record."""
        try:
            self.outcome = await self._carried()
        except BaseException:
            settled = self._record.abandon()
            if settled is not None:
                self.outcome = Outcome(change=settled)
            raise

    async def _carried(self) -> Outcome:
        try:
            client = await self._connected()
            conflict = await self._conflict(client)
        except Exception as error:
            return await self._settled(ChangeStatus.failed, f"not sent: {words_of(error)}")
        if conflict is not None:
            return conflict
        self._record.is_sent = True
        try:
            now = await send(client, self._order)
        except Exception as error:
            return await self._went_wrong(client, error)
        return await self._done(now)

    async def _conflict(self, client: ScheduleClient) -> Outcome | None:
        """Read what is to be changed, just before: what somebody else made of it meanwhile is not overwritten."""
        before = _before(self._order)
        if before is None:
            return None
        try:
            now = await _get(client, before)
        except Rejected as error:
            if error.status != _NOT_FOUND:
                raise
            return await self._settled(ChangeStatus.refused, GONE, is_conflict=True, also=_dropped(before))
        if not is_changed(before, now):
            return None
        return await self._settled(ChangeStatus.refused, CONFLICT, now=now, is_conflict=True, also=_put(now))

    async def _done(self, now: Subject | None, said: str = "") -> Outcome:
        """It is done: by its answer, or by a look, as is `said`."""
        found = alarms(self._order, now)
        also = _put(now) if now is not None else _dropped(_before(self._order))
        reason = "; ".join([*([said] if said else []), *found]) or None
        outcome = await self._settled(ChangeStatus.done, reason, now=now, also=also, alarms=found)
        if isinstance(now, Device):
            await self._put_device(now)
        return outcome

    async def _went_wrong(self, client: ScheduleClient, error: Exception) -> Outcome:
        said = words_of(error)
        if not isinstance(error, VendorError) or may_have_happened(error):
            return await self._in_doubt(client, said)
        if isinstance(error, Rejected):
            fields = error.fields if isinstance(error, FieldRefused) else {}
            outcome = await self._settled(ChangeStatus.refused, said)
            return Outcome(change=outcome.change, fields=fields)
        return await self._settled(ChangeStatus.failed, f"not sent: {said}")

    async def _in_doubt(self, client: ScheduleClient, said: str) -> Outcome:
        """Nobody knows whether it happened: record that first, then look."""
        log.warning("change %s: no clear answer: %s", self._record.change.id, said)
        unclear = await self._settled(ChangeStatus.unknown, f"no clear answer, it may have happened ({said})")
        before = _before(self._order)
        if before is None:  # what was to be created has no id to ask for
            await self._read_again()
            return unclear
        try:
            now: Subject | None = await _get(client, before)
        except Rejected as error:
            if error.status != _NOT_FOUND:
                return unclear
            now = None
        except VendorError:
            return unclear
        if isinstance(self._order, DeleteSchedule | DeleteException) is (now is None) and not alarms(self._order, now):
            return await self._done(now, f"no clear answer ({said}), but a look shows that it is done")
        return unclear

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
        change = await self._record.settle(status, reason, also=also)
        return Outcome(change=change, now=now, is_conflict=is_conflict, alarms=alarms)


async def send(client: ScheduleClient, order: Order) -> Subject | None:
    """Return what the vendor has now, None for what was deleted. Raises VendorError."""
    match order:
        case CreateSchedule(new=new):
            return await client.create(new)
        case UpdateSchedule(schedule=schedule, change=change):
            return await client.update(schedule, change)
        case DeleteSchedule(schedule=schedule):
            await client.delete(schedule)
            return None
        case Assign(device=device, kind=kind, schedule=chosen):
            return await client.assign(device, kind, chosen)
        case CreateException(new=dated):
            return await client.create_exception(dated)
        case UpdateException(exception=exception, change=moved):
            return await client.update_exception(exception, moved)
        case DeleteException(exception=exception):
            await client.delete_exception(exception)
            return None


async def _get(client: ScheduleClient, before: Schedule | AccessException) -> Schedule | AccessException:
    if isinstance(before, Schedule):
        return await client.get(before)
    return await client.get_exception(before)


def _before(order: Order) -> Schedule | AccessException | None:
    match order:
        case UpdateSchedule(schedule=before) | DeleteSchedule(schedule=before):
            return before
        case UpdateException(exception=dated) | DeleteException(exception=dated):
            return dated
        case _:
            return None


def _put(now: Subject) -> Also:
    def job(store: Store, known: Known) -> None:
        if isinstance(now, Schedule):
            store.put_schedules([now])
        elif isinstance(now, AccessException):
            store.put_exceptions([now])

    return job


def _dropped(before: Schedule | AccessException | None) -> Also:
    def job(store: Store, known: Known) -> None:
        if isinstance(before, Schedule):
            ids = {id for account, id in known.schedules if account == before.account}
            store.keep_schedules(before.account, ids - {before.id})
        elif before is not None:
            ids = {id for account, id in known.exceptions if account == before.account}
            store.keep_exceptions(before.account, ids - {before.id})

    return job
