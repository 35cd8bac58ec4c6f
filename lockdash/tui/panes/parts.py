"""Parts of a pane that stand below each other: what there is no room for is cut from each, so that all are seen."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line, spread, width_of


def titled(name: str, account: str, number: int, width: int, glyphs: Glyphs) -> Line:
    """Return a name at the left and the account in its colour at the right. `number`: of the account."""
    right = line(Span(f"{glyphs.edge} ", account=number), Span(account, Tone.dim))
    return apart(line(Span(name, strong=True)), right, width, glyphs)


def apart(left: Line, right: Line, width: int, glyphs: Glyphs) -> Line:
    """Return `left` and `right` at the two ends of `width` columns; what is right stays, what is left is cut."""
    return spread(fit(left, max(width - width_of(right) - 2, 1), glyphs.ellipsis), right, width)


def headed(heading: str, lines: list[Line]) -> list[Line]:
    """Return `lines` below a heading, nothing if there are none."""
    return [(Span(heading, Tone.heading),), *lines] if lines else []


def stacked(parts: Sequence[list[Line]], least: Sequence[int], height: int, glyphs: Glyphs) -> list[Line]:
    """Return `parts` in at most `height` lines, a blank one before each. `least`: lines that a part gets before
    another one gets more."""
    lines: list[Line] = []
    for part, room in zip(parts, _allotted([len(each) for each in parts], least, height), strict=True):
        if room:
            lines += [BLANK, *_cut(part, room - 1, glyphs)]
    return lines


def _allotted(needed: Sequence[int], least: Sequence[int], height: int) -> list[int]:
    """Return how many of `height` lines each part gets, the blank one before it with them: first what each has to
    have, then what it can use, the first ones first."""
    given = [0] * len(needed)
    for limits in (least, needed):
        for index, (limit, need) in enumerate(zip(limits, needed, strict=True)):
            wanted = min(limit, need) + 1 if min(limit, need) else 0
            more = min(wanted - given[index], height)
            if more > 0 and given[index] + more > 1:
                given[index] += more
                height -= more
    return given


def _cut(part: list[Line], room: int, glyphs: Glyphs) -> list[Line]:
    if len(part) <= room:
        return part
    return [*part[: room - 1], line(Span(f"{glyphs.ellipsis} Enter shows all", Tone.faint))]
