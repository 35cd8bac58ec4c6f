"""What is asked of the event log: which events, by what they say and when they happened."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class Field(StrEnum):
    """What of an event is looked at. `text`: anything that can be read of it."""

    text = "text"
    kind = "kind"
    outcome = "outcome"
    account = "account"
    door = "door"
    who = "who"
    how = "how"
    late = "late"


class Clause(msgspec.Struct, frozen=True):
    """One of `values` is found in `field`; or, if it is `negated`, none of them is.

    `values`: folded (`domain.text.fold`). They may stand anywhere in names and texts; a kind and an outcome begin
    with one, its blanks written as they are spoken ("sync failed"). `late` needs no value.
    """

    field: Field
    values: tuple[str, ...] = ()
    negated: bool = False


class EventQuery(msgspec.Struct, frozen=True):
    """Events for which every clause holds, that happened at `since` or later and before `until` (UTC)."""

    clauses: tuple[Clause, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.clauses) or self.since is not None or self.until is not None


class Place(msgspec.Struct, frozen=True, order=True):
    """Where an event stands in the log: by when it happened (seconds since 1970, UTC), then by the order of arrival."""

    at: float
    seq: int
