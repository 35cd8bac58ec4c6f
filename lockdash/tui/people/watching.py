"""People are known, and read, only while somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lockdash.engine.people.snapshot import PeopleSnapshot

if TYPE_CHECKING:
    from lockdash.engine.people.people import People


class Watch:
    """Has `people` open while it is wanted; `tell` hears of every change, and of what is there at the beginning."""

    def __init__(self, people: People, tell: Callable[[PeopleSnapshot], None]) -> None:
        self._people = people
        self._tell = tell
        self._unsubscribe: Callable[[], None] | None = None
        self.is_wanted = False

    async def open(self) -> None:
        """Begin, unless that is done. Raises StoreError."""
        self.is_wanted = True
        if self._unsubscribe is not None:
            return
        await self._people.open()
        if not self.is_wanted or self._unsubscribe is not None:  # closed meanwhile, or another call was sooner
            self._people.close()
            return
        self._unsubscribe = self._people.subscribe(self._tell)
        self._tell(self._people.snapshot)

    def close(self) -> None:
        """End it, also if it is still beginning."""
        self.is_wanted = False
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
            self._people.focus(None)
            self._people.close()
