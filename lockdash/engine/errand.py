"""An errand for another process: a refresh token to be exchanged. What goes to that process and what comes back."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.engine.failures import where_of
from lockdash.store.errors import StoreError
from lockdash.vendors import errors
from lockdash.vendors.base import OAuthClient

LIMIT = 30.0
"""Seconds that a vendor has to answer. Longer than for other requests: an answer that is given up is a lost login."""
RETRY = 0.1
"""Seconds between two attempts to get a lock."""
BEGUN = b"begun\n"
"""What the other process says first: from here on nobody else may do its work."""

# The first that an error is an instance of says what it is.
_ERRORS: dict[str, type[errors.VendorError]] = {
    kind.__name__: kind
    for kind in (
        errors.SignedOut,
        errors.Unreachable,
        errors.Unauthorised,
        errors.RateLimited,
        errors.BadAnswer,
        errors.VendorFault,
    )
}


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """Exchange the refresh token of `stale`, which is in the store of `folder` (absolute), unless another one is there
    by now. `version`: of the lockdash that asks. `limit`: seconds for the vendor's answer."""

    version: str
    folder: str
    account: str
    stale: Token
    client: OAuthClient
    limit: float = LIMIT

    def packed(self) -> bytes:
        """Return it as JSON, with its secrets: for a pipe, never for a file, an argument or the environment."""
        return msgspec.json.encode(self, enc_hook=_reveal)

    @classmethod
    def unpacked(cls, packed: bytes) -> Errand:
        """Raises msgspec.MsgspecError for what is not (all of) an errand."""
        return msgspec.json.decode(packed, type=cls, dec_hook=_conceal)


class Outcome(msgspec.Struct, frozen=True):
    """How an errand ended. `kind`: "" if nothing is known to have gone wrong, "StoreError", the name of a vendor error,
    or "defect". It holds no token: who wants it reads the store."""

    kind: str = ""
    text: str = ""
    remedy: str = ""
    retry_at: datetime | None = None

    @classmethod
    def of(cls, error: Exception) -> Outcome:
        if isinstance(error, StoreError):
            return cls(StoreError.__name__, str(error))
        for name, kind in _ERRORS.items():
            if isinstance(error, kind):
                return cls(name, str(error), error.remedy, error.retry_at)
        return cls("defect", where_of(error))

    def check(self) -> None:
        """Raise the error that it tells of, if any: VendorError, StoreError, or RuntimeError for a defect."""
        if not self.kind:
            return
        if self.kind == StoreError.__name__:
            raise StoreError(self.text)
        if self.kind not in _ERRORS:
            raise RuntimeError(f"the exchange of a token ended with {self.text}")
        found = _ERRORS[self.kind](self.text, remedy=self.remedy)
        found.retry_at = self.retry_at
        raise found


def lock_path(folder: Path, account: str) -> Path:
    """The file of the lock of whoever exchanges a token of `account`, whose name is hashed: it may hold anything."""
    return folder / f"token-{hashlib.sha256(account.encode()).hexdigest()[:16]}.lock"


def _reveal(value: object) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    raise NotImplementedError(type(value).__name__)


def _conceal(kind: type, value: Any) -> object:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise NotImplementedError(kind.__name__)
