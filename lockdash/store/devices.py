"""Devices as last heard of, and the history of their batteries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from lockdash.domain.devices import Device
from lockdash.store.database import Database, Transaction
from lockdash.store.keyed import Keyed, Step
from lockdash.store.moments import at, epoch

# Long enough for a year's trend; a level that flickers must not fill the disk.
BATTERY_KEPT = 400 * 86400.0

_devices = Keyed("devices", Device, ("key",), ("account",))


class Devices:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, devices: Iterable[Device]) -> frozenset[str]:
        """Write those that differ from what is stored (of one key, the last) and return their keys."""
        return frozenset(device.key for device in _devices.put(self._database, devices, _note_batteries))

    def battery_history(self, key: str, since: datetime) -> list[tuple[datetime, int]]:
        """Return when (UTC) the level of a device's battery became what (per cent), oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT at, level FROM battery WHERE key = ? AND at >= ? ORDER BY at", (key, epoch(since))
            ).fetchall()
        return [(at(seconds), level) for seconds, level in rows]


def devices_since(connection: sqlite3.Connection, since: int) -> list[Device]:
    """Return the devices that changed after revision `since`."""
    return _devices.since(connection, since)


def vendor_id_of(connection: sqlite3.Connection, key: str) -> str | None:
    """Return what its vendor calls the device, None if it is not known."""
    return next((each.vendor_id for each in _devices.find(connection, key=key)), None)


def _note_batteries(transaction: Transaction, steps: list[Step[Device]]) -> None:
    for _, device in steps:
        _note_battery(transaction, device)


def _note_battery(transaction: Transaction, device: Device) -> None:
    """Add the level to the history if it is known and is not the last one there."""
    if device.battery is None or device.battery.value is None:
        return
    level, moment = device.battery.value, epoch(device.battery.known_at)
    last = transaction.execute(
        "SELECT level FROM battery WHERE key = ? ORDER BY at DESC LIMIT 1", (device.key,)
    ).fetchone()
    if last is not None and last[0] == level:
        return
    transaction.execute(
        "INSERT INTO battery (key, at, level) VALUES (?, ?, ?) "
        "ON CONFLICT (key, at) DO UPDATE SET level = excluded.level",
        (device.key, moment, level),
    )
    transaction.execute("DELETE FROM battery WHERE key = ? AND at < ?", (device.key, moment - BATTERY_KEPT))
