"""The engine's schedules over the plain snapshots of the fakes: it records what it was asked, and does what the test
says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec
from msgspec import UNSET

from lockdash.domain.changes import Change, ChangeStatus
from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.engine.clock import Clock
from lockdash.engine.policy import Refusal
from lockdash.engine.schedules.objections import is_known, objection
from lockdash.engine.schedules.orders import (
    KINDS,
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
    account_of,
    details_of,
    target_of,
)
from lockdash.engine.schedules.views import ScheduleView, views
from lockdash.vendors.remotelock.schedules.requests import ASSIGNABLE
from tests.tui.fake_people import FakePeople


class _Vendor:
    """What can be done there."""

    kinds = frozenset(ScheduleKind)
    assignable: Mapping[DeviceKind, frozenset[ScheduleKind]] = ASSIGNABLE


class FakeSchedules:
    """`orders`, `learnt`: what was asked. `accounts`: those whose vendor keeps schedules. `outcomes`: order type to
    what becomes of it, else it is done and known at once; `held`: while clear, orders wait."""

    def __init__(self, clock: Clock, people: FakePeople, devices: Callable[[], Mapping[str, Device]], own: Any) -> None:
        self._clock, self._people, self._devices, self._own = clock, people, devices, own
        self.accounts = {"rentals"}
        self.learnt: list[str] = []
        self.orders: list[Order] = []
        self.outcomes: dict[type, Callable[[Order, Outcome], Outcome]] = {}
        self.held = asyncio.Event()
        self.held.set()
        self._changes: list[Change] = []

    def views(self) -> Mapping[str, ScheduleView]:
        return views(self._people.snapshot, self._people.directory, self._devices(), self._clock.now())

    async def learn(self, account: str) -> str:
        self.learnt.append(account)
        return ""

    def kinds(self, account: str) -> frozenset[ScheduleKind]:
        return _Vendor.kinds if account in self.accounts else frozenset()

    def assignable(self, account: str) -> Mapping[DeviceKind, frozenset[ScheduleKind]]:
        return _Vendor.assignable if account in self.accounts else {}

    def changes(self, limit: int = 20) -> list[Change]:
        return self._changes[:limit]

    def objection(self, order: Order) -> str:
        account, known = account_of(order), self._people.snapshot
        vendor: Any = _Vendor() if account in self.accounts else None
        is_there = is_known(order, frozenset(known.schedules), frozenset(known.exceptions))
        return objection(order, vendor, read_only=self._people.read_only, known=is_there)

    async def change(self, order: Order) -> Outcome:
        if said := self.objection(order):
            raise Refusal(said)
        self.orders.append(order)
        await self.held.wait()
        now = made(order, f"new{len(self.orders)}")
        outcome = Outcome(change=self._record(order), now=now)
        special = self.outcomes.get(type(order))
        if special is not None:
            outcome = special(order, outcome)
        elif not isinstance(order, Assign):
            self._know(order, now)
        self._changes.insert(0, outcome.change)
        return outcome

    def _know(self, order: Order, now: Subject | None) -> None:
        known = self._people.snapshot
        schedules, exceptions = dict(known.schedules), dict(known.exceptions)
        if isinstance(now, Schedule):
            schedules[now.account, now.id] = now
        elif isinstance(now, AccessException):
            exceptions[now.account, now.id] = now
        elif isinstance(order, DeleteSchedule):
            del schedules[order.schedule.account, order.schedule.id]
        elif isinstance(order, DeleteException):
            del exceptions[order.exception.account, order.exception.id]
        self._people.show(known, schedules=schedules, exceptions=exceptions)

    def _record(self, order: Order) -> Change:
        now, (id, name) = self._clock.now(), target_of(order)
        return Change(
            id=f"change{len(self.orders)}",
            account=account_of(order),
            kind=KINDS[type(order)],
            actor=self._own,
            person_name="",
            requested_at=now,
            expires_at=now + timedelta(minutes=2),
            target_id=id,
            target_name=name,
            details=details_of(order),
            status=ChangeStatus.done,
            settled_at=now,
        )


def made(order: Order, id: str) -> Subject | None:
    """Return what the vendor has after `order`, None for what was deleted. `id`: of what is new."""
    match order:
        case CreateSchedule(account=account, new=new):
            fields = {"name": new.name, "kind": new.kind, "week": new.week, "exception_id": new.exception_id}
            return Schedule(account=account, id=id, **fields)  # type: ignore[arg-type]
        case CreateException(account=account, new=dated):
            return AccessException(account=account, id=id, name=dated.name, dates=dated.dates)
        case UpdateSchedule(schedule=schedule, change=change):
            return msgspec.structs.replace(schedule, **_told(change))
        case UpdateException(exception=exception, change=moved):
            return msgspec.structs.replace(exception, **_told(moved))
        case Assign(device=device, kind=kind, schedule=chosen):
            others = {each: known for each, known in device.schedule_ids.items() if each is not kind}
            ids = {**others, kind: chosen.id} if chosen is not None else others
            return msgspec.structs.replace(device, schedule_ids=ids)
        case _:
            return None


def _told(change: Any) -> dict[str, Any]:
    fields = msgspec.structs.asdict(change)
    return {name: value for name, value in fields.items() if value is not UNSET}
