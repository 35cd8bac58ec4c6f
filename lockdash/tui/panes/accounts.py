"""The accounts in full: what happened, since when, what to do, who polls them, and the exact budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from lockdash.domain.accounts import Account, Condition
from lockdash.domain.commands import Actor
from lockdash.engine.progress import who_exactly
from lockdash.engine.snapshot import Snapshot
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import ago, moment, retry_text
from lockdash.tui.panes.facts import LABEL, labelled
from lockdash.tui.panes.header import CONDITION_WORDS, DOUBTFUL
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line, spread, wrap


def account_lines(
    known: Snapshot,
    number_of: Callable[[str], int],
    now: datetime,
    zone: tzinfo,
    width: int,
    glyphs: Glyphs,
    *,
    problems: Sequence[str] = (),
) -> list[Line]:
    """Return all accounts in `width` columns, one below the other, then the sessions and what the user should know.
    `problems`: what of the configuration does not count."""
    own = known.sessions[0] if known.sessions else None
    lines: list[Line] = []
    for account in known.accounts.values():
        told = _account(account, number_of(account.name), now, zone, width, glyphs)
        if account.name in known.polled_by:
            told += _told("Polled by", _poller(known.polled_by[account.name], own), width)
        lines += [*([BLANK, BLANK] if lines else []), *told]
    if not lines:
        lines = wrap("There are no accounts in the configuration.", width)
    if known.sessions:
        lines += [BLANK, BLANK, *_sessions(known.sessions, width)]
    for notice in (*known.notices, *problems):
        lines += [BLANK, *wrap(notice, width, Tone.caution)]
    keys = f"{key_of('refresh')} reads again within the budget {glyphs.dot} Esc goes back"
    lines += [BLANK, *wrap(keys, width, Tone.faint)]
    return [fit(each, width, glyphs.ellipsis) for each in lines]


def _account(account: Account, number: int, now: datetime, zone: tzinfo, width: int, glyphs: Glyphs) -> list[Line]:
    condition = account.condition
    failing = condition.failing
    name = line(Span(f"{glyphs.edge} ", account=number), Span(account.name, strong=True))
    lines = [spread(name, line(Span(account.vendor, Tone.dim)), width)]
    word = Span(CONDITION_WORDS[condition], Tone.alarm if failing else Tone.calm)
    lines.append(labelled("Condition", line(word, Span(f" since {moment(account.since, now, zone)}", Tone.dim))))
    if account.detail:
        lines += _told("What", account.detail, width)
    if failing and condition not in DOUBTFUL:
        lines += _told("To do", _to_do(condition), width)
    if account.retry_at is not None and failing:
        lines.append(labelled("Next try", line(retry_text((account.retry_at - now).total_seconds()))))
    last = account.last_ok_at
    lines.append(labelled("Last good", line(f"{ago(last, now)}, {moment(last, now, zone)}" if last else "never")))
    if account.budget is not None:
        budget = account.budget
        resets = f", resets {moment(budget.resets_at, now, zone)}" if budget.resets_at else ""
        told_budget = f"{budget.remaining} of {budget.limit} requests left{resets}"
        lines.append(labelled("Budget", line(told_budget, Span(f", {budget.reserve} kept for commands", Tone.dim))))
    return lines


def _to_do(condition: Condition) -> str:
    if condition is Condition.unauthorised:
        return f"{key_of('sign_in')} signs in again, or takes a new key"
    return f"nothing: it is tried again by itself; {key_of('refresh')} tries at once"


def _poller(poller: Actor | None, own: Actor | None) -> str:
    if poller is None:
        return "nobody yet"
    return "this session" if poller == own else _session(poller)


def _sessions(sessions: Sequence[Actor], width: int) -> list[Line]:
    """Return who has lockdash running on the same store, ourselves first."""
    lines: list[Line] = [(Span("Sessions", strong=True),)]
    for number, actor in enumerate(sessions):
        lines += _told("" if number else "this one", _session(actor), width)
    return lines


def _session(actor: Actor) -> str:
    """Return `ada, 10.0.0.7, pts/3 (process 4711)`."""
    process = f" (process {actor.process})" if actor.process is not None else ""
    return f"{who_exactly(actor)}{process}"


def _told(label: str, text: str, width: int) -> list[Line]:
    """Return `text` behind its label, over as many lines as it takes."""
    first, *rest = wrap(text, max(width - LABEL, 10)) or [BLANK]
    return [labelled(label, first), *((Span(" " * LABEL), *each) for each in rest)]
