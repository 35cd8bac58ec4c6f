"""Who polls an account: one session of all, by a lock on a file that the kernel frees when its process dies.

A process can also live and do nothing: stopped by a signal, or blocked by a terminal that takes no more output. So the
leader touches its file from the event loop, and a follower that sees it untouched for too long puts a new file in its
place; the old leader finds that its path leads to another file, and steps down before it reads anything.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from lockdash.domain.commands import Actor
from lockdash.engine.clock import Clock
from lockdash.engine.file_lock import FileLock
from lockdash.engine.work import Alarm, Work
from lockdash.store.errors import StoreError

log = logging.getLogger("lockdash.engine.leadership")

BEAT = 2.0
"""Seconds between two touches of the leader's file."""
TRY = 1.0
"""Seconds between two attempts of a follower: a leader that dies is replaced within 2 s."""
SILENT = 10.0
"""Seconds without a touch after which a leader that still holds its lock is replaced."""


class Leadership:
    """Of one account. `leading`: this session polls it. `holder`: who does, None if nobody is known to.

    `trouble`: why there can be no lock here, "" if there can. The account is then polled all the same: the claims in
    the store keep the vendor's floors, though each session spends requests. `changed` is called when any of them did.
    """

    def __init__(
        self, account: str, folder: Path, actor: Actor, clock: Clock, work: Work, changed: Callable[[], None]
    ) -> None:
        self.account = account
        self.leading = False
        self.holder: Actor | None = None
        self.trouble = ""
        self._path = leader_path(folder, account)
        self._lock = FileLock(self._path)
        self._actor = actor
        self._clock = clock
        self._work = work
        self._changed = changed
        self._own: tuple[int, int] | None = None
        self._seen: _Sign | None = None
        self._seen_since = 0.0
        self._suspended = False
        self._alarm = Alarm()

    async def run(self) -> None:
        """Become the leader as soon as nobody else is, and stay it, for ever."""
        while True:
            before = self.leading, self.holder, self.trouble
            try:
                self._look()
                self.trouble = ""
            except (StoreError, OSError) as error:
                self._do_without(error)
            if before != (self.leading, self.holder, self.trouble):
                self._changed()
            await self._work.rest(BEAT if self.leading else TRY, self._alarm)

    def confirmed(self) -> bool:
        """Whether this session leads at this very moment: nobody took its place since the last look."""
        if self.leading and self._own is not None and self._own != _identity(self._path):
            self._step_down()
            self._alarm.ring()
        return self.leading

    def suspend(self) -> None:
        """Let others lead at once: this process is about to be stopped."""
        self._suspended = True
        self._step_down()

    def resume(self) -> None:
        self._suspended = False
        self._alarm.ring()

    def release(self) -> None:
        """Give up the lead for good."""
        self._suspended = True
        self._step_down()

    def _look(self) -> None:
        if self._suspended:
            return
        if self.leading and self._own is not None:
            if self.confirmed():
                with suppress(OSError):  # a disk that has become read-only stops more than this
                    self._touch()
            return
        if self._take():
            return
        self.leading, self.holder = False, _holder(self._path)
        if self._is_silent():
            self._depose()

    def _take(self) -> bool:
        """Become the leader if the lock can be had; return whether it could.

        In the very moment in which a silent leader lets go, its file may be taken here while another session puts a
        new one in its place: then the path leads to a file that is not ours.
        """
        before = _identity(self._path)
        if not self._lock.take():
            return False
        self._own = _identity(self._path)
        if before not in (None, self._own):
            self._step_down()
            return False
        self._lead()
        return True

    def _lead(self) -> None:
        with suppress(OSError):  # on a full disk the others only do not learn who it is
            self._path.write_bytes(msgspec.json.encode(self._actor))
        self.leading, self.holder, self._seen = True, self._actor, None
        log.info("account %s: this session polls it", self.account)

    def _touch(self) -> None:
        at = round(self._clock.now().timestamp() * 1e9)  # finer than the clock of many a file system
        os.utime(self._path, ns=(at, at))

    def _step_down(self) -> None:
        if self.leading:
            log.info("account %s: this session polls it no more", self.account)
        self.leading, self.holder, self._own, self._seen = False, None, None, None
        self._lock.release()

    def _is_silent(self) -> bool:
        """Whether the file has looked the same for too long, by our own clock: it may have been the whole machine
        that slept."""
        sign, now = _sign(self._path), self._clock.monotonic()
        if sign is None or sign != self._seen:
            self._seen, self._seen_since = sign, now
            return False
        return now - self._seen_since >= SILENT

    def _depose(self) -> None:
        """Put a new file in the place of the silent leader's. One follower at a time, and only if it is still silent:
        else a second one would depose the first."""
        turn = FileLock(self._path.with_suffix(".turn"))
        if not turn.take():
            return
        try:
            if _sign(self._path) == self._seen:
                log.warning("account %s: the session that polls it does not stir; this one takes over", self.account)
                with suppress(FileNotFoundError):
                    self._path.unlink()
                self._take()
        finally:
            turn.release()

    def _do_without(self, error: Exception) -> None:
        words = str(error) if isinstance(error, StoreError) else f"{self._path} cannot be used: {error}"
        if words != self.trouble:
            log.error("account %s is polled without a lock: %s", self.account, words)
        self.trouble, self.holder, self._own = words, None, None
        self.leading = not self._suspended


class _Sign(NamedTuple):
    identity: tuple[int, int]
    touched: int


def leader_path(folder: Path, account: str) -> Path:
    """The account's file; its name is hashed, since a name may hold anything."""
    return folder / f"leader-{hashlib.sha256(account.encode()).hexdigest()[:16]}.lock"


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _sign(path: Path) -> _Sign | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return _Sign((found.st_dev, found.st_ino), found.st_mtime_ns)


def _holder(path: Path) -> Actor | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Actor)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None
