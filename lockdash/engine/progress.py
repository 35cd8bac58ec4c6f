"""How far a command has come, who asked for it and why it ended as it did: the words for all who tell of it."""

from __future__ import annotations

from enum import StrEnum

from lockdash.domain.commands import Actor, Command, CommandStatus


class Progress(StrEnum):
    """To be read after the name of a command: `lock not sent`. Each end that it can have reads differently."""

    asked = "asked"
    sent = "sent"
    accepted = "accepted"
    confirmed = "confirmed"
    failed = "failed"
    not_sent = "not sent"
    refused = "refused"
    unanswered = "unanswered"
    unconfirmed = "not confirmed"

    @property
    def went_wrong(self) -> bool:
        """Whether the command has ended, and not as it was meant to."""
        return self in _WRONG


_WRONG = frozenset({Progress.failed, Progress.not_sent, Progress.refused, Progress.unanswered, Progress.unconfirmed})
_SIMPLY = {
    CommandStatus.requested: Progress.asked,
    CommandStatus.sent: Progress.sent,
    CommandStatus.accepted: Progress.accepted,
    CommandStatus.confirmed: Progress.confirmed,
    CommandStatus.failed: Progress.failed,
    CommandStatus.unconfirmed: Progress.unconfirmed,
    CommandStatus.refused: Progress.refused,
}


def progress(command: Command) -> Progress:
    """Return how far `command` has come."""
    if command.status is CommandStatus.failed and (command.sent_at is None or command.cause is not None):
        return Progress.not_sent
    if command.status is CommandStatus.unconfirmed and command.sent_at is not None and command.accepted_at is None:
        return Progress.unanswered
    return _SIMPLY[command.status]


def because(command: Command) -> str:
    """Return what proved a command, or why it ended as it did; "" if it is in flight, or if nobody said."""
    if command.status.in_flight:
        return ""
    proved = command.status is CommandStatus.confirmed
    text = command.evidence if proved else command.reason or command.evidence
    return (text or "").removeprefix(f"{Progress.not_sent}: ")


def who(actor: Actor) -> str:
    """Return who asked: `ada, 10.0.0.7`, or `ada, pts/3` at this machine."""
    return ", ".join(filter(None, (actor.user, actor.origin or _terminal(actor))))


def who_exactly(actor: Actor) -> str:
    """Return who asked, as far as it is known: `ada, 10.0.0.7, pts/3`."""
    return ", ".join(filter(None, (actor.user, actor.origin, _terminal(actor))))


def _terminal(actor: Actor) -> str:
    return (actor.terminal or "").removeprefix("/dev/")
