"""The past of a RemoteLock account: all events that its list still hands out, in the order of `created_at`."""

from __future__ import annotations

from functools import partial

from lockdash.vendors.base import Context, Problem, Stretch
from lockdash.vendors.past import PastPage, Series
from lockdash.vendors.remotelock import past_plan
from lockdash.vendors.remotelock.api import MOST_PAGES, Api, NoPage, Page
from lockdash.vendors.remotelock.events import Happening, happening
from lockdash.vendors.remotelock.following import NEWEST_FIRST, OLDEST_FIRST, PATH, SERIES
from lockdash.vendors.remotelock.listing import End, Sight, Walk
from lockdash.vendors.remotelock.past_plan import Bookmark, Turn
from lockdash.vendors.replies import each


class RemoteLockPast:
    """See `vendors.past.PastClient`."""

    def __init__(self, api: Api, account: str) -> None:
        self._api = api
        self._account = account

    def series(self, context: Context) -> tuple[Series, ...]:
        """One for all devices."""
        return (Series(SERIES, "the event feed"),)

    async def read_past(self, series: str, stretch: Stretch, cursor: str | None, context: Context) -> PastPage:
        """See `PastClient.read_past`: one request."""
        if series != SERIES:
            raise ValueError(f"no series {series!r}")
        mark = past_plan.parse(cursor) or past_plan.start(stretch)
        walk = mark.walk
        try:
            page = await self._page(walk)
        except NoPage:
            if walk.page == 1 and not walk.kind:
                raise
            return _refused(mark)
        found, problems = each(page.items, partial(happening, heard=page.reply.heard(self._account)), SERIES)
        sight = _sight(page, walk.page, found)
        mark = past_plan.seen(mark, [one.created_at for one in found], sight)
        if walk.kind and any(one.event.kind_raw != walk.kind for one in found):
            return _told(mark, past_plan.without_types(mark), found, problems)
        return _told(mark, past_plan.turn(mark, sight), found, problems)

    async def _page(self, walk: Walk) -> Page:
        sort = OLDEST_FIRST if walk.oldest_first else NEWEST_FIRST
        return await self._api.page(PATH, walk.page, sort, filters=(("type", walk.kind),) if walk.kind else ())


def _refused(mark: Bookmark) -> PastPage:
    """Of a page that is not handed out: it is one too many, or, if it is the first one, the vendor knows no types."""
    if mark.walk.page == 1:
        return _told(mark, past_plan.without_types(mark))
    return _told(mark, past_plan.turn(mark, Sight(None, mark.walk.total, End.cut)))


def _sight(page: Page, number: int, found: list[Happening]) -> Sight:
    dates = [one.event.recorded_at for one in found if one.event.recorded_at is not None]
    is_cut = number >= MOST_PAGES and page.cut
    end = End.cut if is_cut else End.whole if page.last else None
    return Sight(dates[-1] if dates else None, page.total, end)


def _told(
    mark: Bookmark, turn: Turn, found: list[Happening] | None = None, problems: list[Problem] | None = None
) -> PastPage:
    return PastPage(
        events=tuple(one.event for one in found or ()),
        cursor=past_plan.written(turn.next),
        oldest=turn.next.oldest if turn.next is not None else mark.bottom,
        lost=turn.lost,
        problems=tuple(problems or ()),
    )
