"""Where a key comes from: what to do at the vendor, its address in full, and what each scope gives."""

from __future__ import annotations

from rich.cells import cell_len

from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, line, wrap
from lockdash.tui.setup.panes.frame import broken
from lockdash.vendors.guide import Scope, Way

_BESIDE = 60
"""Columns from which on what a scope gives stands beside its name."""


def guide_lines(way: Way, width: int, glyphs: Glyphs) -> list[Line]:
    """Return all that one has to know before anything is typed."""
    lines = [*wrap(way.about, width, Tone.dim), BLANK]
    for number, each in enumerate(way.steps, start=1):
        lines += hanging(f"{number}. ", each, width)
    if way.address:
        lines += [BLANK, *address_lines(way.address, width)]
    if way.scopes:
        lines += [BLANK, line(Span("What the key may do", Tone.heading))]
        lines += _scopes(way.scopes, width)
    return lines


def address_lines(address: str, width: int) -> list[Line]:
    """Return an address in full, however many lines it takes."""
    return [line(Span(each, Tone.accent)) for each in broken(address, width)]


def hanging(sign: str, text: str, width: int, tone: Tone = Tone.calm) -> list[Line]:
    """Return `text` with `sign` before its first line, the others below the text."""
    room, indent = max(width - cell_len(sign), 1), " " * cell_len(sign)
    return [
        (Span(indent if number else sign, Tone.dim), *each)
        for number, each in enumerate(wrap(text, room, tone) or [()])
    ]


def _scopes(scopes: tuple[Scope, ...], width: int) -> list[Line]:
    """Those that are needed first; of the others what each gives."""
    lines: list[Line] = []
    names = max(cell_len(each.name) for each in scopes) + 2
    for each in sorted(scopes, key=lambda each: not each.needed):
        said = f"needed: {each.gives}" if each.needed else each.gives
        if width >= _BESIDE and names <= width // 2:
            told = wrap(said, width - names, Tone.dim)
            name = Span(each.name.ljust(names), Tone.calm, strong=each.needed)
            lines += [(name if not number else Span(" " * names), *rest) for number, rest in enumerate(told)]
        else:
            lines += [line(Span(each.name, strong=each.needed)), *hanging("  ", said, width, Tone.dim)]
    return lines
