"""What was written, or what was not and how to do it by hand."""

from __future__ import annotations

from pathlib import Path

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, line, wrap
from lockdash.tui.setup.panes.frame import broken


def saved_lines(name: str, path: Path, remark: str, width: int) -> list[Line]:
    """`remark`: what is worth knowing beside it, "" for nothing."""
    lines = [*wrap(f"{name} is saved in a file that only you can read (mode 0600):", width), BLANK]
    lines += [line(Span(f"  {each}", Tone.dim)) for each in broken(str(path), width - 2)]
    return [*lines, *([BLANK, *wrap(remark, width, Tone.caution)] if remark else []), BLANK]


def unsaved_lines(why: str, remedy: str, toml: str, width: int) -> list[Line]:
    """`toml`: what would have been written, without its secrets."""
    lines = wrap(f"The account could not be written: {why}", width, Tone.alarm)
    lines += wrap(f"Remedy: {remedy}", width) if remedy else []
    by_hand = (
        "Or put this where lockdash reads its configuration (--config FILE or LOCKDASH_CONFIG), fill in what is "
        "hidden, and let nobody else read it (chmod 600):"
    )
    lines += [BLANK, *wrap(by_hand, width, Tone.dim), BLANK]
    shown = [piece for each in toml.splitlines() for piece in broken(each, width - 2) or [""]]
    return [*lines, *(line(Span(f"  {each}")) for each in shown)]
