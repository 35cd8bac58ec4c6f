"""Following RemoteLock's events: the newest of them, and older ones back to what was read before."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import msgspec

from lockdash.vendors import tail
from lockdash.vendors.base import Answer, Context, Problem
from lockdash.vendors.remotelock import rounds
from lockdash.vendors.remotelock.api import Api
from lockdash.vendors.remotelock.events import Happening, happening, observations, worth_a_list
from lockdash.vendors.replies import each
from lockdash.vendors.tail import Tail

PATH = "/events"
SERIES = "events"
NEWEST_FIRST, OLDEST_FIRST = "-created_at", "created_at"
_PAGES = 3


async def read(cursor: str | None, api: Api, account: str, context: Context) -> Answer:
    """Read the newest events, and older ones until the cursor, `_PAGES` pages at most. Raises VendorError."""
    known = tail.parse(cursor)
    found: dict[str, Happening] = {}
    problems: list[Problem] = []
    left_out = known is not None
    for number in range(1, _PAGES + 1):
        page = await api.page(PATH, number, NEWEST_FIRST)
        heard = page.reply.heard(account)
        good, bad = each(page.items, partial(happening, heard=heard), SERIES)
        found |= {one.event.id: one for one in good}
        problems += bad
        # The oldest of the page, not any of it: what comes late may stand below what is known.
        if page.last or (known is not None and good and known.knows(*_dated(good[-1]))):
            left_out = False
            break
    dates = dict(map(_dated, found.values()))
    news = [_marked(one, known) for one in found.values() if known is None or not known.knows(*_dated(one))]
    now_known = tail.moved(known, dates, are_all=page.last, now=heard.at)
    return Answer(
        events=tuple(one.event for one in news),
        observations=observations(news, context.devices, heard),
        cursor=tail.written(now_known),
        wants=frozenset({rounds.FEED}) if worth_a_list(news, context.devices) else frozenset(),
        problems=tuple(problems),
        holes=((SERIES, tail.between(known, dates, heard.at)),) if left_out and known is not None else (),
    )


def _dated(one: Happening) -> tuple[str, datetime]:
    return one.event.id, one.created_at


def _marked(one: Happening, known: Tail | None) -> Happening:
    """Return `one`, marked as late if newer ones had been shown before."""
    if known is None or not known.was_passed(one.created_at):
        return one
    return msgspec.structs.replace(one, event=msgspec.structs.replace(one.event, late=True))
