"""The engine's facade over a plain snapshot: it records what it was asked, and shows what the test pushes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from lockdash.config.settings import AccountConfig, Config
from lockdash.domain.accounts import Account
from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus
from lockdash.domain.devices import Device
from lockdash.domain.events import Event
from lockdash.engine.clock import Clock
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.policy import Judgement, Manner, Refusal, Rules, judge
from lockdash.engine.snapshot import Snapshot
from tests.tui.fake_log import FakeLog
from tests.tui.fake_people import FakePeople
from tests.tui.fake_schedules import FakeSchedules
from tests.tui.fake_sign_ins import FakeSignIns

Listener = Callable[[Snapshot], None]
OWN = Actor("ada", "10.0.0.7", "/dev/pts/3", 4711)


class FakeEngine:
    """`requests`, `refreshes`, `focused`, `started`, `suspensions`, `replaced`, `reloaded`: what was asked. `refuse`:
    device key to a reason that only `request` knows. `answers`: what `refresh` answers. Judging is the real policy's.
    `people`: what is known of people once they are opened; `of_people`: the rest of FakePeople."""

    def __init__(
        self,
        clock: Clock,
        accounts: list[Account],
        devices: list[Device],
        *,
        commands: list[Command] = (),  # type: ignore[assignment]
        events: Mapping[str, list[Event]] | None = None,
        history: Mapping[str, list[tuple[datetime, int]]] | None = None,
        rules: Rules | None = None,
        sessions: tuple[Actor, ...] = (),
        polled_by: Mapping[str, Actor | None] | None = None,
        notices: tuple[str, ...] = (),
        people: PeopleSnapshot | None = None,
        log: FakeLog | None = None,
        **of_people: Any,
    ) -> None:
        self._clock = clock
        self.rules = rules or Rules()
        self.snapshot = Snapshot(
            revision=1,
            at=clock.now(),
            accounts={each.name: each for each in accounts},
            devices={each.key: each for each in devices},
            commands={each.device_key: each for each in reversed(commands)},
            sessions=sessions,
            polled_by=polled_by or {},
            notices=notices,
        )
        self.people = FakePeople(clock, lambda: self.snapshot.devices, OWN, people, **of_people)
        self.schedules = FakeSchedules(clock, self.people, lambda: self.snapshot.devices, OWN)
        self.log = log if log is not None else FakeLog()
        self.sign_ins = FakeSignIns()
        self.replaced: list[AccountConfig] = []
        self.reloaded: list[Config] = []
        self._commands = list(commands)
        self._events = events or {}
        self._history = history or {}
        self._listeners: list[Listener] = []
        self._settled: dict[str, asyncio.Future[Command]] = {}
        self.requests: list[tuple[str, CommandKind]] = []
        self.refreshes: list[str | None] = []
        self.focused: list[str | None] = []
        self.started = 0
        self.stopped = 0
        self.suspensions: list[str] = []
        self.refuse: dict[str, str] = {}
        self.answers: dict[str, str] = {}

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def start(self) -> None:
        self.started += 1

    async def stop(self) -> None:
        self.stopped += 1

    def suspend(self) -> None:
        self.suspensions.append("suspend")

    def resume(self) -> None:
        self.suspensions.append("resume")

    async def refresh(self, account: str | None = None) -> dict[str, str]:
        self.refreshes.append(account)
        return dict(self.answers)

    async def replace_account(self, config: AccountConfig) -> None:
        self.replaced.append(config)

    def reload(self, config: Config) -> None:
        self.reloaded.append(config)

    def judge(self, device_key: str, kind: CommandKind, *, several: bool = False) -> Judgement:
        snapshot = self.snapshot
        device = snapshot.devices.get(device_key)
        if device is None:
            return Judgement(False, f"there is no device {device_key}")
        return judge(
            device,
            kind,
            rules=self.rules,
            account=snapshot.accounts.get(device.account),
            command=snapshot.commands.get(device_key),
            several=several,
        )

    async def request(self, device_key: str, kind: CommandKind) -> Command:
        if device_key in self.refuse:
            raise Refusal(self.refuse[device_key])
        self.requests.append((device_key, kind))
        now = self._clock.now()
        command = Command(
            id=f"c{len(self.requests)}",
            account=self.snapshot.devices[device_key].account,
            device_key=device_key,
            kind=kind,
            actor=OWN,
            requested_at=now,
            expires_at=now + timedelta(seconds=60),
        )
        self._settled[command.id] = asyncio.get_running_loop().create_future()
        self.push(command=command)
        return command

    async def settled(self, command_id: str, timeout: float) -> Command:  # noqa: ASYNC109
        return await self._settled[command_id]

    async def focus(self, device_key: str | None) -> None:
        self.focused.append(device_key)

    def events(self, device_key: str, limit: int = 20) -> list[Event]:
        return list(self._events.get(device_key, ()))[:limit]

    def commands(self, device_key: str | None = None, limit: int = 20) -> list[Command]:
        return [each for each in self._commands if device_key in (None, each.device_key)][:limit]

    def battery_history(self, device_key: str) -> list[tuple[datetime, int]]:
        return list(self._history.get(device_key, ()))

    # What a test does

    def push(
        self,
        *devices: Device,
        command: Command | None = None,
        account: Account | None = None,
        gone: str | None = None,
        **more: Any,
    ) -> None:
        """Let something be known that was not, and tell the listeners. `more`: any field of Snapshot."""
        before = self.snapshot
        known: dict[str, Any] = {**before.devices, **{each.key: each for each in devices}}
        changed = {each.key for each in devices}
        if gone is not None:
            del known[gone]
            changed.add(gone)
        commands = dict(before.commands)
        if command is not None:
            commands[command.device_key] = command
            changed.add(command.device_key)
            self._commands = [command, *(each for each in self._commands if each.id != command.id)]
        values: dict[str, Any] = {
            "revision": before.revision + 1,
            "at": self._clock.now(),
            "accounts": {**before.accounts, **({account.name: account} if account else {})},
            "devices": known,
            "commands": commands,
            "changed": frozenset(changed),
        }
        self.snapshot = msgspec.structs.replace(before, **(values | more))
        for listener in list(self._listeners):
            listener(self.snapshot)

    def settle(self, device_key: str, status: CommandStatus, **more: Any) -> None:
        """Bring the newest command of a device to its end."""
        now = self._clock.now()
        values = {"status": status, "sent_at": now, "accepted_at": now, "settled_at": now, **more}
        command = msgspec.structs.replace(self.snapshot.commands[device_key], **values)
        self.push(command=command)
        self._settled[command.id].set_result(command)


__all__ = ["FakeEngine", "Manner", "Rules"]
