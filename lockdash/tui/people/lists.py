"""Which of an account's lists are read when somebody asks for them, and how far that is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from lockdash.domain.devices import Device, DeviceKind
from lockdash.engine.people.snapshot import AccountState, FeedState
from lockdash.vendors.people import PeopleFeed, Subject


def of_former(feeds: Iterable[PeopleFeed]) -> list[PeopleFeed]:
    """Return the lists of people whose time is over, which nobody reads unasked."""
    return [each for each in feeds if each.on_demand and each.lists is Subject.former_people and _is_whole(each)]


def of_account(feeds: Iterable[PeopleFeed]) -> list[str]:
    """Return the names of the lists of the whole account that are read by themselves."""
    return [each.name for each in feeds if not each.on_demand and _is_whole(each)]


def of_doors(feeds: Iterable[PeopleFeed]) -> list[str]:
    """Return the names of the lists that are read door by door."""
    return [each.name for each in feeds if each.per_device and not each.on_demand]


def of_one(feeds: Iterable[PeopleFeed]) -> list[str]:
    """Return the names of the lists that are read person by person."""
    return [each.name for each in feeds if each.per_person and not each.on_demand]


def are_due(feeds: Sequence[PeopleFeed], state: AccountState, now: datetime) -> list[str]:
    """Return the names of those `feeds` that were not read lately."""
    return [each.name for each in feeds if not _is_fresh(each, state.feeds.get(each.name), now)]


def are_under_way(feeds: Sequence[PeopleFeed], state: AccountState) -> bool:
    """Whether one of `feeds`, which somebody has asked for, is still to be read or half read."""
    known = [state.feeds.get(each.name) for each in feeds if each.name not in state.troubles]
    return any(each is None or each.is_under_way for each in known)


def is_first(state: AccountState, devices: Iterable[Device]) -> bool:
    """Whether not all lists of an account with these devices were ever read, and they still can be.

    Where each door has a list of its own, no doors have none.
    """
    if state.feeds or not state.origins:
        return state.read_at is None and (state.progress[1] > 0 or not state.troubles)
    kinds = frozenset[DeviceKind]().union(*(origin.doors for origin in state.origins))
    return any(each.kind in kinds and each.gone_at is None for each in devices)


def is_read(state: AccountState) -> bool:
    """Whether all lists of an account were read, those of its doors with them."""
    return state.read_at is not None and (state.accesses_read_at is not None or not state.progress[1])


def progress_text(what: str, state: AccountState) -> str:
    """Return `reading rentals: 3 of 21`, without figures if there are none yet."""
    done, needed = state.progress
    return f"reading {what}: {done} of {needed}" if needed else f"reading {what}"


def _is_whole(feed: PeopleFeed) -> bool:
    return not feed.per_device and not feed.per_person


def _is_fresh(feed: PeopleFeed, state: FeedState | None, now: datetime) -> bool:
    read_at = state.read_at if state is not None and not state.is_under_way else None
    return read_at is not None and now - read_at < timedelta(seconds=feed.every)
