"""What stands around a form: its title, the hint for the field in question, the keys."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line, width_of, wrap

HINT_LINES = 2
_KEYS = (("Ctrl+O", "Continue"), ("Tab ↑↓", "Fields"), ("Esc", "Leave"))
_PIN = ("Ctrl+R", "Show PIN")
_DOORS = (("Space", "Mark"), ("/", "Look for"))
_SCHEDULE = ("s", "Give schedule")


def form_title(title: str, account: str, number: int | None, width: int, glyphs: Glyphs) -> Line:
    """Return ` Add somebody ▎rentals`, of a long title only the beginning. `number`: of the account, for its colour."""
    where = line(Span(f"  {glyphs.edge} ", account=number), Span(account, Tone.dim)) if account else ()
    left = fit(line(Span(f" {title}", strong=True)), max(width - width_of(where) - 1, 1), glyphs.ellipsis)
    return fit((*left, *where), width, glyphs.ellipsis)


def form_hint(hint: str, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what is said to whoever is in the field, in `HINT_LINES` lines."""
    lines = wrap(hint, max(width, 8), Tone.dim)
    if len(lines) > HINT_LINES:
        rest = " ".join(span.text for each in lines[HINT_LINES - 1 :] for span in each)
        lines = [*lines[: HINT_LINES - 1], fit((Span(rest, Tone.dim),), width, glyphs.ellipsis)]
    return [*lines, *[BLANK] * (HINT_LINES - len(lines))]


def form_keys(
    width: int,
    glyphs: Glyphs,
    *,
    pin: bool,
    doors: bool,
    schedules: bool,
    more: Sequence[tuple[str, str]] = (),
) -> Line:
    """Return the keys that count here. `pin`: there is one to be shown. `doors`: the cursor is among them;
    `schedules`: and each has one. `more`: keys and labels of this form alone."""
    among = (*_DOORS, _SCHEDULE) if schedules else _DOORS
    return keys_line(
        [*_KEYS[:1], *more, *(among if doors else ()), *([_PIN] if pin else []), *_KEYS[1:]], width, glyphs
    )


def keys_line(keys: Sequence[tuple[str, str]], width: int, glyphs: Glyphs) -> Line:
    """Return `keys` with their labels, those that `width` has room for."""
    spans: list[Span] = []
    for key, label in keys:
        name = key.replace(" ↑↓", "").replace("↑↓", "Up/Down") if glyphs.is_ascii else key
        part = [Span(f" {name}", Tone.accent), Span(f" {label} ", Tone.dim)]
        if width_of([*spans, *part]) <= width:
            spans += part
    return tuple(spans)
