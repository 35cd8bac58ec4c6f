"""Which sessions of lockdash run on this store: each holds a lock on a file of its own, which tells who it is."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from lockdash.domain.commands import Actor
from lockdash.engine.failures import words_of
from lockdash.engine.file_lock import FileLock
from lockdash.engine.work import Work
from lockdash.store.errors import StoreError

log = logging.getLogger("lockdash.engine.sessions")

FOLDER = "sessions"
EVERY = 5.0
"""Seconds between two looks at the others."""


class Sessions:
    """`present`: who runs now, this session first; empty until `run`. `changed` is called when that did."""

    def __init__(self, folder: Path, actor: Actor, work: Work, changed: Callable[[], None]) -> None:
        self.present: tuple[Actor, ...] = ()
        self._folder = folder / FOLDER
        self._actor = actor
        self._work = work
        self._changed = changed
        self._own: tuple[Path, FileLock] | None = None

    async def run(self) -> None:
        """Be there, and look who else is, for ever."""
        failing = False
        while True:
            try:
                self._enter()
                present = (self._actor, *self._others())
                failing = False
            except (StoreError, OSError) as error:
                present = (self._actor,)
                if not failing:
                    log.error("other sessions cannot be seen: %s", words_of(error))
                failing = True
            if present != self.present:
                self.present = present
                self._changed()
            await self._work.rest(EVERY)

    def leave(self) -> None:
        """Be there no more."""
        if self._own is not None:
            path, lock = self._own
            self._own = None
            with suppress(OSError):
                path.unlink()
            lock.release()

    def _enter(self) -> None:
        if self._own is not None and self._own[0].exists():
            return
        self._folder.mkdir(mode=0o700, exist_ok=True)
        while True:  # somebody who takes the new file for a dead session's may be quicker to lock it
            path = self._folder / f"{os.getpid()}-{os.urandom(4).hex()}.lock"
            lock = FileLock(path)
            if lock.take() and path.exists():
                self._own = path, lock
                path.write_bytes(msgspec.json.encode(self._actor))
                return
            lock.release()

    def _others(self) -> Iterator[Actor]:
        own = self._own[0] if self._own is not None else None
        for path in sorted(self._folder.glob("*.lock")):
            if path != own and (actor := _occupant(path)) is not None:
                yield actor


def _occupant(path: Path) -> Actor | None:
    """Who holds the file, None if nobody does any more: then it is taken away."""
    lock = FileLock(path)
    try:
        if lock.take():
            with suppress(OSError):
                path.unlink()
            return None
    finally:
        lock.release()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Actor)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None  # it is just beginning, or just ended
