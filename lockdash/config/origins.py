"""Where each value of the configuration came from: a file and its line, a default, an option, the environment."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import msgspec


class From(StrEnum):
    file = "file"
    default = "default"
    option = "option"
    environment = "environment"


class Origin(msgspec.Struct, frozen=True):
    """`path`: the file, None if it came from none. `line` counts from 1, None where the file as a whole is meant."""

    from_: From = From.default
    path: Path | None = None
    line: int | None = None


class Place:
    """Where something stands in a file. `line` counts from 1, None: the file as a whole; it is looked for when it is
    first asked for, because a start needs none. `text`: the file as it was read; it may hold secrets."""

    def __init__(self, path: Path, line: int | Callable[[], int | None] | None = None, text: str | None = None) -> None:
        self.path = path
        self.text = text
        self._line = line

    @property
    def line(self) -> int | None:
        if callable(self._line):
            self._line = self._line()
        return self._line

    def __repr__(self) -> str:
        return f"Place({str(self.path)!r}, {self.line})"


class Origins:
    """The places of all keys that a file sets, by their dotted names: `ui.theme`, `accounts.NAME`, `accounts.NAME.KEY`,
    `keys.ACTION`. A name may hold dots, a key of an account has none."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}

    def note(self, key: str, place: Place) -> None:
        """A later place takes the earlier one's: later files win."""
        self._places[key] = place

    def place(self, key: str) -> Place | None:
        return self._places.get(key)
