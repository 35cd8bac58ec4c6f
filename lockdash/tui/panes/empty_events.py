"""What the list of events says that has none to show: what this is, why it is empty, and the next key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from lockdash.domain.accounts import Account, Condition
from lockdash.engine.log.views import Archive
from lockdash.tui.events.view import LogView
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import ago
from lockdash.tui.panes.empty import asking_keys, failed, listed, no_accounts
from lockdash.tui.render.cells import EMPTY, Cell
from lockdash.tui.render.event_words import beginning_words

_TITLE, _TEXT, _KEY = Tone.calm, Tone.dim, Tone.accent


def no_events(
    view: LogView, accounts: Sequence[Account], archives: Iterable[Archive], now: datetime, zone: tzinfo
) -> list[Cell]:
    """There is nothing to show. `zone`: the viewer's."""
    if view.failure is not None:
        since = Cell(f"The event log cannot be read: it failed {ago(view.failure.since, now)}", Tone.alarm)
        return [since, EMPTY, Cell(view.failure.why, _TEXT), EMPTY, Cell(f"{key_of('refresh')} tries again.", _KEY)]
    if not view.window.is_loaded:
        return [Cell("Loading the events from the store", _TITLE)]
    told = [Cell(f"{beginning_words(each, now, zone)}.", _TEXT) for each in archives]
    if view.wanted:
        return [*_none_found(view.wanted), *told, EMPTY, Cell("Esc shows all again.", _KEY)]
    if not accounts:
        return no_accounts("events")
    cells: list[Cell] = []
    for each in accounts:
        cells += [*failed(each, now), EMPTY] if each.condition.failing else []
    fine = [each.name for each in accounts if not each.condition.failing]
    cells += _nothing_yet(fine, asking=any(each.condition is Condition.connecting for each in accounts))
    return [*cells, *told, EMPTY, asking_keys()]


def _none_found(wanted: str) -> list[Cell]:
    keys = (
        "A word is looked for in everything that an event says. kind:denied, door:front, who:ann, how:pin and since:2d "
        'look in one place only, "quotation marks" keep words together, and -late is what must not be found.'
    )
    return [Cell(f"No event matches /{wanted}", _TITLE), EMPTY, Cell(keys, _TEXT), EMPTY]


def _nothing_yet(names: Sequence[str], *, asking: bool) -> list[Cell]:
    if not names:
        return []
    if asking:
        return [Cell(f"Asking {listed(names)} what happened", _TITLE), EMPTY]
    what = (
        "Every entry, refusal and jam that a vendor tells of is kept here for ever, in order of occurrence, across all "
        "doors. Nothing was told yet."
    )
    return [Cell(f"Nothing happened yet in {listed(names)}", _TITLE), EMPTY, Cell(what, _TEXT), EMPTY]
