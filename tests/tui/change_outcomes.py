"""What the engine answers to orders about schedules, for tests of what forms make of it."""

from __future__ import annotations

from typing import Any

from lockdash.domain.changes import Change, ChangeStatus
from lockdash.engine.schedules.orders import KINDS, Order, Outcome, account_of, target_of
from tests.tui.fake_engine import OWN
from tests.tui.world import NOW


def settled(order: Order, status: ChangeStatus, reason: str | None = None, **more: Any) -> Outcome:
    """`more`: any field of Outcome."""
    id, name = target_of(order)
    change = Change(
        id="change1",
        account=account_of(order),
        kind=KINDS[type(order)],
        actor=OWN,
        person_name="",
        requested_at=NOW,
        expires_at=NOW,
        target_id=id,
        target_name=name,
        status=status,
        settled_at=NOW,
        reason=reason,
    )
    return Outcome(change=change, **more)
