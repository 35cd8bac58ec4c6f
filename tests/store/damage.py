"""Stores with something in them, and ways to damage their files."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from lockdash.domain.accesses import Access
from lockdash.domain.budget import Allowance, Limits, Purpose
from lockdash.domain.changes import Change, ChangeStatus
from lockdash.domain.commands import Command, CommandStatus
from lockdash.domain.devices import Device
from lockdash.domain.events import Event
from lockdash.domain.people import Person
from lockdash.domain.readings import Reading
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.domain.weeks import Week
from lockdash.domain.windows import Span
from lockdash.store.opening import NAME
from lockdash.store.store import Store
from tests.store.build import (
    NOW,
    a_change,
    a_command,
    a_device,
    a_group,
    a_person,
    a_place,
    a_schedule,
    an_access,
    an_account,
    an_event,
    an_exception,
    later,
    some_defaults,
)

PAGE = 4096
ALLOWANCE = Allowance(60, 3600.0)
PEOPLE, CHANGES = 60, 40
TOKEN = Token(Secret("access"), later(60), Secret("refresh"))


def some_events(count: int) -> list[Event]:
    """Most of them short, some so long that they need pages of their own."""
    return [
        an_event(
            f"e{number:05}",
            device_id=str(number % 8),
            occurred_at=later(number),
            raw="x" * (10_000 if number % 100 == 50 else 300),
        )
        for number in range(count)
    ]


def some_devices() -> list[Device]:
    return [a_device(f"home/{number}", battery=Reading(50 + number, NOW, NOW)) for number in range(8)]


def some_commands(count: int) -> list[Command]:
    """The last one is in flight."""
    return [
        a_command(
            f"c{number}",
            device_key=f"home/{number % 8}",
            requested_at=later(number),
            status=CommandStatus.requested if number == count - 1 else CommandStatus.confirmed,
        )
        for number in range(count)
    ]


def some_changes(count: int) -> list[Change]:
    """The last one is in flight."""
    return [
        a_change(
            f"x{number}",
            person_key=None if number % 3 else f"home/guests/{number}",
            requested_at=later(number),
            status=ChangeStatus.requested if number == count - 1 else ChangeStatus.done,
            details="from 2026-12-01 16:00 to 2026-12-08 11:00",
        )
        for number in range(count)
    ]


def some_people(count: int) -> list[Person]:
    return [a_person(str(number), name=f"Guest {number}", email="guest@example.com") for number in range(count)]


def some_accesses(count: int) -> list[Access]:
    """Of keypad codes as well, which have no id."""
    return [
        an_access(
            f"home/access/{number}", id=str(number) if number % 2 else None, person_key=f"home/guests/{number // 2}"
        )
        for number in range(count)
    ]


GROUPS = [a_group("1", device_ids=frozenset({"7"})), a_group("2")]
PLACES = [a_place("1", zone="Europe/Berlin"), a_place("2")]
SCHEDULES = [
    a_schedule("1", week=Week(spans=(Span(0, timedelta(hours=8), timedelta(hours=12)),)), exception_id="1"),
    a_schedule("2", kind=ScheduleKind.lock_action),
    a_schedule("3", kind=None, kind_raw="elevator_schedule"),
]
EXCEPTIONS = [an_exception("1"), an_exception("2", dates=())]


def fill_people(store: Store) -> None:
    store.put_people(some_people(PEOPLE))
    store.put_accesses(some_accesses(2 * PEOPLE))
    store.put_named(GROUPS)
    store.put_named(PLACES)
    store.put_named(SCHEDULES)
    store.put_named(EXCEPTIONS)
    store.put_defaults([some_defaults()])


def fill(store: Store, events: int = 3000, commands: int = 80) -> None:
    store.put_account(an_account())
    store.put_devices(some_devices())
    for command in some_commands(commands):
        store.put_command(command)
    fill_people(store)
    for change in some_changes(CHANGES):
        store.put_change(change)
    store.add_events(some_events(events))
    store.write_token("home", TOKEN)
    store.spend("home", ALLOWANCE, Purpose.poll, NOW)
    store.observe("home", ALLOWANCE, Limits(60, 20, later(600)), NOW)
    store.claim("home", "sync", 20.0, NOW)
    store.finish("home", "sync", cursor="page-7", now=later(2))


def filled(folder: Path, events: int = 3000, commands: int = 80) -> Path:
    """Make a store with something in it, closed, and return its file."""
    store = Store.open(folder)
    fill(store, events, commands)
    store.close()
    return store.path


def copied(path: Path, folder: Path) -> Path:
    """Copy the file and what stands beside it into `folder`, as the death of all who have it open would leave them."""
    folder.mkdir(exist_ok=True)
    for member in path.parent.glob(f"{NAME}*"):
        if not member.name.endswith("-shm"):
            shutil.copy(member, folder / member.name)
    return folder / NAME


def overwrite(path: Path, start: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)


def root_of(path: Path, table: str) -> int:
    """Return the number of the page from which `table` is reached."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]


def spoil_page(path: Path, number: int) -> None:
    overwrite(path, (number - 1) * PAGE, b"\xff" * PAGE)


def spoil_header(path: Path) -> None:
    overwrite(path, 0, b"\0" * 100)


def spoil_first_page(path: Path) -> None:
    overwrite(path, 0, b"\0" * PAGE)


def fill_with_text(path: Path) -> None:
    path.write_text("this was no database\n" * 500)


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def cut_in_the_header(path: Path) -> None:
    os.truncate(path, 50)


def spoil_the_tables(path: Path) -> None:
    overwrite(path, PAGE, b"\xff" * (path.stat().st_size - PAGE))
