"""The header: how the accounts are faring, and how many devices are what. All fine is one quiet line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum

from lockdash.domain.accounts import Account, Condition
from lockdash.domain.ages import seconds_to_next
from lockdash.engine.views import Counts
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import lasting, retry_step, retry_text
from lockdash.tui.panes.lines import Line, Span, fit, joined, line, width_of

CONDITION_WORDS: Mapping[Condition, str] = {
    Condition.connecting: "connecting",
    Condition.live: "live",
    Condition.offline: "offline",
    Condition.unauthorised: "signed out",
    Condition.rate_limited: "rate limit",
    Condition.vendor_error: "vendor error",
    Condition.bad_answer: "bad answer",
    Condition.clock_skew: "clock is off",
}
# Data still comes in, or will by itself: a doubt, no alarm.
DOUBTFUL = frozenset({Condition.clock_skew, Condition.rate_limited})


class Spelt(Enum):
    """Which counts are told in words; the others by their signs."""

    all = frozenset(Tone)
    urgent = frozenset({Tone.warm, Tone.alarm})
    none = frozenset[Tone]()


_APART = 3
_BRAND: Line = (Span("lockdash", Tone.dim, strong=True), Span("   "))


def header_parts(
    accounts: Sequence[Account], counts: Counts, now: datetime, width: int, glyphs: Glyphs, unseen: int = 0
) -> tuple[Line, Line]:
    """Return what stands at the left of the header (the accounts) and at its right (the counts), in `width` columns.
    `unseen`: events that nobody has seen yet.

    What does not fit is said more briefly, in this order: the program's name, the accounts that are fine, the
    retry times, the words of the counts, the events. The counts of what needs a person go last.
    """
    long = [account_line(each, number, now, glyphs) for number, each in enumerate(accounts)]
    brief = [account_line(each, number, now, glyphs, brief=True) for number, each in enumerate(accounts)]
    failing = [part for part, each in zip(brief, accounts, strict=True) if each.condition.failing]
    between = Span(f" {glyphs.dot} ", Tone.faint)
    words, urgent, signs = (
        counts_line(counts, glyphs, spelt, unseen) for spelt in (Spelt.all, Spelt.urgent, Spelt.none)
    )
    doors = counts_line(counts, glyphs, Spelt.none)
    attempts: list[tuple[Line, list[Line], Line]] = [
        (_BRAND, long, words),
        ((), long, words),
        ((), brief, words),
        ((), brief, urgent),
        ((), failing, words),
        ((), failing, urgent),
        ((), brief, signs),
        ((), failing, signs),
        ((), failing, doors),
    ]
    for name, told, right in attempts:
        left = (Span(" "), *name, *joined(told, between))
        if width_of(left) + _APART + width_of(right) + 1 <= width:
            return left, (*right, Span(" ")) if right else ()
    return (), fit((Span(" "), *doors), width, glyphs.ellipsis)


def account_line(account: Account, number: int, now: datetime, glyphs: Glyphs, *, brief: bool = False) -> Line:
    """Return an account's name and condition: `home ● live`, `rentals ○ offline 4 m, retry in 45 s`."""
    condition = account.condition
    word = CONDITION_WORDS[condition]
    if condition is Condition.live:
        return line(Span(account.name), Span(f" {glyphs.good}", account=number), Span("" if brief else f" {word}"))
    if condition is Condition.connecting:
        return line(
            Span(account.name), Span(f" {glyphs.doubtful}", account=number), Span("" if brief else f" {word}", Tone.dim)
        )
    doubtful = condition in DOUBTFUL
    tone = Tone.caution if doubtful else Tone.alarm
    told = f" {glyphs.doubtful if doubtful else glyphs.bad} {word} {lasting(account.since, now)}"
    retry = ""
    if account.retry_at is not None and not brief:
        retry = f", retry {retry_text((account.retry_at - now).total_seconds())}"
    return line(Span(account.name), Span(told, tone), Span(retry, Tone.dim))


def counts_line(counts: Counts, glyphs: Glyphs, spelt: Spelt = Spelt.all, unseen: int = 0) -> Line:
    """Return the counts that are not zero: the events to see first, where they move nothing else as they come and go,
    then a locked house, then what needs a person."""
    told = [
        (unseen, "to see", "to see", Tone.calm),
        (counts.locked, "locked", glyphs.locked, Tone.calm),
        (counts.unlocked, "UNLOCKED", glyphs.unlocked, Tone.warm),
        (counts.jammed, "jammed", glyphs.alarm, Tone.alarm),
        (counts.unknown, "unknown", glyphs.unknown, Tone.unsure),
        (counts.unreachable, "unreachable", glyphs.bad, Tone.caution),
        (counts.low_battery, "low battery", "low", Tone.caution),
    ]
    parts = [
        line(Span(f"{number} {word if spelt is Spelt.all or tone in spelt.value else sign}", tone))
        for number, word, sign, tone in told
        if number
    ]
    return joined(parts, Span("  "))


def next_change(accounts: Sequence[Account], now: datetime) -> float:
    """Return in how many seconds the header will read differently by time alone; infinite if it will not."""
    times = [float("inf")]
    for account in accounts:
        if not account.condition.failing:
            continue
        times.append(seconds_to_next((now - account.since).total_seconds()))
        if account.retry_at is not None:
            times.append(retry_step((account.retry_at - now).total_seconds()))
    return min(times)
