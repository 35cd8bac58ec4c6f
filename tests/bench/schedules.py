"""The Schedules tab with 500 schedules stored, each used by a device, against the same tab with none.

The vendors do not answer here: what is measured is what a host has on the screen before anybody does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from lockdash.domain.devices import Device
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.week_text import EXAMPLES, parse
from lockdash.domain.weeks import week_of
from lockdash.store.store import Store
from lockdash.tui.people.preparing import CALM
from tests.bench.report import Report, median
from tests.bench.stage import Stage, stage
from tests.bench.terminal import Terminal

SCHEDULES, DEVICES = 500, 500
ROUNDS = 10
ACCOUNT = "rentals"
KINDS = tuple(ScheduleKind)
NONE, SOME = b" Schedules", b"Week 0"  # of none, the title with why comes in one piece


def run(report: Report) -> None:
    report.heading(f"Schedules, {SCHEDULES} stored, {DEVICES} devices, 120x40")
    with _silent(0) as empty, _silent(SCHEDULES) as full:
        shown: dict[str, list[float]] = {"empty": [], "full": []}
        for _ in range(ROUNDS + 1):
            shown["empty"].append(_show(empty, NONE))
            shown["full"].append(_show(full, SOME))
    medians = {name: median(taken[1:]) for name, taken in shown.items()}  # the first round warms the disk
    report.ratio("tab shown / empty tab shown, from its key", medians["full"], medians["empty"], "s", 1.3)


@contextmanager
def _silent(schedules: int) -> Iterator[Stage]:
    """A stage whose vendors are gone, with so many schedules in the store."""
    with TemporaryDirectory() as folder:
        with stage(DEVICES, folder=Path(folder)) as built:
            pass
        store = Store.open(built.state)
        try:
            devices = [each for each in store.load().devices if each.account == ACCOUNT]
            made = [_schedule(number) for number in range(schedules)]
            store.put_named(made)
            store.put_devices(_going_by(device, made[number]) for number, device in enumerate(devices[:schedules]))
        finally:
            store.close()
        yield built


def _schedule(number: int) -> Schedule:
    kind = KINDS[number % len(KINDS)]
    week = week_of(parse(EXAMPLES[kind], kind))
    return Schedule(account=ACCOUNT, id=f"{number:03}", name=f"Week {number:03}", kind=kind, week=week)


def _going_by(device: Device, schedule: Schedule) -> Device:
    assert schedule.kind is not None
    return msgspec.structs.replace(device, schedule_ids={schedule.kind: schedule.id})


def _show(built: Stage, marker: bytes) -> float:
    """Seconds from the key of the tab to what stands on it."""
    with Terminal(built.lockdash()) as terminal:
        terminal.wait_for(b"Locked")
        terminal.settle(quiet=CALM + 2)  # a session that was just opened makes people ready when hands rest
        return terminal.press_for(b"3", marker)
