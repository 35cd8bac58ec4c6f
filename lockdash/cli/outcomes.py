"""What became of a command, as the command line tells it."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.cli.terminal import Tone
from lockdash.domain.commands import Command, CommandStatus
from lockdash.domain.text import clean
from lockdash.engine import progress
from lockdash.engine.progress import Progress
from lockdash.engine.words import DOING

_TONES: Mapping[Progress, Tone] = {
    Progress.asked: Tone.asked,
    Progress.sent: Tone.asked,
    Progress.accepted: Tone.asked,
    Progress.confirmed: Tone.calm,
    Progress.unanswered: Tone.warm,
    Progress.unconfirmed: Tone.warm,
}
LONGEST = 500
"""Characters of a reason: a vendor may write an essay."""


def outcome(command: Command) -> tuple[str, Tone]:
    """Return how a command stands in a word or two, to be read after its name: `lock not sent`."""
    come = progress.progress(command)
    return come.value, _TONES.get(come, Tone.alarm)


def wish(command: Command) -> str:
    """Return a command in flight as the wish that it is: `locking (asked)`, `locking (accepted, about 18:42)`."""
    how = "accepted" if command.status is CommandStatus.accepted else "asked"
    if command.earliest is not None:
        how += f", about {command.earliest.astimezone():%H:%M}"
    return f"{DOING[command.kind]} ({how})"


def because(command: Command) -> str:
    """Return what proved a command, why it came out as it did, or until when nothing can come of it; "" if nobody
    said."""
    if command.status.in_flight and command.earliest is not None:
        return f"when it wakes, about {command.earliest.astimezone():%H:%M}"
    return clean(progress.because(command), LONGEST)
