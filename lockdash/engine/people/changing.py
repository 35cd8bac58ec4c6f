"""One change to somebody, from the record to what became of it. It is sent once, whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import msgspec

from lockdash.domain.changes import Change, ChangeStatus, masked, struck_out
from lockdash.engine.clock import Clock
from lockdash.engine.failures import words_of
from lockdash.engine.people.agenda import Item
from lockdash.engine.people.board import PeopleBoard
from lockdash.engine.people.comparing import alarms
from lockdash.engine.people.inquiry import Inquiry
from lockdash.engine.people.known import Known
from lockdash.engine.people.looks import items_for
from lockdash.engine.people.orders import Create, Delete, Order, Outcome, changes_nothing, secrets_of
from lockdash.engine.people.reading import Reading
from lockdash.engine.people.sending import Answered, send, take_in
from lockdash.engine.recording import TWICE, Record
from lockdash.engine.work import Work
from lockdash.engine.writer import Writer
from lockdash.store.store import Store
from lockdash.vendors.errors import Rejected, VendorError
from lockdash.vendors.people import FieldRefused, PeopleClient, Written, may_have_happened

log = logging.getLogger("lockdash.engine.people.changing")

replace = msgspec.structs.replace


class ChangeRun:
    """Carries one order out, with its record."""

    def __init__(
        self,
        change: Change,
        order: Order,
        reading: Reading,
        board: PeopleBoard,
        writer: Writer,
        work: Work,
        clock: Clock,
    ) -> None:
        self._outcome: Outcome | None = None
        self._order = order
        self._reading = reading
        self._clock = clock
        self._record = Record(change, secrets_of(order), board.write, writer, work, clock)
        until = clock.monotonic() + (change.expires_at - clock.now()).total_seconds()
        self._inquiry = Inquiry(order, reading, board, work, clock, until)

    async def carry(self) -> Outcome:
        """Record the order, send it, settle the record and return what came of it. Raises as `Record.carry`."""
        await self._record.carry(self._send)
        return self._outcome or Outcome(change=self._record.change)

    async def _send(self) -> None:
        self._outcome = await self._sent()

    async def _sent(self) -> Outcome:
        try:
            client = await self._reading.connected()
            is_first = changes_nothing(self._order) or await self._record.is_first()
        except Exception as error:
            return await self._settled(ChangeStatus.failed, f"not sent: {words_of(error)}")
        if not is_first:
            return await self._settled(ChangeStatus.refused, TWICE)
        self._record.is_sent = True
        try:
            answered = await send(client, self._order)
        except Exception as error:
            return await self._went_wrong(client, error)
        return await self._done(answered)

    async def _done(self, answered: Answered, said: str = "") -> Outcome:
        """It is done: by its answer, or by a look, as is `said`."""
        self._record.secrets += answered.secrets
        written = answered.written
        found = alarms(self._order, written) if written is not None else ()
        refusals = [each.refusal for each in answered.copied if each.written is None]
        reason = "; ".join([*([said] if said else []), *found, *refusals]) or None
        key = written.person_key if written is not None else None
        await self._settled(ChangeStatus.done, reason, answered=answered, person_key=key)
        self._follow(answered)
        return Outcome(
            change=self._record.change,
            written=written,
            credentials=answered.credentials,
            preview=answered.preview,
            alarms=tuple(struck_out(each, self._record.secrets) for each in found),
            copied=answered.copied,
        )

    async def _went_wrong(self, client: PeopleClient, error: Exception) -> Outcome:
        if isinstance(error, Rejected) and not may_have_happened(error):
            fields: Mapping[str, str] = error.fields if isinstance(error, FieldRefused) else {}
            return await self._settled(ChangeStatus.refused, words_of(error), fields=fields)
        if isinstance(error, VendorError) and not may_have_happened(error):
            return await self._settled(ChangeStatus.failed, f"not sent: {words_of(error)}")
        if changes_nothing(self._order):
            return await self._settled(ChangeStatus.failed, f"nothing was shown: {words_of(error)}")
        return await self._in_doubt(client, words_of(error))

    async def _in_doubt(self, client: PeopleClient, said: str) -> Outcome:
        """Nobody knows whether it happened: record that first, then look."""
        log.warning("change %s: no clear answer: %s", self._record.change.id, said)
        await self._settled(ChangeStatus.unknown, f"no clear answer, it may have happened ({said})")
        if isinstance(self._order, Create):
            return await self._look_for_created(client, self._order, said)
        is_seen, trouble = await self._inquiry.done(self._order, self._items())
        if is_seen:
            return await self._settled(ChangeStatus.done, f"no clear answer ({said}), but a look shows that it is done")
        looked = trouble or "a look does not show it; it may still come"
        return self._unsettled(f"no clear answer ({said}); {looked}")

    async def _look_for_created(self, client: PeopleClient, order: Create, said: str) -> Outcome:
        found, trouble = await self._inquiry.created(client, order)
        if trouble:
            return self._unsettled(f"no clear answer ({said}), and a look brought nothing ({trouble})")
        if len(found) != 1:
            many = f"{len(found)} like that were found" if found else "nobody like that is there; they may still come"
            return self._unsettled(f"no clear answer ({said}); {many}", found)
        outcome = await self._done(Answered(written=found[0]), f"no clear answer ({said}), but a look has found them")
        return replace(outcome, found=found)

    def _unsettled(self, reason: str, found: tuple[Written, ...] = ()) -> Outcome:
        """The record stays as it is: what the store knows of it was true when it was written."""
        return Outcome(change=masked(replace(self._record.change, reason=reason), self._record.secrets), found=found)

    async def _settled(
        self,
        status: ChangeStatus,
        reason: str | None,
        *,
        answered: Answered | None = None,
        person_key: str | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Outcome:
        by_device = frozenset(each.name for each in self._reading.feeds if each.per_device)

        def also(store: Store, known: Known) -> None:
            if answered is not None:
                take_in(store, known, self._order, answered, by_device, self._clock.now())

        settled = await self._record.settle(status, reason, person_key=person_key, also=also)
        secrets = self._record.secrets
        return Outcome(
            change=settled, fields={name: struck_out(words, secrets) for name, words in (fields or {}).items()}
        )

    def _follow(self, answered: Answered) -> None:
        """Have read what the answer does not tell, and what becomes of it at the locks."""
        if isinstance(self._order, Delete) or changes_nothing(self._order):
            return
        people = [each.person_key for each in answered.all_written]
        for key in people or ([] if isinstance(self._order, Create) else [self._order.person.key]):
            self._reading.follow(key)
        for each in answered.all_written:
            if each.access is None and each.access_key:
                self._reading.want([*self._items(), *self._items(each.person_key)])

    def _items(self, created: str | None = None) -> list[Item]:
        """What to read to see what this order has done. `created`: the key of somebody whom it has created, once a list
        has told who that is."""
        order, feeds, door = self._order, self._reading.feeds, self._reading.door_key(self._record.change.target_id)
        if isinstance(order, Create):
            return items_for(feeds, order.new.origin, created, door)
        return items_for(feeds, order.person.origin, order.person.key, door)
