"""Events on the fixed world of `world.py`, for tests of the Events tab and for its portraits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from lockdash.domain.devices import Device
from lockdash.domain.event_query import Place
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.engine.log.views import Archive, Gap, LogRow
from tests.tui import build_people as people
from tests.tui.build_people import BY_NAME
from tests.tui.world import NOW, ago

_PHRASES = {
    EventKind.unlocked: "{who} unlocked {door} with a PIN",
    EventKind.locked: "{who} locked {door}",
    EventKind.denied: "somebody tried a wrong PIN at {door}",
    EventKind.jammed: "{door} jammed",
    EventKind.battery: "the battery of {door} is at {value}",
    EventKind.link: "{door} lost its connection",
    EventKind.sync_failed: "{who}'s access did not reach {door}",
    EventKind.door: "{door} was held open too long",
    EventKind.system: "{door} got new firmware",
}
_TROUBLES = frozenset(
    {EventKind.denied, EventKind.jammed, EventKind.sync_failed, EventKind.link, EventKind.door, EventKind.battery}
)


def row(seq: int, at: datetime, kind: EventKind, door: str | None, who: str | None = None, **more: Any) -> LogRow:
    """The event number `seq`. `door`: a device of the world; `door_name`: what one is called that is gone.
    `more`: of the row, else any field of Event."""
    device: Device | None = BY_NAME.get(door or "")
    of_row = {name: more.pop(name) for name in ("is_unseen", "person_key") if name in more}
    name = more.pop("door_name", door)
    values: dict[str, Any] = {
        "account": device.account if device is not None else "home",
        "id": f"id-{seq}",
        "kind": kind,
        "kind_raw": f"{kind.value}_event",
        "outcome": Outcome.failed if kind in _TROUBLES else Outcome.succeeded,
        "occurred_at": at,
        "recorded_at": at + timedelta(seconds=2),
        "first_seen_at": at + timedelta(seconds=9),
        "device_id": device.vendor_id if device is not None else None,
        "who": who,
        "phrase": _PHRASES.get(kind, ""),
        "raw": json.dumps({"type": f"{kind.value}_event", "id": f"id-{seq}", "attributes": {"pin": "•••"}}),
    }
    return LogRow(
        place=Place(at.timestamp(), seq),
        event=Event(**(values | more)),
        door=name,
        device_key=device.key if device is not None else None,
        who=who,
        **of_row,
    )


_K = EventKind
UNLOCKED = row(108, ago(minutes=31), _K.unlocked, "Front Door", "Ada Sample", how="PIN", person_key=people.ADA.key)
DENIED = row(107, ago(hours=4), _K.denied, "Front Door", how="PIN", is_unseen=True)
LATE = row(106, ago(hours=5), _K.locked, "Lodge", late=True, recorded_at=ago(hours=2), phrase="{door} locked by itself")
BATTERY = row(105, ago(hours=9), _K.battery, "Garage", value="12 %")
HELD = row(103, ago(days=1, hours=3), _K.door, "Pool gate")
GONE = row(102, ago(days=1, hours=4), _K.unlocked, None, "Old Guest", door_name="Old shed", how="card", device_id="x1")
UNKNOWN = row(101, ago(days=3), _K.unknown, "Lodge", outcome=Outcome.unknown, kind_raw="moon_phase_event")
STORY: list[LogRow] = [
    row(109, ago(minutes=2), _K.locked, "Front Door", "Ada Sample", how="remote", person_key=people.ADA.key),
    UNLOCKED,
    row(110, ago(hours=2), _K.jammed, "Boat house", is_unseen=True),
    DENIED,
    LATE,
    row(111, ago(hours=7), _K.command, "Front Door", "ada", phrase="{who} asked {door} to lock: confirmed"),
    BATTERY,
    row(104, ago(hours=9, minutes=3), _K.unlocked, "Garage", "Ben Example", how="fingerprint"),
    row(112, ago(days=1, hours=2), _K.sync_failed, "Beach House 1", "Cleo Guest"),
    HELD,
    GONE,
    row(113, ago(days=2), _K.link, "Sauna"),
    UNKNOWN,
]
"""A few days with something of everything."""

ARCHIVES = [
    Archive(account="home", read=2_120, oldest=ago(days=400), is_complete=True),
    Archive(account="rentals", read=640, oldest=ago(days=90), is_complete=True),
]
READING = [ARCHIVES[0], Archive(account="rentals", read=4_200, oldest=ago(days=3))]
GAP = Gap(
    account="home",
    label="Front Door",
    since=ago(days=2, hours=9),
    until=ago(days=1, hours=12),
    why="lockdash was off, and the vendor keeps only the newest 200",
)
WITH_GAP = [Archive(account="home", read=2_120, oldest=ago(days=400), is_complete=True, gaps=(GAP,)), ARCHIVES[1]]


def busy(count: int, *, every: float = 600.0, first: int = 1, until: datetime = NOW) -> list[LogRow]:
    """`count` events, one in `every` seconds, the last one just before `until`; one in eleven is a refusal."""
    doors = [each.name for each in people.DEVICES if each.kind.has_lock_state]
    names = ("Ada Sample", "Ben Example", "Cleo Guest", None)
    return [_busy(first + n, until - timedelta(seconds=(count - n) * every), n, doors, names) for n in range(count)]


def _busy(seq: int, at: datetime, n: int, doors: list[str], names: tuple[str | None, ...]) -> LogRow:
    kind = _K.denied if n % 11 == 5 else _K.locked if n % 2 else _K.unlocked
    who = None if kind is _K.denied else names[n // 3 % len(names)]
    how = "PIN" if kind is not _K.locked else "button" if who is None else "remote"
    return row(seq, at, kind, doors[n * 7 % len(doors)], who, how=how)


def numbers(rows: Iterable[LogRow]) -> list[int]:
    """Their numbers, by which a test names them."""
    return [each.place.seq for each in rows]
