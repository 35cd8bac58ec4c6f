"""Copying to the clipboard of the terminal that the user sits at, over SSH as well: OSC 52."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from lockdash.tui.outside import for_outside


def copy_sequence(text: str, environ: Mapping[str, str]) -> str:
    """Return what to write to the terminal so that `text` lands in its clipboard.

    tmux takes the plain sequence itself or, by its `set-clipboard external`, only passes on one that is wrapped for
    the terminal outside; GNU screen passes on wrapped ones. So inside them both are sent.
    """
    plain = f"\x1b]52;c;{b64encode(text.encode()).decode()}\x07"
    outside = for_outside(plain, environ)
    return plain if outside == plain else plain + outside
