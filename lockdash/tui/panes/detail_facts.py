"""The labelled facts of a device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lockdash.domain.ages import age_text
from lockdash.domain.devices import DoorState, LockState
from lockdash.domain.link import Link, next_heartbeat
from lockdash.engine.views import age_words
from lockdash.engine.words import KIND_WORDS, LINK_WORDS, STATE_WORDS
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import ago, door_clock, moment
from lockdash.tui.panes.lines import Line, Span, fit, line, width_of, wrap_spans

if TYPE_CHECKING:
    from lockdash.tui.panes.detail import Detail

LABEL = 12
_MOST_LINES = 4
_BAR = 8
_TREND = 8
# Fewer days or less of a fall than this say nothing about the future.
_LEAST_DAYS, _LEAST_FALL = 3.0, 2


def fact_lines(detail: Detail, width: int, *, whole: bool = False) -> list[Line]:
    """Return each fact there is, its label in a column of its own. `whole`: over several lines, rather than cut."""
    facts = [(label, value) for label, value in _facts(detail, width) if value]
    if not whole:
        return [fit(labelled(label, value), width, detail.glyphs.ellipsis) for label, value in facts]
    lines: list[Line] = []
    for label, value in facts:
        told = wrap_spans(value, max(width - LABEL, 10), _MOST_LINES, detail.glyphs.ellipsis)
        lines.append(labelled(label, told[0]))
        lines += [(Span(" " * LABEL), *each) for each in told[1:]]
    return lines


def labelled(label: str, value: Line) -> Line:
    """Return `value` behind `label` in the label's column."""
    return line(Span(f"{label:<{LABEL - 1}} ", Tone.dim), *value)


def _facts(detail: Detail, width: int) -> Iterator[tuple[str, Line]]:
    device = detail.view.device
    if detail.pending or (detail.command is not None and detail.command.status.in_flight):
        yield "Last read", _last_read(detail)
    yield "Battery", _battery(detail, width - LABEL)
    yield "Link", _link(detail, width - LABEL)
    yield "Door", _door(detail)
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
    reading = detail.view.device.battery
    if reading is None:
        return ()
    level, glyphs = reading.value, detail.glyphs
    if level is None:
        return line(Span("not known", Tone.dim))
    tone = Tone.caution if detail.view.low_battery else Tone.calm
    note = "charging " if detail.view.device.charging else "low " if detail.view.low_battery else ""
    trend = glyphs.spark([value for _, value in detail.history], _TREND)
    left = days_left(detail.history)
    told = line(Span(str(level), tone), Span(" % ", Tone.dim), Span(note, tone))
    future = line(Span(f"{trend} ", Tone.dim), Span(f"~{left} d" if left is not None else "", Tone.dim))
    drawn = line(Span(glyphs.bar(level, _BAR) + " ", tone))
    return (*told, *drawn, *future) if width_of((*told, *drawn, *future)) <= width else (*told, *future)


def days_left(history: Sequence[tuple[datetime, int]]) -> int | None:
    """Return for how many days the battery lasts at the pace of `history`; None where that cannot be told."""
    if len(history) < 2:
        return None
    start = max(range(len(history)), key=lambda index: (history[index][1], index))  # since it was last changed
    days = (history[-1][0] - history[start][0]) / timedelta(days=1)
    fall = history[start][1] - history[-1][1]
    if days < _LEAST_DAYS or fall < _LEAST_FALL:
        return None
    return int(history[-1][1] * days / fall)


def _link(detail: Detail, width: int) -> Line:
    view, contact = detail.view, detail.view.device.contact
    if view.link is None or contact is None:
        return ()
    word, due = LINK_WORDS[view.link], next_heartbeat(contact)
    if view.link is Link.asleep and due is not None:
        wait = (due - detail.now).total_seconds()
        when = f"in ~{age_text(wait).lstrip('<')}" if wait > 0 else "due now"
        told = f"{word}, next contact {when}"
        return line(told if len(told) <= width else f"{word}, next {when}")
    if view.link is Link.overdue and due is not None:
        return line(Span(f"{word}, was due {ago(due, detail.now)}", Tone.alarm))
    if view.link is Link.offline:
        last = f", last contact {ago(contact.last_at, detail.now)}" if contact.last_at else ""
        return line(Span(f"{word}{last}", Tone.alarm))
    if view.link is Link.no_bridge:
        return line(Span("no bridge: read only when a phone is near", Tone.dim))
    return line(word)


def _door(detail: Detail) -> Line:
    door = detail.view.device.door
    if door is None or door.value is DoorState.unknown:
        return ()
    tone = Tone.warm if door.value is DoorState.open else Tone.calm
    return line(Span("OPEN" if door.value is DoorState.open else "closed", tone))
