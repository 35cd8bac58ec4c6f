"""Groups and their doors. Each group costs requests of its own, so that a read takes a few of them."""

from __future__ import annotations

import msgspec

from lockdash.domain.accesses import Group
from lockdash.vendors.base import Problem
from lockdash.vendors.errors import BadAnswer, Rejected, VendorFault
from lockdash.vendors.paths import segment
from lockdash.vendors.people import PeopleAnswer
from lockdash.vendors.remotelock.api import Api
from lockdash.vendors.remotelock.people.decode import group, group_door
from lockdash.vendors.remotelock.people.listing import Listing, Lists
from lockdash.vendors.replies import each

AT_ONCE = 10
"""Groups of one read, so that it is about as many requests as one of people."""
_WHERE = "group list"
# Troubles of one group that say nothing of the next.
_ONLY_THIS = (Rejected, VendorFault, BadAnswer)


async def read_groups(feed: str, cursor: str | None, api: Api, lists: Lists, account: str) -> PeopleAnswer:
    """Read the next groups with their doors; one of which the doors cannot be read is listed without. Raises
    VendorError; RateLimited among the doors ends the read, which is then done again."""
    listing = Listing(
        path="/groups",
        where=_WHERE,
        read=lambda item: group(item, account),
        key=lambda one: one.id,
        params=(("sort", "created_at"),),
        pages=1,
        per_page=AT_ONCE,
    )
    part = await lists.read(feed, listing, cursor)
    problems: list[Problem] = []
    found = [await _with_doors(one, api, problems) for one in part.values]
    return part.answer(groups=tuple(found), problems=tuple(problems))


async def _with_doors(found: Group, api: Api, problems: list[Problem]) -> Group:
    where = f"doors of {found.name}"
    try:
        ids, bad = await _doors(f"/groups/{segment(found.id)}/doors", where, api)
    except _ONLY_THIS as error:
        problems.append(Problem(where, str(error)))
        return found
    problems += bad
    # With one that cannot be read, what is not among the others may be in the group all the same.
    return found if bad else msgspec.structs.replace(found, device_ids=frozenset(ids))


async def _doors(path: str, where: str, api: Api) -> tuple[list[str], list[Problem]]:
    ids: list[str] = []
    problems: list[Problem] = []
    number = 1
    while True:
        page = await api.page_of(path, number)
        good, bad = each(page.items, group_door, where)
        ids, problems, number = ids + good, problems + bad, number + 1
        if page.last:
            return ids, problems
