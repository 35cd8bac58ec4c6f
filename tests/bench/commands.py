"""Commands that must not wait for the terminal UI, against a Python that does nothing."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence

from tests.bench.report import Report, median
from tests.bench.stage import stage
from tests.bench.terminal import python

ROUNDS = 15
HEAVY = ("textual", "rich", "httpx", "oauthlib", "starlette", "uvicorn")


def run(report: Report) -> None:
    report.heading(f"Headless commands, whole processes, {ROUNDS} rounds in turn")
    with stage(50) as built:
        contenders = {
            "nothing": python("-c", "pass"),
            "lockdash --version": built.lockdash("--version"),
            "lockdash status --cached --json": built.lockdash("status", "--cached", "--json"),
        }
        times: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(ROUNDS + 1):
            for name, argv in contenders.items():
                times[name].append(_wall(argv))
        for name in list(contenders)[1:]:
            report.ratio(f"{name} / python -c pass", median(times[name][1:]), median(times["nothing"][1:]), "s")
        for name in list(contenders)[1:]:
            report.figure(f"{name}: heavy modules imported", len(_imported(contenders[name])), "modules", 0)


def _wall(argv: Sequence[str]) -> float:
    started = time.monotonic()
    subprocess.run(argv, check=True, capture_output=True)
    return time.monotonic() - started


def _imported(argv: Sequence[str]) -> set[str]:
    """The heavy top-level modules that `argv` imports, from the interpreter's own import log."""
    done = subprocess.run([argv[0], "-X", "importtime", *argv[1:]], check=True, capture_output=True, text=True)
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    return names & set(HEAVY)
