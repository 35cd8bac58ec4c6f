"""The title line above the list and the status line below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lockdash.domain.accounts import Account
from lockdash.domain.budget import Budget
from lockdash.tui.actions import Action, key_name
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, line, spread, width_of, wrap_spans

SAID_LINES = 3
"""A longer message is cut."""
TABS = ("Devices", "People", "Schedules", "Events")


def title_line(tab: str, facts: Sequence[str], width: int, dot: str = "·") -> Line:
    """Return ` Devices · 18 of 64 · /beach` with the other tabs and their keys at the right, if there is room."""
    left: list[Span] = [Span(f" {tab}", strong=True)]
    for fact in facts:
        left += [Span(f" {dot} ", Tone.faint), Span(fact, Tone.dim)]
    right: list[Span] = []
    for number, name in enumerate(TABS, start=1):
        if name != tab:
            right += [Span(f"  {number} ", Tone.faint), Span(name, Tone.faint)]
    told = line(*left)
    if width_of(told) + 3 + width_of(right) + 1 > width:
        return fit(told, width)
    return spread(told, (*right, Span(" ")), width)


def said_lines(said: Line, facts: Line, width: int, ellipsis: str = "…") -> list[Line]:
    """Return a message for the user in place of the keys: in one line with `facts` beside it, if that holds it."""
    right = (*facts, Span(" "))
    if width_of(said) + width_of(right) + 3 <= width:
        return [spread((Span(" "), *said), right, width)]
    return [(Span(" "), *each) for each in wrap_spans(said, max(width - 2, 1), SAID_LINES, ellipsis)]


def status_line(actions: Iterable[tuple[Action, bool]], facts: Line, width: int) -> Line:
    """Return the keys at the left and `facts` at the right.

    `actions`: each with whether it can be done now; what cannot is quieter but keeps its place.
    """
    right = (*facts, Span(" ")) if facts else ()
    spans: list[Span] = []
    room = width - width_of(right) - 2
    for action, possible in actions:
        key = Span(f" {key_name(action.keys[0])}", Tone.accent if possible else Tone.faint)
        label = Span(f" {action.label} ", Tone.dim if possible else Tone.faint)
        if width_of((*spans, key, label)) > room:
            break
        spans += [key, label]
    return spread(tuple(spans), right, width, gap=0)


def budget_text(accounts: Sequence[Account]) -> tuple[str, Tone]:
    """Return what is left of the tightest budget: `budget >50 %`, below that in tenths. "" if none is known.

    Exact numbers change with each poll; they stand in the accounts view. What is kept for commands is said.
    """
    known = [
        (each.budget.remaining / each.budget.limit, each) for each in accounts if each.budget and each.budget.limit
    ]
    if not known:
        return "", Tone.dim
    share, account = min(known, key=lambda pair: pair[0])
    budget = account.budget
    assert budget is not None
    if _spent(budget):
        return f"{account.name}: requests kept for commands", Tone.caution
    if share > 0.5:
        return "budget >50 %", Tone.dim
    name = f" ({account.name})" if len(known) > 1 else ""
    return f"budget {int(share * 10 + 0.5) * 10} %{name}", Tone.dim


def _spent(budget: Budget) -> bool:
    return budget.remaining <= budget.reserve
