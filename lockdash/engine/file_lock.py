"""A lock on a file that the kernel frees when its process dies, however it dies."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from lockdash.store.errors import StoreError, refused

if TYPE_CHECKING:
    import filelock

_NO_LOCKS = frozenset({errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP})
_ELSEWHERE = "or choose another folder with --state-dir"


class FileLock:
    """At most one holder at a time, in all processes and in this one. Usable from any thread.

    The file, of mode 0600, stays behind when the lock is released: to delete it would let two hold "the" lock. Its
    content is the holder's. `path`: absolute, or relative to the working folder of the moment.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: filelock.BaseFileLock | None = None

    @property
    def held(self) -> bool:
        """Whether this very object holds the lock."""
        return self._lock is not None and self._lock.is_locked

    def take(self) -> bool:
        """Take the lock without waiting; False if anybody has it, this object included.

        Raises StoreError where nobody can ever take it: a folder that is missing or not writable, a file of somebody
        else, a file system without locks. It is never replaced by a weaker lock: that would outlive a killed holder.
        """
        if self.held:
            return False
        import filelock  # 14 ms that the first paint does not need

        if not self.path.parent.is_dir():  # the library would make it, readable by everybody
            raise StoreError(f"{self.path.parent} is no folder (any more): make it, {_ELSEWHERE}")
        self._lock = self._lock or filelock.FileLock(self.path, mode=0o600, thread_local=False, fallback_to_soft=False)
        try:
            self._lock.acquire(blocking=False)
        except filelock.Timeout:
            return False
        except OSError as error:
            raise self._explained(error) from error
        return True

    def release(self) -> None:
        """Let the lock go, if this object holds it."""
        if self._lock is not None:
            self._lock.release()

    def _explained(self, error: OSError) -> StoreError:
        reason = error.strerror or type(error).__name__
        if error.errno in _NO_LOCKS:
            return StoreError(
                f"{self.path} cannot be locked: its file system has no locks ({reason}). Sessions could not take turns "
                "there: choose a folder on a local disk with --state-dir"
            )
        if isinstance(error, PermissionError) and self.path.exists():
            return StoreError(f"{self.path} belongs to another user ({reason}): let its owner remove it, {_ELSEWHERE}")
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            return StoreError(f"{self.path.parent} cannot be written ({reason}): make it writable, {_ELSEWHERE}")
        return refused(error, self.path)
