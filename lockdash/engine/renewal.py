"""The exchange of a refresh token for its successor: the one thing of which a second half must never be missing.

Once the vendor has answered, the old token counts no more and the new one is known to nobody but who asked. So the
lock, the question and the writing are one errand, for a process that finishes whatever happens to the one that sent it
(`delegation`). What is left is the death of that process itself within those milliseconds: a power cut.

As a program, `python -m lockdash.engine.renewal`: the errand comes in on stdin, its end is told on stdout.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from lockdash import __version__
from lockdash.domain.tokens import Token
from lockdash.engine.clock import Clock, SystemClock
from lockdash.engine.errand import BEGUN, RETRY, Errand, Outcome, lock_path
from lockdash.engine.file_lock import FileLock
from lockdash.store.store import Store, StoreError
from lockdash.vendors import oauth
from lockdash.vendors.errors import SignedOut, Unreachable

_WRITE_RETRY = 0.25
_WRITE_LIMIT = 600.0  # seconds; a full disk may be emptied by then, and without the store the token is lost


async def carry_out(errand: Errand, clock: Clock) -> Outcome:
    """Carry `errand` out, under the lock that holds for all processes. Never raises; bounded in time."""
    lock = FileLock(lock_path(Path(errand.folder), errand.account))
    try:
        until = clock.monotonic() + errand.limit
        while not lock.take():
            if _stored(errand) != errand.stale:
                return Outcome()
            if clock.monotonic() >= until:
                raise Unreachable(f"{errand.client.vendor} has not answered another session's question for a token")
            await clock.sleep(RETRY)
        try:
            await _exchange(errand, clock)
        finally:
            lock.release()
    except Exception as error:
        return Outcome.of(error)
    return Outcome()


async def _exchange(errand: Errand, clock: Clock) -> None:
    """Replace the stale token, unless somebody has.

    It is presented once. Only what got no proper answer (a time-out, a cut connection, a server error) leaves open
    whether it counts: then it stays and is tried again later, since there is nothing better.
    """
    token = _stored(errand)
    if token != errand.stale or token.refresh is None:
        return
    # Rehearsed: a store that cannot be written is found out while the old token still counts.
    _write(errand, token)
    try:
        fresh = await oauth.for_refresh(errand.client, token.refresh, clock.now, errand.limit)
    except SignedOut:
        if _stored(errand) != errand.stale:  # somebody was faster without our lock, such as an older lockdash
            return
        _write(errand, msgspec.structs.replace(token, refresh=None))
        raise
    await _keep(errand, fresh, clock)


async def _keep(errand: Errand, fresh: Token, clock: Clock) -> None:
    """Write the only copy there is; try for as long as it can make sense, and it is wanted: who signs in or out where
    there are no locks has the last word."""
    until = clock.monotonic() + _WRITE_LIMIT
    while True:
        try:
            return _write(errand, fresh) if _stored(errand) == errand.stale else None
        except StoreError:
            if clock.monotonic() >= until:
                raise
        await clock.sleep(_WRITE_RETRY)


def _stored(errand: Errand) -> Token | None:
    store = Store.open(Path(errand.folder))
    try:
        return store.read_token(errand.account)
    finally:
        store.close()


def _write(errand: Errand, token: Token) -> None:
    """Write durably. The store is opened anew each time: another session may have replaced a damaged one."""
    store = Store.open(Path(errand.folder))
    try:
        store.write_token(errand.account, token)
    finally:
        store.close()


def main() -> None:
    """Carry out the errand on stdin; one that is cut off, or of another version, is left alone."""
    for blow in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(blow, signal.SIG_IGN)
    try:
        errand = Errand.unpacked(sys.stdin.buffer.read())
    except msgspec.MsgspecError:
        return
    # An update of the program beneath a running dashboard must not migrate the store beneath it as well.
    if errand.version == __version__:
        asyncio.run(_serve(errand))


async def _serve(errand: Errand) -> None:
    _say(BEGUN)
    _say(msgspec.json.encode(await carry_out(errand, SystemClock())))
    os._exit(0)  # a look-up of a name that hangs in a thread would hold up the end of the loop


def _say(words: bytes) -> None:
    with suppress(OSError):  # nobody listens any more; the errand counts, not its report
        os.write(sys.stdout.fileno(), words)


if __name__ == "__main__":
    main()
