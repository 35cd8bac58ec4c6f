"""What the user is told of what is done to schedules: a line each, with the account's mark beside the name."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.domain.changes import ChangeKind
from lockdash.engine.schedules.orders import Outcome
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.people.telling import settled

DOING: Mapping[ChangeKind, str] = {
    ChangeKind.create_schedule: "adding",
    ChangeKind.update_schedule: "changing",
    ChangeKind.delete_schedule: "deleting",
    ChangeKind.assign_schedule: "setting the schedule",
    ChangeKind.create_exception: "adding",
    ChangeKind.update_exception: "changing",
    ChangeKind.delete_exception: "deleting",
}
DONE: Mapping[ChangeKind, str] = {
    ChangeKind.create_schedule: "added",
    ChangeKind.update_schedule: "changed",
    ChangeKind.delete_schedule: "deleted",
    ChangeKind.assign_schedule: "set",
    ChangeKind.create_exception: "added",
    ChangeKind.update_exception: "changed",
    ChangeKind.delete_exception: "deleted",
}


def begun(who: Line, kind: ChangeKind) -> Line:
    """Return that something is under way."""
    return line(*who, Span(f": {DOING[kind]}", Tone.asked))


def outcome(who: Line, come: Outcome) -> Line:
    """Return what became of one order: how, and why."""
    return settled(who, come.change, come.alarms, DOING, DONE)
