"""What happened at a device, from the store. A store that cannot be read has no past; its accounts say why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from lockdash.domain.commands import Command
from lockdash.domain.events import Event
from lockdash.store.errors import StoreError

if TYPE_CHECKING:
    from lockdash.engine.engine import Engine

T = TypeVar("T")

_EVENTS, _COMMANDS = 20, 3


class Past:
    """Short reads on the caller's own thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def events(self, key: str) -> list[Event]:
        """The last events of a device, the newest first."""
        return _read(lambda: self._engine.events(key, _EVENTS))

    def commands(self, key: str) -> list[Command]:
        """The last commands to a device, of any session, the newest first."""
        return _read(lambda: self._engine.commands(key, _COMMANDS))

    def battery(self, key: str) -> list[tuple[datetime, int]]:
        """The battery levels (per cent) of a device, oldest first."""
        return _read(lambda: self._engine.battery_history(key))


def _read(read: Callable[[], list[T]]) -> list[T]:
    try:
        return read()
    except StoreError:
        return []
