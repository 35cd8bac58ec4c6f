"""The detail of a row that is no event: what of the past is lost, and why."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lockdash.tui.events.rows import GapRow, Row
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, wrap
from lockdash.tui.render.event_words import gap_words


def gap_lines(row: Row, now: datetime, zone: tzinfo, width: int, height: int) -> list[Line]:
    """Return at most `height` lines of `width` columns, none for other rows."""
    if not isinstance(row, GapRow):
        return []
    lines: list[Line] = [(Span("Not known", Tone.unsure, strong=True),), BLANK] if height > 3 else []
    return [*lines, *wrap(f"{gap_words(row.gap, now, zone)}.", width)][:height]
