"""A device and an account in words, as loud as they deserve."""

from __future__ import annotations

from datetime import datetime

from lockdash.cli.outcomes import outcome, wish
from lockdash.cli.terminal import Tone
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.ages import age_text
from lockdash.domain.devices import DeviceKind, DoorState, LockState
from lockdash.domain.freshness import Freshness
from lockdash.domain.link import Link
from lockdash.engine.progress import progress
from lockdash.engine.views import DeviceView
from lockdash.engine.words import KIND_WORDS, NAMES, STATE_WORDS, begun


def state(each: DeviceView) -> tuple[str, Tone]:
    """Return the state with its certainty: `Locked`, `UNLOCKED`, `Locked? 14 m`, `locking (asked)`."""
    command = each.command
    if command is not None and command.status.in_flight:
        return wish(command), Tone.asked
    text, tone = _known_state(each)
    if command is not None and progress(command).went_wrong:
        return f"{text}, {NAMES[command.kind]} {outcome(command)[0]}", Tone.alarm
    return text, tone


def _known_state(each: DeviceView) -> tuple[str, Tone]:
    """What is known, whatever is wished."""
    device = each.device
    is_open = each.state is not None and each.state.is_open
    if device.gone_at is not None and not is_open:
        return "Not listed", Tone.dim
    if each.state is None and not device.kind.has_lock_state:
        return _without_lock(each)
    read = each.state or LockState.unknown
    text, tone = STATE_WORDS[read], _tone(read)
    if each.freshness is Freshness.stale and read is not LockState.unknown:
        return _doubted(text, each.age), tone or Tone.dim
    if device.door is not None and device.door.value is DoorState.open:
        # A bolt that is out while the door stands open keeps nobody out.
        return f"{text}, door OPEN", Tone.alarm if tone is Tone.alarm else Tone.warm
    return text, tone


def _without_lock(each: DeviceView) -> tuple[str, Tone]:
    """Plugs, thermostats, sensors: what they say of themselves, if anything."""
    device = each.device
    open_door = device.kind is DeviceKind.door_sensor and device.door is not None and device.door.value
    text = "OPEN" if open_door is DoorState.open else begun(open_door or device.state_raw or "")
    tone = Tone.warm if open_door is DoorState.open else Tone.calm
    if not text:
        return KIND_WORDS[device.kind], Tone.dim
    return (_doubted(text, each.age), tone or Tone.dim) if each.freshness is Freshness.stale else (text, tone)


def _tone(read: LockState) -> Tone:
    """What is not fine is loud, however old the reading is."""
    if read is LockState.jammed:
        return Tone.alarm
    return Tone.warm if read.is_open or read is LockState.unknown else Tone.calm


def _doubted(text: str, age: float | None) -> str:
    return f"{text}?" if age is None else f"{text}? {age_text(age)}"


def battery(each: DeviceView) -> tuple[str, Tone]:
    """Return `54 %`, `12 % low`, `80 % charging`, or nothing for what has no battery."""
    reading = each.device.battery
    if reading is None:
        return "", Tone.calm
    if reading.value is None:
        return "unknown", Tone.dim
    if each.low_battery:
        return f"{reading.value} % low", Tone.warm
    return f"{reading.value} %{' charging' if each.device.charging else ''}", Tone.calm


def link(each: DeviceView) -> tuple[str, Tone]:
    if each.link is None:
        return "", Tone.calm
    loud = each.link in (Link.overdue, Link.offline)
    return each.link.replace("_", " "), Tone.alarm if loud else Tone.calm


def age(each: DeviceView) -> tuple[str, Tone]:
    text = "–" if each.age is None else age_text(each.age)
    return text, Tone.calm if each.freshness is Freshness.fresh else Tone.dim


def condition(known: Account | None, now: datetime) -> tuple[str, Tone]:
    """Return how an account is faring: `live`, `offline for 14 m: no answer from ..., again in 12 s`."""
    if known is None:
        return "never read yet", Tone.dim
    if not known.condition.failing:
        return f"{known.condition.value}{f'; {known.detail}' if known.detail else ''}", Tone.calm
    words = known.condition.replace("_", " ")
    if known.condition is Condition.unauthorised:
        words = "not signed in"
    text = f"{words} for {age_text((now - known.since).total_seconds())}"
    if known.detail:
        text += f": {known.detail}"
    if known.retry_at is not None and known.retry_at > now:
        text += f"; tried again in {max(1, round((known.retry_at - now).total_seconds()))} s"
    return text, Tone.alarm


def budget(known: Account | None) -> str:
    """Return `budget 690/700`, "" if it is not known."""
    if known is None or known.budget is None:
        return ""
    return f"budget {known.budget.remaining}/{known.budget.limit}"
