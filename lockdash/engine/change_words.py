"""What changes to people and schedules are called, on the screen and on the command line alike."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.domain.changes import Change, ChangeKind, ChangeStatus

CHANGE_NAMES: Mapping[ChangeKind, str] = {
    ChangeKind.create: "add",
    ChangeKind.update: "change",
    ChangeKind.deactivate: "deactivate",
    ChangeKind.delete: "delete",
    ChangeKind.grant: "give",
    ChangeKind.change_access: "change the times at",
    ChangeKind.revoke: "take",
    ChangeKind.copy: "copy",
    ChangeKind.instruct: "send the instructions",
    ChangeKind.reveal: "show the PIN",
    ChangeKind.preview: "show the letter",
    ChangeKind.create_schedule: "add schedule",
    ChangeKind.update_schedule: "change schedule",
    ChangeKind.delete_schedule: "delete schedule",
    ChangeKind.assign_schedule: "assign schedule",
    ChangeKind.create_exception: "add exception",
    ChangeKind.update_exception: "change exception",
    ChangeKind.delete_exception: "delete exception",
}
"""Of people: to be read before the door, if there is one, and what came of it: `give Pool Gate refused`."""
OUTCOME_WORDS: Mapping[ChangeStatus, str] = {
    ChangeStatus.requested: "asked",
    ChangeStatus.unknown: "in doubt",
    ChangeStatus.done: "done",
    ChangeStatus.failed: "failed",
    ChangeStatus.refused: "refused",
}
_DOUBT = "it may have happened: look before it is asked for again"


def story(change: Change) -> str:
    """Return what was asked for in particular, why it ended as it did, and what to do if nobody knows whether it did;
    "" if nothing is to be said."""
    doubt = _DOUBT if change.status is ChangeStatus.unknown else ""
    return "; ".join(each for each in (change.details, change.reason, doubt) if each)
