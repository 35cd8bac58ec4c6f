"""What the list of people says that has nobody to show: what this is, why it is empty, and the next key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from lockdash.domain.accounts import Account
from lockdash.engine.people.snapshot import AccountState, PeopleSnapshot
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.empty import failed, listed, no_accounts
from lockdash.tui.people.lists import is_read, progress_text
from lockdash.tui.render.cells import EMPTY, Cell

_TITLE, _TEXT, _KEY = Tone.calm, Tone.dim, Tone.accent


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the list was asked for. `total`: who there is without the filter. `past`: how many are over, if they are
    not shown. `only`: whose people are shown alone, "" for everybody; `account`: where those are, "" if it is not
    known."""

    wanted: str = ""
    total: int = 0
    past: int = 0
    only: str = ""
    account: str = ""


def nobody(
    asked: Asked, accounts: Sequence[Account], people: PeopleSnapshot, unreadable: str, now: datetime
) -> list[Cell]:
    """There is nobody to show. `unreadable`: why the store cannot be read, in words."""
    if not accounts:
        return no_accounts("people")
    if unreadable:
        return [
            Cell("What is stored of people cannot be read", Tone.alarm),
            EMPTY,
            Cell(unreadable, _TEXT),
            EMPTY,
            Cell(f"{key_of('refresh')} tries again.", _KEY),
        ]
    if not people.is_open:
        return [Cell("Loading the people from the store", _TITLE)]
    if asked.wanted and asked.total:
        return _filtered_out(asked)
    if asked.only:
        return [*_none_of(asked, people), *_over(asked), Cell("Esc shows everybody again.", _KEY)]
    cells = _of_accounts(accounts, people, now)
    if asked.past:
        cells = [Cell("Nobody is here, and nobody is to come", _TITLE), EMPTY, *_over(asked), *cells]
    new, past, again = key_of("new_guest"), key_of("past"), key_of("refresh")
    return [*cells, Cell(f"{new} adds a guest, {past} shows those whose time is over, {again} asks again.", _KEY)]


def _filtered_out(asked: Asked) -> list[Cell]:
    none = f"None of the {asked.total} people match" if asked.total > 1 else "The one person does not match"
    return [
        Cell(f"{none} /{asked.wanted}", _TITLE),
        EMPTY,
        Cell(
            "The filter looks at name, e-mail address, department, doors, account, status and whether the locks have "
            "heard; at a PIN only while it is shown.",
            _TEXT,
        ),
        EMPTY,
        *_over(asked),
        Cell("Esc shows all again.", _KEY),
    ]


def _none_of(asked: Asked, people: PeopleSnapshot) -> list[Cell]:
    """That there is nobody is known once all lists of the account were read."""
    state = people.accounts.get(asked.account)
    if state is None or is_read(state):
        return [Cell(f"Nobody {asked.only}", _TITLE), EMPTY]
    why = [state.failure] if state.failure else list(dict.fromkeys(state.troubles.values()))
    if why:
        told = [Cell(words, _TEXT) for words in why]
        return [Cell(f"It is not known who is {asked.only}", Tone.alarm), *told, EMPTY]
    reading = progress_text(f"the people of {asked.account}", state)
    return [Cell(f"Nobody {asked.only} is known yet", _TITLE), EMPTY, Cell(f"Still {reading}.", _TEXT), EMPTY]


def _over(asked: Asked) -> list[Cell]:
    """Those whose time is over may be whom somebody looks for."""
    if not asked.past:
        return []
    told = "Of one person the time is" if asked.past == 1 else f"Of {asked.past} people the time is"
    return [Cell(f"{told} over: {key_of('past')} shows them as well.", _TEXT), EMPTY]


def _of_accounts(accounts: Sequence[Account], people: PeopleSnapshot, now: datetime) -> list[Cell]:
    """Why each account has nobody: the troubles first."""
    cells: list[Cell] = []
    quiet: list[tuple[str, AccountState]] = []
    for each in accounts:
        state = people.accounts.get(each.name, AccountState())
        if each.condition.failing:
            cells += [*failed(each, now), EMPTY]
        elif state.failure:
            cells += [Cell(f"The people of {each.name} cannot be read", Tone.alarm), Cell(state.failure, _TEXT), EMPTY]
        elif state.troubles:
            told = [Cell(words, _TEXT) for words in dict.fromkeys(state.troubles.values())]
            cells += [Cell(f"Not all people of {each.name} can be read", Tone.alarm), *told, EMPTY]
        else:
            quiet.append((each.name, state))
    without = [name for name, state in quiet if not state.keeps_people]
    reading = [(name, state) for name, state in quiet if state.keeps_people and state.read_at is None]
    done = [name for name, state in quiet if state.keeps_people and state.read_at is not None]
    return [*cells, *_reading(reading), *_none(done), *_keep_none(without)]


def _reading(reading: Sequence[tuple[str, AccountState]]) -> list[Cell]:
    if not reading:
        return []
    told = ", ".join(progress_text(name, state) for name, state in reading)
    return [
        Cell(f"{told[0].upper()}{told[1:]}", _TITLE),
        EMPTY,
        Cell("It is the first time, so nobody is stored from before. The list fills while they come in.", _TEXT),
        EMPTY,
    ]


def _none(names: Sequence[str]) -> list[Cell]:
    if not names:
        return []
    return [
        Cell(f"No people in {listed(names)}", _TITLE),
        EMPTY,
        Cell("The vendor answers and lists nobody who may come in now or later.", _TEXT),
        EMPTY,
    ]


def _keep_none(names: Sequence[str]) -> list[Cell]:
    if not names:
        return []
    verb = "keeps" if len(names) == 1 else "keep"
    return [
        Cell(f"{listed(names)} {verb} no people", _TITLE),
        EMPTY,
        Cell("What its vendor offers to programs has no list of who may come in: look into the vendor's app.", _TEXT),
        EMPTY,
    ]
