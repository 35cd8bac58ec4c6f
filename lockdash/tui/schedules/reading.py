"""Whether the schedules of an account were read, and why not. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from lockdash.engine.people.snapshot import AccountState
from lockdash.vendors.people import PeopleFeed, Subject

_SUBJECTS = (Subject.schedules, Subject.exceptions)


def of_schedules(feeds: Iterable[PeopleFeed]) -> list[str]:
    """Return the names of the lists of schedules and exceptions; none where hours are kept with accesses."""
    return [each.name for each in feeds if each.lists in _SUBJECTS]


def are_read(state: AccountState, feeds: Iterable[PeopleFeed]) -> bool:
    """Whether all that has hours was read once. `feeds`: what can be read of the account, none before it was
    connected."""
    names = of_schedules(feeds)
    if not names:
        return state.read_at is not None
    return all(name in state.feeds and state.feeds[name].read_at is not None for name in names)


def trouble_of(state: AccountState, feeds: Iterable[PeopleFeed], *, with_accesses: bool = False) -> str:
    """Return why schedules cannot be read, in words, "" if they can. `with_accesses`: or anything else."""
    names = of_schedules(feeds)
    told = [why for name, why in state.troubles.items() if with_accesses or name in names]
    return state.failure or "; ".join(dict.fromkeys(told))
