"""A notification of the user's desktop, sent through the terminal: OSC 9, as iTerm2, kitty and others show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from lockdash.domain.log_rows import LogRow
from lockdash.tui.outside import for_outside
from lockdash.tui.panes.clocks import moment
from lockdash.tui.render.fit import cut_end, steady

_LONGEST = 120
"""Columns; longer ones are cut by desktops, and not always at their end."""


def alarm_text(rows: Sequence[LogRow], now: datetime, zone: tzinfo | None) -> str:
    """Return what happened last of `rows`, and of how many more there is to tell: `Somebody tried a wrong PIN at Front
    Door, 18:02, and 3 more`. `zone`: the viewer's. Without anything that a terminal acts upon."""
    last = max(rows, key=lambda row: row.place)
    told = steady(last.text)
    more = f", and {len(rows) - 1} more" if len(rows) > 1 else ""
    end = f", {moment(last.event.occurred_at, now, zone)}{more}"
    return cut_end(told, _LONGEST - len(end)) + end


def notify_sequence(text: str, environ: Mapping[str, str]) -> str:
    """Return what to write to the terminal so that it shows `text` as a notification.

    tmux and GNU screen do not know it, so inside them it is sent to the terminal outside only. A number at its
    beginning would be an order to Windows Terminal and ConEmu ("4;1;50" is a progress bar), so none stands there.
    """
    named = f"lockdash: {text}" if text[:1].isdigit() else text
    return for_outside(f"\x1b]9;{named}\x07", environ)
