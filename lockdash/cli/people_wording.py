"""People in words, as loud as they deserve."""

from __future__ import annotations

from datetime import datetime

from lockdash.cli.people_reach import Reach
from lockdash.cli.terminal import Tone
from lockdash.domain.accesses import SyncState, SyncSummary
from lockdash.domain.people import PersonStatus
from lockdash.domain.window_words import window_text
from lockdash.engine.people import words
from lockdash.engine.people.views import PersonAttention

NOT_READ = "not read"


def status(reach: Reach) -> tuple[str, Tone]:
    found = reach.view.status
    if found is PersonStatus.unknown:
        return (NOT_READ, Tone.dim) if reach.is_silent else (reach.person.status_raw or "unknown", Tone.warm)
    return found.value, Tone.dim if found.is_over else Tone.calm


def stay(reach: Reach, now: datetime) -> tuple[str, Tone]:
    """Return from when to when, in the time at the door."""
    view = reach.view
    if reach.is_silent:
        return NOT_READ, Tone.dim
    if view.several_windows and view.stay is None:
        return "differs from door to door", Tone.dim
    return window_text(view.stay, view.zone, now.date()), Tone.calm


def doors(reach: Reach) -> tuple[str, Tone]:
    known = ", ".join(reach.doors)
    if reach.covered:
        return known or "none", Tone.calm if known else Tone.dim
    return (f"{known}, perhaps more" if known else NOT_READ), Tone.dim


def sync(reach: Reach, now: datetime) -> tuple[str, Tone]:
    """Return whether the locks have heard: `all synced`, `2 pending 14 m`, `1 failed`; "" where none has to."""
    if not reach.covered and not reach.view.accesses:
        return "", Tone.calm
    loud = reach.view.attention is PersonAttention.waits_long
    text = sync_text(reach.view.sync, now)
    if reach.view.sync.state is SyncState.failed:
        return text, Tone.alarm
    return text, Tone.warm if loud else Tone.asked if reach.view.sync.state is SyncState.pending else Tone.calm


def sync_text(found: SyncSummary, now: datetime) -> str:
    waits = f"{words.pending_text(found)} {words.pending_age(found, now)}".rstrip() if found.pending else ""
    if found.state is SyncState.failed:
        return ", ".join(filter(None, (words.failed_text(found), waits)))
    if found.state is SyncState.pending:
        return waits
    return words.ALL_SYNCED if found.state is SyncState.synced else ""
