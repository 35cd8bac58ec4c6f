"""Events in words: how loud they are, how late they came, which day it was, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo

from lockdash.domain.ages import age_text
from lockdash.domain.alarms import is_trouble
from lockdash.domain.event_text import KIND_WORDS
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.engine.log.views import Archive, Count, Gap, LogRow
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone

_AT_ONCE = timedelta(minutes=1)
_UNFINISHED: Mapping[EventKind, str] = {
    EventKind.unlocked: "unlock failed",
    EventKind.locked: "lock failed",
    EventKind.opened: "open failed",
    EventKind.used: "not used",
}
_AT_DOORS = frozenset({*_UNFINISHED, EventKind.denied, EventKind.jammed})
_WARNINGS = frozenset({EventKind.battery, EventKind.link})


def is_at_door(event: Event) -> bool:
    """Whether kind, door, who and how say what happened, so that it needs no sentence."""
    return event.kind in _AT_DOORS


def kind_text(event: Event) -> str:
    """Return what happened in a word or two. What failed is not told as if it had come about."""
    told = KIND_WORDS[event.kind]
    if event.outcome is Outcome.failed:
        return _UNFINISHED.get(event.kind, told)
    return f"{told}?" if event.outcome is Outcome.unknown and event.kind in _UNFINISHED else told


def tone_of(event: Event) -> Tone:
    """Trouble is loud, what happens at doors is plain, and the rest is quiet."""
    if is_trouble(event.kind, event.outcome):
        return Tone.caution if event.kind in _WARNINGS else Tone.alarm
    if event.outcome is Outcome.failed:
        return Tone.caution
    return Tone.calm if is_at_door(event) else Tone.dim


def sign_of(event: Event, glyphs: Glyphs) -> str:
    """The sign before the word for the kind; all are of one width."""
    if is_trouble(event.kind, event.outcome):
        return glyphs.alarm
    if event.kind is EventKind.unknown or (event.outcome is Outcome.unknown and is_at_door(event)):
        return glyphs.unknown
    if event.kind is EventKind.locked:
        return glyphs.locked
    return glyphs.unlocked if event.kind in (EventKind.unlocked, EventKind.opened) else glyphs.blank


def lateness(event: Event) -> str:
    """Return `late 3 h`, "" for what came in time: how long after it happened the vendor learned of it, else we did."""
    if not event.late:
        return ""
    learned = event.recorded_at
    if learned is None or learned - event.occurred_at < _AT_ONCE:
        learned = event.first_seen_at
    return f"late {age_text(max(0.0, (learned - event.occurred_at).total_seconds()))}"


def day_words(day: date, today: date) -> str:
    """Return `Today, Friday 6 March`, `Yesterday, Thursday 5 March`, `Saturday 21 November`, with the year if it is
    another one."""
    told = f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")
    near = {today: "Today, ", today - timedelta(days=1): "Yesterday, ", today + timedelta(days=1): "Tomorrow, "}
    return near.get(day, "") + told


def heading_words(day: date, today: date) -> str:
    """Return the day as it stands above two columns: `Fri 6 Mar`."""
    return f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")


def gap_words(gap: Gap, now: datetime, zone: tzinfo) -> str:
    """Return what is not known, of what, and why."""
    until = "now" if gap.until is None else at_words(gap.until, now, zone)
    when = f"until {until}" if gap.since is None else f"from {at_words(gap.since, now, zone)} to {until}"
    return f"Nothing is known of {gap.label} ({gap.account}) {when}: {gap.why}"


def beginning_words(archive: Archive, now: datetime, zone: tzinfo) -> str:
    """Return how far back the log of an account goes, and whether more is to come."""
    name = archive.account
    if archive.failure:
        return f"{name}: the past cannot be read on: {archive.failure}"
    if not archive.is_complete:
        back = f", back to {date_words(archive.oldest, now, zone)}" if archive.oldest is not None else ""
        return f"{name}: the past is being read, {archive.read:,} events{back}"
    if archive.oldest is None:
        return f"{name}: the vendor shows nothing older"
    return f"{name}: back to {date_words(archive.oldest, now, zone)}, the vendor shows nothing older"


def at_words(at: datetime, now: datetime, zone: tzinfo) -> str:
    """Return `3 Nov 18:02`, with the year if it is another one."""
    return f"{date_words(at, now, zone)} {at.astimezone(zone):%H:%M}"


def date_words(at: datetime, now: datetime, zone: tzinfo) -> str:
    """Return `3 Nov`, with the year if it is another one."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b}" + (f" {local.year}" if local.year != now.astimezone(zone).year else "")


def count_words(count: Count) -> str:
    """Return `1,204`, or `10,000+` where nobody has counted on."""
    return f"{count.number:,}" if count.is_exact else f"{count.number:,}+"


def reading_words(archives: Iterable[Archive], now: datetime, zone: tzinfo) -> list[str]:
    """Return how far back the log goes, or how far the reading of the past has come."""
    known = list(archives)
    failing = [each.account for each in known if each.failure]
    reading = [each for each in known if not each.is_complete and not each.failure]
    facts = [f"past of {', '.join(failing)} not read"] if failing else []
    starts = [each.oldest for each in reading or known if each.oldest is not None]
    back = f"back to {date_words(max(starts) if reading else min(starts), now, zone)}" if starts else ""
    if reading:
        read = f"reading the past: {sum(each.read for each in reading):,} events"
        return [*facts, ", ".join(each for each in (read, back) if each)]
    return [*facts, back] if back else facts


def copied_words(row: LogRow, zone: tzinfo) -> str:
    """Return when and what, for somebody who does not see the list."""
    at = row.event.occurred_at.astimezone(zone)
    return f"{at:%a} {at.day} {at:%b %Y %H:%M}: {row.text}"
