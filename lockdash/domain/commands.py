"""Commands: a wish, its way to the device, and what proved or disproved it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from lockdash.domain.accounts import Condition


class CommandKind(StrEnum):
    lock = "lock"
    unlock = "unlock"
    open = "open"
    power_on = "power_on"
    power_off = "power_off"

    @property
    def lets_people_in(self) -> bool:
        """Danger is a property of the action: these two can open a door."""
        return self in (CommandKind.unlock, CommandKind.open)


class CommandStatus(StrEnum):
    requested = "requested"
    sent = "sent"
    accepted = "accepted"
    confirmed = "confirmed"
    failed = "failed"
    unconfirmed = "unconfirmed"
    refused = "refused"

    @property
    def in_flight(self) -> bool:
        return self in (CommandStatus.requested, CommandStatus.sent, CommandStatus.accepted)


_NEXT: dict[CommandStatus, frozenset[CommandStatus]] = {
    CommandStatus.requested: frozenset(
        {CommandStatus.sent, CommandStatus.refused, CommandStatus.failed, CommandStatus.unconfirmed}
    ),
    CommandStatus.sent: frozenset(
        {CommandStatus.accepted, CommandStatus.refused, CommandStatus.failed, CommandStatus.unconfirmed}
    ),
    CommandStatus.accepted: frozenset({CommandStatus.confirmed, CommandStatus.failed, CommandStatus.unconfirmed}),
    # Evidence may come after we stopped waiting: the lock was asleep longer than anybody waits.
    CommandStatus.unconfirmed: frozenset({CommandStatus.confirmed, CommandStatus.failed}),
}


class Actor(msgspec.Struct, frozen=True):
    """Who asked: the user of the operating system, where the session comes from, its terminal."""

    user: str
    origin: str | None = None
    terminal: str | None = None
    process: int | None = None


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One command. Times are UTC and ours; `reason` and `evidence` are words for the user.

    `operation`: the vendor's reference to it. `earliest`: when a sleeping device can act at the earliest.
    `expires_at`: until when it is shown as a wish and evidence is asked for. `cause`: the condition of the account
    that kept it from being sent, None if it was sent or was kept back by something else.
    """

    id: str
    account: str
    device_key: str
    kind: CommandKind
    actor: Actor
    requested_at: datetime
    expires_at: datetime
    status: CommandStatus = CommandStatus.requested
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    settled_at: datetime | None = None
    operation: str | None = None
    earliest: datetime | None = None
    reason: str | None = None
    evidence: str | None = None
    cause: Condition | None = None


def advance(
    command: Command,
    status: CommandStatus,
    at: datetime,
    *,
    reason: str | None = None,
    evidence: str | None = None,
    operation: str | None = None,
    earliest: datetime | None = None,
    cause: Condition | None = None,
) -> Command:
    """Return `command` moved on to `status` at `at`.

    Raises ValueError for a step that the life of a command does not have: nothing is confirmed that was
    not accepted, and nothing leaves a settled state except that late evidence settles `unconfirmed`.
    """
    if status not in _NEXT.get(command.status, frozenset()):
        raise ValueError(f"a command that is {command.status} cannot become {status}")
    return msgspec.structs.replace(
        command,
        status=status,
        sent_at=at if status is CommandStatus.sent else command.sent_at,
        accepted_at=at if status is CommandStatus.accepted else command.accepted_at,
        settled_at=command.settled_at if status.in_flight else at,
        operation=operation or command.operation,
        earliest=earliest or command.earliest,
        reason=reason or command.reason,
        evidence=evidence or command.evidence,
        cause=cause or command.cause,
    )
