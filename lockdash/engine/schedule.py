"""What is to be read next at one account, and when. Times are the clock's monotonic seconds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from random import Random

import msgspec

from lockdash.engine import pace
from lockdash.engine.rota import Rota
from lockdash.vendors.base import Feed

JITTER = 0.03
"""Scheduled reads come up to this share of their interval late, so that households do not march in step."""
LEAST_WAIT = 5.0
"""Seconds that count as the floor of a feed without one, when it is wanted again and again."""
MOST_ERRANDS = 20
"""Reads of single devices that may wait their turn; after an outage a thousand locks may have moved at once."""
LAGS = (2.0, 4.0, 8.0)
"""Seconds after which a device that moved is read again as long as nothing new was there: entries lag the change of
state (tedee-facts 2.3, 4)."""


class Slot(msgspec.Struct, kw_only=True):
    """A feed, for one device if `device_key` is given. `asked`: somebody wants it sooner than by schedule, so only
    the vendor's floor counts. `wanted`: times in a row that the feed `wanted_by` asked for it. `looks`: how often it
    was looked in vain for what has moved the device, None: nothing has. `on_rota`: it is the device's turn."""

    feed: Feed
    device_key: str | None = None
    due: float = 0.0
    asked: bool = False
    failures: int = 0
    wanted: int = 0
    wanted_by: str = ""
    looks: int | None = None
    on_rota: bool = False

    @property
    def name(self) -> str:
        """Under which the store keeps its claims and its cursor."""
        return self.feed.name if self.device_key is None else f"{self.feed.name} {self.device_key}"


class Schedule:
    """The slots of one account. `stretch` is the factor of `pace.stretch`.

    `sessions`: each has a device on screen, and together they read as much of those as a single one would.
    """

    def __init__(self, feeds: Iterable[Feed], rng: Random, sessions: int = 1) -> None:
        self.feeds = tuple(feeds)
        self.stretch = 1.0
        self.sessions = sessions
        self.slots: dict[str, Slot] = {feed.name: Slot(feed=feed) for feed in self.feeds if not feed.per_device}
        self.rotas = tuple(Rota(feed) for feed in self.feeds if feed.per_device and feed.rota is not None)
        self._errands: dict[str, Slot] = {}
        self._focus: str | None = None
        self._rng = rng

    @property
    def focused(self) -> str | None:
        """The device on screen."""
        return self._focus

    def next(self, *, by_schedule: bool = True) -> Slot | None:
        """Return what is due first; whole feeds go before single devices where both are due at once.

        Not `by_schedule`: of what somebody asked for, and of the feeds of the device on screen.
        """
        slots = (*self.slots.values(), *self._errands.values())
        if by_schedule:
            wanted = [*slots, *self._turns()]
        else:
            wanted = [slot for slot in slots if slot.asked or slot.device_key is not None]
        return min(wanted, key=lambda slot: slot.due, default=None)

    def attend(self, device_keys: Collection[str], now: float) -> list[Slot]:
        """Let these devices take turns. Return the slots of those that are new, for `learn`."""
        new = ((rota.feed, key) for rota in self.rotas for key in rota.attend(device_keys, now))
        return [Slot(feed=feed, device_key=key, on_rota=True) for feed, key in new]

    def learn(self, slot: Slot, read_at: float) -> None:
        """The device of `slot` was read by any session."""
        for rota in self.rotas:
            if rota.feed is slot.feed and slot.device_key is not None:
                rota.read(slot.device_key, read_at)

    def interval(self, slot: Slot) -> float:
        return pace.interval(slot.feed, self.stretch) * (1 if slot.device_key is None else self.sessions)

    def floor(self, slot: Slot, last_ok: bool) -> float:
        """Seconds that must lie between reads by any session: by schedule the interval, so that ten sessions cost
        what one costs; for what is asked for, or went wrong last, only what the vendor demands."""
        if slot.asked or not last_ok:
            return slot.feed.floor
        if slot.on_rota and slot.feed.rota is not None:
            return max(slot.feed.floor, slot.feed.rota * 0.98)
        return max(slot.feed.floor, pace.interval(slot.feed, self.stretch) * 0.98)

    def done(self, slot: Slot, ended: float, heard: int = 0) -> None:
        """Plan the next read of `slot` after one that succeeded and brought so many new events. A device's feed is read
        again while it is focused, and while what has moved it is not there yet."""
        self._took_turn(slot, ended)
        slot.asked, slot.failures = False, 0
        if slot.looks is not None and not heard and slot.looks < len(LAGS) and self.stretch == 1.0:
            slot.asked, slot.due, slot.looks = True, ended + LAGS[slot.looks], slot.looks + 1
            return
        slot.looks = None
        slot.due = ended + self.interval(slot) * (1.0 + JITTER * self._rng.random())
        if slot.device_key is not None and slot.device_key != self._focus:
            self._errands.pop(slot.name, None)

    def hasten(self, name: str, now: float) -> None:
        """Read the slot called `name` now: what kept it from being read is over."""
        slot = self.slots.get(name) or self._errands.get(name)
        if slot is not None:
            slot.due = min(slot.due, now)

    def hasten_all(self, now: float) -> None:
        for name in (*self.slots, *self._errands):
            self.hasten(name, now)

    def drop(self, slot: Slot, now: float) -> None:
        """Give up on a single device's feed for as long as a scheduled read would take."""
        self._took_turn(slot, now)
        slot.asked, slot.looks = False, None
        slot.due = now + self.interval(slot)
        if slot.device_key != self._focus:
            self._errands.pop(slot.name, None)

    def postpone(self, slot: Slot, until: float) -> None:
        """Wait for `until`, and a little longer: others wait for the same moment."""
        slot.due = until + 0.5 * self._rng.random()
        if slot.on_rota and slot.feed.rota is not None:
            self.learn(slot, slot.due - slot.feed.rota)

    def ask(self, slot: Slot, now: float) -> None:
        """Read `slot` as soon as its floor allows."""
        slot.asked, slot.failures = True, 0
        slot.due = min(slot.due, now)

    def want(self, asker: str, names: frozenset[str], now: float) -> None:
        """Note which feeds the answer of the feed `asker` asked for, and read them soon. One that is wanted after
        each answer is read ever more seldom, down to its schedule: what the answers lack is not there. A feed that
        wants itself has more to tell: only its floor counts."""
        for name, slot in self.slots.items():
            if name in names and name == asker:
                slot.asked, slot.due = True, now
            elif name in names:
                slot.wanted, slot.wanted_by = slot.wanted + 1, asker
                wait = 0.0 if slot.wanted == 1 else max(slot.feed.floor, LEAST_WAIT) * 2.0 ** min(slot.wanted - 2, 10)
                if not slot.asked and now + wait < slot.due:
                    slot.asked, slot.due = True, now + wait
            elif slot.wanted_by == asker:
                slot.wanted, slot.wanted_by = 0, ""

    def send_for(self, device_key: str, now: float) -> None:
        """Read the feeds of one device soon, until they tell what has moved it. What there is no time for waits for the
        device's turn."""
        for feed in self.feeds:
            new = Slot(feed=feed, device_key=device_key, due=now)
            if not feed.per_device:
                continue
            if new.name in self._errands or len(self._errands) < MOST_ERRANDS:
                slot = self._errands.setdefault(new.name, new)
                slot.asked, slot.due, slot.looks = True, min(slot.due, now), 0
            else:
                self._hurry(feed, device_key)

    def focus(self, device_key: str | None, now: float) -> None:
        """Read the feeds of the device on screen again and again; of the one before no more."""
        if device_key == self._focus:
            return
        for name in [name for name, slot in self._errands.items() if slot.device_key == self._focus]:
            del self._errands[name]
        self._focus = device_key
        for feed in self.feeds:
            if feed.per_device and device_key is not None:
                slot = Slot(feed=feed, device_key=device_key, due=now)
                self._errands.setdefault(slot.name, slot)

    def _turns(self) -> Iterator[Slot]:
        for rota in self.rotas:
            turn = rota.next()
            if turn is not None:
                yield Slot(feed=rota.feed, device_key=turn[0], due=turn[1], on_rota=True)

    def _took_turn(self, slot: Slot, ended: float) -> None:
        for rota in self.rotas:
            if rota.feed is slot.feed and slot.device_key is not None:
                if slot.on_rota:
                    rota.took_turn(slot.device_key, ended)
                else:
                    rota.read(slot.device_key, ended)

    def _hurry(self, feed: Feed, device_key: str) -> None:
        for rota in self.rotas:
            if rota.feed is feed:
                rota.hurry(device_key)
