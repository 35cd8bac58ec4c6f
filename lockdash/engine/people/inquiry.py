"""Finding out what has become of an order whose answer did not come. Nothing is sent here but questions."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.engine.clock import Clock
from lockdash.engine.failures import words_of
from lockdash.engine.looking import looks
from lockdash.engine.people.agenda import Item
from lockdash.engine.people.board import PeopleBoard
from lockdash.engine.people.orders import Create, Order, ToSomebody
from lockdash.engine.people.proof import shows
from lockdash.engine.people.reading import Reading
from lockdash.engine.work import Work
from lockdash.vendors.people import PeopleClient, Written


class Inquiry:
    """Made before `order` is sent, to know what was there. It looks until something is seen, a few times, and not after
    `until` (monotonic)."""

    def __init__(
        self, order: Order, reading: Reading, board: PeopleBoard, work: Work, clock: Clock, until: float
    ) -> None:
        self._people = frozenset(board.snapshot.people)
        person = None if isinstance(order, Create) else order.person.key
        self._accesses = board.snapshot.by_person.get(person or "", ())
        self._reading = reading
        self._board = board
        self._work = work
        self._clock = clock
        self._until = until

    async def created(self, client: PeopleClient, order: Create) -> tuple[tuple[Written, ...], str]:
        """Return who is like the one to be created and was not there before, and why the last look brought nothing."""
        said = ""
        async for _ in looks(self._work, self._clock, self._until):
            try:
                seen = await client.look(order.new, self._reading.reader.context())
            except Exception as error:
                said = words_of(error)
                continue
            said = ""
            found = tuple(each for each in seen if each.person_key not in self._people)
            if found:
                return found, ""
        return (), said

    async def done(self, order: ToSomebody, items: Sequence[Item]) -> tuple[bool, str]:
        """Return whether it is to be seen that `order` was carried out, and why the last look brought nothing. `items`:
        what tells of it."""
        said = ""
        async for _ in looks(self._work, self._clock, self._until):
            said = await self._reading.look(items, self._until)
            person = self._board.snapshot.people.get(order.person.key)
            accesses = self._board.snapshot.by_person.get(order.person.key, ())
            if not said and shows(order, self._accesses, person, accesses):
                return True, ""
        return False, said
