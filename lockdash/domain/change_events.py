"""What was done to people and schedules, as events: each change is one, brought up to date when it is settled."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.domain.accesses import TargetKind
from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.domain.own_events import asked

_CHANGED: Mapping[ChangeKind, str] = {
    ChangeKind.create: "{who} asked to add a person: {value}",
    ChangeKind.update: "{who} asked to change a person: {value}",
    ChangeKind.deactivate: "{who} asked to deactivate a person: {value}",
    ChangeKind.delete: "{who} asked to delete a person: {value}",
    ChangeKind.grant: "{who} asked to let somebody open {door}: {value}",
    ChangeKind.change_access: "{who} asked to change when somebody may open {door}: {value}",
    ChangeKind.revoke: "{who} asked to let somebody open {door} no more: {value}",
    ChangeKind.copy: "{who} asked to let others open {door} as well: {value}",
    ChangeKind.instruct: "{who} asked to send somebody the instructions: {value}",
    ChangeKind.reveal: "{who} asked to see a PIN: {value}",
    ChangeKind.preview: "{who} asked to see a letter: {value}",
    ChangeKind.create_schedule: "{who} asked to add a schedule: {value}",
    ChangeKind.update_schedule: "{who} asked to change a schedule: {value}",
    ChangeKind.delete_schedule: "{who} asked to delete a schedule: {value}",
    ChangeKind.assign_schedule: "{who} asked {door} to go by a schedule: {value}",
    ChangeKind.create_exception: "{who} asked to add an exception: {value}",
    ChangeKind.update_exception: "{who} asked to change an exception: {value}",
    ChangeKind.delete_exception: "{who} asked to delete an exception: {value}",
}
_CHANGE_STATUS: Mapping[ChangeStatus, tuple[str, Outcome]] = {
    ChangeStatus.requested: ("not answered yet", Outcome.unknown),
    ChangeStatus.unknown: ("in doubt", Outcome.unknown),
    ChangeStatus.done: ("done", Outcome.succeeded),
    ChangeStatus.failed: ("failed", Outcome.failed),
    ChangeStatus.refused: ("refused", Outcome.failed),
}


def of_change(change: Change) -> Event:
    """Return what is known of `change` as an event. There must be no secret in it (`changes.masked`)."""
    said, outcome = _CHANGE_STATUS[change.status]
    is_at_door = "{door}" in _CHANGED[change.kind]
    is_of_device = change.target_kind is TargetKind.device or change.kind is ChangeKind.assign_schedule
    subject = change.person_name or ("" if is_at_door else change.target_name)
    details = f"({change.details})" if change.details and subject else change.details
    what = " ".join(filter(None, (subject, details)))
    result = f"{said}: {change.reason}" if change.reason else said
    return asked(
        change,
        EventKind.change,
        outcome,
        phrase=_CHANGED[change.kind],
        value=", ".join(filter(None, (what, result))),
        device_id=change.target_id if is_of_device else None,
        door=(change.target_name or None) if is_at_door else None,
    )
