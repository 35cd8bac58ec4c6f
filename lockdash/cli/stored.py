"""What was last known, straight from the store: no network, and no engine to wait for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from lockdash.engine.conditions import as_found
from lockdash.engine.order import by_urgency
from lockdash.engine.snapshot import Snapshot
from lockdash.engine.views import DeviceView, is_listed, view
from lockdash.store.store import Store


def snapshot(store: Store, accounts: Iterable[str], now: datetime) -> Snapshot:
    """Return what the store knows of `accounts`. Raises StoreError."""
    wanted = frozenset(accounts)
    rows = store.load()
    return Snapshot(
        revision=rows.revision,
        at=now,
        accounts={each.name: as_found(each, now) for each in rows.accounts if each.name in wanted},
        devices={each.key: each for each in rows.devices if each.account in wanted and is_listed(each, now)},
        commands={each.device_key: each for each in rows.commands if each.account in wanted},
    )


def views(known: Snapshot, accounts: Sequence[str], now: datetime) -> list[DeviceView]:
    """Return the devices of `accounts` as they should be believed at `now`, the most urgent first."""
    seen = [
        view(device, known.commands.get(key), now)
        for key, device in known.devices.items()
        if device.account in accounts
    ]
    return sorted(seen, key=by_urgency)
