"""What a vendor answered, or lockdash noted, as it is stored: secrets are masked, and it is text and nothing else."""

from __future__ import annotations

import json

from lockdash.domain.text import clean
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.render.fit import cut_end

_MOST = 400
"""Lines of an answer that are shown."""
_LINE = 2000


def raw_lines(raw: str, width: int, ellipsis: str, *, is_ours: bool = False) -> list[Line]:
    """Return what is stored below a heading, its lines broken where they are too long; nothing for an empty one.
    `is_ours`: no vendor said it, lockdash noted it itself."""
    text = _pretty(raw)
    if not text:
        return []
    heading = "lockdash's own record, without secrets" if is_ours else "The vendor's answer, its secrets masked"
    lines: list[Line] = [(Span(heading, Tone.heading),)]
    for each in text.split("\n"):
        lines += [line(Span(piece, Tone.dim)) for piece in _broken(each, width)]
        if len(lines) > _MOST:
            return [*lines[:_MOST], line(Span(f"{ellipsis} and more", Tone.faint))]
    return lines


def _pretty(raw: str) -> str:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):  # it is shown as it is
        return raw.strip()
    return json.dumps(found, indent=2, ensure_ascii=False) if found not in ({}, [], None, "") else ""


def _broken(text: str, width: int) -> list[str]:
    """Return one line of the answer in pieces of `width` columns, the later ones further in."""
    indent = len(text) - len(text.lstrip(" "))
    rest = clean(text, _LINE)
    pieces: list[str] = []
    while rest:
        lead = " " * min(indent + (4 if pieces else 0), width // 2)
        piece = cut_end(rest, max(width - len(lead), 1), "")
        if not piece:
            break
        pieces.append(lead + piece)
        rest = rest[len(piece) :].lstrip()
    return pieces
