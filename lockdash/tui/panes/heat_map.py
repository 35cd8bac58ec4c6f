"""The week by the hour: at what times doors are used, as a picture and in words."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lockdash.domain.window_words import DAY_NAMES
from lockdash.tui.events.heat import Heat
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, width_of, wrap

_UNICODE, _ASCII = "·░▒▓█", ".-+*#"
_LABEL, _APART = 5, 3
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_TONES = (Tone.faint, Tone.dim, Tone.calm, Tone.calm, Tone.calm)


def heat_lines(heat: Heat, wanted: str, zone: tzinfo, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the map in `width` columns. `wanted`: the filter, as typed."""
    signs = _ASCII if glyphs.is_ascii else _UNICODE
    lines: list[Line] = [(Span("The week by the hour", strong=True),)]
    lines += wrap(_about(heat, wanted, zone), width, Tone.dim)
    if not heat.most:
        return [*lines, BLANK, (Span("Nothing happened in this time."),)]
    each = min(max((width - _LABEL) // 24, 1), 3)
    lines += [BLANK, _scale(each)]
    for name, day in zip(DAY_NAMES, heat.hours, strict=True):
        lines.append((Span(f"{name[:3]:<{_LABEL}}", Tone.dim), *_cells(heat, day, each, signs)))
    lines += [BLANK, *wrap(_busiest(heat), width), BLANK]
    return [*lines, *_legend(heat, signs, width)]


def _cells(heat: Heat, day: tuple[int, ...], width: int, signs: str) -> Line:
    spans: list[Span] = []
    for number in day:
        level = heat.level(number)
        text = signs[level] * max(width - 1, 1) + " " * (width > 1)
        if spans and spans[-1].tone is _TONES[level]:
            spans[-1] = spans[-1]._replace(text=spans[-1].text + text)
        else:
            spans.append(Span(text, _TONES[level]))
    return tuple(spans)


def _scale(each: int) -> Line:
    """The hours, as many as can be read."""
    step = 3 if each > 1 else 6
    return (Span(" " * _LABEL + "".join(f"{hour:<{each * step}}" for hour in range(0, 24, step)), Tone.dim),)


def _about(heat: Heat, wanted: str, zone: tzinfo) -> str:
    asked = f" /{wanted}" if wanted else ""
    total = sum(map(sum, heat.hours))
    noun = "event" if total == 1 else "events"
    return f"{total:,} {noun}{asked} from {_day(heat.since, zone)} to {_day(heat.until, zone)}, by your clock"


def _day(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y}"


def _busiest(heat: Heat) -> str:
    day, hour = heat.busiest
    noun = "event" if heat.most == 1 else "events"
    return f"Busiest: {_DAYS[day]} from {hour:02}:00 to {hour + 1:02}:00, {heat.most:,} {noun}."


def _legend(heat: Heat, signs: str, width: int) -> list[Line]:
    """The signs with the numbers of events that they stand for; those that nothing can stand for are left out."""
    floors = [floor for floor in heat.floors if floor <= heat.most]
    told = [_sign(signs, 0, "none")]
    for level, floor in enumerate(floors, start=1):
        last = floors[level] - 1 if level < len(floors) else heat.most
        told.append(_sign(signs, level, f"{floor:,}" if floor == last else f"{floor:,} to {last:,}"))
    lines: list[Line] = []
    for each in (*told, (Span("events an hour of the week", Tone.dim),)):
        if lines and width_of((*lines[-1], *each)) + _APART <= width:
            lines[-1] = (*lines[-1], Span(" " * _APART), *each)
        else:
            lines.append(each)
    return lines


def _sign(signs: str, level: int, meaning: str) -> Line:
    return Span(f"{signs[level]} ", _TONES[level]), Span(meaning, Tone.dim)
