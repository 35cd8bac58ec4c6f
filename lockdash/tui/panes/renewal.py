"""Giving an account another key, as lines: what its vendor said, where the key comes from, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto

import msgspec

from lockdash.domain.accounts import Account
from lockdash.domain.findings import Finding
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, wrap
from lockdash.tui.panes.sign_in import heading, indented, inner_width, problem_lines


class Stage(Enum):
    asking = auto()
    trying = auto()
    done = auto()


class RenewalView(msgspec.Struct, frozen=True, kw_only=True):
    """`sources`: of each secret, where it comes from; `advice`: what to do, a sentence each. `typed`: a new one can be
    typed here. `problem`: why something was not even tried; `findings`: what went wrong, or is missing all the same.
    `unwritten`: why the new key is not where it has to be."""

    account: Account
    number: int
    stage: Stage
    sources: Sequence[str] = ()
    advice: Sequence[str] = ()
    typed: bool = False
    problem: str = ""
    findings: Sequence[Finding] = ()
    unwritten: str = ""


def renewal_lines(view: RenewalView, now: datetime, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what stands above the fields."""
    inner = inner_width(width)
    title = f"A new key for {view.account.name}" if view.typed else f"What {view.account.name} signs in with"
    lines = heading(title, view.account, view.number, now, inner, glyphs)
    lines += [BLANK, *(each for source in view.sources for each in wrap(source, inner, whole=True))]
    if view.stage is not Stage.done:
        lines += [BLANK, *(each for advice in view.advice for each in wrap(advice, inner, whole=True))]
    return indented(lines)


def outcome_lines(view: RenewalView, width: int) -> list[Line]:
    """Return how it stands, below the fields."""
    inner = inner_width(width)
    if view.stage is Stage.trying:
        return indented(wrap(f"Trying it at {view.account.vendor}", inner, Tone.asked))
    lines = problem_lines(view.problem, inner) if view.problem else []
    if view.stage is Stage.done:
        lines += wrap("It is accepted; reading devices.", inner)
    for each in view.findings:
        lines += problem_lines(_told(each), inner)
    if view.unwritten:
        lines += problem_lines(f"It counts until lockdash ends, and no longer: {view.unwritten}", inner)
    return indented(lines)


def renewal_keys(view: RenewalView) -> list[tuple[str, str]]:
    """Return the keys that count now, with what they do."""
    if view.stage is Stage.done:
        return [("Enter", "Close")]
    leave = ("Esc", "Leave")
    if view.stage is Stage.trying:
        return [leave]
    return [("Enter", "Try it and keep it" if view.typed else "Try again with what is there now"), leave]


def _told(finding: Finding) -> str:
    return f"{finding.said}; {finding.remedy}" if finding.remedy else finding.said
