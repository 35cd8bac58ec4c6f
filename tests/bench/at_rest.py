"""Untouched for 30 s, and memory: what it costs to leave it open all day."""

from __future__ import annotations

from tests.bench.report import Report
from tests.bench.stage import stage
from tests.bench.terminal import Terminal, python

SECONDS = 30.0


def run(report: Report) -> None:
    report.heading(f"At rest: {SECONDS:.0f} s untouched at 120x40, 500 connected locks, polled; both at the same time")
    with (
        stage(500, awake=True) as built,
        Terminal(python("-m", "tests.bench.smallest_app", "500")) as smallest,
        Terminal(built.lockdash()) as ours,
    ):
        _settled(ours, smallest)
        before = (ours.cpu(), smallest.cpu())
        written = ours.listen(SECONDS)
        after = (ours.cpu(), smallest.cpu())
        report.figure("bytes a second written by lockdash", written / SECONDS, "B/s", 0)
        report.ratio("processor time / smallest table app", after[0] - before[0], after[1] - before[1], "s", 1.5)
    report.heading(f"At rest: {SECONDS:.0f} s untouched, 500 locks of which most sleep: their ages grow in sight")
    with stage(500) as built, Terminal(built.lockdash()) as ours:
        _settled(ours)
        report.figure("bytes a second written by lockdash", ours.listen(SECONDS) / SECONDS, "B/s")
    report.heading("Resident memory, 1,000 devices")
    with (
        stage(1000) as built,
        Terminal(python("-m", "tests.bench.smallest_app", "1000")) as smallest,
        Terminal(built.lockdash()) as ours,
    ):
        _settled(ours, smallest)
        report.ratio("lockdash / smallest table app", ours.memory(), smallest.memory(), "MiB", 1.5)


def _settled(ours: Terminal, smallest: Terminal | None = None) -> None:
    ours.wait_for(b"ocked")
    ours.settle(quiet=3.0)
    if smallest is not None:
        smallest.wait_for(b"Room 0003")
        smallest.settle(quiet=0.5)
