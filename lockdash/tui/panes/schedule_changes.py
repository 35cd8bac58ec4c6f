"""What was done to a schedule or an exception."""

from __future__ import annotations

from lockdash.domain.changes import Change, ChangeKind
from lockdash.engine.change_words import CHANGE_NAMES
from lockdash.tui.panes.changes import WithChanges, told_changes
from lockdash.tui.panes.lines import Line


def schedule_changes(detail: WithChanges, width: int, most: int) -> list[Line]:
    """Return the last changes, `most` of them, the newest first."""
    return told_changes(detail, _what, width, most)


def _what(change: Change) -> str:
    """What was done, without that it was to a schedule: `change`, `assign to Pool Gate`."""
    verb, _, _ = CHANGE_NAMES[change.kind].partition(" ")
    return f"{verb} to {change.target_name}" if change.kind is ChangeKind.assign_schedule else verb
