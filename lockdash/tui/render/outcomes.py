"""What became of a command, as the screens tell it."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.domain.commands import Command, CommandStatus
from lockdash.engine import progress
from lockdash.engine.progress import Progress
from lockdash.tui.look.tones import Tone

_TONES: Mapping[Progress, Tone] = {
    Progress.asked: Tone.asked,
    Progress.sent: Tone.asked,
    Progress.accepted: Tone.asked,
    Progress.confirmed: Tone.calm,
    Progress.unanswered: Tone.unsure,
    Progress.unconfirmed: Tone.unsure,
}
_WAITS_FOR: Mapping[CommandStatus, str] = {
    CommandStatus.requested: "not sent yet",
    CommandStatus.sent: "no answer yet",
    CommandStatus.accepted: "waiting for proof",
}


def outcome(command: Command) -> tuple[str, Tone]:
    """Return how a command stands, to be read after its name, and how loud that is: `lock not sent`."""
    come = progress.progress(command)
    return come.value, _TONES.get(come, Tone.alarm)


def because(command: Command) -> str:
    """Return what a command waits for, what proved it, or why it came out as it did; "" if nobody said."""
    return _WAITS_FOR.get(command.status) or progress.because(command)
