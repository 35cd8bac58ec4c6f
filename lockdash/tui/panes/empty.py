"""What a list says that has nothing to show: what this is, why it is empty, and the next key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lockdash.domain.accounts import Account, Condition
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import lasting, retry_text
from lockdash.tui.panes.header import CONDITION_WORDS
from lockdash.tui.render.cells import EMPTY, Cell

_TITLE, _TEXT, _KEY = Tone.calm, Tone.dim, Tone.accent


def filtered_out(wanted: str, total: int) -> list[Cell]:
    """The filter leaves nothing."""
    noun = "device matches" if total == 1 else "devices match"
    none = "The one" if total == 1 else f"None of the {total}"
    return [
        Cell(f"{none} {noun} /{wanted}", _TITLE),
        EMPTY,
        Cell("The filter looks at name, place, account, serial number, state and link.", _TEXT),
        EMPTY,
        Cell("Esc shows all again.", _KEY),
    ]


def none_left(label: str) -> list[Cell]:
    """None of the devices that were to be shown alone is there any more. `label`: which they were."""
    return [Cell(f"The {label} are not listed any more", _TITLE), EMPTY, Cell("Esc shows all devices.", _KEY)]


def no_devices(accounts: Sequence[Account], now: datetime) -> list[Cell]:
    """There are no devices: because nobody was asked yet, nobody may ask, nobody answers, or there are none."""
    if not accounts:
        return no_accounts("locks")
    if any(each.condition is Condition.connecting for each in accounts):
        names = listed([each.name for each in accounts])
        return [
            Cell(f"Asking {names} for the first time", _TITLE),
            EMPTY,
            Cell("Nothing is stored from before. The list fills as soon as they answer.", _TEXT),
        ]
    failing = [each for each in accounts if each.condition.failing]
    cells: list[Cell] = []
    for each in failing:
        cells += [*failed(each, now), EMPTY]
    fine = [each.name for each in accounts if not each.condition.failing]
    if fine:
        cells += [
            Cell(f"No devices in {listed(fine)}", _TITLE),
            EMPTY,
            Cell(
                "The vendor answers and lists none. Devices are added in the vendor's own app; "
                "they come up here by themselves.",
                _TEXT,
            ),
            EMPTY,
        ]
    return [*cells, asking_keys()]


def no_accounts(what: str) -> list[Cell]:
    """There is nothing to ask for `what` is listed here."""
    return [
        Cell("No accounts yet", _TITLE),
        EMPTY,
        Cell(
            f"Lockdash shows the {what} of the accounts in its configuration, and none is in there. "
            "config.example.toml has one of each kind to copy from; lockdash demo shows a pretend house.",
            _TEXT,
        ),
        EMPTY,
        Cell(f"{key_of('leave')} leaves.", _KEY),
    ]


def failed(account: Account, now: datetime) -> list[Cell]:
    """What keeps an account from being read, since when, and when it is tried again."""
    since = lasting(account.since, now)
    title = f"{account.name} is signed out" if account.condition is Condition.unauthorised else f"{account.name}: "
    if account.condition is not Condition.unauthorised:
        title += CONDITION_WORDS[account.condition]
    cells = [Cell(f"{title} for {since}", Tone.alarm)]
    if account.detail:
        cells.append(Cell(account.detail, _TEXT))
    if account.condition is Condition.unauthorised:
        cells.append(Cell(f"{key_of('sign_in')} signs in, from here.", _KEY))
    if account.retry_at is not None:
        cells.append(Cell(f"Tried again {retry_text((account.retry_at - now).total_seconds())}, by itself.", _TEXT))
    return cells


def asking_keys() -> Cell:
    """The keys that help while accounts are asked."""
    return Cell(f"{key_of('refresh')} asks again, {key_of('accounts')} shows the accounts.", _KEY)


def listed(names: Sequence[str]) -> str:
    """Return `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
