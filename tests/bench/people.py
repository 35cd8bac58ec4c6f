"""The People tab with 5,000 people and 20,000 accesses stored, against the same tab with nobody: shown, and searched.

The vendors do not answer here: what is measured is what a host has on the screen before anybody does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from lockdash.domain.accesses import Access, Sync, TargetKind, access_key
from lockdash.domain.devices import Device
from lockdash.domain.people import Person, PersonKind, PersonStatus, person_key
from lockdash.domain.windows import Window
from lockdash.store.store import Store
from lockdash.tui.people.preparing import CALM
from lockdash.vendors.remotelock.people.decode import PERSONS
from tests.bench.report import Report, median, p95
from tests.bench.stage import Stage, stage
from tests.bench.terminal import Terminal

PEOPLE, EACH, DEVICES = 5000, 4, 500
ROUNDS = 10
# Typed and taken back a letter at a time, each one a search of its own.
WORDS = (b"guest 42", b"room 0003", b"sam@4", b"pending", b"zzz")
BACK = b"\x7f"
ACCOUNT = "rentals"
NOBODY, SOMEBODY = b" People", b"Guest 0"  # of nobody, the title with why comes in one piece


def run(report: Report) -> None:
    report.heading(f"People, {PEOPLE} and {PEOPLE * EACH} accesses stored, {DEVICES} devices, 120x40")
    with _silent(0) as empty, _silent(PEOPLE) as full:
        shown: dict[str, list[float]] = {"empty": [], "full": []}
        for _ in range(ROUNDS + 1):
            shown["empty"].append(_show(empty, NOBODY))
            shown["full"].append(_show(full, SOMEBODY))
        keys = _search(full)
    medians = {name: median(taken[1:]) for name, taken in shown.items()}  # the first round warms the disk
    report.ratio("tab shown / empty tab shown, from its key", medians["full"], medians["empty"], "s", 1.3)
    report.figure("a key of a search, p95", 1000 * p95(keys), "ms", 50)


@contextmanager
def _silent(people: int) -> Iterator[Stage]:
    """A stage whose vendors are gone, with so many people in the store."""
    with TemporaryDirectory() as folder:
        with stage(DEVICES, folder=Path(folder)) as built:
            pass
        store = Store.open(built.state)
        try:
            _fill(store, people)
        finally:
            store.close()
        yield built


def _fill(store: Store, count: int) -> None:
    chance, doors = Random(7), [each for each in store.load().devices if each.account == ACCOUNT]
    people = [_person(number) for number in range(count)]
    store.put_people(people)
    store.put_accesses(_access(one, door, chance) for one in people for door in chance.sample(doors, EACH))


def _person(number: int) -> Person:
    begins = datetime(2026, 1, 1, 16) + timedelta(days=number % 300)
    id = f"{number:05}"
    return Person(
        key=person_key(ACCOUNT, PERSONS, id),
        account=ACCOUNT,
        id=id,
        origin=PERSONS,
        kind=PersonKind.guest,
        name=f"Guest {id}",
        status=PersonStatus.current if number % 3 else PersonStatus.upcoming,
        email=f"sam{number}@example.com",
        stay=Window(starts_at=begins, ends_at=begins + timedelta(days=5)),
        has_pin=True,
    )


def _access(person: Person, door: Device, chance: Random) -> Access:
    waits = chance.random() < 0.01
    id = f"{person.id}-{door.vendor_id}"
    return Access(
        key=access_key(ACCOUNT, id),
        account=ACCOUNT,
        person_key=person.key,
        target_kind=TargetKind.device,
        target_id=door.vendor_id,
        id=id,
        sync=Sync(total=1, synced=0 if waits else 1, pending=1 if waits else 0, failed=0),
    )


def _show(built: Stage, marker: bytes) -> float:
    """Seconds from the key of the tab to what stands on it."""
    with Terminal(built.lockdash()) as terminal:
        terminal.wait_for(b"Locked")
        terminal.settle(quiet=CALM + 2)  # a session that was just opened makes people ready when hands rest
        return terminal.press_for(b"2", marker)


def _search(built: Stage) -> list[float]:
    with Terminal(built.lockdash()) as terminal:
        terminal.wait_for(b"Locked")
        terminal.settle()
        terminal.press_for(b"2", SOMEBODY)
        terminal.settle()
        terminal.press(b"/")
        terminal.settle(quiet=0.2)
        taken = []
        for word in WORDS:
            for letter in word:
                taken.append(terminal.press(bytes([letter])))
                terminal.settle(quiet=0.1)
            for _ in word:
                taken.append(terminal.press(BACK))
                terminal.settle(quiet=0.1)
        return taken
