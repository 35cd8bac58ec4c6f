"""The accounts in full: what happened, since when, what to do, and the exact budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from lockdash.domain.accounts import Account
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import ago, moment, retry_text
from lockdash.tui.panes.detail_facts import LABEL, labelled
from lockdash.tui.panes.header import CONDITION_WORDS
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line, spread, wrap


def account_lines(
    accounts: Sequence[Account],
    number_of: Callable[[str], int],
    now: datetime,
    zone: tzinfo,
    width: int,
    glyphs: Glyphs,
) -> list[Line]:
    """Return all accounts in `width` columns, one below the other."""
    lines: list[Line] = []
    for account in accounts:
        lines += [BLANK, BLANK] if lines else []
        lines += _account(account, number_of(account.name), now, zone, width, glyphs)
    if not lines:
        lines = wrap("There are no accounts in the configuration.", width)
    return [*lines, BLANK, *wrap("r reads again within the budget · Esc goes back", width, Tone.faint)]


def _account(account: Account, number: int, now: datetime, zone: tzinfo, width: int, glyphs: Glyphs) -> list[Line]:
    condition = account.condition
    failing = condition.failing
    name = line(Span(f"{glyphs.edge} ", account=number), Span(account.name, strong=True))
    lines = [spread(name, line(Span(account.vendor, Tone.dim)), width)]
    word = Span(CONDITION_WORDS[condition], Tone.alarm if failing else Tone.calm)
    lines.append(labelled("Condition", line(word, Span(f" since {moment(account.since, now, zone)}", Tone.dim))))
    if account.detail:
        told = wrap(account.detail, max(width - LABEL, 10))
        lines.append(labelled("What", told[0]))
        lines += [(Span(" " * LABEL), *each) for each in told[1:]]
    if account.retry_at is not None and failing:
        lines.append(labelled("Next try", line(retry_text((account.retry_at - now).total_seconds()))))
    last = account.last_ok_at
    lines.append(labelled("Last good", line(f"{ago(last, now)}, {moment(last, now, zone)}" if last else "never")))
    if account.budget is not None:
        budget = account.budget
        resets = f", resets {moment(budget.resets_at, now, zone)}" if budget.resets_at else ""
        told_budget = f"{budget.remaining} of {budget.limit} requests left{resets}"
        lines.append(labelled("Budget", line(told_budget, Span(f", {budget.reserve} kept for commands", Tone.dim))))
    return [fit(each, width, glyphs.ellipsis) for each in lines]
