"""The title line above the list and the status line below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lockdash.tui.action import Action, key_name
from lockdash.tui.budget_meter import CELLS, Reading
from lockdash.tui.keymap.in_use import keys_of
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, joined, line, spread, width_of, wrap_spans

SAID_LINES = 3
"""A longer message is cut."""
_SHARE = 0.4
"""Of the status line, at most, for facts that can be missing."""
_ROOMY = 60
_NEEDED = 1
"""Facts up to this rank are never left out."""
_ALWAYS = "help"
TABS = ("Devices", "People", "Schedules", "Events")
_UNSEEN_TAB = TABS[-1]
_UNSEEN_SHOWN = 99
_UNSEEN_WIDTH = len(f" ({_UNSEEN_SHOWN}+)")


def title_line(tab: str, facts: Sequence[str], width: int, dot: str = "·", unseen: int = 0) -> Line:
    """Return ` Devices · 18 of 64 · /beach` with the other tabs and their keys at the right if there is room: all, else
    the one with something `unseen`, `4 Events (3)`, which has room for the longest number from the first one on."""
    number = f" ({up_to(unseen, _UNSEEN_SHOWN)})" if unseen else ""
    left: list[Span] = [Span(f" {tab}", strong=True), Span(number if tab == _UNSEEN_TAB else "")]
    for fact in facts:
        left += [Span(f" {dot} ", Tone.faint), Span(fact, Tone.dim)]
    told = line(*left)
    others = {name: (Span(f"  {_tab_key(name)} ", Tone.faint), Span(name, Tone.faint)) for name in TABS}
    del others[tab]
    right = tuple(span for each in others.values() for span in each)
    choices = [right]
    if number and tab != _UNSEEN_TAB:
        kept = Span(number.ljust(_UNSEEN_WIDTH))
        choices = [(*right, kept), (*right, Span(number)), (*others[_UNSEEN_TAB], Span(number))]
    for each in choices:
        if width_of(told) + 3 + width_of(each) + 1 <= width:
            return spread(told, (*each, Span(" ")), width)
    return fit(told, width)


def _tab_key(name: str) -> str:
    keys = keys_of(f"tab_{name.lower()}")
    return key_name(keys[0]) if keys else ""


def up_to(number: int, most: int) -> str:
    """Return `3`, or `99+` for more than `most`."""
    return str(number) if number <= most else f"{most}+"


def said_lines(said: Line, facts: Line, width: int, ellipsis: str = "…") -> list[Line]:
    """Return a message for the user in place of the keys: in one line with `facts` beside it, if that holds it."""
    right = (*facts, Span(" "))
    if width_of(said) + width_of(right) + 3 <= width:
        return [spread((Span(" "), *said), right, width)]
    return [(Span(" "), *each) for each in wrap_spans(said, max(width - 2, 1), SAID_LINES, ellipsis)]


def status_line(actions: Iterable[tuple[Action, bool]], facts: Line, width: int) -> Line:
    """Return the keys at the left and `facts` at the right. The key that explains all others is left out last.

    `actions`: each with whether it can be done now; what cannot is quieter but keeps its place.
    """
    right = (*facts, Span(" ")) if facts else ()
    told = [(action, _key(action, possible)) for action, possible in actions]
    kept = [(action, key) for action, key in told if action.id == _ALWAYS]
    room = width - width_of(right) - 2 - sum(width_of(key) for _, key in kept)
    for action, key in told:
        if action.id == _ALWAYS:
            continue
        room -= width_of(key)
        if room < 0:
            break
        kept.append((action, key))
    spans = [span for action, key in told if (action, key) in kept for span in key]
    return spread(tuple(spans), right, width, gap=0)


def _key(action: Action, possible: bool) -> Line:
    return (
        Span(f" {key_name(action.keys[0])}", Tone.accent if possible else Tone.faint),
        Span(f" {action.label} ", Tone.dim if possible else Tone.faint),
    )


def budget_line(reading: Reading, glyphs: Glyphs) -> Line:
    """Return the meter: `budget ━━━━╌`, below half with what is left exactly, and its end in words."""
    whose = f" ({reading.account})" if reading.account else ""
    if reading.exact is None:
        return line(Span("budget ", Tone.dim), Span(_bar(reading, glyphs), Tone.dim))
    if reading.spent:
        return line(Span(f"budget kept for commands{whose}", Tone.caution))
    left = f" {reading.exact.remaining}/{reading.exact.limit}{whose}"
    return line(Span("budget ", Tone.dim), Span(_bar(reading, glyphs)), Span(left, Tone.dim))


def _bar(reading: Reading, glyphs: Glyphs) -> str:
    return glyphs.full * reading.cells + glyphs.empty * (CELLS - reading.cells)


class Fact(NamedTuple):
    """Something that the status line says at its right. Of the greatest `rank`: the first to go. `least`: columns of
    the line from which on it is worth its place beside the keys."""

    text: Line
    rank: int
    least: int = 0


def status_facts(reading: Reading | None, sessions: int, read_only: bool, glyphs: Glyphs) -> list[Fact]:
    """Return what there is to say, in its order. A budget that is running out matters more than who is there."""
    facts = []
    if reading is not None:
        told = budget_line(reading, glyphs)
        facts.append(Fact(told, 1) if reading.exact is not None else Fact(told, 3, _ROOMY))
    if sessions > 1:
        facts.append(Fact(line(Span(f"{sessions} sessions", Tone.dim)), 2, _ROOMY))
    if read_only:
        facts.append(Fact(line(Span("read-only", Tone.caution)), 0))
    return facts


def facts_line(facts: Sequence[Fact], width: int, glyphs: Glyphs) -> Line:
    """Return those of `facts` that a status line of `width` columns has room for beside the keys; what matters
    most always, and a budget that is running out as well."""
    between = Span(f" {glyphs.dot} ", Tone.faint)
    kept: list[Fact] = []
    for fact in sorted(facts, key=lambda each: each.rank):
        more = joined([each.text for each in facts if each in kept or each is fact], between)
        if fact.rank <= _NEEDED or (width >= fact.least and width_of(more) <= width * _SHARE):
            kept.append(fact)
    return fit(joined([each.text for each in facts if each in kept], between), max(width - 2, 1), glyphs.ellipsis)
