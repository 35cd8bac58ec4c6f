"""Steps on their way, as lines: how far they are, what became of each, and which locks have heard of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from rich.cells import cell_len

from lockdash.domain.ages import age_text, seconds_to_next
from lockdash.domain.changes import ChangeStatus
from lockdash.engine.people.orders import account_of
from lockdash.engine.people.steps import Step, StepState
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line, width_of, wrap
from lockdash.tui.people.hearing import Ear, Heard
from lockdash.tui.people.telling import OUTCOMES

_BAR, _SHORT_BAR = 24, 10
_LISTED = 12
"""Doors that have heard are named one by one up to this many."""
_WORD = 11
_REASON_LINES = 4

_STATES = {
    StepState.waiting: ("waiting", Tone.faint),
    StepState.doing: ("sending", Tone.asked),
    StepState.done: OUTCOMES[ChangeStatus.done],
    StepState.refused: OUTCOMES[ChangeStatus.refused],
    StepState.failed: OUTCOMES[ChangeStatus.failed],
    StepState.unknown: OUTCOMES[ChangeStatus.unknown],
    StepState.skipped: ("not sent", Tone.dim),
}
_TROUBLE = frozenset({StepState.refused, StepState.failed, StepState.unknown})
_EARS = {
    Ear.failed: ("FAILED", Tone.alarm),
    Ear.pending: ("pending", Tone.asked),
    Ear.unread: ("not heard", Tone.asked),
    Ear.uncounted: ("not heard", Tone.asked),
    Ear.synced: ("synced", Tone.calm),
    Ear.silent: ("not told", Tone.dim),
}
_NOT_SENT = "not sent: "
"""How the engine begins to say why a step was left out, which the word before it says already."""
_TAKEN = "Locks that have to forget somebody are not counted: nobody tells when they have."


class Tried(Protocol):
    """What of a step these need: whatever is sent one after the other has it."""

    @property
    def state(self) -> StepState: ...
    @property
    def alarms(self) -> tuple[str, ...]: ...


def told_of(step: Tried) -> tuple[str, Tone]:
    """Return what became of it in a word or two, and how loud that is."""
    return ("BUT", Tone.alarm) if step.alarms else _STATES[step.state]


def is_trouble(step: Tried) -> bool:
    """Whether a person has to look at it: it did not go well, or something else came of it than was asked for."""
    return step.state in _TROUBLE or bool(step.alarms)


def progress_line(steps: Sequence[Step], width: int, glyphs: Glyphs) -> Line:
    """Return the bar and the counts: `━━━━╌╌╌╌  7 of 12 done · 1 FAILED · 2 not sent`."""
    over = sum(each.state.is_over for each in steps)
    counts = counts_spans(steps, f" {glyphs.dot} ")
    cells = _BAR if width_of(counts) + 2 + _BAR <= width else _SHORT_BAR
    most = 100.0 if over == len(steps) else 100.0 - 100.0 / cells
    bar = glyphs.bar(min(100 * over / max(len(steps), 1), most), cells)
    return line(Span(bar, Tone.accent), Span("  "), *counts)


def counts_spans(steps: Sequence[Tried], between: str) -> Line:
    """Return how many are done, and how many are not and why."""
    done = sum(each.state is StepState.done for each in steps)
    counts = [
        (sum(each.state in (StepState.failed, StepState.refused) for each in steps), "FAILED", Tone.alarm),
        (sum(each.state is StepState.unknown for each in steps), "IN DOUBT", Tone.unsure),
        (sum(bool(each.alarms) for each in steps), "NOT AS ASKED", Tone.alarm),
        (sum(each.state is StepState.skipped for each in steps), "not sent", Tone.dim),
    ]
    told = [Span(f"{done} of {len(steps)} done")]
    for number, word, tone in counts:
        told += [Span(between, Tone.faint), Span(f"{number} {word}", tone)] if number else []
    return tuple(told)


def step_lines(step: Step, account: int | None, width: int, glyphs: Glyphs) -> list[Line]:
    """Return sign, word and title of a step, and below it what is wrong with it. `account`: its number."""
    word, tone = told_of(step)
    head = _head(_sign(step, glyphs), word, tone, account, glyphs)
    reason = "" if step.alarms else _reason(step)
    loud = tone if tone in (Tone.alarm, Tone.unsure) else Tone.dim
    title = line(*head, Span(step.title, Tone.faint if step.state is StepState.waiting else Tone.calm))
    if reason and width_of(title) + 2 + cell_len(reason) <= width:
        return [line(*title, Span("  "), Span(reason, loud))]
    indent = Span(" " * width_of(head))
    below = [words for each in step.alarms for words in wrap(each, width - len(indent.text), Tone.alarm)]
    below += wrap(reason, width - len(indent.text), loud)[:_REASON_LINES]
    return [fit(title, width, glyphs.ellipsis), *((indent, *each) for each in below)]


def heard_lines(
    heard: Sequence[Heard],
    now: datetime,
    width: int,
    glyphs: Glyphs,
    number_of: Callable[[str], int],
    *,
    took_doors: bool = False,
) -> list[Line]:
    """Return what the locks have heard, those that need somebody first; nothing if no lock has to."""
    if not heard and not took_doors:
        return []
    lines: list[Line] = [BLANK, (Span("Until the locks have heard", Tone.heading),)]
    order = sorted(heard, key=lambda each: each.ear)
    fine = [each for each in order if each.ear is Ear.synced]
    several = len({each.person.key for each in heard}) > 1
    for each in order:
        if each.ear is not Ear.synced or len(fine) <= _LISTED:
            lines.append(fit(_heard_line(each, now, glyphs, number_of, several), width, glyphs.ellipsis))
    if len(fine) > _LISTED:
        word, tone = _EARS[Ear.synced]
        lines.append((*_head(glyphs.mark, word, tone, None, glyphs), Span(f"{len(fine)} accesses")))
    lines += wrap(_TAKEN, width, Tone.dim) if took_doors else []
    return lines


def seconds_to_next_word(heard: Sequence[Heard], now: datetime) -> float:
    """Return in how many seconds one of these lines says something else by time alone."""
    waits = [each.since for each in heard if each.since is not None]
    return min((seconds_to_next((now - since).total_seconds()) for since in waits), default=float("inf"))


def body_lines(
    steps: Sequence[Step],
    heard: Sequence[Line],
    width: int,
    height: int,
    glyphs: Glyphs,
    number_of: Callable[[str], int],
) -> tuple[list[Line], int]:
    """Return all steps and what the locks have heard (`heard`), and the line to be seen first.

    While it runs that is where it is. Afterwards, if not all of it fits, what went wrong comes first.
    """
    made = [step_lines(each, account_number(each, steps, number_of), width, glyphs) for each in steps]
    is_over = all(each.state.is_over for each in steps)
    if is_over and sum(map(len, made)) + len(heard) > height:
        wrong = [each for step, each in zip(steps, made, strict=True) if is_trouble(step)]
        fine = [each for step, each in zip(steps, made, strict=True) if not is_trouble(step)]
        return [row for each in wrong for row in each] + [*heard, BLANK] + [row for each in fine for row in each], 0
    current = next((number for number, each in enumerate(steps) if not each.state.is_over), 0)
    before = sum(len(each) for each in made[:current])
    return [row for each in made for row in each] + list(heard), max(0, before - height // 2)


def account_number(step: Step, steps: Sequence[Step], number_of: Callable[[str], int]) -> int | None:
    """Return the number of the account that a step is about."""
    order = step.order
    if callable(order):
        order = steps[step.of].order if step.of is not None else order
    return None if callable(order) else number_of(account_of(order))


def _heard_line(heard: Heard, now: datetime, glyphs: Glyphs, number_of: Callable[[str], int], several: bool) -> Line:
    word, tone = _EARS[heard.ear]
    sign = {Ear.failed: glyphs.alarm, Ear.synced: glyphs.mark, Ear.silent: glyphs.dash}.get(heard.ear, glyphs.waiting)
    who = f"{heard.person.name}, " if several else ""
    head = _head(sign, word, tone, number_of(heard.person.account), glyphs)
    return line(*head, Span(f"{who}{heard.target}"), Span(_more(heard, now), tone if tone is Tone.alarm else Tone.dim))


def _more(heard: Heard, now: datetime) -> str:
    age = age_text(max(0.0, (now - heard.since).total_seconds())) if heard.since is not None else ""
    match heard.ear:
        case Ear.failed:
            waits = f", {heard.pending} pending {age}".rstrip() if heard.pending else ""
            return f": {_locks(heard.failed)} did not take it{waits}. Look at the lock, then change it anew."
        case Ear.pending:
            one = heard.pending == 1
            if not age:
                return f": {_locks(heard.pending)} {'waits' if one else 'wait'}"
            return f": {_locks(heard.pending)} {'has' if one else 'have'} waited {age}"
        case Ear.unread:
            return ": nothing newer is known"
        case Ear.uncounted:
            return ": no lock is counted yet"
        case Ear.silent:
            return ": the vendor says nothing of its locks"
        case _:
            return ""


def _locks(number: int) -> str:
    return "1 lock" if number == 1 else f"{number} locks"


def _reason(step: Step) -> str:
    """Why it ended so, with what the vendor says of single fields."""
    fields = step.outcome.fields if step.outcome is not None else {}
    told = [f"{name}: {words}" if name else words for name, words in fields.items() if words not in step.reason]
    reason = step.reason.removeprefix(_NOT_SENT) if step.state is StepState.skipped else step.reason
    return "; ".join([each for each in (reason, *told) if each])


def _sign(step: Step, glyphs: Glyphs) -> str:
    if is_trouble(step):
        return glyphs.unknown if step.state is StepState.unknown else glyphs.alarm
    return {StepState.done: glyphs.mark, StepState.doing: glyphs.waiting}.get(step.state, glyphs.blank)


def _head(sign: str, word: str, tone: Tone, account: int | None, glyphs: Glyphs) -> Line:
    sign = sign + " " * (cell_len(glyphs.blank) - cell_len(sign))
    edge = Span(f"{glyphs.edge} ", account=account) if account is not None else Span("  ")
    return (edge, Span(f"{sign} ", tone), Span(f"{word:<{_WORD}}", tone))
