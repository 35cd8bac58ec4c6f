"""What an examination found: one thing each, how bad it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Level(StrEnum):
    ok = "ok"
    warning = "warning"
    failure = "failure"


class Finding(msgspec.Struct, frozen=True):
    """`subject`: one or two words, the same in every run (`scopes`, `clock`). `said`: what is so, in a sentence without
    a full stop, never with a secret in it. `remedy`: what the user can do, "" where there is nothing to do."""

    subject: str
    level: Level
    said: str
    remedy: str = ""


def worst(findings: Iterable[Finding]) -> Level:
    """Return the worst level among `findings`, ok if there are none."""
    order = list(Level)
    return max((each.level for each in findings), key=order.index, default=Level.ok)
