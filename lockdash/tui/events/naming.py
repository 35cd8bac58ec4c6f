"""Events name people by their number only, at some vendors: whoever looks at the log wants to know who they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual.worker import Worker

from lockdash.engine.log.views import LogRow
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.store.errors import StoreError
from lockdash.tui.messages import LogUnreadable, NamesLearnt
from lockdash.tui.people.watching import Watch

if TYPE_CHECKING:
    from textual.screen import Screen

    from lockdash.engine.people.people import People


class Naming:
    """Has people read while it is open, and tells the screen when some became known."""

    def __init__(self, screen: Screen[Any], people: People) -> None:
        self._screen = screen
        self._watch = Watch(people, self._tell)

    def open(self, stamp: int) -> None:
        """Begin. `stamp`: of the question at which a store that cannot be read is told."""

        async def begin() -> None:
            try:
                await self._watch.open()
            except StoreError as error:
                self._screen.post_message(LogUnreadable(stamp, str(error)))

        run: Callable[..., Worker[None]] = self._screen.run_worker
        run(begin, name="log names", group="log names", exclusive=True, exit_on_error=False)

    def close(self) -> None:
        self._watch.close()

    def _tell(self, people: PeopleSnapshot) -> None:
        if people.changed:
            self._screen.post_message(NamesLearnt())


def is_nameless(rows: Iterable[LogRow]) -> bool:
    """Whether somebody among `rows` has a number and no name yet."""
    return any(row.who is None and row.event.who_id is not None for row in rows)
