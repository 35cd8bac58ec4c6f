"""A value together with how old it is: nothing on the screen is ever just a value."""

from __future__ import annotations

from datetime import datetime
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Reading(msgspec.Struct, Generic[T], frozen=True):
    """A value that somebody vouched for.

    `as_of`: the latest moment (vendor's time, UTC) for which the vendor vouches: the time of the answer
    while the device is connected, else its last contact; None when the vendor gives no hint.
    `seen_at`: when we received it (our time, UTC).
    """

    value: T
    as_of: datetime | None
    seen_at: datetime

    @property
    def known_at(self) -> datetime:
        """The moment that ages are counted from: `as_of`, but never later than we saw it (a fast clock)."""
        return self.seen_at if self.as_of is None else min(self.as_of, self.seen_at)
