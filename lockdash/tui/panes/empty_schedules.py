"""What the list of schedules says that has none to show: what this is, why it is empty, and the next key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec

from lockdash.domain.accounts import Account
from lockdash.engine.people.snapshot import AccountState, PeopleSnapshot
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.empty import failed, listed, no_accounts
from lockdash.tui.people.lists import progress_text
from lockdash.tui.render.cells import EMPTY, Cell
from lockdash.tui.schedules.reading import are_read, of_schedules, trouble_of
from lockdash.vendors.people import PeopleFeed

_TITLE, _TEXT, _KEY = Tone.calm, Tone.dim, Tone.accent
FeedsOf = Callable[[str], Iterable[PeopleFeed]]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the list was asked for. `total`: how many there are without the filter. `past`: how many exceptions are
    over, if they are not shown. `only`: which rows are shown alone, in words, "" for all."""

    wanted: str = ""
    total: int = 0
    past: int = 0
    only: str = ""


def no_schedules(
    asked: Asked,
    accounts: Sequence[Account],
    people: PeopleSnapshot,
    feeds_of: FeedsOf,
    unreadable: str,
    now: datetime,
) -> list[Cell]:
    """There is nothing to show. `feeds_of`: what can be read of an account, none before it was connected.
    `unreadable`: why the store cannot be read, in words."""
    if not accounts:
        return no_accounts("schedules")
    if unreadable:
        why = [Cell("What is stored of schedules cannot be read", Tone.alarm), EMPTY, Cell(unreadable, _TEXT)]
        return [*why, EMPTY, Cell(f"{key_of('refresh')} tries again.", _KEY)]
    if not people.is_open:
        return [Cell("Loading the schedules from the store", _TITLE)]
    if asked.wanted and asked.total:
        return _filtered_out(asked)
    if asked.only:
        return [Cell(f"No schedules {asked.only}", _TITLE), EMPTY, Cell("Esc shows all again.", _KEY)]
    cells = [*_of_accounts(accounts, people, feeds_of, now), *_over(asked)]
    new, days, again = key_of("new_schedule"), key_of("new_exception"), key_of("refresh")
    told = f"{new} makes a schedule, {days} names days on which nobody comes in, {again} asks again."
    return [*cells, Cell(told, _KEY)]


def _filtered_out(asked: Asked) -> list[Cell]:
    none = f"None of the {asked.total} rows match" if asked.total > 1 else "The one row does not match"
    looks = "The filter looks at names, kinds, zones, accounts, and at who and what goes by a schedule."
    return [
        Cell(f"{none} /{asked.wanted}", _TITLE),
        EMPTY,
        Cell(looks, _TEXT),
        EMPTY,
        *_over(asked),
        Cell("Esc shows all again.", _KEY),
    ]


def _over(asked: Asked) -> list[Cell]:
    if not asked.past:
        return []
    told = "Of one exception all days are" if asked.past == 1 else f"Of {asked.past} exceptions all days are"
    return [Cell(f"{told} over: {key_of('past_exceptions')} shows them as well.", _TEXT), EMPTY]


def _of_accounts(accounts: Sequence[Account], people: PeopleSnapshot, feeds_of: FeedsOf, now: datetime) -> list[Cell]:
    """Why each account has none: the troubles first."""
    cells: list[Cell] = []
    reading: list[tuple[str, AccountState]] = []
    without: list[str] = []
    with_accesses: list[str] = []
    for each in accounts:
        state, feeds = people.accounts.get(each.name, AccountState()), list(feeds_of(each.name))
        trouble = trouble_of(state, feeds, with_accesses=not of_schedules(feeds))
        if each.condition.failing:
            cells += [*failed(each, now), EMPTY]
        elif trouble:
            cells += [Cell(f"The schedules of {each.name} cannot be read", Tone.alarm), Cell(trouble, _TEXT), EMPTY]
        elif state.keeps_people and not are_read(state, feeds):
            reading.append((each.name, state))
        elif of_schedules(feeds):
            without.append(each.name)
        else:
            with_accesses.append(each.name)
    return [*cells, *_reading(reading), *_none(without), *_unlimited(with_accesses)]


def _reading(reading: Sequence[tuple[str, AccountState]]) -> list[Cell]:
    if not reading:
        return []
    told = ", ".join(progress_text(name, state) for name, state in reading)
    first = "It is the first time, so nothing is stored from before. The list fills while they come in."
    return [Cell(f"{told[0].upper()}{told[1:]}", _TITLE), EMPTY, Cell(first, _TEXT), EMPTY]


def _none(names: Sequence[str]) -> list[Cell]:
    if not names:
        return []
    what = (
        "The vendor answers and lists none. A schedule says at which hours of the week people may come in, or when "
        "doors, plugs and thermostats do something by themselves."
    )
    return [Cell(f"No schedules in {listed(names)}", _TITLE), EMPTY, Cell(what, _TEXT), EMPTY]


def _unlimited(names: Sequence[str]) -> list[Cell]:
    if not names:
        return []
    what = "Hours are kept there with each person or PIN. Those that are limited to some of the week come up here."
    return [Cell(f"No hours of the week in {listed(names)}", _TITLE), EMPTY, Cell(what, _TEXT), EMPTY]
