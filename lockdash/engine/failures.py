"""What may be said of an unexpected exception: where it happened, but not its text, which may quote the wire."""

from __future__ import annotations

import traceback
from pathlib import PurePath

from lockdash.store.errors import StoreError
from lockdash.vendors.errors import VendorError
from lockdash.vendors.wording import said_once

_FRAMES = 4


def where_of(error: BaseException) -> str:
    """Return the kind of `error` and the last places of its traceback: `KeyError at decode.py:88, client.py:40`."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = ", ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}" if places else type(error).__name__


def words_of(error: BaseException) -> str:
    """Return what the user may read of `error`. The texts of our own errors are written for the user."""
    if isinstance(error, VendorError):
        return said_once(f"{error}; {error.remedy}" if error.remedy else str(error))
    if isinstance(error, StoreError):
        return f"unexpected: {error}"
    return f"unexpected: {where_of(error)}"
