"""Has an errand carried out by a process that outlives this one: it is in a session of its own, so that neither a
closed terminal nor a kill of the dashboard reaches it, and it finishes what it has begun."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

import lockdash
from lockdash.engine.clock import SystemClock
from lockdash.engine.errand import BEGUN, Errand, Outcome

_PROGRAM = "lockdash.engine.renewal"
_ROOT = Path(lockdash.__file__).parents[1]
_PATIENCE = 10.0  # seconds beyond those for the lock and for the vendor's answer


class _NotBegun(Exception):
    """No process could be had for the errand; nothing of it was done."""


async def delegated(errand: Errand) -> Outcome:
    """Have `errand` carried out. Cancelled, it goes on by itself; nobody waits for it, not even the end of this
    process. Where no process can be started, a thread does it, which the end of this process waits for.

    An outcome without an error may also mean that nobody knows how it ended: the store tells.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Future[Outcome] = loop.create_future()

    def tell(outcome: Outcome) -> None:
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, told, outcome)

    threading.Thread(target=_send, args=(errand, tell), name="lockdash-errand", daemon=True).start()
    try:
        return await asyncio.wait_for(told, 2 * errand.limit + _PATIENCE)
    except TimeoutError:
        return Outcome()


def _settle(told: asyncio.Future[Outcome], outcome: Outcome) -> None:
    if not told.done():
        told.set_result(outcome)


def _send(errand: Errand, tell: Callable[[Outcome], None]) -> None:
    try:
        tell(_by_process(errand))
    except _NotBegun:
        # A thread of its own, since the interpreter waits for those that are no daemons.
        threading.Thread(target=lambda: tell(_here(errand)), name="lockdash-renewal", daemon=False).start()
    except Exception as error:  # a thread has nobody above it but the terminal
        tell(Outcome.of(error))


def _by_process(errand: Errand) -> Outcome:
    """Raises _NotBegun."""
    try:
        process = subprocess.Popen(
            [sys.executable or "", "-m", _PROGRAM],
            cwd=_ROOT,  # where `-m` finds this very package, whatever folder the user is in
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the terminal is the dashboard's
            start_new_session=True,
        )
    except OSError as error:
        raise _NotBegun from error
    said, _ = process.communicate(errand.packed())
    if not said.startswith(BEGUN):
        raise _NotBegun
    try:
        return msgspec.json.decode(said.removeprefix(BEGUN), type=Outcome)
    except msgspec.MsgspecError:
        return Outcome()  # killed


def _here(errand: Errand) -> Outcome:
    from lockdash.engine.renewal import carry_out  # with HTTP: late, as everywhere

    return asyncio.run(carry_out(errand, SystemClock()))
