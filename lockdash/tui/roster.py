"""The devices as the list shows them: what is believed of each, which are shown, in which order. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from lockdash.engine.snapshot import Snapshot
from lockdash.engine.views import Counts, DeviceView, age_words, counts, view
from lockdash.tui.render.filter import Filter
from lockdash.tui.render.order import Order, sort_keys

_NOTICEABLE = 1.0
"""Seconds; no word on the screen changes faster by time alone."""


class Roster:
    """`views`: by device key, as of the last `take` or `tick`. `wanted`: the filter's words, as typed. `only`: the keys
    of those that are shown at all, None for every one; `only_label`: why."""

    def __init__(self) -> None:
        self.views: dict[str, DeviceView] = {}
        self.counts = Counts()
        self.wanted = ""
        self.only: frozenset[str] | None = None
        self.only_label = ""
        self.order = Order.attention
        self._snapshot: Snapshot | None = None
        self._looked_at = datetime.min.replace(tzinfo=UTC)

    def take(self, snapshot: Snapshot, now: datetime) -> frozenset[str]:
        """Believe `snapshot` from here on; return the keys of devices whose view is another one (or gone)."""
        earlier = self._snapshot
        if earlier is None:
            self._looked_at = now
        self._snapshot = snapshot
        if earlier is None or snapshot.revision < earlier.revision:
            keys: Iterable[str] = snapshot.devices
        else:
            # A snapshot says what changed since the one before it, which need not be the one we saw.
            keys = [
                key
                for key, device in snapshot.devices.items()
                if device is not earlier.devices.get(key) or snapshot.commands.get(key) is not earlier.commands.get(key)
            ]
        changed = self._look_again(keys, now)
        gone = self.views.keys() - snapshot.devices.keys()
        for key in gone:
            del self.views[key]
        if changed or gone:
            self.counts = counts(self._present())
        return changed | gone

    def tick(self, now: datetime) -> frozenset[str]:
        """Let time pass until `now`; return the keys of devices whose view is another one."""
        if self._snapshot is None or (now - self._looked_at).total_seconds() < _NOTICEABLE:
            return frozenset()
        self._looked_at = now
        changed = self._look_again(self._snapshot.devices, now)
        if changed:
            self.counts = counts(self._present())
        return changed

    def check(self, text: str) -> None:
        """Raise QuerySyntax if `text` is no filter."""
        Filter(text)

    def shown(self) -> list[str]:
        """The keys that the filter leaves, in the order asked for."""
        wanted = Filter(self.wanted)
        return sort_keys((each for each in self._listed() if wanted.matches(each)), self.order)

    @property
    def total(self) -> int:
        """How many there are without the filter."""
        return sum(1 for _ in self._listed())

    def _listed(self) -> Iterable[DeviceView]:
        if self.only is None:
            return self.views.values()
        return (self.views[key] for key in self.only if key in self.views)

    def _present(self) -> Iterable[DeviceView]:
        return (each for each in self.views.values() if each.device.gone_at is None)

    def _look_again(self, keys: Iterable[str], now: datetime) -> frozenset[str]:
        assert self._snapshot is not None
        changed = set()
        for key in keys:
            seen = view(self._snapshot.devices[key], self._snapshot.commands.get(key), now)
            earlier = self.views.get(key)
            self.views[key] = seen
            if earlier is None or not _alike(earlier, seen):
                changed.add(key)
        return frozenset(changed)


def _alike(one: DeviceView, other: DeviceView) -> bool:
    """Whether both look the same: ages differ all the time, their words do not."""
    return (one.device is other.device or one.device == other.device) and (
        one.certainty,
        one.freshness,
        one.link,
        one.attention,
        one.command,
        age_words(one),
    ) == (
        other.certainty,
        other.freshness,
        other.link,
        other.attention,
        other.command,
        age_words(other),
    )
