"""How long a key waits for its answer, with 1,000 devices."""

from __future__ import annotations

from tests.bench.report import Report, median, p95
from tests.bench.stage import stage
from tests.bench.terminal import Terminal, python

# Down, up, page down and up, end, home: each one redraws something, in either table.
MOVES = (b"\x1b[B", b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[5~", b"\x1b[F", b"\x1b[H")
# Sorting a thousand rows and marking one are lockdash's own.
KEYS = (*MOVES, b"s", b"s", b" ", b" ")
ROUNDS = 12


def run(report: Report) -> None:
    report.heading(f"Keys, 1,000 devices, 120x40, {len(KEYS) * ROUNDS} presses; key to the first byte of the answer")
    with stage(1000) as built:
        ours = _press(built.lockdash(), b"Locked", KEYS)
    theirs = _press(python("-m", "tests.bench.smallest_app", "1000"), b"Room 0003", MOVES)
    report.figure("lockdash, p95", 1000 * p95(ours), "ms", 50)
    report.ratio("lockdash / smallest table app, median", 1000 * median(ours), 1000 * median(theirs), "ms")


def _press(argv: list[str], marker: bytes, keys: tuple[bytes, ...]) -> list[float]:
    with Terminal(argv) as terminal:
        terminal.wait_for(marker)
        terminal.settle(quiet=1.5)
        taken = []
        for _ in range(ROUNDS):
            for key in keys:
                taken.append(terminal.press(key))
                terminal.settle(quiet=0.05)
        return taken
