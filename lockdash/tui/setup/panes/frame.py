"""What stands around each step: where one is, how far it still is, and how wide the text may become."""

from __future__ import annotations

from typing import NamedTuple

from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, line, spread, width_of

WIDTH, HEIGHT = 88, 30
"""Columns and lines that a step takes of a large terminal; longer lines are hard to read."""


STEPS = 4
"""The vendor, its key, the account, the test. A sign-in belongs to the test."""


class Place(NamedTuple):
    """`title`: what this step is about. `number`: which of the `STEPS` it is, 0 after all of them."""

    title: str
    number: int = 0


def margins(width: int, height: int) -> tuple[int, int]:
    """Return the empty lines above and below, and the empty columns at either side."""
    return max(0, height - HEIGHT) // 2, max(0, width - WIDTH) // 2


def heading(place: Place, width: int, glyphs: Glyphs) -> Line:
    """Return ` New account            step 3 of 4`, the end of a long title cut."""
    far = line(Span(f"step {place.number} of {STEPS} ", Tone.dim)) if place.number else ()
    title = line(Span(f" {place.title}", strong=True))
    return spread(fit(title, max(width - width_of(far) - 2, 1), glyphs.ellipsis), far, width) if far else title


def broken(text: str, width: int) -> list[str]:
    """Return `text` in pieces of `width` characters, none of them left out: an address has to be seen in full."""
    return [text[start : start + width] for start in range(0, len(text), max(width, 1))]
