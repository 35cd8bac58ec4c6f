"""In which order a RemoteLock account's past is read: pure.

A list is handed out up to its 10,000th item (reference, "Pagination"). What lies deeper is read from the other end;
what neither end reaches, type by type ("Filtering": `?type=` with the events' own types), again from both ends. What
then remains is lost. Nothing of that is asked for as long as the list itself reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from lockdash.vendors.base import Stretch
from lockdash.vendors.past import Lost
from lockdash.vendors.remotelock.api import REACH
from lockdash.vendors.remotelock.event_words import EVENTS, SUFFIX, event_name
from lockdash.vendors.remotelock.listing import End, Sight, Walk

KINDS = tuple(f"{name}{SUFFIX}" for name in EVENTS)


class Bookmark(msgspec.Struct, frozen=True):
    """`walk`: what is read now. `missing`: what the list of all types did not reach; `total`: its length, `counted`:
    those of the single types so far. `oldest`: how far all types together were read from the newest on; `bottom`: the
    oldest date that was seen at all."""

    walk: Walk
    missing: Stretch | None = None
    total: int = 0
    counted: int = 0
    oldest: datetime | None = None
    bottom: datetime | None = None


class Turn(msgspec.Struct, frozen=True):
    """What follows on a page: where to read on, None at the end; and what is lost."""

    next: Bookmark | None
    lost: tuple[Lost, ...] = ()


def start(stretch: Stretch) -> Bookmark:
    return Bookmark(Walk(stretch))


def written(mark: Bookmark | None) -> str | None:
    """Return `mark` as a cursor."""
    return None if mark is None else msgspec.json.encode(mark).decode()


def parse(cursor: str | None) -> Bookmark | None:
    """Return the bookmark of a cursor, None if there is none of use."""
    try:
        return msgspec.json.decode(cursor or "", type=Bookmark)
    except (msgspec.MsgspecError, ValueError):
        return None


def seen(mark: Bookmark, dates: Sequence[datetime], sight: Sight) -> Bookmark:
    """Return `mark` with what its page shows noted: `dates` of its events, in order."""
    walk = mark.walk
    counted, total, oldest = mark.counted, mark.total, mark.oldest
    if not walk.kind:
        total = sight.total or total
    elif walk.total is None and not walk.oldest_first:
        counted += sight.total or 0
    if not walk.kind and not walk.oldest_first and walk.is_there(sight):
        oldest = sight.last or oldest
    bottom = min([*dates, *([mark.bottom] if mark.bottom is not None else [])], default=None)
    return msgspec.structs.replace(mark, counted=counted, total=total, oldest=oldest, bottom=bottom)


def turn(mark: Bookmark, sight: Sight) -> Turn:
    """Return what follows on the page of `sight`, which was noted."""
    walk = mark.walk
    after = walk.after(sight)
    if isinstance(after, Walk):
        return Turn(msgspec.structs.replace(mark, walk=after))
    if after is End.whole:
        return _next_kind(mark) if walk.kind else Turn(None)
    left = walk.left_by(sight)
    if not walk.oldest_first:
        return Turn(msgspec.structs.replace(mark, walk=Walk(left, walk.kind, oldest_first=True)))
    if not walk.kind:
        return Turn(msgspec.structs.replace(mark, missing=left, walk=Walk(left, KINDS[0])))
    why = f"RemoteLock hands out the newest and the oldest {REACH:,} events of a type: {event_name(walk.kind)}"
    return _next_kind(mark, Lost(left.until, left.before, why))


def without_types(mark: Bookmark) -> Turn:
    """Return what follows if the vendor does not hand out events of one type."""
    why = f"RemoteLock hands out the newest and the oldest {REACH:,} events, and no single types of those between"
    return Turn(None, _lost(mark, why))


def _next_kind(mark: Bookmark, *lost: Lost) -> Turn:
    following = KINDS[KINDS.index(mark.walk.kind) + 1 :]
    if following:
        window = mark.missing or mark.walk.stretch
        return Turn(msgspec.structs.replace(mark, walk=Walk(window, following[0])), lost)
    if mark.counted < mark.total:
        why = f"RemoteLock hands out the newest and the oldest {REACH:,} events; those between are of unknown types"
        lost += _lost(mark, why)
    return Turn(None, lost)


def _lost(mark: Bookmark, why: str) -> tuple[Lost, ...]:
    missing = mark.missing or mark.walk.stretch
    return (Lost(missing.until, missing.before, why),)
