"""First paint with 500 stored devices, against an empty Textual app and the smallest one with 500 table rows."""

from __future__ import annotations

from tests.bench.report import Report, median
from tests.bench.stage import stage
from tests.bench.terminal import Terminal, python

DEVICES = 500
ROUNDS = 15


def run(report: Report) -> None:
    report.heading(f"First paint, {DEVICES} stored devices, {ROUNDS} rounds in turn, 120x40")
    with stage(DEVICES) as built:
        contenders = {
            "empty": (python("-m", "tests.bench.empty_app"), b"painted"),
            "smallest": (python("-m", "tests.bench.smallest_app", str(DEVICES)), b"Room 0003"),
            "lockdash": (built.lockdash(), b"Locked"),
        }
        times: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(ROUNDS + 1):
            for name, (argv, marker) in contenders.items():
                with Terminal(argv) as terminal:
                    times[name].append(terminal.wait_for(marker))
    medians = {name: median(taken[1:]) for name, taken in times.items()}  # the first round warms the disk
    report.ratio("lockdash / smallest table app", medians["lockdash"], medians["smallest"], "s", 1.0)
    report.ratio("lockdash / empty app", medians["lockdash"], medians["empty"], "s", 1.3)
