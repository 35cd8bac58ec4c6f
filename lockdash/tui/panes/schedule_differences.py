"""What differs between two schedules: before one is saved, and when somebody else was faster."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lockdash.domain.schedules import Schedule
from lockdash.domain.week_text import text_of
from lockdash.engine.schedules.words import SCHEDULE_KIND_WORDS
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, line, wrap
from lockdash.tui.schedules.edit_diff import differences

Called: TypeAlias = Callable[[str | None], str]
"""Gives the name of an exception by its id."""
_LABEL = 12


def difference_lines(before: Schedule | None, after: Schedule, called: Called, width: int) -> list[Line]:
    """Return what differs: what goes with `-` before it, what comes with `+`. `before`: None for one that is new."""
    if before is None:
        kind = SCHEDULE_KIND_WORDS[after.kind] if after.kind is not None else after.kind_raw
        found: list[tuple[str, str | None, str]] = [("Kind", None, kind), ("Name", None, after.name)]
        found += [("Exception", None, called(after.exception_id))] if after.exception_id is not None else []
        found += [("Week", None, each) for each in text_of(after.week).split("; ")]
    else:
        pairs = (
            ("Name", before.name, after.name),
            ("Exception", called(before.exception_id), called(after.exception_id)),
        )
        found = [(label, old, new) for label, old, new in pairs if old != new]
        found += [(each.name, each.before, each.after) for each in differences(before.week, after.week)]
    lines: list[Line] = []
    told = ""
    for label, old, new in found:
        lines += _changed(label if label != told else "", old, new, width)
        told = label
    return lines


def summary_lines(before: Schedule | None, after: Schedule, called: Called, uses: str, width: int) -> list[Line]:
    """Return what is about to be saved. `uses`: for whom it counts, in words."""
    lines = difference_lines(before, after, called, width)
    return [*lines, BLANK, *wrap(uses, width, Tone.dim)] if uses else lines


def conflict_lines(base: Schedule, now: Schedule | None, mine: Schedule, called: Called, width: int) -> list[Line]:
    """Return what somebody else made of `base`, and what saving `mine` would make of that. `now`: None if it is
    gone."""
    if now is None:
        return wrap("Yours is still here: it can be made anew. Nothing would go by it at first.", width)
    ours = difference_lines(now, mine, called, width) or wrap("Nothing: it is the same.", width, Tone.dim)
    return [
        (Span("They changed", Tone.heading),),
        *difference_lines(base, now, called, width),
        BLANK,
        (Span("Yours would change then", Tone.heading),),
        *ours,
    ]


def _changed(label: str, before: str | None, after: str, width: int) -> list[Line]:
    lines: list[Line] = []
    for sign, text, tone in (("-", before, Tone.dim), ("+", after, Tone.calm)):
        for number, part in enumerate(wrap(text, max(width - _LABEL - 2, 8), tone) if text is not None else ()):
            head = Span(f"{'' if lines else label:<{_LABEL}}", Tone.dim)
            lines.append(line(head, Span("  " if number else f"{sign} ", tone), *part))
    return lines
