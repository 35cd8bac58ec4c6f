"""Where a new account is tried before anything of it is kept: a store of its own, which goes away with the setup."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from lockdash.domain.findings import Finding, Level
from lockdash.vendors import registry
from lockdash.vendors.checkup import Checkup

if TYPE_CHECKING:
    from lockdash.config.settings import AccountConfig
    from lockdash.engine.signing.attempt import Attempt
    from lockdash.engine.signing.sign_ins import SignIns
    from lockdash.store.store import Store
    from lockdash.tui.setup.draft import Draft


Trial: TypeAlias = "Callable[[AccountConfig, Store], Awaitable[Checkup]]"


class Bench(Protocol):
    """What the screens ask of the rest of lockdash."""

    async def try_account(self, account: AccountConfig, *, signed_in: bool) -> Checkup:
        """Return what the vendor says of an account. `signed_in`: by the sign-in that went before."""

    async def sign_in(self, account: AccountConfig) -> Attempt:
        """Begin to sign in by a browser. Raises VendorError and StoreError."""

    async def save(self, draft: Draft, *, signed_in: bool) -> tuple[Path, str]:
        """Write an account, and the sign-in that went before. Return its file, and what is worth knowing beside it.

        Raises WriteError and ConfigError.
        """

    async def close(self) -> None:
        """Forget all that is not saved."""


class StoreBench:
    """`config`: the configuration file, beside which new ones are written. `state`: the folder of the user's store.

    A store of its own, so that no key is taken for right because of a token that an earlier one has brought, and
    nothing is left of an account that comes to nothing.
    """

    def __init__(self, config: Path, state: Path) -> None:
        self._config = config
        self._state = state
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._store: Store | None = None
        self._sign_ins: SignIns | None = None

    async def try_account(self, account: AccountConfig, *, signed_in: bool) -> Checkup:
        from lockdash.store.errors import StoreError

        try:
            store = await self._opened(anew=not signed_in)
            trial = await asyncio.to_thread(_trial)
            return await trial(account, store)
        except (StoreError, OSError) as error:
            remedy = "make room for temporary files, or name a folder for them in TMPDIR"
            return Checkup((Finding("test", Level.failure, f"there is no place for a test: {error}", remedy),))

    async def sign_in(self, account: AccountConfig) -> Attempt:
        store = await self._opened(anew=True)
        self._sign_ins = await asyncio.to_thread(_sign_ins, account, store)
        from lockdash.engine.signing.browser import browser_at_hand, open_page

        at_hand = browser_at_hand()
        attempt = await self._sign_ins.begin(account.name, browser=at_hand, paste=not at_hand)
        if at_hand:
            open_page(attempt.address)
        return attempt

    async def save(self, draft: Draft, *, signed_in: bool) -> tuple[Path, str]:
        return await asyncio.to_thread(self._save, draft, signed_in)

    def _save(self, draft: Draft, signed_in: bool) -> tuple[Path, str]:
        from lockdash.config.writing import write_account
        from lockdash.store.store import Store, StoreError

        path = write_account(self._config, draft.name, draft.plugin.name, draft.values, draft.secrets)
        if not signed_in or self._store is None:
            return path, ""
        try:
            token = self._store.read_token(draft.name)
            if token is not None:
                with closing(Store.open(self._state)) as store:
                    store.write_token(draft.name, token)
        except StoreError as error:
            return path, f"The sign-in could not be kept: {error}. `lockdash login {draft.name}` signs in again."
        return path, "" if token is not None else f"`lockdash login {draft.name}` signs in, and the dashboard does."

    async def _opened(self, *, anew: bool) -> Store:
        if anew or self._store is None:
            await self.close()
            self._store = await asyncio.to_thread(self._open)
        return self._store

    def _open(self) -> Store:
        from lockdash.store.store import Store

        self._folder = tempfile.TemporaryDirectory(prefix="lockdash-setup-")
        return Store.open(Path(self._folder.name))

    async def close(self) -> None:
        sign_ins, self._sign_ins = self._sign_ins, None
        if sign_ins is not None:
            await sign_ins.close()
        store, folder, self._store, self._folder = self._store, self._folder, None, None
        if store is not None:
            store.close()
        if folder is not None:
            with suppress(OSError):
                folder.cleanup()


# Imported in a thread: HTTP takes an eighth of a second, in which no key would count.


def _trial() -> Trial:
    from lockdash.engine.trial import try_account

    return try_account


def _sign_ins(account: AccountConfig, store: Store) -> SignIns:
    from lockdash.engine.signing.sign_ins import SignIns

    return SignIns.of_account(account, registry.plugin(account.vendor), store)
