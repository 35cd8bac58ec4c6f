"""One lock changing every 2 s: bytes to the terminal for each change.

The change is written to the shared store as another session's poller would do it.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from lockdash.domain.devices import Device, LockState
from lockdash.domain.readings import Reading
from lockdash.store.store import Store
from tests.bench.report import Report
from tests.bench.stage import stage
from tests.bench.terminal import Terminal

CHANGES = 10


def run(report: Report) -> None:
    report.heading(f"Changes: one of 64 locks changes every 2 s, {CHANGES} times, 120x40")
    with stage(64) as built, Terminal(built.lockdash()) as ours:
        ours.wait_for(b"Locked")
        ours.settle(quiet=3.0)
        store = Store.open(built.state)
        rows = store.load()
        device = min(rows.devices, key=lambda each: each.name)
        written = 0
        for number in range(CHANGES):
            store.put_devices([_turned(device, locked=bool(number % 2))])
            written += ours.listen(2.0)
        store.close()
    report.figure("bytes a change", written / CHANGES, "B", 400)


def _turned(device: Device, *, locked: bool) -> Device:
    now = datetime.now(UTC)
    state = LockState.locked if locked else LockState.unlocked
    return msgspec.structs.replace(device, state=Reading(state, now, now), state_since=now)
