"""What is said while an account signs in by a browser."""

from __future__ import annotations

from typing import NamedTuple

from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, wrap
from lockdash.tui.setup.panes.guide import address_lines


class Told(NamedTuple):
    """`address`: to be opened, "" while there is none. `listens`: the browser comes back by itself. `is_busy`: a code
    is being exchanged. `why`, `remedy`: what went wrong last. `copied`: the address is in the clipboard."""

    address: str = ""
    listens: bool = False
    is_busy: bool = False
    why: str = ""
    remedy: str = ""
    copied: bool = False


_OPEN = "Open this address in a browser, on any machine, and agree there."
_LISTENS = "It comes back here by itself. If it cannot, paste below the code or the address that it ends at."
_PASTE = (
    "Then paste below the code that it shows, or the whole address that it ends at, even if it says there that the "
    "page cannot be reached."
)


def signing_lines(told: Told, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what went wrong first, then what to do; the address in full."""
    lines: list[Line] = []
    if told.why:
        lines += wrap(f"{told.why}.", width, Tone.alarm)
        lines += [*(wrap(f"Remedy: {told.remedy}", width) if told.remedy else []), BLANK]
    if told.is_busy:
        return [*lines, *wrap(f"Asking for the sign-in{glyphs.ellipsis}", width, Tone.asked)]
    if not told.address:
        return lines if told.why else wrap(f"Preparing the sign-in{glyphs.ellipsis}", width, Tone.asked)
    lines += [*wrap(_OPEN, width), *wrap(_LISTENS if told.listens else _PASTE, width, Tone.dim), BLANK]
    return [*lines, *address_lines(told.address, width)]
