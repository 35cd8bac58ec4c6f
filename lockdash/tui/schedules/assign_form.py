"""Which devices go by a schedule, and which are to: what differs is sent, and what became of it is told. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.engine.order import natural
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.staying import UNCHANGED
from lockdash.engine.people.steps import StepState
from lockdash.engine.schedules.orders import Assign, Outcome
from lockdash.tui.panes.steps import is_trouble
from lockdash.tui.people.form_doors import Door, door_of
from lockdash.tui.people.form_state import FormState
from lockdash.tui.people.guest_fields import TARGETS

_TOLD = 3
"""Devices of which it is told what went wrong; of more there is the number."""


class Sent(NamedTuple):
    """What became of one device. `reason`: why it ended so, in words."""

    state: StepState
    reason: str = ""
    alarms: tuple[str, ...] = ()

    @classmethod
    def of(cls, outcome: Outcome) -> Sent:
        change = outcome.change
        state = StepState.unknown if change.status.in_flight else StepState(change.status)
        told = "; ".join(outcome.fields.values()) or change.reason or ""
        return cls(state, told, outcome.alarms)


class AssignForm(FormState):
    """`kind`: of `schedule`. `assignable`: by which kinds devices can be told to go. `sent`: by device, since the last
    change of what is marked."""

    def __init__(
        self, schedule: Schedule, kind: ScheduleKind, assignable: Mapping[DeviceKind, frozenset[ScheduleKind]]
    ) -> None:
        super().__init__()
        self.schedule, self.kind = schedule, kind
        self.sent: dict[str, Sent] = {}
        self._assignable = assignable
        self._devices: dict[str, Device] = {}
        self._names: dict[str, str] = {}
        self._order: dict[str, None] = {}
        self._toggled: frozenset[str] = frozenset()
        self._answered: dict[str, tuple[str | None, str | None]] = {}
        self._is_gone = False
        self._barred = self._failure = ""
        self._lost: tuple[str, ...] = ()

    def take(self, devices: Mapping[str, Device], people: PeopleSnapshot, barred: str) -> None:
        """Something else is known. `barred`: why nothing can be changed, "" if it can. Rows stay where they are; what
        was marked and is not there any more is told."""
        account = self.schedule.account
        there = [each for each in devices.values() if each.account == account and each.gone_at is None]
        before, self._devices = self._devices, {each.key: each for each in there if self._can_go(each)}
        self._names = {id: each.name for (owner, id), each in people.schedules.items() if owner == account}
        now = people.schedules.get((account, self.schedule.id))
        self._is_gone, self.schedule = now is None, now or self.schedule
        state = people.accounts.get(account)
        self._barred, self._failure = barred, state.failure if state is not None else ""
        lost = self._toggled - self._devices.keys()
        self._lost += tuple(sorted(before[key].name for key in lost if key in before))
        self._toggled -= lost
        fresh = sorted(
            (each for each in self._devices.values() if each.key not in self._order),
            key=lambda each: (not self._goes(each), natural(each.name)),
        )
        self._order |= dict.fromkeys(each.key for each in fresh)

    def _can_go(self, device: Device) -> bool:
        return self.kind in self._assignable.get(device.kind, frozenset())

    # What there is

    @property
    def devices(self) -> list[Door]:
        """Those that go by it when the form is opened first."""
        return [self._row(self._devices[key]) for key in self._order if key in self._devices]

    @property
    def marked(self) -> frozenset[str]:
        """The devices that are to go by it."""
        return frozenset(key for key, each in self._devices.items() if self._goes(each) is not (key in self._toggled))

    @property
    def added(self) -> frozenset[str]:
        return self._toggled & self.marked

    @property
    def taken(self) -> frozenset[str]:
        return self._toggled - self.marked

    def _goes(self, device: Device) -> bool:
        return self._goes_by(device) == self.schedule.id

    def _goes_by(self, device: Device) -> str | None:
        """The id of its schedule of this kind: what the vendor answered, until the device is read to say another."""
        known = device.schedule_ids.get(self.kind)
        before, now = self._answered.get(device.key, (known, known))
        return now if before == known else known

    def _row(self, device: Device) -> Door:
        return door_of(device)._replace(schedule=self.goes_by(device), becomes=self._becomes(device))

    def _becomes(self, device: Device) -> str:
        if device.key not in self._toggled:
            return ""
        if device.key not in self.marked:
            return "taken"
        return "added" if self._goes_by(device) is None else "moved"

    # Fields

    @property
    def fields(self) -> tuple[str, ...]:
        return (TARGETS,)

    def hint(self, name: str) -> str:
        if self.sent and not self.is_edited:
            return "All of it was sent; Esc closes. The devices hear of it after that."
        if self.sent:
            return "Ctrl+O sends again what did not succeed."
        told = "What is marked goes by this schedule; one that went by another leaves that. "
        return f"{told}Nothing is sent before the summary."

    # What the user does

    def toggle(self, key: str) -> None:
        self._toggled ^= {key} & self._devices.keys()
        self.sent.clear()
        self._lost = ()
        self._edited(TARGETS)

    # What comes of it

    @property
    def problems(self) -> Mapping[str, str]:
        if self._barred:
            return {"": self._barred}
        if self._is_gone:
            return {"": f"{self.schedule.name} is gone: somebody has deleted it meanwhile"}
        return {} if self.is_edited else {TARGETS: UNCHANGED}

    @property
    def notices(self) -> tuple[str, ...]:
        told = [f"{', '.join(self._lost)}: not there any more"] if self._lost else []
        if self._failure:
            told.append(f"{self.schedule.account} cannot be reached now: {self._failure}")
        return (*told, *self._troubles())

    def _troubles(self) -> Iterator[str]:
        wrong = [(key, each) for key, each in self.sent.items() if is_trouble(each)]
        for key, each in wrong[:_TOLD]:
            name = self._devices[key].name if key in self._devices else key
            why = "; ".join(each.alarms) or each.reason
            yield f"{name}: {why.removeprefix(f'{name} ')}"
        if len(wrong) > _TOLD:
            yield f"and {len(wrong) - _TOLD} more"

    @property
    def is_edited(self) -> bool:
        return bool(self._toggled)

    @property
    def orders(self) -> list[Assign]:
        """What is sent, in the order of the rows."""
        wanted = self.marked
        return [
            Assign(self._devices[key], self.kind, self.schedule if key in wanted else None)
            for key in self._order
            if key in self._toggled
        ]

    def goes_by(self, device: Device) -> str:
        """Return the name of the schedule of this kind by which `device` goes now, "" for none."""
        id = self._goes_by(device)
        return "" if id is None else self._names.get(id, id)

    # What becomes of it

    def begin(self) -> None:
        """All of it waits to be sent."""
        self.sent = {each.device.key: Sent(StepState.waiting) for each in self.orders}

    def move(self, key: str, sent: Sent, outcome: Outcome | None = None) -> None:
        """Something became of one device: what was done is not asked for again."""
        self.sent[key] = sent
        device = self._devices.get(key)
        if sent.state is not StepState.done or device is None:
            return
        now = outcome.now if outcome is not None else None
        if isinstance(now, Device):
            self._answered[key] = device.schedule_ids.get(self.kind), now.schedule_ids.get(self.kind)
        self._toggled -= {key}
