"""What the simulator was asked, as figures. Seconds are those of its clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from lockdash.simulator.request_log import Heard

SYNC = "/my/lock/sync"
REMOTELOCK = "/remotelock"
TEDEE = "/tedee"


def to(requests: Iterable[Heard], part: str, method: str | None = None) -> list[Heard]:
    """Those whose path holds `part`."""
    return [each for each in tuple(requests) if part in each.path and method in (None, each.method)]


def places(requests: Iterable[Heard]) -> list[Heard]:
    """Reads of the names of RemoteLock's locations and models."""
    return [each for each in tuple(requests) if each.path.endswith(("/locations", "/models"))]


def between(requests: Iterable[Heard], start: datetime, end: datetime) -> list[Heard]:
    return [each for each in tuple(requests) if start <= each.at < end]


def refused(requests: Iterable[Heard]) -> list[Heard]:
    """Those that were answered with 429."""
    return [each for each in tuple(requests) if each.status == 429]


def gaps(requests: Iterable[Heard]) -> list[float]:
    times = sorted(each.at for each in requests)
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times)]


def sync_gaps(requests: Iterable[Heard]) -> list[float]:
    """Seconds between two reads of all Tedee locks."""
    return gaps(each for each in to(requests, SYNC) if each.path.endswith(SYNC))


def counted(requests: Iterable[Heard]) -> Counter[str]:
    """How often each path was asked for, for the message of a failure."""
    return Counter(f"{each.method} {each.path}" for each in tuple(requests))


def compared(one: Iterable[Heard], other: Iterable[Heard]) -> dict[str, tuple[int, int]]:
    """The paths that were not asked for equally often, for the message of a failure."""
    ones, others = counted(one), counted(other)
    return {path: (ones[path], others[path]) for path in ones.keys() | others.keys() if ones[path] != others[path]}


def most_within(requests: Iterable[Heard], seconds: float) -> int:
    """The largest number of them that came within any `seconds`."""
    times = sorted(each.at for each in requests)
    return max((sum(0 <= (later - first).total_seconds() < seconds for later in times) for first in times), default=0)
