"""The card: what a terminal too small for the list shows. The counts, the worst first, and who is not answering."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lockdash.domain.accounts import Account
from lockdash.engine.views import Counts
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.header import account_line, counts_line
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, width_of


def card_lines(
    accounts: Sequence[Account],
    counts: Counts,
    now: datetime,
    width: int,
    height: int,
    glyphs: Glyphs,
    *,
    said: Line = (),
    unseen: int = 0,
) -> list[Line]:
    """Return at most `height` lines of `width` columns: what needs a person, failing accounts, what is fine.

    `said`: a message for the user, in the last line. `unseen`: events that nobody has seen yet.
    """
    parts = counts_line(counts, glyphs, unseen=unseen)
    groups = _grouped(parts)
    fine = [each for each in groups if each[0].tone is Tone.calm]
    urgent = [each for each in groups if each[0].tone is not Tone.calm]
    failing = [
        account_line(each, number, now, glyphs, brief=True)
        for number, each in enumerate(accounts)
        if each.condition.failing
    ]
    lines = [*urgent, *failing, *fine]
    if not lines:
        lines = [(Span("no devices yet", Tone.dim),)]
    if len(lines) > height:  # all counts in one line rather than none of the last
        lines = [*_packed([*urgent, *fine], width - 1), *failing]
    if said:
        lines = [*lines[: height - 1], said]
    elif len(lines) <= height - 2:
        lines = [*lines, BLANK, (Span("make it larger, or q", Tone.faint),)]
    indent = Span(" ") if all(width_of(each) < width for each in lines) else Span("")
    return [fit((indent, *each) if indent.text and each else each, width, glyphs.ellipsis) for each in lines[:height]]


def _packed(groups: Sequence[Line], width: int) -> list[Line]:
    """Put as many counts into each line as it holds."""
    lines: list[Line] = []
    for each in groups:
        if lines and width_of((*lines[-1], *each)) + 2 <= width:
            lines[-1] = (*lines[-1], Span("  "), *each)
        else:
            lines.append(each)
    return lines


def _grouped(parts: Line) -> list[Line]:
    return [(each,) for each in parts if each.text.strip()]
