"""What a look at the lock, after its operation was completed, says of a command: pure."""

from __future__ import annotations

from datetime import datetime

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import LockState, Observation
from lockdash.vendors import fields
from lockdash.vendors.base import Verdict
from lockdash.vendors.wording import clock_text

# Looks that show an unmoved or unexpected lock before it is called a failure: the cloud lags behind the lock.
PATIENT_LOOKS = 3

_WANTED: dict[CommandKind, frozenset[LockState]] = {
    CommandKind.lock: frozenset({LockState.locked}),
    CommandKind.unlock: frozenset({LockState.unlocked, LockState.open}),
    # The latch falls back by itself after a second or two: unlocked, but changed since.
    CommandKind.open: frozenset({LockState.open, LockState.unlocked}),
}
_DONE = {CommandKind.lock: "locked", CommandKind.unlock: "unlocked", CommandKind.open: "latch pulled"}
_STUCK = {
    LockState.uncalibrated: "it is not calibrated",
    LockState.calibrating: "it is being calibrated",
    LockState.updating: "it is updating its firmware",
}


def operation_failure(result: int) -> str:
    """Why an operation that ended with `result` above 0 failed; only 1 is documented."""
    if result == 1:
        return "the lock jammed (result 1)"
    return f"the lock reports an error (result {result})"


def changed_since(news: Observation, before: str | None, at: datetime) -> bool:
    """Whether the state began after the command. `before`: the date that the vendor named when it took the command,
    by the same clock; without one the time of the answer counts."""
    since = news.state_since
    if since is None:
        return False
    earlier = fields.moment(before)
    return since > earlier if earlier is not None else since >= at


def judge(kind: CommandKind, news: Observation, moved: bool, looks: int, zone: str | None) -> tuple[Verdict, str]:
    """Return the verdict and its words. `moved`: see `changed_since`; `looks`: earlier ones that decided nothing."""
    if news.state is None:
        return Verdict.pending, ""
    state = news.state.value
    if state.is_moving:
        return Verdict.pending, ""
    if state in _WANTED[kind] and (moved or kind is not CommandKind.open or state is LockState.open):
        since = clock_text(news.state_since, zone) if news.state_since is not None else None
        if moved:
            return Verdict.confirmed, f"{_DONE[kind]} {since}"
        return Verdict.confirmed, f"it was {state} already" + (f", since {since}" if since else "")
    if state is LockState.jammed and moved:
        return Verdict.failed, "the lock jammed"
    if looks + 1 < PATIENT_LOOKS:
        return Verdict.pending, ""
    if state in _STUCK:
        return Verdict.failed, f"accepted, but the lock did not move: {_STUCK[state]}"
    if not moved:
        return Verdict.failed, f"accepted, but the lock did not move: it is {state.replace('_', '-')}"
    return Verdict.failed, f"the lock moved, but it is {state.replace('_', '-')} now"
