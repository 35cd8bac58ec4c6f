"""What is said around a week that is edited: where the cursor is, what is wrong, which keys count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import Item, clock_text, item_text
from lockdash.domain.week_trouble import Trouble
from lockdash.domain.window_words import DAY_NAMES, days_text
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, line, width_of, wrap
from lockdash.tui.render.fit import steady
from lockdash.tui.schedules.edit_entry import HINTS, Entry
from lockdash.tui.schedules.edit_said import Said
from lockdash.tui.schedules.edit_state import WeekEdit
from lockdash.tui.schedules.edit_week import last_before, marks_at, spans_at

MARK = "! "
MEND = "Ctrl+F"
SAVE = (("Ctrl+O", "Save"), ("Esc", "Leave"))
CANCEL = (("Esc", "Cancel"),)
"""Instead of those, while something is begun."""
_TURNS = {
    ScheduleKind.access: "Begin span",
    ScheduleKind.lock_action: "Unlock, lock",
    ScheduleKind.auto_lock: "On, off",
    ScheduleKind.power_plug: "On, off",
    ScheduleKind.thermostat: "Set",
}


def place_line(edit: WeekEdit, width: int, glyphs: Glyphs) -> Line:
    """Return what there is at the cursor, or what was begun: `Mon 08:00 · 08:00-12:00`, `Wed 10:00 · after Wed 08:00
    unlock`."""
    area, dot = edit.area, Span(f" {glyphs.dot} ", Tone.faint)
    if edit.entry is not None:
        return _entry_line(edit.entry, width, glyphs)
    if edit.anchor is not None:
        told = f"{days_text(area.days)} {clock_text(area.starts)}-{clock_text(area.ends)}"
        spans = line(Span(told, Tone.accent, strong=True), dot, Span("Space allows, x erases", Tone.dim))
    elif edit.targets is not None:
        named = days_text(edit.targets) if edit.targets else "no day yet"
        spans = line(Span(f"{DAY_NAMES[edit.source]} is copied to ", Tone.dim), Span(named, Tone.accent, strong=True))
    else:
        spans = line(Span(f"{DAY_NAMES[area.first_day]} {clock_text(area.starts)}", Tone.accent), dot, *_here(edit))
    return fit(spans, width, glyphs.ellipsis)


def hint_line(edit: WeekEdit, width: int, glyphs: Glyphs) -> Line:
    """Return what can be typed as exact times, or what is wrong with them; nothing while none are typed."""
    if edit.entry is None:
        return ()
    wrong = edit.entry.wrong
    return fit(line(Span(wrong, Tone.caution) if wrong else Span(HINTS[edit.kind], Tone.dim)), width, glyphs.ellipsis)


def _entry_line(entry: Entry, width: int, glyphs: Glyphs) -> Line:
    """The end of what is before the caret, and as much behind it as there is room for."""
    label = f"{DAY_NAMES[entry.day]} at "
    room = max(width - len(label) - 2, 1)
    text, caret = steady(entry.text), min(entry.caret, len(steady(entry.text)))
    before, behind = text[max(0, caret - room) : caret], text[caret:]
    caret_sign = Span(glyphs.edge, Tone.accent)
    return fit(line(Span(label, Tone.accent), Span(before, strong=True), caret_sign, Span(behind, strong=True)), width)


def _here(edit: WeekEdit) -> Iterable[Span]:
    here: list[Item] = [*spans_at(edit.week, edit.cursor), *marks_at(edit.week, edit.cursor)]
    if here:
        return (Span(", ".join(map(item_text, here))),)
    if edit.kind is ScheduleKind.access:
        return (Span("nobody may enter", Tone.dim),)
    before = last_before(edit.week, edit.cursor)
    if before is None:
        return (Span("nothing is done", Tone.dim),)
    return (Span(f"after {DAY_NAMES[before.day]} {item_text(before)}", Tone.dim),)


def trouble_lines(said: Said, refused: Sequence[str], width: int, most: int, glyphs: Glyphs) -> list[Line]:
    """Return what is wrong with a week in at most `most` lines: the place of a mistake, or trouble and its remedy."""
    lines = [each for words in refused for each in _problem(words, width)]
    if said.mistake is not None:
        told = [*_problem(said.mistake.words, width), *_pointer(said, width)]
        lines += told if len(told) <= most else [fit(told[0], width, glyphs.ellipsis), *_pointer(said, width)]
    elif troubles := grouped(said.troubles):
        room = max(most - len(lines) - 1, 1)
        told = [each for words in troubles for each in _problem(words, width)]
        if len(told) > room:
            told = [
                fit((Span(MARK, Tone.caution), Span(each, Tone.caution)), width, glyphs.ellipsis) for each in troubles
            ]
        left = len(told) - room
        lines += told[:room]
        lines = lines[: max(most - 1, 1)]
        more = f", {left} more as well" if left > 0 else ""
        lines.append(line(Span(f"  {MEND}", Tone.accent), Span(f" mends it{more}", Tone.dim)))
    return lines[:most]


def grouped(troubles: Sequence[Trouble]) -> list[str]:
    """Return what is wrong in words, the same on several days once."""
    days: dict[str, list[int]] = {}
    for each in troubles:
        days.setdefault(each.words.removeprefix(DAY_NAMES[each.day]), []).append(each.day)
    return [f"{days_text(on)}{words}" for words, on in days.items()]


def _problem(words: str, width: int) -> list[Line]:
    wrapped = wrap(words, max(width - len(MARK), 8), Tone.caution)
    return [(Span(MARK if not number else "  ", Tone.caution), *each) for number, each in enumerate(wrapped)]


def _pointer(said: Said, width: int) -> list[Line]:
    """The line with the mistake, and below it where it is."""
    assert said.mistake is not None
    before = said.text[: said.mistake.at]
    column = len(before) - before.rfind("\n") - 1
    text, room = said.text.split("\n")[before.count("\n")], max(width - 4, 1)
    start = max(0, column - room // 2) if len(text) > room else 0
    return [
        line(Span(f"  {text[start : start + room]}", Tone.dim)),
        line(Span(" " * (2 + column - start)), Span("^", Tone.caution)),
    ]


def keys_lines(
    keys: Sequence[tuple[str, str]], ends: Sequence[tuple[str, str]], width: int, most: int, glyphs: Glyphs
) -> list[Line]:
    """Return `keys` in at most `most` lines, as far as there is room; `ends` are always there."""
    last_keys = [_key(each, glyphs) for each in ends]
    last = sum(map(width_of, last_keys))
    rows: list[Line] = [()]
    for part in (_key(each, glyphs) for each in keys):
        if width_of((*rows[-1], *part)) > width and len(rows) < most:
            rows.append(())
        if width_of((*rows[-1], *part)) > width - (last if len(rows) == most else 0):
            break
        rows[-1] = (*rows[-1], *part)
    if width_of(rows[-1]) + last > width and len(rows) < most:
        rows.append(())
    rows[-1] = (*rows[-1], *(span for part in last_keys for span in part))
    return rows


def _key(key: tuple[str, str], glyphs: Glyphs) -> Line:
    name = key[0].replace("↑↓←→", "Arrows").replace("↑↓", "Up Down") if glyphs.mark.isascii() else key[0]
    return (Span(f" {name}", Tone.accent), Span(f" {key[1]} ", Tone.dim))


def editor_keys(edit: WeekEdit, where: str) -> list[tuple[str, str]]:
    """Return the keys that count now, beside those that always do. `where`: `grid`, `text`, or "" among the fields."""
    if where == "grid":
        return _grid_keys(edit)
    if where == "text":
        return [(MEND, "Mend")] * bool(edit.said.troubles) + [("Tab", "Next"), ("Shift+Tab", "Grid")]
    return [("Tab ↑↓", "Fields")]


def _grid_keys(edit: WeekEdit) -> list[tuple[str, str]]:
    if edit.entry is not None:
        return [("Enter", "Put it there")]
    if edit.targets is not None:
        return [("Space", "This day"), ("w", "Mon-Fri"), ("a", "All"), ("Enter", "Copy")]
    if edit.anchor is not None:
        return [("Space", "End span"), ("x", "Erase"), ("↑↓←→", "Extend")]
    keys = [
        ("Space", _TURNS[edit.kind]),
        ("x", "Erase"),
        ("Enter", "Exact times"),
        ("0-9", "Type a time"),
        ("c", "Copy day"),
    ]
    keys += [("z", "Undo")] * edit.can_undo + [("Z", "Redo")] * edit.can_redo
    keys += [(MEND, "Mend")] * bool(edit.said.troubles)
    return [*keys, ("Tab", "Text"), ("PgUp PgDn", "3 h"), ("Home End", "Day")]
