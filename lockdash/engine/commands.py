"""One command, from the wish to what proved or disproved it. It is sent once, whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain, repeat

import msgspec

from lockdash.domain.accounts import Condition
from lockdash.domain.commands import Command, CommandStatus, advance
from lockdash.domain.devices import Device
from lockdash.engine.board import Board, Known
from lockdash.engine.clock import Clock
from lockdash.engine.conditions import condition_of
from lockdash.engine.connect import Line
from lockdash.engine.failures import words_of
from lockdash.engine.intake import take_in
from lockdash.engine.work import Work
from lockdash.store.errors import StoreError
from lockdash.store.store import Store
from lockdash.vendors.base import Answer, Client, Evidence, Receipt, Verdict
from lockdash.vendors.errors import RateLimited, Rejected, Unauthorised, Unreachable, VendorError

log = logging.getLogger("lockdash.engine.commands")

PATIENCE = timedelta(seconds=20)
"""How long evidence is asked for, of a device that is awake."""
AFTER_HEARTBEAT = timedelta(seconds=60)
"""And how long after its next heartbeat, of one that sleeps."""
FIRST_CHECKS = (1.0, 1.0, 2.0, 3.0)
LATER_CHECKS = 5.0
"""Seconds between the looks for evidence."""
STORE_RETRY = 1.0


class CommandRun:
    """Carries one command out. `command` is it as it stands now; `over` once it is settled."""

    def __init__(self, command: Command, line: Line, board: Board, work: Work, clock: Clock) -> None:
        self.command = command
        self._line = line
        self._board = board
        self._work = work
        self._clock = clock

    @property
    def over(self) -> bool:
        return not self.command.status.in_flight

    async def carry(self) -> None:
        """Send the command and look for evidence until it is settled."""
        try:
            client = await self._line.client()
        except Exception as error:
            await self._not_sent(error)
            return
        if self._clock.now() >= self.command.expires_at:
            await self._step(CommandStatus.failed, reason="not sent: it took too long to connect")
            return
        try:
            await self._step(CommandStatus.sent)
        except StoreError as error:  # what cannot be recorded is not sent
            await self._not_sent(error)
            return
        if self.command.status is not CommandStatus.sent:
            return  # somebody settled it in the meantime: nothing goes out
        receipt, doubt = await self._send(client)
        if receipt is not None:
            await self._watch(client, receipt, doubt)

    async def follow(self) -> None:
        """Look for evidence of a command that a session which ended had sent. Nothing is sent."""
        began = self.command.accepted_at or self.command.sent_at
        try:
            client = await self._line.client()
        except Exception as error:
            log.info("command %s cannot be followed: %s", self.command.id, words_of(error))
            return
        if began is not None and not self.over:
            receipt = Receipt(
                at=self._by_vendor(began), operation=self.command.operation, earliest=self.command.earliest
            )
            await self._watch(client, receipt, "")

    async def _send(self, client: Client) -> tuple[Receipt | None, str]:
        """Send, once. Return the receipt and "", or, if the request may have arrived, a substitute and the doubt."""
        sent_at = self._clock.now()
        try:
            receipt = await client.send(self._device, self.command.kind)
        except Rejected as error:
            await self._step(CommandStatus.refused, reason=words_of(error))
        except (Unauthorised, RateLimited) as error:
            await self._not_sent(error)
        except Exception as error:
            if isinstance(error, Unreachable) and not error.sent:
                await self._not_sent(error)
                return None, ""
            log.warning("command %s: no clear answer: %s", self.command.id, words_of(error))
            return Receipt(at=self._by_vendor(sent_at), earliest=self.command.earliest), words_of(error)
        else:
            await self._step(
                CommandStatus.accepted, operation=receipt.operation, earliest=_later(receipt.earliest, self.command)
            )
            return receipt, ""
        return None, ""

    async def _not_sent(self, error: Exception) -> None:
        await self._step(CommandStatus.failed, reason=f"not sent: {words_of(error)}", cause=condition_of(error))

    async def _watch(self, client: Client, receipt: Receipt, doubt: str) -> None:
        pauses = _pauses()
        looked = False
        least = 0.0
        while not self.over and (left := self._left()) > 0:
            asleep = self._seconds_to(self.command.earliest)
            if looked and asleep > 0:
                pause, pauses = asleep + 1.0, _pauses()
            else:
                pause = max(next(pauses), least)
            await self._work.rest(min(pause, left))
            if self._settled_elsewhere():
                return
            looked, least = True, 0.0
            try:
                evidence = await self._look(client, receipt)
            except VendorError as error:
                least = self._seconds_to(error.retry_at)
                log.info("command %s: no evidence could be had: %s", self.command.id, words_of(error))
                continue
            except Exception as error:
                log.error("command %s: a check failed: %s", self.command.id, words_of(error))
                continue
            if evidence is not None:
                receipt = evidence.receipt or receipt
                await self._weigh(evidence)
        if not self._settled_elsewhere():
            await self._step(CommandStatus.unconfirmed, reason=_without_evidence(self.command, doubt))

    async def _look(self, client: Client, receipt: Receipt) -> Evidence | None:
        """Look for evidence once, if the budget allows it."""
        gate = self._line.gate
        if gate is None:
            return None
        async with gate.look() as granted:
            return await client.check(self._device, self.command.kind, receipt) if granted else None

    async def _weigh(self, evidence: Evidence) -> None:
        answer = Answer(observations=evidence.observations, events=evidence.events)
        if answer.observations or answer.events:
            now, skew = self._clock.now(), self._skew
            await self._board.write(
                lambda store, known: take_in(store, known, self.command.account, answer, now=now, skew=skew)
            )
        if evidence.verdict is Verdict.confirmed:
            await self._step(CommandStatus.confirmed, evidence=evidence.text)
        elif evidence.verdict is Verdict.failed:
            await self._step(CommandStatus.failed, reason=evidence.text or "the device could not do it")
        elif evidence.receipt is not None:
            await self._remember(evidence.receipt)

    async def _remember(self, receipt: Receipt) -> None:
        """Keep the newer receipt, for whoever has to follow the command if this session ends."""
        if self.command.status is CommandStatus.sent:
            await self._step(CommandStatus.accepted, operation=receipt.operation)
        elif receipt.operation != self.command.operation:
            self.command = msgspec.structs.replace(self.command, operation=receipt.operation)
            await self._board.write(lambda store, known: store.put_command(self.command))

    async def _step(
        self,
        status: CommandStatus,
        *,
        reason: str | None = None,
        evidence: str | None = None,
        operation: str | None = None,
        earliest: datetime | None = None,
        cause: Condition | None = None,
    ) -> None:
        """Move the command on, starting from what the store knows of it: it may have been settled by others."""
        now = self._clock.now()

        def job(store: Store, known: Known) -> Command:
            newest = known.commands.get(self.command.device_key)
            current = newest if newest is not None and newest.id == self.command.id else self.command
            if not current.status.in_flight:
                return current
            if status is CommandStatus.confirmed and current.status is CommandStatus.sent:
                current = advance(current, CommandStatus.accepted, now)  # what was done was taken
            moved = advance(
                current,
                status,
                now,
                reason=reason,
                evidence=evidence,
                operation=operation,
                earliest=earliest,
                cause=cause,
            )
            if moved.earliest is not None and moved.status.in_flight:
                expires_at = max(moved.expires_at, moved.earliest + AFTER_HEARTBEAT)
                moved = msgspec.structs.replace(moved, expires_at=expires_at)
            store.put_command(moved)
            return moved

        self.command = await self._recorded(job, patient=status is not CommandStatus.sent)
        log.info(
            "command %s: %s %s is %s%s",
            self.command.id,
            self.command.kind,
            self.command.device_key,
            self.command.status,
            f": {self.command.reason}" if self.command.reason else "",
        )

    async def _recorded(self, job: Callable[[Store, Known], Command], *, patient: bool) -> Command:
        """Run `job`. If `patient`, a store that fails (locked, full) is tried again for as long as the command lives:
        what became of it must not be lost. Raises StoreError."""
        while True:
            try:
                return await self._board.write(job)
            except StoreError as error:
                if not patient or self._left() <= 0:
                    raise
                log.error("command %s cannot be recorded yet: %s", self.command.id, error)
            await self._work.rest(STORE_RETRY)

    def _settled_elsewhere(self) -> bool:
        newest = self._board.snapshot.commands.get(self.command.device_key)
        if newest is not None and newest.id == self.command.id:
            self.command = newest
        return self.over

    @property
    def _device(self) -> Device:
        return self._board.device(self.command.device_key)

    @property
    def _skew(self) -> float | None:
        return self._line.gate.skew if self._line.gate is not None else None

    def _by_vendor(self, moment: datetime) -> datetime:
        return moment - timedelta(seconds=self._skew or 0.0)

    def _left(self) -> float:
        return self._seconds_to(self.command.expires_at)

    def _seconds_to(self, moment: datetime | None) -> float:
        return 0.0 if moment is None else max(0.0, (moment - self._clock.now()).total_seconds())


def _pauses() -> Iterator[float]:
    return chain(FIRST_CHECKS, repeat(LATER_CHECKS))


def _later(earliest: datetime | None, command: Command) -> datetime | None:
    """The vendor's word on when a sleeping device can act counts more than what we had worked out."""
    return earliest if earliest is not None else command.earliest


def _without_evidence(command: Command, doubt: str) -> str:
    if doubt:
        return f"no answer; it may still happen ({doubt})"
    if command.status is CommandStatus.accepted:
        return "taken by the vendor, but nothing has confirmed it; it may still happen"
    return "no answer; it may still happen"
