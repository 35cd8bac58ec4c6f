"""Keeps the tokens of one account for all processes; one of them at a time asks for new ones."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from lockdash.domain.tokens import Token
from lockdash.engine.clock import Clock
from lockdash.engine.writer import Writer

RETRY = 0.05  # seconds between attempts while another process holds the lock


class StoreVault:
    """`vendors.base.Vault` over the store, under a lock file in its folder that the kernel frees with its process."""

    def __init__(self, account: str, writer: Writer, clock: Clock) -> None:
        self._account = account
        self._writer = writer
        self._clock = clock
        self._turn = asyncio.Lock()
        # Imported here, where clients are made, off the event loop: 14 ms that the first paint does not need.
        from filelock import FileLock, Timeout

        self._timeout = Timeout
        self._file = FileLock(lock_path(writer.store.path.parent, account), mode=0o600, thread_local=False)

    async def read(self) -> Token | None:
        return await self._writer.run(lambda store: store.read_token(self._account))

    async def write(self, token: Token | None) -> None:
        await self._writer.run(lambda store: store.write_token(self._account, token))

    @asynccontextmanager
    async def lock(self) -> AsyncIterator[None]:
        """Hold the lock. Attempts are short and do not block, so that a cancelled wait leaves nothing behind."""
        async with self._turn:
            while True:
                try:
                    self._file.acquire(blocking=False)
                    break
                except self._timeout:
                    await self._clock.sleep(RETRY)
            try:
                yield
            finally:
                self._file.release()


def lock_path(folder: Path, account: str) -> Path:
    """The account's lock file; its name is hashed, since a name may hold anything."""
    return folder / f"token-{hashlib.sha256(account.encode()).hexdigest()[:16]}.lock"
