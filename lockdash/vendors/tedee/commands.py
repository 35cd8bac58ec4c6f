"""Tedee's commands: what is sent for lock, unlock and open, and how their evidence is looked for."""

from __future__ import annotations

from lockdash.domain.budget import Purpose
from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Device, LockState, Observation
from lockdash.vendors import fields
from lockdash.vendors.base import Evidence, Receipt, Verdict
from lockdash.vendors.errors import (
    REFUSED_HERE,
    BadAnswer,
    RateLimited,
    Rejected,
    Unauthorised,
    Unreachable,
    VendorError,
)
from lockdash.vendors.paths import segment
from lockdash.vendors.replies import Reply, decode
from lockdash.vendors.tedee import operation as operations
from lockdash.vendors.tedee import wire
from lockdash.vendors.tedee.api import Api
from lockdash.vendors.tedee.decode import observation_of
from lockdash.vendors.tedee.judgement import changed_since, judge, operation_failure
from lockdash.vendors.tedee.operation import Operation, Step

_READ = "Device.Read"
# Unlock modes (tedee-facts 3.4): 3 never pulls the latch, 0 pulls it where auto-pull is on.
_WITHOUT_PULL = ("mode", "3")
_AS_SET_UP = ("mode", "0")
_UNLOCKED = frozenset({2, 7, 8})
_LOCKED = 6
_STUCK = {0: "is not calibrated", 1: "is being calibrated", 18: "is updating its firmware"}


class Commands:
    """The commands of one account. A POST is sent once; opening may take two different ones."""

    def __init__(self, api: Api, account: str) -> None:
        self._api = api
        self._account = account
        # Operations whose lock is to be pulled once they are completed. Only the client that unlocked it pulls:
        # whoever merely follows a command of a session that ended sends nothing.
        self._to_pull: set[str] = set()

    async def send(self, device: Device, kind: CommandKind) -> Receipt:
        """See `Client.send`."""
        if kind is CommandKind.lock:
            return await self._post(device, Step.lock)
        if kind is CommandKind.unlock:
            return await self._post(device, Step.unlock)
        if kind is CommandKind.open:
            return await self._open(device)
        raise Rejected(f"a Tedee lock cannot do this: {kind}", status=REFUSED_HERE)

    async def check(self, device: Device, kind: CommandKind, receipt: Receipt) -> Evidence:
        """See `Client.check`: the operation until it is completed, then the lock."""
        operation = operations.of(receipt)
        if operation is not None and operation.looks == 0 and operation.id:
            status = await self._operation(operation.id)
            if status is not None and fields.text(status.status) != "COMPLETED":
                return Evidence(verdict=Verdict.pending)
            result = fields.whole(status.result) if status is not None else None
            if result:
                self._to_pull.discard(_name(device, operation))
                news = await self._look(device, operation)
                return Evidence(verdict=Verdict.failed, text=operation_failure(result), observations=(news,))
        news = await self._look(device, operation)
        if operation is not None and operation.step is Step.unlock_then_pull:
            return await self._second_half(device, operation, receipt, news)
        moved = changed_since(news, operation.before if operation is not None else None, receipt.at)
        if operation is None and not (moved and _tells(kind, news)):
            return Evidence(verdict=Verdict.pending, observations=(news,))
        verdict, text = judge(kind, news, moved, operation.looks if operation is not None else 0, device.zone)
        if verdict is Verdict.confirmed and operation is not None and operation.step is Step.unlock_and_pull:
            text = f"{text}, by an unlock with auto-pull"
        again = operations.looked(receipt, operation) if operation is not None else None
        return Evidence(verdict=verdict, text=text, receipt=again, observations=(news,))

    async def _post(self, device: Device, step: Step) -> Receipt:
        path = f"/my/lock/{segment(device.vendor_id)}/operation/"
        if step is Step.lock:
            reply = await self._api.command(path + "lock")
        elif step is Step.pull:
            reply = await self._api.command(path + "pull")
        else:
            mode = _AS_SET_UP if step is Step.unlock_and_pull else _WITHOUT_PULL
            reply = await self._api.command(path + "unlock", (mode,))
        taken = _taken(reply)
        operation = Operation(
            step=step,
            id=fields.identity(taken.operation_id) or "",
            before=fields.text(taken.last_state_changed_date, 40),
        )
        if step is Step.unlock_then_pull:
            self._to_pull.add(_name(device, operation))
        return Receipt(at=reply.at, operation=operations.written(operation))

    async def _open(self, device: Device) -> Receipt:
        """Decide by the lock as it is now, not as it was when it was last polled (tedee-facts 9, "actions")."""
        reply = await self._api.read_one(f"/my/lock/{segment(device.vendor_id)}", scope=_READ, purpose=Purpose.command)
        lock = decode(reply, wire.Envelope[wire.Lock]).result
        settings = lock.device_settings or wire.DeviceSettings()
        if fields.flag(settings.pull_spring_enabled) is False:
            raise Rejected(f"{device.name} has no pull spring set up, so it cannot be opened", status=REFUSED_HERE)
        state = fields.whole(lock.current.state) if lock.current is not None else None
        if state in _STUCK:
            raise Rejected(f"{device.name} {_STUCK[state]}: it would not move", status=REFUSED_HERE)
        if state in _UNLOCKED:
            return await self._post(device, Step.pull)
        if state == _LOCKED and fields.flag(settings.auto_pull_spring_enabled):
            return await self._post(device, Step.unlock_and_pull)
        return await self._post(device, Step.unlock_then_pull)

    async def _second_half(self, device: Device, operation: Operation, receipt: Receipt, news: Observation) -> Evidence:
        moved = changed_since(news, operation.before, receipt.at)
        opened = news.state is not None and news.state.value is LockState.open
        wanted = CommandKind.open if opened else CommandKind.unlock
        verdict, text = judge(wanted, news, moved, operation.looks, device.zone)
        if opened:
            return Evidence(verdict=verdict, text=text, observations=(news,))
        if verdict is Verdict.pending:
            again = operations.looked(receipt, operation)
            return Evidence(verdict=verdict, receipt=again, observations=(news,))
        if verdict is Verdict.failed:
            self._to_pull.discard(_name(device, operation))
            return Evidence(verdict=verdict, text=text, observations=(news,))
        if _name(device, operation) not in self._to_pull:
            return Evidence(
                verdict=Verdict.failed,
                text="unlocked, but not opened: the session that asked ended in between",
                observations=(news,),
            )
        self._to_pull.discard(_name(device, operation))  # before it is sent: whatever happens, it is not sent again
        try:
            second = await self._post(device, Step.pull)
        except VendorError as error:
            if isinstance(error, Rejected | RateLimited | Unauthorised) or (
                isinstance(error, Unreachable) and not error.sent
            ):
                text = f"unlocked, but not opened: {error}"
                return Evidence(verdict=Verdict.failed, text=text, observations=(news,))
            second = Receipt(at=receipt.at, operation=operations.written(Operation(Step.pull, before=_since(news))))
        return Evidence(verdict=Verdict.pending, receipt=second, observations=(news,))

    async def _operation(self, operation_id: str) -> wire.Operation | None:
        """Return its status, None if the vendor does not know it any more (how long it does is not documented)."""
        path = f"/my/device/operation/{segment(operation_id)}"
        try:
            reply = await self._api.read_one(path, scope=_READ, purpose=Purpose.command)
        except Rejected:
            return None
        return decode(reply, wire.Envelope[wire.Operation]).result

    async def _look(self, device: Device, operation: Operation | None) -> Observation:
        """Read the lock's state: by the single sync that the reference gives for the end of a command; after it,
        since the next sync is due in 20 s only, by the lock itself."""
        path = f"/my/lock/{segment(device.vendor_id)}"
        if operation is not None and operation.looks == 0:
            reply = await self._api.read_one(f"{path}/sync", scope=_READ, purpose=Purpose.command)
            sent: wire.LockSync | wire.Lock = decode(reply, wire.Envelope[wire.LockSync]).result
        else:
            reply = await self._api.read_one(path, scope=_READ, purpose=Purpose.command)
            sent = decode(reply, wire.Envelope[wire.Lock]).result
        heard = reply.heard(self._account)
        return observation_of(device.vendor_id, sent.is_connected, sent.current, sent.revision, heard)


def _taken(reply: Reply) -> wire.Operated:
    """The lock has the command, even if the rest of the answer is strange."""
    if reply.body.lstrip()[:1] == b"{":
        try:
            return decode(reply, wire.Envelope[wire.Operated]).result
        except BadAnswer:
            return wire.Operated()
    return decode(reply, wire.Envelope[wire.Operated]).result if reply.body else wire.Operated()


def _name(device: Device, operation: Operation) -> str:
    return f"{device.vendor_id} {operation.id}"


def _tells(kind: CommandKind, news: Observation) -> bool:
    """Of a command whose answer never came it is not known which half was sent: an unlocked door is no opened one."""
    return kind is not CommandKind.open or (news.state is not None and news.state.value is LockState.open)


def _since(news: Observation) -> str | None:
    return news.state_since.isoformat() if news.state_since is not None else None
