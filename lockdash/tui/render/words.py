"""States in words and glyphs: the truth rules of the screen. No word claims more than is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from lockdash.domain.ages import age_text
from lockdash.domain.commands import Command, CommandStatus
from lockdash.domain.devices import Device, DeviceKind, DoorState, LockState
from lockdash.domain.freshness import Freshness
from lockdash.engine.progress import progress
from lockdash.engine.views import Certainty, DeviceView, age_words
from lockdash.engine.words import DOING, KIND_WORDS, NAMES, STATE_WORDS, begun
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.outcomes import outcome

STATE_TONES: Mapping[LockState, Tone] = {
    LockState.locked: Tone.calm,
    LockState.unlocked: Tone.warm,
    LockState.semi_locked: Tone.unsure,
    LockState.open: Tone.warm,
    LockState.locking: Tone.calm,
    LockState.unlocking: Tone.warm,
    LockState.opening: Tone.warm,
    LockState.jammed: Tone.alarm,
    LockState.uncalibrated: Tone.unsure,
    LockState.calibrating: Tone.unsure,
    LockState.updating: Tone.unsure,
    LockState.unknown: Tone.unsure,
}


def state_glyph(state: LockState | None, glyphs: Glyphs) -> str:
    """Return the sign of a lock state; None: expected, never read."""
    if state is LockState.locked:
        return glyphs.locked
    if state in (LockState.unlocked, LockState.open):
        return glyphs.unlocked
    if state is LockState.jammed:
        return glyphs.alarm
    if state is LockState.semi_locked:
        return glyphs.partial
    if state in (
        LockState.locking,
        LockState.unlocking,
        LockState.opening,
        LockState.calibrating,
        LockState.updating,
    ):
        return glyphs.waiting
    return glyphs.unknown


def state_cell(
    view: DeviceView, pending: str | None, glyphs: Glyphs, now: datetime, zone: tzinfo, *, by: str = ""
) -> Cell:
    """Return what the State column says of `view` at `now` (UTC), sign first. `zone`: the viewer's.

    `pending`: an intent that is still in its grace ("unlocking in 2 s, Esc stops"): it goes before everything.
    Then a command in flight (a wish, in italics), then the state with what went wrong lately. `by`: who asked for
    the wish, where that is worth a mention (and when it can come true stands elsewhere).
    """
    if pending:
        return _signed(glyphs.waiting, pending, Tone.asked, short=pending.split(",")[0])._replace(spans=True)
    if view.command is not None and view.command.status.in_flight:
        return _asked(view.command, glyphs, zone, by)
    sign, text, short, tone = _state(view, glyphs, now)
    if view.command is None or not progress(view.command).went_wrong:
        return _signed(sign, text, tone, short=short)
    word, trouble_tone = outcome(view.command)
    loud = tone if trouble_tone is not Tone.alarm and tone in (Tone.warm, Tone.alarm) else trouble_tone
    brief = word.replace("not confirmed", "unconfirmed")
    return _signed(sign, f"{text}, {NAMES[view.command.kind]} {word}", loud, short=f"{short or text}, {brief}")


def state_word(view: DeviceView) -> str:
    """Return the state in one word, for a person who types it: without sign, age or wish. "" if it has none."""
    if view.state is not None:
        return STATE_WORDS[view.state].lower()
    if view.device.kind.has_lock_state:
        return "unknown"
    return (view.device.state_raw or "").lower()


def certainty_words(view: DeviceView) -> str:
    """Return how sure the state is, with its age where that matters: "confirmed 2 m ago", "stale, 14 m old"."""
    age = age_words(view)
    if view.certainty is Certainty.asked:
        return "asked, not confirmed"
    if view.certainty is Certainty.unknown or not age:
        return "not known"
    if view.certainty is Certainty.confirmed:
        return f"confirmed {age} ago"
    return f"{view.certainty.value}, {age} old"


def _asked(command: Command, glyphs: Glyphs, zone: tzinfo, by: str) -> Cell:
    """A wish. For a lock that sleeps with the moment at which it can act: a clock time stays the same on the screen
    while one waits for it."""
    doing = DOING[command.kind]
    how = f"asked by {by}" if by else "accepted" if command.status is CommandStatus.accepted else "asked"
    short = f"{doing}?"
    if command.earliest is not None:
        at = f"{command.earliest.astimezone(zone):%H:%M}"
        how, short = how if by else f"{how}, about {at}", f"{doing} ~{at}"
    return _signed(glyphs.waiting, f"{doing} ({how})", Tone.asked, short=short)


def _state(view: DeviceView, glyphs: Glyphs, now: datetime) -> tuple[str, str, str, Tone]:
    """Return sign, text, short text and tone of what is known, whatever is wished."""
    device = view.device
    if view.state is None and not device.kind.has_lock_state:
        return _without_lock(view, glyphs)
    state = view.state or LockState.unknown
    word, tone, sign = STATE_WORDS[state], STATE_TONES[state], state_glyph(state, glyphs)
    age = age_words(view)
    if device.gone_at is not None:
        gone = age_text(max(0.0, (now - device.gone_at).total_seconds()))
        return glyphs.unknown, f"Not listed {gone}", "Not listed", Tone.dim
    if state is LockState.unknown:
        return sign, word, "", tone
    if view.freshness is Freshness.stale:
        if tone not in (Tone.warm, Tone.alarm) or state.is_moving:
            tone = Tone.dim
        return sign, f"{word}? {age}".rstrip(), f"{word}?", tone
    if view.freshness is Freshness.aging and tone is Tone.calm:
        tone = Tone.dim
    if device.door is not None and device.door.value is DoorState.open:
        # A bolt that is out while the door stands open keeps nobody out.
        return sign, f"{word}, door OPEN", f"{word}, OPEN", Tone.alarm if tone is Tone.alarm else Tone.warm
    return sign, word, "", tone


def _without_lock(view: DeviceView, glyphs: Glyphs) -> tuple[str, str, str, Tone]:
    """Plugs, thermostats, bridges, sensors: what they say of themselves, if anything."""
    device = view.device
    if device.gone_at is not None:
        return glyphs.unknown, "Not listed", "", Tone.dim
    tone = Tone.dim if view.freshness is Freshness.stale else Tone.calm
    doubt = f"? {age_text(view.age)}" if tone is Tone.dim and view.age is not None else ""
    if device.kind is DeviceKind.door_sensor and device.door is not None:
        return _door(device, glyphs, tone, doubt)
    if device.state_raw:
        return glyphs.blank, begun(device.state_raw) + doubt, "", tone
    return glyphs.blank, KIND_WORDS[device.kind], "", Tone.faint


def _door(device: Device, glyphs: Glyphs, tone: Tone, doubt: str) -> tuple[str, str, str, Tone]:
    state = device.door.value if device.door is not None else DoorState.unknown
    if state is DoorState.open:
        return glyphs.unlocked, f"OPEN{doubt}", "OPEN", Tone.warm
    if state is DoorState.closed:
        return glyphs.locked, f"Closed{doubt}", "Closed", tone
    return glyphs.unknown, "Unknown", "", Tone.unsure


def _signed(sign: str, text: str, tone: Tone, short: str = "") -> Cell:
    return Cell(f"{sign} {text}", tone, short=f"{sign} {short}" if short else "")
