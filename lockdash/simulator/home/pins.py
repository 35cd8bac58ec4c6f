"""The PINs of a keypad, as the lock keeps them (tedee-facts 2.5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from lockdash.simulator.home.timed import Timed


class PinRefused(Exception):
    """The lock does not take a PIN."""


class Duplicate(PinRefused):
    """Another one opens it with the same digits."""


class Full(PinRefused):
    """There is no room for another."""


@dataclass(frozen=True)
class Pin(Timed):
    """`code`: the digits. `alias`: what the lock logs when it is used."""

    alias: str
    code: str = field(repr=False)


@dataclass(eq=False)
class PinList:
    """`version`: raised by every change. `limit`: of PINs; the vendor publishes none. Numbers are never used twice."""

    version: int = 0
    limit: int = 100
    _pins: dict[int, Pin] = field(default_factory=dict)
    _next: int = 1

    def current(self, now: datetime) -> dict[int, Pin]:
        """Return the PINs by their numbers; those that are over have removed themselves."""
        for number in [number for number, pin in self._pins.items() if pin.is_over(now)]:
            self.remove(number)
        return dict(self._pins)

    def add(self, pin: Pin) -> int:
        """Take another PIN and return its number. Raises Duplicate or Full."""
        self._check_unique(pin)
        if len(self._pins) >= self.limit:
            raise Full
        number, self._next = self._next, self._next + 1
        self._keep(number, pin)
        return number

    def change(self, number: int, pin: Pin) -> None:
        """Raises KeyError or Duplicate."""
        if number not in self._pins:
            raise KeyError(number)
        self._check_unique(pin, number)
        self._keep(number, pin)

    def remove(self, number: int) -> None:
        """Raises KeyError."""
        del self._pins[number]
        self.version += 1

    def opened_by(self, code: str, now: datetime) -> Pin | None:
        return next((pin for pin in self.current(now).values() if pin.code == code), None)

    def _keep(self, number: int, pin: Pin) -> None:
        self._pins[number] = pin
        self.version += 1

    def _check_unique(self, pin: Pin, number: int | None = None) -> None:
        if any(other.code == pin.code for key, other in self._pins.items() if key != number):
            raise Duplicate


def objection(code: str) -> str | None:
    """Say which of the vendor's rules for PINs `code` breaks, None if none."""
    if not (code.isascii() and code.isdigit()):
        return "The pin must consist of digits only."
    if not 5 <= len(code) <= 8:
        return "The pin must have 5 to 8 digits."
    if len(set(code)) < 3:
        return "The pin must have at least 3 different digits."
    rises = [after > before for before, after in pairwise(code) if after != before]
    if len(rises) == len(code) - 1 and len(set(rises)) == 1:
        return "The digits of the pin must not be strictly ascending or descending."
    return None
