"""Where things go, from the size of the terminal alone: a pure function, so that every size can be tested."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

LEAST_WIDTH, LEAST_HEIGHT = 40, 12
"""Below either, a card with the counts takes the place of the list (the design, The screens)."""
BESIDE_FROM = 110
"""Columns from which on the detail stands beside the list."""
_PANE_FROM = 18
"""Lines from which on the detail below the list has more than one line."""


class Form(StrEnum):
    card = "card"
    below = "below"
    beside = "beside"
    detail = "detail"


class Arrangement(NamedTuple):
    """`detail_width`: columns of the pane beside the list, 0 if it is below. `detail_height`: lines of the pane
    below the list, 0 if it is beside; 1 is one line of detail. `airy`: room for blank lines around the title."""

    form: Form
    detail_width: int = 0
    detail_height: int = 0
    airy: bool = False


def arrange(width: int, height: int, *, full: bool = False) -> Arrangement:
    """Return how a terminal of `width` columns and `height` lines is used; `full`: the user wants the detail."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return Arrangement(Form.card)
    airy = height >= 30
    if full:
        return Arrangement(Form.detail, width, height - 3, airy)
    if width >= BESIDE_FROM:
        return Arrangement(Form.beside, min(max(46, width * 2 // 5), 76), 0, airy)
    if height < _PANE_FROM:
        return Arrangement(Form.below, 0, 1, airy)
    return Arrangement(Form.below, 0, min(max(6, height // 3), 16), airy)
