"""A cell of a table: what it says, how loudly, and what it says when there is less room."""

from __future__ import annotations

from typing import NamedTuple

from lockdash.tui.look.tones import Tone


class Cell(NamedTuple):
    """`text` in `tone`. `short`: said instead where `text` does not fit. `tail`: follows `text` in `tail_tone`
    (a unit, a trend) and is left out first. `spans`: too important to be cut, where its column is too narrow it goes
    on over the columns to its right, in whole."""

    text: str
    tone: Tone = Tone.calm
    short: str = ""
    tail: str = ""
    tail_tone: Tone = Tone.dim
    spans: bool = False


EMPTY = Cell("")
