"""What was done to a schedule or an exception."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.domain.changes import Change, ChangeKind
from lockdash.tui.panes.changes import WithChanges, told_changes
from lockdash.tui.panes.lines import Line

CHANGE_NAMES: Mapping[ChangeKind, str] = {
    ChangeKind.create_schedule: "create",
    ChangeKind.update_schedule: "change",
    ChangeKind.delete_schedule: "delete",
    ChangeKind.assign_schedule: "assign to",
    ChangeKind.create_exception: "create",
    ChangeKind.update_exception: "change",
    ChangeKind.delete_exception: "delete",
}
"""To be read before the device, if there is one, and what came of it."""


def schedule_changes(detail: WithChanges, width: int, most: int) -> list[Line]:
    """Return the last changes, `most` of them, the newest first."""
    return told_changes(detail, _what, width, most)


def _what(change: Change) -> str:
    name = change.target_name if change.kind is ChangeKind.assign_schedule else ""
    return " ".join(each for each in (CHANGE_NAMES[change.kind], name) if each)
