"""`lockdash demo`: the dashboard on a pretend world, in a folder that goes away with it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from lockdash.cli.exits import Exit, Stop

START_SECONDS = 20.0
STOP_SECONDS = 5.0
_ENDINGS = (signal.SIGTERM, signal.SIGHUP)


def run(seed: int, show: Callable[[Path, Path], int]) -> int:
    """Open the screen on a simulator of its own and return its exit code.

    `show` gets the configuration file and the state folder. The simulator is another process, so that it
    can be killed under the dashboard. Raises Stop if it does not start.
    """
    with _endings_unwind(), tempfile.TemporaryDirectory(prefix="lockdash-demo-") as made:
        folder = Path(made)
        with _simulator(seed, folder / "simulator.log") as configuration:
            path = folder / "config.toml"
            path.touch(mode=0o600)
            path.write_text(configuration, encoding="utf-8")
            return show(path, folder / "state")


@contextmanager
def _simulator(seed: int, log: Path) -> Iterator[str]:
    """Start it, give its configuration when it listens, and stop it by its own pid at the end."""
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "lockdash.simulator", "--port", "0", "--seed", str(seed), "--until-eof"],
            stdin=subprocess.PIPE,  # held open as long as we live: a simulator does not outlive its demo
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    try:
        yield _first_words(process, log)
    finally:
        _end(process)


def _first_words(process: subprocess.Popen[bytes], log: Path) -> str:
    """Return the configuration, which it prints when it listens, in one piece (a pipe keeps 4 KiB together)."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
    text = os.read(process.stdout.fileno(), 65536).decode() if ready else ""
    if text:
        return text
    if ready:
        process.wait()
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    why = said[-1] if said else f"it did not listen within {START_SECONDS:g} s"
    raise Stop(Exit.failed, f"The simulator did not start: {why}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


@contextmanager
def _endings_unwind() -> Iterator[None]:
    """Let a closed terminal or a plain kill end us like any exception: the folder and the simulator go too."""
    before = {number: signal.signal(number, _leave) for number in _ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
