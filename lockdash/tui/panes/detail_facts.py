"""The labelled facts of a device."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from lockdash.domain.battery_trend import left_words, trend_of
from lockdash.domain.devices import DoorState, LockState
from lockdash.engine.views import age_words
from lockdash.engine.words import KIND_WORDS, STATE_WORDS
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import ago, door_clock, moment
from lockdash.tui.panes.contact import link_line
from lockdash.tui.panes.facts import LABEL, told_facts
from lockdash.tui.panes.lines import Line, Span, joined, line, width_of

if TYPE_CHECKING:
    from lockdash.tui.panes.detail import Detail

_BAR = 8
_CURVE, _SHORT_CURVE = 8, 6
_OLD = timedelta(minutes=15)
"""People are read only while somebody looks at them: later than this, what is told of them has its age."""


def fact_lines(detail: Detail, width: int, *, whole: bool = False) -> list[Line]:
    """Return each fact there is. `whole`: over several lines, rather than cut."""
    return told_facts(_facts(detail, width), width, detail.glyphs.ellipsis, whole=whole)


def _facts(detail: Detail, width: int) -> Iterator[tuple[str, Line]]:
    device = detail.view.device
    if detail.pending or (detail.command is not None and detail.command.status.in_flight):
        yield "Last read", _last_read(detail)
    yield "Battery", _battery(detail, width - LABEL)
    yield "Link", link_line(detail.view.link, device.contact, detail.now, width - LABEL)
    yield "Door", _door(detail)
    yield "People", _people(detail)
    yield "Place", line(device.location or "")
    yield "Its clock", line(door_clock(device.zone, detail.now, detail.zone))
    for label, text in device.traits.items():
        yield label, line(text)
    kind = device.kind_raw if device.kind.value == "unknown" and device.kind_raw else KIND_WORDS[device.kind]
    yield "Kind", line(Span(f" {detail.glyphs.dot} ".join(each for each in (kind, device.model) if each)))
    if detail.view.state in (LockState.unknown, None) and device.state_raw and device.kind.has_lock_state:
        yield "Raw value", line(Span(device.state_raw, Tone.unsure))
    if device.denied:
        yield "Commands", line(Span(device.denied, Tone.dim))
    if device.gone_at is not None:
        yield (
            "Gone",
            line(Span(f"not listed by {device.account} since {moment(device.gone_at, detail.now, detail.zone)}")),
        )
    yield "Serial", line(Span(device.serial or "", Tone.dim))


def _last_read(detail: Detail) -> Line:
    """What was read last, while the row shows a wish."""
    view = detail.view
    if view.state is None or view.age is None:
        return ()
    return line(STATE_WORDS[view.state], Span(f", {age_words(view)} ago", Tone.dim))


def _battery(detail: Detail, width: int) -> Line:
    """The level, and how it came to it and how long it lasts; in words rather than drawn where there is little room."""
    reading = detail.view.device.battery
    if reading is None:
        return ()
    level, glyphs = reading.value, detail.glyphs
    if level is None:
        return line(Span("not known", Tone.dim))
    tone = Tone.caution if detail.view.low_battery else Tone.calm
    note = " charging" if detail.view.device.charging else " low" if detail.view.low_battery else ""
    told = line(Span(str(level), tone), Span(" %", Tone.dim), Span(note, tone))
    bar = line(Span(glyphs.bar(level, _BAR), tone))
    levels = [value for _, value in detail.history]
    curve, short_curve = (line(Span(glyphs.spark(levels, cells), Tone.dim)) for cells in (_CURVE, _SHORT_CURVE))
    found = trend_of(detail.view.device, detail.history, detail.now)
    words = left_words(found) if found is not None else ""
    future, short_future = (line(Span(each, Tone.dim)) for each in (words, words.replace("about ", "~")))
    choices = (
        (told, bar, curve, future),
        (told, curve, future),
        (told, short_curve, future),
        (told, future),
        (told, short_future),
    )
    lines = [joined(each, Span("  ")) for each in choices]
    return next((each for each in lines if width_of(each) <= width), lines[-1])


def _people(detail: Detail) -> Line:
    """How many may open it, and of how many the lock has something to hear yet."""
    found = detail.people
    if found is None:
        return ()
    is_whole = found.read_at is not None
    least = "" if is_whole else "at least "
    told = f"{least}{found.allowed} may open it" if found.allowed else "nobody may open it now"
    if not found.allowed and not is_whole:
        told = "not all read yet"
    later = f", {found.later} later" if found.later else ""
    up_to = "" if found.is_exact else "up to "
    unheard = f", {up_to}{found.unheard} not heard of" if found.unheard else ""
    lingering = f", {up_to}{found.lingering} not forgotten" if found.lingering else ""
    old = found.read_at is not None and detail.now - found.read_at > _OLD
    age = f", as of {ago(found.read_at, detail.now)}" if old and found.read_at is not None else ""
    return line(told + later, Span(unheard + lingering, Tone.caution), Span(age, Tone.dim))


def _door(detail: Detail) -> Line:
    door = detail.view.device.door
    if door is None or door.value is DoorState.unknown:
        return ()
    tone = Tone.warm if door.value is DoorState.open else Tone.calm
    return line(Span("OPEN" if door.value is DoorState.open else "closed", tone))
