"""RemoteLock's schedules, as the engine speaks with them (reference, "Schedules", "Access Exceptions", "Devices")."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.vendors.errors import BadAnswer
from lockdash.vendors.paths import segment
from lockdash.vendors.remotelock import decode as devices
from lockdash.vendors.remotelock import wire
from lockdash.vendors.remotelock.api import Api
from lockdash.vendors.remotelock.desk import Desk
from lockdash.vendors.remotelock.explaining import in_words
from lockdash.vendors.remotelock.places import Places, placed_as
from lockdash.vendors.remotelock.schedules import EXCEPTIONS_PATH, SCHEDULES_PATH, decode, requests
from lockdash.vendors.remotelock.schedules.looking import is_like, is_like_exception, newest
from lockdash.vendors.replies import Reply, each
from lockdash.vendors.replies import decode as decoded
from lockdash.vendors.schedules import ExceptionChange, NewException, NewSchedule, ScheduleChange


class RemoteLockSchedules:
    """See `vendors.schedules.ScheduleClient`."""

    def __init__(self, api: Api, account: str) -> None:
        self._api = api
        self._desk = Desk(api)
        self._account = account
        self._schedule = partial(decode.schedule, account=account)
        self._exception = partial(decode.exception, account=account)

    def __repr__(self) -> str:
        return f"RemoteLockSchedules({self._account})"

    @property
    def kinds(self) -> frozenset[ScheduleKind]:
        return frozenset(ScheduleKind)

    @property
    def assignable(self) -> Mapping[DeviceKind, frozenset[ScheduleKind]]:
        return requests.ASSIGNABLE

    async def get(self, schedule: Schedule) -> Schedule:
        return await self._desk.ask(_path(schedule), self._schedule)

    async def create(self, new: NewSchedule) -> Schedule:
        sent = requests.new_schedule(new)
        return await self._desk.write("POST", SCHEDULES_PATH, self._schedule, sent, decode.TYPES[new.kind])

    async def look(self, new: NewSchedule) -> tuple[Schedule, ...]:
        found = await newest(self._api, SCHEDULES_PATH, self._schedule)
        return tuple(each for each in found if is_like(each, new))

    async def update(self, schedule: Schedule, change: ScheduleChange) -> Schedule:
        sent = requests.changed_schedule(schedule, change)
        return await self._desk.write("PUT", _path(schedule), self._schedule, sent)

    async def delete(self, schedule: Schedule) -> None:
        requests.known_kind(schedule)
        await self._desk.order("DELETE", _path(schedule))

    async def assign(self, device: Device, kind: ScheduleKind, schedule: Schedule | None) -> Device:
        sent = requests.assignment(device, kind, schedule)
        reply = await self._desk.send("PUT", _device_path(device), sent)
        return placed_as(device, self._device(reply))

    async def get_device(self, device: Device) -> Device:
        return placed_as(device, self._device(await in_words(self._api.one(_device_path(device)))))

    async def get_exception(self, exception: AccessException) -> AccessException:
        return await self._desk.ask(_exception_path(exception), self._exception)

    async def create_exception(self, new: NewException) -> AccessException:
        sent = requests.new_exception(new)
        return await self._desk.write("POST", EXCEPTIONS_PATH, self._exception, sent)

    async def look_for_exception(self, new: NewException) -> tuple[AccessException, ...]:
        found = await newest(self._api, EXCEPTIONS_PATH, self._exception)
        return tuple(each for each in found if is_like_exception(each, new))

    async def update_exception(self, exception: AccessException, change: ExceptionChange) -> AccessException:
        sent = requests.changed_exception(exception, change)
        return await self._desk.write("PUT", _exception_path(exception), self._exception, sent)

    async def delete_exception(self, exception: AccessException) -> None:
        await self._desk.order("DELETE", _exception_path(exception))

    def _device(self, reply: Reply) -> Device:
        """The device in an answer. Raises BadAnswer, with nothing of the answer in it: it may hold codes."""
        heard = reply.heard(self._account)
        item = decoded(reply, wire.Single).data
        found, problems = each([item], lambda one: devices.device(one, Places(), heard), "data")
        if not found:
            raise BadAnswer(f"{reply.where}: {problems[0].why}")
        return found[0]


def _path(schedule: Schedule) -> str:
    return f"{SCHEDULES_PATH}/{segment(schedule.id)}"


def _device_path(device: Device) -> str:
    return f"/devices/{segment(device.vendor_id)}"


def _exception_path(exception: AccessException) -> str:
    return f"{EXCEPTIONS_PATH}/{segment(exception.id)}"
