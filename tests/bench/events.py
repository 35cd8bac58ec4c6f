"""The event log with a million events, against an empty one: shown, searched, paged, written, exported.

The vendors do not answer here: what is measured is the archive that somebody has after some years.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from lockdash.domain.devices import Device
from lockdash.domain.event_filter import event_query
from lockdash.domain.event_query import Place
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.domain.people import Person, PersonKind, person_key
from lockdash.store.store import Store
from lockdash.tui.people.preparing import CALM
from tests.bench.report import Report, median, p95
from tests.bench.stage import Stage, stage
from tests.bench.terminal import Terminal

EVENTS, AT_ONCE = 1_000_000, 10_000
DEVICES, PEOPLE = 500, 5_000
PAGE = 200
ROUNDS = 6
NOW = datetime.now(UTC)
# That a vendor is out of reach stands in both logs, at their end.
MARKER = b"account"
FILTERS = (
    *("", "kind:denied", "kind:unlocked", "door:room", '"room 0042"', "who:ann", "account:rentals", "garden", "zzzz"),
    *("kind:denied door:0003 who:ann", "since:2d -late", "kind:battery 12", "door:room who:guest", "-pin -late"),
    *("until:2020-01-01", "outcome:failed how:pin", "who:guest -kind:unlocked", 'kind:denied -late "garden" since:90d'),
)
_KINDS = (
    (EventKind.unlocked, "PIN", "{who} unlocked {door} with a PIN", 50),
    (EventKind.locked, "automatic", "{door} locked itself", 35),
    (EventKind.used, "card", "{who} used {door}", 10),
    (EventKind.denied, "PIN", "{who} was refused at {door}", 3),
    (EventKind.battery, None, "the battery of {door} is low: {value}", 1),
    (EventKind.link, None, "{door} lost its connection", 1),
)
_RAW = '{"type":"unlocked_event","attributes":{"source":"user","status":"succeeded","method":"pin","pin":"******"}}'


def run(report: Report) -> None:
    report.heading(f"Events, {EVENTS:,} stored, {DEVICES} devices, {PEOPLE:,} people, 120x40")
    with _silent(0) as empty, _silent(EVENTS) as full:
        _measure_store(report, full)
        _measure_screen(report, empty, full)
        _measure_export(report, empty, full)


def _measure_store(report: Report, full: Stage) -> None:
    store = Store.open(full.state)
    try:
        report.figure(f"first page of {len(FILTERS)} filters, p95", 1000 * p95(_first_pages(store)), "ms", 100)
        report.figure("a page further, back to the first day, p95", 1000 * p95(_further_pages(store)), "ms", 30)
        batch = list(_events(store, AT_ONCE, seed=8, prefix="new", back=AT_ONCE))
        report.figure(f"{AT_ONCE:,} events written", _timed(lambda: store.add_events(batch)), "s", 1)
    finally:
        store.close()


def _first_pages(store: Store) -> Iterator[float]:
    for text in FILTERS:
        query = event_query(text, NOW)
        for _ in range(5):
            yield _timed(lambda query=query: store.log.page(query, None, None, PAGE))  # type: ignore[misc]


def _further_pages(store: Store) -> Iterator[float]:
    for text in ("", "kind:unlocked", "who:ann"):
        query, start = event_query(text, NOW), None
        for _ in range(30):
            begun = time.perf_counter()
            rows = store.log.page(query, start, None, PAGE)
            yield time.perf_counter() - begun
            if not rows:
                break
            # A page, and then a leap into the past, as somebody does who looks for something.
            start = Place(rows[-1].place.at - 86400.0 * 20, 0)


def _measure_screen(report: Report, empty: Stage, full: Stage) -> None:
    shown: dict[str, list[float]] = {"empty": [], "full": []}
    memory: dict[str, list[float]] = {"empty": [], "full": []}
    for _ in range(ROUNDS + 1):
        for name, built in (("empty", empty), ("full", full)):
            seconds, megabytes = _show(built)
            shown[name].append(seconds)
            memory[name].append(megabytes)
    medians = {name: median(taken[1:]) for name, taken in shown.items()}  # the first round warms the disk
    report.ratio("tab shown / empty tab shown, from its key", medians["full"], medians["empty"], "s", 1.3)
    grown = median(memory["full"]) - median(memory["empty"])
    report.figure("memory over that of the empty archive, scrolled", grown, "MB", 30)


def _show(built: Stage) -> tuple[float, float]:
    """Seconds from the key of the tab to what stands on it; memory after going to the first day and back."""
    with Terminal(built.lockdash()) as terminal:
        terminal.wait_for(b"Locked")
        terminal.settle(quiet=CALM + 2)  # a session that was just opened makes people ready when hands rest
        seconds = terminal.press_for(b"4", MARKER)
        for key in (b"g", b"G", *[b"\x1b[5~"] * 8):
            with suppress(TimeoutError):  # where there is nothing to go to
                terminal.press(key, seconds=0.3)
            terminal.settle(quiet=0.1)
        return seconds, terminal.memory()


def _measure_export(report: Report, empty: Stage, full: Stage) -> None:
    """Everything as CSV: what the process takes while it writes a million lines."""
    needed = {built: _peak(built.lockdash("events", "--csv", "--cached")) for built in (empty, full)}
    report.figure(f"memory of --csv with {EVENTS:,} lines over none", needed[full] - needed[empty], "MB", 30)


def _peak(command: list[str]) -> float:
    """The most memory (MB) that `command` had."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def _timed(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


@contextmanager
def _silent(events: int) -> Iterator[Stage]:
    """A stage whose vendors are gone, with so many events in the store."""
    with TemporaryDirectory() as folder:
        with stage(DEVICES, folder=Path(folder)) as built:
            pass
        store = Store.open(built.state)
        try:
            store.archive.prune(NOW + timedelta(days=1), EVENTS)  # what happened while the stage was built
            store.put_people(_person(number) for number in range(PEOPLE))
            for begin in range(0, events, AT_ONCE):
                store.add_events(_events(store, AT_ONCE, seed=begin, prefix=str(begin), back=events - begin))
        finally:
            store.close()
        with Terminal(built.lockdash()) as terminal:
            terminal.wait_for(b"offline")
            terminal.settle()
        yield built


def _person(number: int) -> Person:
    name = f"Guest {number:04} {('Ann', 'Ben', 'Garden', 'Zoe')[number % 4]}"
    key = person_key("rentals", "access_persons", f"p{number}")
    return Person(
        key=key, account="rentals", id=f"p{number}", origin="access_persons", kind=PersonKind.guest, name=name
    )


def _events(store: Store, count: int, *, seed: int, prefix: str, back: int = 0) -> Iterator[Event]:
    """`count` events, one a minute, the first of them `back` minutes ago."""
    chance, devices = Random(seed), store.load().devices
    weights = [each[3] for each in _KINDS]
    for number in range(count):
        kind, how, phrase, _ = chance.choices(_KINDS, weights)[0]
        yield _event(f"{prefix}-{number}", chance, chance.choice(devices), kind, how, phrase, back - number)


def _event(id: str, chance: Random, device: Device, kind: EventKind, how: str | None, phrase: str, ago: int) -> Event:
    at = NOW - timedelta(minutes=ago, seconds=chance.random() * 50)
    return Event(
        account=device.account,
        id=id,
        kind=kind,
        kind_raw=f"{kind}_event",
        outcome=Outcome.failed if kind in (EventKind.denied, EventKind.battery, EventKind.link) else Outcome.succeeded,
        occurred_at=at,
        recorded_at=at + timedelta(seconds=3),
        first_seen_at=at + timedelta(seconds=10),
        device_id=device.vendor_id,
        who_id=f"p{chance.randrange(PEOPLE)}" if "{who}" in phrase else None,
        how=how,
        phrase=phrase,
        value=f"{chance.randint(5, 20)} %" if kind is EventKind.battery else None,
        late=chance.random() < 0.01,
        raw=_RAW,
    )
