"""People and accesses on the fixed world of `world.py`, for tests of the People tab and for its portraits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any

import msgspec

from lockdash.domain.accesses import Access, AccountDefaults, Group, Level, Place, Sync, TargetKind, access_key
from lockdash.domain.changes import Change
from lockdash.domain.devices import Device
from lockdash.domain.people import Person, PersonKind, PersonStatus, person_key
from lockdash.domain.schedules import Schedule
from lockdash.domain.windows import Window
from lockdash.engine.people.snapshot import AccountState, FeedState, PeopleSnapshot
from lockdash.vendors.people import Origin
from lockdash.vendors.remotelock.people.origins import ORIGINS as RENTALS_ORIGINS
from lockdash.vendors.tedee.people.origins import origins_of
from tests.tui import world
from tests.tui.world import NOW, ago

HOME_ORIGINS: tuple[Origin, ...] = origins_of(37)
PERSONS, RESORT = (each.name for each in RENTALS_ORIGINS)
MEMBERS, PINS = (each.name for each in HOME_ORIGINS)

DEVICES = [
    msgspec.structs.replace(each, zone="Europe/Warsaw" if each.account == "home" else "America/Denver")
    for each in world.DEVICES
]
"""Those of the world, each with a clock at its door."""
BY_NAME = {each.name: each for each in DEVICES}


def wall(day: int, hour: int = 16, minute: int = 0, *, month: int = 3) -> datetime:
    """A time in 2026 on the wall at a door."""
    return datetime(2026, month, day, hour, minute)


def stay(first: int, last: int, **more: Any) -> Window:
    return Window(starts_at=wall(first, 16, **more), ends_at=wall(last, 11, **more))


def person(
    id: str,
    name: str,
    *,
    account: str = "rentals",
    origin: str = PERSONS,
    kind: PersonKind = PersonKind.guest,
    status: PersonStatus | None = PersonStatus.current,
    **more: Any,
) -> Person:
    """Somebody of `account`. `more`: any field of Person."""
    values: dict[str, Any] = {
        "key": person_key(account, origin, id),
        "account": account,
        "id": id,
        "origin": origin,
        "kind": kind,
        "name": name,
        "status": status,
        "status_raw": status.value if status is not None else "",
        "has_pin": True,
    }
    return Person(**(values | more))


def access(of: Person, to: Device | Group | Place, sync: Sync | None = None, **more: Any) -> Access:
    """An access of somebody. `more`: any field of Access."""
    kind, id = (
        (TargetKind.device, to.vendor_id)
        if isinstance(to, Device)
        else (TargetKind.door_group, to.id)
        if isinstance(to, Group)
        else (TargetKind.location, to.id)
    )
    values: dict[str, Any] = {
        "key": access_key(of.account, f"{of.id}-{id}"),
        "account": of.account,
        "person_key": of.key,
        "target_kind": kind,
        "target_id": id,
        "id": f"{of.id}-{id}",
        "sync": sync,
    }
    return Access(**(values | more))


def synced(total: int = 1) -> Sync:
    return Sync(total=total, synced=total, pending=0, failed=0)


def pending(total: int = 1) -> Sync:
    return Sync(total=total, synced=total - 1, pending=1, failed=0)


def failed(total: int = 1) -> Sync:
    return Sync(total=total, synced=total - 1, pending=0, failed=1)


CABINS = Group(
    account="rentals",
    id="g1",
    name="All cabins",
    device_ids=frozenset(each.vendor_id for each in DEVICES if each.name.startswith("Cabin")),
)
BEACH = Place(account="rentals", id="p1", name="Beach", zone="America/Denver")
NIGHTS = Schedule(account="rentals", id="s1", name="Nights")
WEEKDAYS = Schedule(account="rentals", id="s2", name="Weekdays 9-17")

ADA = person("1", "Ada Sample", email="ada@example.com", stay=stay(4, 9))
BEN = person("2", "Ben Example", email="ben@example.com", stay=stay(6, 8), status=PersonStatus.upcoming)
CLEO = person("3", "Cleo Muster", email="cleo@example.com", stay=stay(6, 12), status=PersonStatus.upcoming)
DORA = person("4", "Dora Keeper", kind=PersonKind.user, department="Cleaning", email="dora@example.com")
EMIL = person("5", "Emil Former", stay=stay(1, 3), status=PersonStatus.expired)
FAYE = person("6", "Faye Gone", stay=stay(1, 20), status=PersonStatus.deactivated)
GINA = person("7", "Gina Hut", origin=RESORT, stay=stay(5, 10), status=None)
HUGO = person("8", "Hugo Home", account="home", origin=MEMBERS, kind=PersonKind.member, status=None, has_pin=None)
HUGO = msgspec.structs.replace(HUGO, email="hugo@example.com")
IDA = person("9", "Ida Invited", account="home", origin=MEMBERS, kind=PersonKind.member, status=None, has_pin=None)
JAN = person("10", "Cleaner's PIN", account="home", origin=PINS, kind=PersonKind.code, status=None)
PEOPLE = [ADA, BEN, CLEO, DORA, EMIL, FAYE, GINA, HUGO, IDA, JAN]

_WORKDAYS = Window(days=frozenset(range(5)), from_time=time(8), to_time=time(16), in_utc=True)
_UNTIL = Window(ends_at=datetime(2026, 6, 30, 22, tzinfo=UTC), in_utc=True)
ACCESSES = [
    access(ADA, BY_NAME["Beach House 1"], synced()),
    access(ADA, BY_NAME["Pool gate"], failed(), schedule_id="s1"),
    access(BEN, BY_NAME["Beach House 2"], pending(), pending_since=ago(minutes=14)),
    access(BEN, BY_NAME["Pool gate"], synced()),
    access(CLEO, BY_NAME["Lodge"], pending(), pending_since=ago(minutes=2)),
    access(DORA, CABINS, synced(6), schedule_id="s2"),
    access(DORA, BEACH, synced(3)),
    access(EMIL, BY_NAME["Lodge"]),
    access(FAYE, BY_NAME["Lodge"]),
    access(GINA, BY_NAME["Boat house"], id=None),
    access(HUGO, BY_NAME["Front Door"], level=Level.owner, remote=True),
    access(HUGO, BY_NAME["Garage"], level=Level.owner, remote=True),
    access(IDA, BY_NAME["Front Door"], level=Level.guest, remote=False, invited=True, window=_UNTIL),
    access(JAN, BY_NAME["Front Door"], id=None, window=_WORKDAYS),
]


def account_state(*origins: Origin, **more: Any) -> AccountState:
    """All lists read a minute ago."""
    read = {"feeds": {"people": FeedState(1, 1, ago(60))}, "accesses_read_at": ago(60)}
    return AccountState(**({"origins": origins} | read | more))


def people_snapshot(
    people: Iterable[Person] = PEOPLE,
    accesses: Iterable[Access] = ACCESSES,
    *,
    changes: Iterable[Change] = (),
    accounts: Mapping[str, AccountState] | None = None,
    **more: Any,
) -> PeopleSnapshot:
    """What is known of them. `more`: any field of PeopleSnapshot."""
    given = list(accesses)
    by_person: dict[str, tuple[Access, ...]] = {}
    by_target: dict[tuple[str, str], tuple[Access, ...]] = {}
    for each in given:
        by_person[each.person_key] = (*by_person.get(each.person_key, ()), each)
        pair = each.account, each.target_id
        by_target[pair] = (*by_target.get(pair, ()), each)
    values: dict[str, Any] = {
        "revision": 1,
        "at": NOW,
        "is_open": True,
        "people": {each.key: each for each in people},
        "accesses": {each.key: each for each in given},
        "by_person": by_person,
        "by_target": by_target,
        "groups": {("rentals", "g1"): CABINS},
        "places": {("rentals", "p1"): BEACH},
        "schedules": {("rentals", each.id): each for each in (NIGHTS, WEEKDAYS)},
        "defaults": {"rentals": AccountDefaults(account="rentals", guest_start=time(16), guest_end=time(11))},
        "changes": {each.id: each for each in changes},
        "accounts": accounts or {"home": account_state(*HOME_ORIGINS), "rentals": account_state(*RENTALS_ORIGINS)},
    }
    return PeopleSnapshot(**(values | more))
