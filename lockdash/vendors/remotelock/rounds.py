"""The account's devices, read in rounds: some pages at each read, and from the first again after the last.

A list of all is as long as the account is large, while events tell what changes at once and for one request. So the
list only catches up with what no event tells: a round of a thousand devices may take its minutes.
"""

from __future__ import annotations

from lockdash.domain.devices import Device
from lockdash.vendors.base import Answer, Context, Problem
from lockdash.vendors.errors import VendorError
from lockdash.vendors.remotelock import decode as devices
from lockdash.vendors.remotelock.api import PER_PAGE, Api, Page
from lockdash.vendors.remotelock.echoes import without_echo
from lockdash.vendors.remotelock.laps import Position, Sight, beyond_reach, reads, walk
from lockdash.vendors.remotelock.places import Places, placed_as
from lockdash.vendors.replies import each

FEED = "devices"
PAGES = 5
"""Pages of one read."""
FIRST_PAGES = 20
"""Pages of one read of the first round, while there is nothing to show: below what an account has in a minute."""
_WHERE = "device list"
_PATH = "/devices"


class Rounds:
    """Remembers what it saw of the round under way, and nothing else. Whoever takes a round over in the middle reads
    it to its end, but gives no roll of it."""

    def __init__(self, api: Api, account: str) -> None:
        self._api = api
        self._account = account
        self._sight = Sight()
        self._returned: str | None = None

    async def read(self, cursor: str | None, context: Context, places: Places | None) -> Answer:
        """Read the next pages. `places`: None if they are not known. Raises VendorError if there is not even one.

        The first round wants itself read on until it is over.
        """
        start = Position.of(cursor) if context.devices else Position()
        part = _Part(self._account, context, places)
        start, following = await walk(start, _most, self._page, part.take)
        sight = part.seen(Sight() if start.page == 1 else self._before(cursor))
        roll = None
        if following is None and sight.is_whole:
            roll = await self._roll(sight, context, part)
        self._sight, self._returned = sight, str(start.after(following))
        return Answer(
            devices=tuple(part.devices.values()),
            roll=roll,
            parts=reads(sight.size(len(context.devices)), PAGES),
            cursor=self._returned,
            wants=frozenset({FEED}) if start.lap == 1 and following is not None else frozenset(),
            problems=tuple(part.problems),
        )

    def _before(self, cursor: str | None) -> Sight:
        return self._sight if cursor == self._returned else Sight(unbroken=False)

    async def _page(self, number: int) -> Page:
        return await self._api.page(_PATH, number, "created_at")

    async def _roll(self, sight: Sight, context: Context, part: _Part) -> frozenset[str] | None:
        """Return the ids of all devices of a round that was seen whole, None if that is not certain.

        A device that moved up to a page already read, since one went while another came, was missed although the
        total is the same. So those that seem gone are asked for by name, as many as one page holds; what is left
        of them waits for the next round. What one page holds, it shows of one moment.
        """
        missing = [vendor_id for vendor_id in context.devices if vendor_id not in sight.ids]
        if not missing or sight.pages == 1:
            return sight.ids
        asked, waiting = frozenset(missing[:PER_PAGE]), missing[PER_PAGE:]
        try:
            page = await self._api.page(_PATH, 1, ids=sorted(asked))
        except VendorError:
            return None
        there = part.take(page)
        if part.problems or not there <= asked:
            return None
        return sight.ids.union(there, waiting)


class _Part:
    """What one read brings."""

    def __init__(self, account: str, context: Context, places: Places | None) -> None:
        self.devices: dict[str, Device] = {}
        self.problems: list[Problem] = []
        self.pages = 0
        self._totals: set[int | None] = set()
        self._account = account
        self._context = context
        self._places = places

    def take(self, page: Page) -> frozenset[str]:
        """Add what stands on `page`. Return the vendor ids of its devices."""
        heard = page.reply.heard(self._account)
        places = self._places if self._places is not None else Places()
        good, bad = each(page.items, lambda item: devices.device(item, places, heard), _WHERE)
        for device in good:
            known = self._context.devices.get(device.vendor_id)
            told = device if self._places is not None else placed_as(known, device)
            wished_at = self._context.wishes.get(device.vendor_id)
            self.devices[device.vendor_id] = without_echo(told, known, wished_at, heard.at)
        self.problems += bad
        if page.cut:
            self._tell_of_the_rest(page)
        self.pages += 1
        self._totals.add(page.total)
        return frozenset(device.vendor_id for device in good)

    def seen(self, before: Sight) -> Sight:
        """Return `before` and what was read."""
        return Sight(
            ids=before.ids | self.devices.keys(),
            totals=before.totals | self._totals,
            pages=before.pages + self.pages,
            unbroken=before.unbroken and not self.problems,
        )

    def _tell_of_the_rest(self, page: Page) -> None:
        problem = beyond_reach(page, _WHERE, "devices")
        if problem not in self.problems:
            self.problems.append(problem)


def _most(start: Position) -> int:
    return FIRST_PAGES if start.lap == 1 else PAGES
