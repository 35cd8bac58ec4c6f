"""One change to somebody, from the record to what became of it. It is sent once, whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

import msgspec

from lockdash.domain.accesses import Access
from lockdash.domain.changes import Change, ChangeStatus, advance, masked
from lockdash.domain.secret import MASK, Secret
from lockdash.engine.clock import Clock
from lockdash.engine.failures import words_of
from lockdash.engine.people.agenda import Item
from lockdash.engine.people.board import PeopleBoard
from lockdash.engine.people.comparing import alarms
from lockdash.engine.people.known import Known
from lockdash.engine.people.looks import items_for
from lockdash.engine.people.orders import Create, Delete, Order, Outcome, secrets_of
from lockdash.engine.people.proof import shows
from lockdash.engine.people.reading import Reading
from lockdash.engine.people.sending import Answered, send, take_in
from lockdash.engine.work import Work
from lockdash.engine.writer import Writer
from lockdash.store.errors import StoreError
from lockdash.store.store import Store
from lockdash.vendors.errors import Rejected, VendorError
from lockdash.vendors.people import FieldRefused, PeopleClient, Written, may_have_happened

log = logging.getLogger("lockdash.engine.people.changing")

replace = msgspec.structs.replace

STORE_RETRY = 1.0
ENDED = "the session ended before the answer: it may have happened, so look before you ask again"
NOT_SENT = "not sent: the session ended first"


class ChangeRun:
    """Carries one order out. `change` is its record as it stands now; `outcome` what came of it, None while it is
    carried out."""

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
        self.change = change
        self.outcome: Outcome | None = None
        self._order = order
        self._reading = reading
        self._board = board
        self._writer = writer
        self._work = work
        self._clock = clock
        self._sent = False
        self._secrets = secrets_of(order)
        self._before: tuple[Access, ...] = ()
        self._known_before = frozenset(board.snapshot.people)
        if not isinstance(order, Create):
            self._before = board.snapshot.by_person.get(order.person.key, ())

    async def carry(self) -> None:
        """Send the order and settle its record."""
        try:
            self.outcome = await self._carried()
        except BaseException:
            self._abandon()
            raise

    async def _carried(self) -> Outcome:
        try:
            client = await self._reading.connected()
        except Exception as error:
            return await self._settled(ChangeStatus.failed, f"not sent: {words_of(error)}")
        self._sent = True
        try:
            answered = await send(client, self._order)
        except Exception as error:
            return await self._went_wrong(client, error)
        self._secrets = (*self._secrets, *answered.secrets)
        return await self._done(answered)

    async def _done(self, answered: Answered) -> Outcome:
        written = answered.written
        found = alarms(self._order, written) if written is not None else ()
        refusals = [each.refusal for each in answered.copied if each.written is None]
        reason = "; ".join((*found, *refusals)) or None
        key = written.person_key if written is not None else None
        await self._settled(ChangeStatus.done, reason, answered=answered, person_key=key)
        await self._follow(answered)
        return Outcome(
            change=self.change,
            written=written,
            credentials=answered.credentials,
            preview=answered.preview,
            alarms=found,
            copied=answered.copied,
        )

    async def _went_wrong(self, client: PeopleClient, error: Exception) -> Outcome:
        if not isinstance(error, VendorError) or may_have_happened(error):
            return await self._in_doubt(client, error)
        fields: Mapping[str, str] = error.fields if isinstance(error, FieldRefused) else {}
        if isinstance(error, Rejected):
            return await self._settled(ChangeStatus.refused, words_of(error), fields=fields)
        return await self._settled(ChangeStatus.failed, f"not sent: {words_of(error)}")

    async def _in_doubt(self, client: PeopleClient, error: Exception) -> Outcome:
        """Nobody knows whether it happened: record that first, then look."""
        said = words_of(error)
        log.warning("change %s: no clear answer: %s", self.change.id, said)
        await self._settled(ChangeStatus.unknown, f"no clear answer, it may have happened ({said})")
        if isinstance(self._order, Create):
            return await self._look_for_created(client, self._order, said)
        trouble = await self._reading.look(self._items())
        person = self._board.snapshot.people.get(self._order.person.key)
        accesses = self._board.snapshot.by_person.get(self._order.person.key, ())
        if not trouble and shows(self._order, self._before, person, accesses):
            return await self._settled(ChangeStatus.done, f"no clear answer ({said}), but a look shows that it is done")
        looked = trouble or "a look does not show it; it may still come"
        return self._unsettled(f"no clear answer ({said}); {looked}")

    async def _look_for_created(self, client: PeopleClient, order: Create, said: str) -> Outcome:
        try:
            seen = await client.look(order.new, self._reading.reader.context())
        except Exception as error:
            return self._unsettled(f"no clear answer ({said}), and a look brought nothing ({words_of(error)})")
        found = tuple(each for each in seen if each.person_key not in self._known_before)
        if len(found) != 1:
            many = f"{len(found)} like that were found" if found else "nobody like that is there; they may still come"
            return self._unsettled(f"no clear answer ({said}); {many}", found)
        one = found[0]
        answered = Answered(written=one)
        self._secrets = (*self._secrets, *answered.secrets)
        differing = alarms(order, one)
        reason = "; ".join((f"no clear answer ({said}), but a look has found them", *differing))
        outcome = await self._settled(ChangeStatus.done, reason, answered=answered, person_key=one.person_key)
        await self._follow(answered)
        return Outcome(change=outcome.change, written=one, alarms=differing, found=found)

    def _unsettled(self, reason: str, found: tuple[Written, ...] = ()) -> Outcome:
        """The record stays as it is: what the store knows of it was true when it was written."""
        return Outcome(change=masked(replace(self.change, reason=reason), self._secrets), found=found)

    async def _settled(
        self,
        status: ChangeStatus,
        reason: str | None,
        *,
        answered: Answered | None = None,
        person_key: str | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Outcome:
        now = self._clock.now()
        settled = masked(advance(self.change, status, now, reason=reason, person_key=person_key), self._secrets)
        secrets = self._secrets
        by_device = frozenset(each.name for each in self._reading.feeds if each.per_device)

        def job(store: Store, known: Known) -> None:
            if answered is not None:
                take_in(store, known, self._order, answered, by_device, now)
            store.put_change(settled, secrets)

        while True:
            try:
                await self._board.write(job)
                break
            except StoreError as error:  # what became of it must not be lost while its record is waited for
                log.error("change %s cannot be recorded yet: %s", self.change.id, error)
                if self._clock.now() >= self.change.expires_at:
                    break
            await self._work.rest(STORE_RETRY)
        self.change = settled
        log.info("change %s: %s is %s", settled.id, settled.kind, settled.status)
        return Outcome(change=settled, fields=_without(fields or {}, secrets))

    async def _follow(self, answered: Answered) -> None:
        """Have read what the answer does not tell, and what becomes of it at the locks."""
        if isinstance(self._order, Delete):
            return
        people = [each.person_key for each in answered.all_written]
        for key in people or ([] if isinstance(self._order, Create) else [self._order.person.key]):
            await self._reading.follow(key)
        if any(each.access is None and each.access_key for each in answered.all_written):
            for item in self._items():
                await self._reading.ask([item.feed.name], item.about)

    def _items(self) -> list[Item]:
        """What to read to see what this order has done."""
        person = None if isinstance(self._order, Create) else self._order.person
        return items_for(self._reading.feeds, person, self._reading.door_key(self.change.target_id))

    def _abandon(self) -> None:
        """The session ends: hand in what is known. The writer finishes what was handed in."""
        if self.change.status is not ChangeStatus.requested:
            return
        status, reason = (ChangeStatus.unknown, ENDED) if self._sent else (ChangeStatus.failed, NOT_SENT)
        self.change, secrets = advance(self.change, status, self._clock.now(), reason=reason), self._secrets
        self.outcome = Outcome(change=masked(self.change, secrets))
        settled = self.change
        self._writer.run(lambda store: store.put_change(settled, secrets))


def _without(fields: Mapping[str, str], secrets: Iterable[Secret]) -> dict[str, str]:
    """Return `fields` with the secrets struck out: a vendor may repeat the PIN that it refuses."""
    clear = [secret.reveal() for secret in secrets if secret]
    found = dict(fields)
    for each in clear:
        found = {name: words.replace(each, MASK) for name, words in found.items()}
    return found
