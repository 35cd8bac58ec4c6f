"""Runs the command that prints a secret: without a shell, without our terminal, not for ever, not without end."""

from __future__ import annotations

import os
import selectors
import shlex
import signal
import subprocess
import time
from typing import IO, NamedTuple

_CHUNK = 65536
_GLANCE = 0.1  # seconds between looks at whether it has ended


class Ended(NamedTuple):
    """`code`: negative for a signal, None if it had to be stopped, for taking too long or for printing more than the
    limit; `out` is longer than that then."""

    code: int | None
    out: bytes
    err: bytes


def run(line: str, seconds: float, limit: int) -> Ended:
    """Run a command line and return how it ended. Raises OSError or ValueError if it cannot be started.

    It is over when the command has ended, even if something that it left behind keeps its output open (an agent that
    waits for the next question). A terminal of its own it has none: a prompt would spoil the screen.
    """
    process = subprocess.Popen(
        shlex.split(line),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        return _follow(process, process.stdout, process.stderr, time.monotonic() + seconds, limit)


def _follow(process: subprocess.Popen[bytes], out: IO[bytes], err: IO[bytes], until: float, limit: int) -> Ended:
    heard = {out: b"", err: b""}
    with selectors.DefaultSelector() as waiting:
        for pipe in heard:
            waiting.register(pipe, selectors.EVENT_READ, pipe)
        while waiting.get_map() and len(heard[out]) <= limit and time.monotonic() < until:
            gone = process.poll() is not None
            ready = waiting.select(0 if gone else min(_GLANCE, max(0.0, until - time.monotonic())))
            for key, _ in ready:
                chunk = os.read(key.fd, _CHUNK)
                heard[key.data] += chunk if len(heard[key.data]) <= limit else b""
                if not chunk:
                    waiting.unregister(key.fileobj)
            if gone and not ready:
                break
    code = _code(process, 0.0 if len(heard[out]) > limit else until - time.monotonic())
    return Ended(code, heard[out], heard[err])


def _code(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """Its exit code, None if it has not ended within `seconds`; then it is ended, with whatever it has started."""
    try:
        return process.wait(max(0.0, seconds))
    except subprocess.TimeoutExpired:
        _end_group(process)
        return None


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """The command and whatever it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
    process.wait()
