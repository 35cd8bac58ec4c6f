"""Facts behind their labels, each label in a column of its own."""

from __future__ import annotations

from collections.abc import Iterable

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, line, wrap_spans

LABEL = 12
_MOST_LINES = 4


def told_facts(facts: Iterable[tuple[str, Line]], width: int, ellipsis: str, *, whole: bool = False) -> list[Line]:
    """Return each of `facts`, label and value, that has a value. `whole`: over several lines, rather than cut."""
    given = [(label, value) for label, value in facts if value]
    if not whole:
        return [fit(labelled(label, value), width, ellipsis) for label, value in given]
    lines: list[Line] = []
    for label, value in given:
        parts = wrap_spans(value, max(width - LABEL, 10), _MOST_LINES, ellipsis)
        lines.append(labelled(label, parts[0]))
        lines += [(Span(" " * LABEL), *each) for each in parts[1:]]
    return lines


def labelled(label: str, value: Line) -> Line:
    """Return `value` behind `label` in the label's column."""
    return line(Span(f"{label:<{LABEL - 1}} ", Tone.dim), *value)
