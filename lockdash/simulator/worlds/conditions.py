"""Conditions that a thing can be found in when the world begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lockdash.simulator.home.access import Access
from lockdash.simulator.home.activity import JAMMED
from lockdash.simulator.home.lock import HomeLock, Result, State
from lockdash.simulator.people import FAMILY, OWNER
from lockdash.simulator.rentals.wifi_lock import WifiLock

MAINS: dict[str, Any] = {"type": "lock", "model": "LS-6i", "power_source": "hardwire", "auto_lock": False}
BATTERY: dict[str, Any] = {"type": "lock", "model": "LS-DB500i", "power_source": "alkaline_battery", "auto_lock": False}


def guest_only(lock: HomeLock) -> None:
    """Somebody else's lock: the account's user is a guest on weekdays, and not from afar."""
    lock.access_level = 0
    lock.remote_disabled = True
    lock.world.home.access[lock.id] = [
        Access(FAMILY[3], 2),
        Access(
            OWNER,
            0,
            remote_disabled=True,
            week_days=31,
            day_start="2026-01-01T08:00:00Z",
            day_end="2026-01-01T17:00:00Z",
        ),
    ]


def jammed(lock: HomeLock) -> None:
    """Stuck half way, and it will get stuck again."""
    lock.jams = True
    lock.state = State.semi_locked
    lock.result = int(Result.jammed)
    lock.record(JAMMED)


def fallen_silent(lock: WifiLock, days: float) -> None:
    """It stopped to heartbeat `days` before the world was opened."""
    lock.silent = True
    lock.connected = lock.alive = False
    lock.connected_at = lock.world.opened_at - timedelta(days=days)


def never_connected(lock: WifiLock) -> None:
    """Registered, but it has not woken up for the first time, as in the reference's example of unlock."""
    lock.silent = True
    lock.connected = lock.alive = False
    lock.connected_at = None
    lock.heartbeat_interval = lock.signal_quality = 0
    lock.power_level = 0.0
    lock.programming_code = lock.local_pins = None
