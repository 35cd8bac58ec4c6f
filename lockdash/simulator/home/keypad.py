"""Somebody at a keypad."""

from __future__ import annotations

from lockdash.simulator.home.activity import INCORRECT_PIN, PIN, UNAUTHORIZED_PIN
from lockdash.simulator.home.lock import HomeLock, Wish


def type_pin(lock: HomeLock, code: str) -> None:
    """Type `code`: it unlocks, under its PIN's alias, if there is such a PIN and this is its time."""
    pin = lock.pins.opened_by(code, lock.world.now)
    if pin is None:
        lock.record(INCORRECT_PIN)
    elif not pin.covers(lock.world.now):
        lock.record(UNAUTHORIZED_PIN, pin_alias=pin.alias)
    else:
        lock.begin(Wish.unlock, PIN, pin)
