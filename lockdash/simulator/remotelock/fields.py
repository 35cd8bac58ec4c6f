"""Reading the attributes of a request, with everything that is wrong with them in one resource error.

The reference shows the error's shape and not its words; these are the simulator's, but for `is empty`, which is the
reference's, and `has already been taken` (remotelock-facts, "People and access").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from lockdash.simulator.remotelock.answers import Problem, resource_errors

LONGEST_TEXT = 255
PIN_LENGTHS = range(4, 11)
"""Assumed: the reference shows PINs of four digits, a resort lock's of ten, and states no rule."""

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_TIME = re.compile(r"\d\d:\d\d(?::\d\d)?")


class Fields:
    """Every method that reads a field takes note of what is wrong with it, and then returns nothing; `check` raises."""

    def __init__(self, attributes: Mapping[str, Any]) -> None:
        self._sent = attributes
        self._errors: dict[str | None, list[str]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._sent

    def given(self, name: str) -> bool:
        """Return whether something was sent for `name`, right or wrong."""
        value = self._sent.get(name)
        return value is not None and (not isinstance(value, str) or value.strip() != "")

    def refuse(self, attribute: str | None, message: str) -> None:
        self._errors.setdefault(attribute, []).append(message)

    def problem(self) -> Problem:
        return resource_errors(self._errors, self._sent)

    def check(self) -> None:
        """Raise Problem if anything was wrong so far."""
        if self._errors:
            raise self.problem()

    def required(self, name: str) -> str:
        """Read a text that must not be empty; "" if it is, or is wrong."""
        if not self.given(name):
            self.refuse(name, "is empty")
        return self.text(name) or ""

    def text(self, name: str) -> str | None:
        value = self._sent.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not self.given(name):
            return None
        if not isinstance(value, str):
            self.refuse(name, "is invalid")
        elif len(value) > LONGEST_TEXT:
            self.refuse(name, f"is too long (maximum is {LONGEST_TEXT} characters)")
        else:
            return value
        return None

    def entries(self, name: str) -> list[Mapping[str, Any]]:
        """Read a list of objects; nothing and null are none."""
        value = self._sent.get(name)
        if value is None:
            return []
        if isinstance(value, list) and all(isinstance(each, dict) for each in value):
            return value
        self.refuse(name, "is invalid")
        return []

    def email(self) -> str | None:
        found = self.text("email")
        if found is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+", found):
            self.refuse("email", "is invalid")
            return None
        return found

    def pin(self) -> str | None:
        found = self.text("pin")
        if found is None:
            return None
        if not re.fullmatch(r"[0-9]+", found):
            self.refuse("pin", "is not a number")
        elif len(found) < PIN_LENGTHS.start:
            self.refuse("pin", f"is too short (minimum is {PIN_LENGTHS.start} characters)")
        elif len(found) >= PIN_LENGTHS.stop:
            self.refuse("pin", f"is too long (maximum is {PIN_LENGTHS.stop - 1} characters)")
        else:
            return found
        return None

    def flag(self, name: str) -> bool:
        value = self._sent.get(name)
        if value is not None and not isinstance(value, bool):
            self.refuse(name, "is invalid")
        return value is True

    def count(self, name: str) -> int | None:
        """Read a whole number from 0 on."""
        value = self._sent.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self.refuse(name, "must be a number greater than or equal to 0")
        return None

    def moment(self, name: str, *, required: bool = False) -> datetime | None:
        """Read a wall-clock time. A zone is dropped without a word (remotelock-facts, "People and access")."""
        text = self.required(name) if required else self.text(name)
        if not text:
            return None
        form = _MOMENT.fullmatch(text)
        try:
            return datetime.fromisoformat(form[1] if form else "")
        except ValueError:
            self.refuse(name, "is invalid")
            return None

    def time_of_day(self, name: str) -> str | None:
        """Read `HH:MM` or `HH:MM:SS`; return the latter."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return time.fromisoformat(text if _TIME.fullmatch(text) else "").isoformat()
        except ValueError:
            self.refuse(name, "is invalid")
            return None

    def ordered(self, starts_at: datetime | None, ends_at: datetime | None) -> None:
        """Take note of a stay that ends before it starts."""
        if starts_at is not None and ends_at is not None and ends_at <= starts_at:
            self.refuse("ends_at", "must be after starts_at")
