"""A step as it ended, for tests of what forms make of it."""

from __future__ import annotations

from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.commands import Actor
from lockdash.engine.people.orders import Outcome
from lockdash.engine.people.steps import Step, StepState
from tests.tui.world import ago


def ended(step: Step, state: StepState, reason: str = "", **fields: str) -> None:
    """`fields`: what the vendor says of single ones."""
    change = Change(
        id="c",
        account="rentals",
        kind=ChangeKind.create,
        actor=Actor("ada"),
        person_name="Ada",
        requested_at=ago(1),
        expires_at=ago(-100),
        status=ChangeStatus.refused,
    )
    step.state, step.reason, step.outcome = state, reason, Outcome(change=change, fields=fields)
