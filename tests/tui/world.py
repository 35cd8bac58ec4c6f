"""A small fixed world, seen at a fixed moment: for tests of what the screen shows, and for its portraits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from lockdash.config.settings import AccountConfig, Config, Ui
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.budget import Budget
from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus
from lockdash.domain.devices import Contact, Device, DeviceKind, DoorState, LockState, device_key
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.domain.readings import Reading
from lockdash.engine.clock import Clock
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.policy import Rules
from lockdash.tui.dashboard import LockdashApp
from tests.tui.fake_clock import FakeClock
from tests.tui.fake_engine import OWN, FakeEngine
from tests.tui.fake_log import FakeLog

NOW = datetime(2026, 3, 6, 18, 2, 20, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Lisbon")
DOORS = frozenset({CommandKind.lock, CommandKind.unlock, CommandKind.open})


def ago(seconds: float = 0, **more: float) -> datetime:
    return NOW - timedelta(seconds=seconds, **more)


def lock(
    name: str,
    state: LockState | None,
    *,
    account: str = "home",
    serial: str,
    age: float = 8,
    battery: int | None = 80,
    **more: Any,
) -> Device:
    """A lock at `account`, read `age` seconds ago. `more`: any field of Device."""
    values: dict[str, Any] = {
        "key": device_key(account, serial, serial),
        "account": account,
        "vendor_id": serial,
        "serial": serial,
        "kind": DeviceKind.lock,
        "name": name,
        "state": None if state is None else Reading(state, ago(age), ago(age)),
        "battery": Reading(battery, ago(age), ago(age)),
        "contact": Contact(connected=True, seen_at=ago(age), last_at=ago(age)),
        "actions": DOORS if account == "home" else frozenset({CommandKind.lock, CommandKind.unlock}),
        "model": "PRO" if account == "home" else "LS-90i",
        "renew_every": 20.0 if account == "home" else 60.0,
    }
    return Device(**(values | more))


FRONT = lock(
    "Front Door",
    LockState.locked,
    serial="19420103-000006",
    battery=54,
    location="Home",
    zone="Europe/Warsaw",
    state_since=ago(minutes=2),
    door=Reading(DoorState.closed, ago(8), ago(8)),
    traits={"Auto-lock": "after 20 s", "Auto-pull": "off", "Firmware": "2.4.18"},
)
GARAGE = lock("Garage", LockState.unlocked, serial="19420103-000011", battery=12, location="Home")
GATE = lock("Garden gate", LockState.locked, serial="19420103-000023", battery=71, location="Home")
CELLAR = lock(
    "Cellar",
    LockState.uncalibrated,
    serial="19420103-000031",
    battery=95,
    location="Home",
    actions=frozenset(),
    denied="it is not calibrated",
)
SAUNA = lock(
    "Sauna",
    LockState.locked,
    serial="19420103-000044",
    age=50_000,
    battery=38,
    location="Home",
    contact=Contact(connected=False, seen_at=ago(50_000), last_at=ago(50_000), bridged=False),
)


def asleep(name: str, state: LockState, serial: str, *, spoke: float, every: float = 900, **more: Any) -> Device:
    """A battery Wi-Fi lock that sleeps between heartbeats; it spoke `spoke` seconds ago."""
    return lock(
        name,
        state,
        account="rentals",
        serial=serial,
        age=spoke,
        renew_every=every,
        contact=Contact(connected=False, seen_at=ago(9), alive=True, last_at=ago(spoke), heartbeat=every),
        **more,
    )


BEACH1 = asleep("Beach House 1", LockState.locked, "AC0000011", spoke=130, battery=88, location="Beach")
BEACH2 = asleep("Beach House 2", LockState.unlocked, "AC0000012", spoke=400, battery=63, location="Beach")
LODGE = asleep("Lodge", LockState.locked, "AC0000013", spoke=130, battery=33, location="Forest")
POOL = asleep("Pool gate", LockState.locked, "AC0000014", spoke=3200, battery=18, location="Beach")
BOAT = lock("Boat house", LockState.jammed, account="rentals", serial="AC0000015", battery=47, location="Lake")
LOFT = lock(
    "Loft", LockState.unknown, account="rentals", serial="AC0000016", battery=None, state_raw="9", location="City"
)
HEATER = lock(
    "Sauna heater",
    None,
    account="rentals",
    serial="AC0000020",
    battery=None,
    kind=DeviceKind.power_plug,
    state_raw="off",
    actions=frozenset({CommandKind.power_on, CommandKind.power_off}),
    location="Lake",
)
CABIN = [
    asleep(
        f"Cabin {number}",
        LockState.locked,
        f"AC00001{number:02}",
        spoke=60 + number,
        battery=50 + number * 5,
        location="Forest",
    )
    for number in range(1, 7)
]
DEVICES = [FRONT, GARAGE, GATE, CELLAR, SAUNA, BEACH1, BEACH2, LODGE, POOL, BOAT, LOFT, HEATER, *CABIN]

HOME = Account(
    name="home",
    vendor="tedee",
    condition=Condition.live,
    since=ago(hours=3),
    last_ok_at=ago(8),
    budget=Budget(700, 561, ago(minutes=-31), 70),
)
RENTALS = Account(
    name="rentals",
    vendor="remotelock",
    condition=Condition.live,
    since=ago(hours=3),
    last_ok_at=ago(9),
    budget=Budget(120, 103, ago(seconds=-40), 12),
)
RENTALS_OFFLINE = msgspec.structs.replace(
    RENTALS,
    condition=Condition.offline,
    since=ago(minutes=4, seconds=10),
    detail="api.remotelock.com did not answer within 10 s. Nothing to do: it is tried again by itself.",
    retry_at=ago(seconds=-42),
    last_ok_at=ago(minutes=4, seconds=12),
)
HOME_SIGNED_OUT = msgspec.structs.replace(
    HOME,
    condition=Condition.unauthorised,
    since=ago(minutes=12),
    detail="The personal key is not accepted. Make a new one in the Tedee portal and put it into the configuration.",
    retry_at=None,
    last_ok_at=ago(minutes=13),
)

ASKED = Command(
    id="c0",
    account="rentals",
    device_key=LODGE.key,
    kind=CommandKind.lock,
    actor=OWN,
    requested_at=ago(12),
    sent_at=ago(12),
    accepted_at=ago(11),
    expires_at=ago(minutes=-14),
    earliest=ago(minutes=-12),
    status=CommandStatus.accepted,
)
CONFIRMED = Command(
    id="c1",
    account="home",
    device_key=FRONT.key,
    kind=CommandKind.lock,
    actor=OWN,
    requested_at=ago(128),
    sent_at=ago(128),
    accepted_at=ago(127),
    settled_at=ago(121),
    expires_at=ago(60),
    status=CommandStatus.confirmed,
    evidence="the lock reported it at 18:00:19",
)

BEN = Actor("ben", "10.0.0.5", "/dev/pts/9", 5120)
EARLIER = [
    msgspec.structs.replace(
        CONFIRMED,
        id=f"c{number}",
        kind=kind,
        actor=actor,
        requested_at=at,
        sent_at=at,
        accepted_at=at,
        settled_at=at + timedelta(seconds=20),
        status=status,
        evidence=None,
        reason=reason,
    )
    for number, kind, actor, at, status, reason in (
        (2, CommandKind.unlock, BEN, ago(minutes=95), CommandStatus.failed, "the lock jammed"),
        (3, CommandKind.lock, OWN, ago(days=1, hours=3), CommandStatus.confirmed, None),
        (4, CommandKind.unlock, OWN, ago(days=2), CommandStatus.confirmed, None),
    )
]
COMMANDS = [ASKED, CONFIRMED, *EARLIER]


def event(device: Device, kind: EventKind, at: datetime, who: str | None, how: str | None, **more: Any) -> Event:
    values: dict[str, Any] = {
        "account": device.account,
        "id": f"{device.serial}-{at:%d%H%M%S}",
        "kind": kind,
        "kind_raw": kind.value,
        "outcome": Outcome.succeeded,
        "occurred_at": at,
        "first_seen_at": at,
        "device_id": device.vendor_id,
        "who": who,
        "how": how,
    }
    return Event(**(values | more))


EVENTS = {
    FRONT.key: [
        event(FRONT, EventKind.locked, ago(minutes=2), "Ada Sample", "remote"),
        event(FRONT, EventKind.unlocked, ago(minutes=31), "Ada Sample", "PIN"),
        event(FRONT, EventKind.denied, ago(hours=4), None, "PIN", outcome=Outcome.failed),
        event(FRONT, EventKind.locked, ago(hours=9), None, "auto-lock"),
        event(FRONT, EventKind.unlocked, ago(hours=9, minutes=3), "Ben Example", "fingerprint"),
        event(
            FRONT, EventKind.locked, ago(days=1, hours=2), None, "button", recorded_at=ago(days=1, hours=1), late=True
        ),
    ],
    GARAGE.key: [
        event(GARAGE, EventKind.unlocked, ago(minutes=6), "Ben Example", "app"),
        event(GARAGE, EventKind.locked, ago(hours=11), None, "auto-lock"),
    ],
}
HISTORY = {
    FRONT.key: [(ago(days=35 - 5 * step), level) for step, level in enumerate((98, 91, 86, 80, 74, 66, 60, 54))],
    GARAGE.key: [(ago(days=20 - 5 * step), level) for step, level in enumerate((40, 31, 22, 12))],
    BEACH2.key: [(ago(days=4), 65), (ago(days=1), 63)],
}


class NoSettings(msgspec.Struct, frozen=True):
    """The fake engine asks no vendor."""


def config(*names: str, ui: Ui | None = None, keys: Mapping[str, tuple[str, ...]] | None = None) -> Config:
    accounts = tuple(AccountConfig(name=name, vendor="none", settings=NoSettings(), secrets={}) for name in names)
    return Config(path=Path("config.toml"), accounts=accounts, ui=ui or Ui(), keys=keys or {})


def app(
    *,
    accounts: list[Account] | None = None,
    devices: list[Device] | None = None,
    commands: list[Command] | None = None,
    rules: Rules | None = None,
    ui: Ui | None = None,
    clock: Clock | None = None,
    sessions: tuple[Actor, ...] = (OWN,),
    polled_by: Mapping[str, Actor | None] | None = None,
    notices: tuple[str, ...] = (),
    people: PeopleSnapshot | None = None,
    of_people: Mapping[str, Any] | None = None,
    log: FakeLog | None = None,
    keys: Mapping[str, tuple[str, ...]] | None = None,
    settings: Config | None = None,
    **more: Any,
) -> LockdashApp:
    """The app on this world; `app.engine` is the fake engine, `app.clock` the fake clock. `people`: what is known of
    people (`build_people`), `of_people`: more of FakePeople. `keys`: the user's own; `settings`: the whole
    configuration, in place of one that only names the accounts. `more`: of LockdashApp."""
    clock = clock or FakeClock(NOW)
    accounts = [HOME, RENTALS] if accounts is None else accounts
    engine = FakeEngine(
        clock,
        accounts,
        DEVICES if devices is None else devices,
        commands=COMMANDS if commands is None else commands,
        events=EVENTS,
        history=HISTORY,
        rules=rules,
        sessions=sessions,
        polled_by={each.name: sessions[0] for each in accounts} if polled_by is None and sessions else polled_by,
        notices=notices,
        people=people,
        log=log,
        **(of_people or {}),
    )
    settings = settings or config(*(each.name for each in accounts), ui=ui, keys=keys)
    return LockdashApp(engine, settings, clock=clock, zone=ZONE, **more)  # type: ignore[arg-type]
