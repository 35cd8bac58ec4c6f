"""The store while accounts are tried: the real one, or one for the moment where that cannot be used."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from lockdash.config.settings import AccountConfig
from lockdash.engine.doctor.accounts import Stored
from lockdash.store.errors import StoreError
from lockdash.store.looking import file_of
from lockdash.store.store import Store
from lockdash.vendors import registry
from lockdash.vendors.checkup import Checkup


class Patient:
    """`store`: None if there is none. `is_stand_in`: it is empty, and thrown away afterwards."""

    def __init__(self, store: Store | None, *, is_stand_in: bool) -> None:
        self.store = store
        self.is_stand_in = is_stand_in

    def stored(self, accounts: Sequence[AccountConfig], now: datetime) -> Mapping[str, Stored]:
        """Return what is known of `accounts`; without any, of all that the store knows."""
        if self.store is None or self.is_stand_in:
            return {}
        try:
            known = {each.name: each for each in self.store.load().accounts}
            if not accounts:
                return {name: Stored(each) for name, each in known.items()}
            return {
                each.name: Stored(
                    known.get(each.name),
                    self.store.read_token(each.name),
                    self.store.budget(each.name, registry.plugin(each.vendor).allowance, now),
                )
                for each in accounts
            }
        except StoreError:
            return {}  # what is wrong with it is told in its own section

    async def trial(self, account: AccountConfig) -> Checkup:
        """Try one account. Raises StoreError."""
        from lockdash.engine.trial import try_account

        assert self.store is not None
        return await try_account(account, self.store)


@contextmanager
def opened(state_dir: Path, *, usable: bool, needed: bool) -> Iterator[Patient]:
    """Open the store in `state_dir`, if it is `usable`, and if it is there or `needed`; where it is needed and cannot
    be used, one for the moment."""
    store = _store(state_dir) if usable and (needed or file_of(state_dir).exists()) else None
    if store is not None or not needed:
        try:
            yield Patient(store, is_stand_in=False)
        finally:
            if store is not None:
                store.close()
        return
    with _folder() as folder:
        store = _store(folder) if folder is not None else None
        try:
            yield Patient(store, is_stand_in=True)
        finally:
            if store is not None:
                store.close()


def _store(folder: Path) -> Store | None:
    try:
        return Store.open(folder)
    except StoreError:
        return None


@contextmanager
def _folder() -> Iterator[Path | None]:
    """A folder for the moment, None where nothing can be written anywhere."""
    try:
        made = tempfile.TemporaryDirectory(prefix="lockdash-doctor-", ignore_cleanup_errors=True)
    except OSError:
        yield None
        return
    with made as name:
        yield Path(name)
