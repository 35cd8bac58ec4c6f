"""The few tones in which anything is said. What is fine is quiet, only what needs a person is loud."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """How loud a text is. A theme gives each a colour and an attribute; glyph and word say the same without them.

    From loud to quiet: `warm` a door that is open; `alarm` jammed, refused, overdue; `unsure` a state that is
    not known; `caution` a low battery; `asked` a wish that nothing has confirmed; `accent` a key or a choice;
    `calm` what is fine; `heading` over a column; `dim` units, and what is old; `faint` what hardly matters.
    """

    warm = "warm"
    alarm = "alarm"
    unsure = "unsure"
    caution = "caution"
    asked = "asked"
    accent = "accent"
    calm = "calm"
    heading = "heading"
    dim = "dim"
    faint = "faint"

    @property
    def colour_variable(self) -> str:
        """The theme variable that holds its colour: `$tone-warm` in a style sheet."""
        return f"tone-{self.value}"

    @property
    def style_variable(self) -> str:
        """The theme variable that holds its attributes: `$tone-warm-style` in a style sheet."""
        return f"tone-{self.value}-style"
