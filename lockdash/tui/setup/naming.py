"""A name for a new account, so that nobody has to think of one."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count


def suggested(vendor: str, taken: Collection[str]) -> str:
    """Return a name that is free: the vendor's own, else one with a number. `taken`: names of accounts."""
    if vendor not in taken:
        return vendor
    return next(name for number in count(2) if (name := f"{vendor}-{number}") not in taken)
