"""Finding out what has become of an order whose answer did not come. Nothing is sent here but questions."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule
from lockdash.engine.clock import Clock
from lockdash.engine.failures import words_of
from lockdash.engine.looking import looks
from lockdash.engine.people.snapshot import Pair
from lockdash.engine.schedules.comparing import shows
from lockdash.engine.schedules.orders import Assign, CreateException, CreateSchedule, Order, Subject
from lockdash.engine.schedules.sending import read
from lockdash.engine.work import Work
from lockdash.vendors.schedules import ScheduleClient


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What the last look showed. `is_done`: that it was carried out. `now`: what the order is about, as it is now.
    `is_gone`: it is no more, although it was not to be deleted. `found`: what is like the one to be created and was not
    there before. `trouble`: why the look brought nothing, in words."""

    is_done: bool = False
    now: Subject | None = None
    is_gone: bool = False
    found: tuple[Schedule | AccessException, ...] = ()
    trouble: str = ""


class Inquiry:
    """`known`: (account, id) of the schedules and exceptions that were there before `order` was sent. It looks until
    something is seen, a few times, and not after `until` (monotonic)."""

    def __init__(self, order: Order, known: Collection[Pair], work: Work, clock: Clock, until: float) -> None:
        self._order = order
        self._known = known
        self._work = work
        self._clock = clock
        self._until = until

    async def seen(self, client: ScheduleClient, before: Subject | None) -> Seen:
        """`before`: as in `shows`."""
        last = Seen()
        async for _ in looks(self._work, self._clock, self._until):
            try:
                last = await self._look(client, before)
            except Exception as error:
                last = Seen(trouble=words_of(error))
                continue
            if last.is_done or last.is_gone or last.found:
                break
        return last

    async def _look(self, client: ScheduleClient, before: Subject | None) -> Seen:
        if isinstance(self._order, CreateSchedule | CreateException):
            return await self._look_for_created(client, self._order)
        if isinstance(self._order, Assign):
            device = await client.get_device(self._order.device)
            return Seen(now=device, is_done=shows(self._order, before, device))
        now = await read(client, self._order)
        is_done = shows(self._order, before, now)
        return Seen(now=now, is_done=is_done, is_gone=now is None and not is_done)

    async def _look_for_created(self, client: ScheduleClient, order: CreateSchedule | CreateException) -> Seen:
        seen: tuple[Schedule | AccessException, ...]
        if isinstance(order, CreateSchedule):
            seen = await client.look(order.new)
        else:
            seen = await client.look_for_exception(order.new)
        found = tuple(each for each in seen if (each.account, each.id) not in self._known)
        return Seen(is_done=len(found) == 1, now=found[0] if len(found) == 1 else None, found=found)
