"""A letter before it is sent, as lines. It holds a PIN: digits that could be one are hidden."""

from __future__ import annotations

import re

from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, line, wrap

_LEAST = 4
"""Digits of the shortest PIN."""
_DIGITS = re.compile(r"\d(?:\d|[ .\-–](?!\d\d?:\d\d)\d)*")  # a time of the day is a number of its own


def hidden(text: str, sign: str) -> str:
    """Return `text` with `sign` in the place of every digit of a number of four digits or more, however it is grouped.

    Dates and telephone numbers go as well: which number is the PIN, nobody says.
    """
    return _DIGITS.sub(lambda found: _masked(found[0], sign), text)


def letter_lines(name: str, email: str, subject: str, body: str, shown: bool, width: int, glyphs: Glyphs) -> list[Line]:
    """Return to whom, the keys, and the letter. `shown`: its numbers are."""
    key = (Span("v", Tone.accent), Span(" hides the numbers   " if shown else " shows the numbers   ", Tone.dim))
    keys = (Span("Enter", Tone.accent), Span(" goes on   ", Tone.dim), *key, Span("Esc", Tone.accent))
    lines = [
        line(Span(f"The letter to {name}", strong=True), Span(f"  {email}", Tone.dim)),
        (*keys, Span(" closes", Tone.dim)),
        BLANK,
        line(Span("Subject  ", Tone.dim), Span(subject if shown else hidden(subject, glyphs.hidden))),
        BLANK,
    ]
    for paragraph in body.split("\n"):
        lines += wrap(paragraph if shown else hidden(paragraph, glyphs.hidden), width) or [BLANK]
    return lines


def _masked(number: str, sign: str) -> str:
    if sum(each.isdigit() for each in number) < _LEAST:
        return number
    return "".join(sign if each.isdigit() else each for each in number)
