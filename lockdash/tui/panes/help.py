"""The help: every key by group, with the keys in use, and a legend of the signs."""

from __future__ import annotations

from lockdash.tui.action import Action, Group
from lockdash.tui.keymap.in_use import actions
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, line, wrap

_KEY, _LABEL = 9, 11
_LABELS_FROM = 60


def help_lines(width: int, glyphs: Glyphs, *, read_only: bool = False) -> list[Line]:
    """Return the help in `width` columns. `read_only`: what asks something of a device is not offered."""
    lines: list[Line] = []
    for group in Group:
        listed = [each for each in actions() if each.group is group and each.keys and not (each.commands and read_only)]
        if not listed:
            continue
        lines += [BLANK] if lines else []
        lines.append((Span(group.value, strong=True),))
        for action in listed:
            label = f"{action.label:<{_LABEL}} " if width >= _LABELS_FROM else ""
            head = line(Span(f"{_keys(action, glyphs):<{_KEY}} ", Tone.accent), Span(label))
            indent = _KEY + 1 + len(label)
            told = wrap(action.help, max(width - indent, 10), Tone.dim)
            lines.append((*head, *told[0]))
            lines += [(Span(" " * indent), *each) for each in told[1:]]
    return [*lines, BLANK, (Span("Signs", strong=True),), *legend(glyphs)]


def _keys(action: Action, glyphs: Glyphs) -> str:
    return action.key_text.replace("↑", "Up").replace("↓", "Dn") if glyphs.is_ascii else action.key_text


def legend(glyphs: Glyphs) -> list[Line]:
    """Return what each sign means, as it looks."""
    return [
        line(Span(f"{sign:<{_KEY}} ", tone), Span(meaning, Tone.dim))
        for sign, tone, meaning in (
            (glyphs.locked, Tone.calm, "locked, and read lately"),
            (glyphs.unlocked, Tone.warm, "UNLOCKED or OPEN: nobody needs a key"),
            (glyphs.alarm, Tone.alarm, "jammed, or a lock that could not take a PIN"),
            (glyphs.partial, Tone.unsure, "semi-locked"),
            (glyphs.waiting, Tone.asked, "asked for and not confirmed yet, or moving"),
            (glyphs.unknown, Tone.unsure, "not known; the detail says why"),
            ("Locked?", Tone.dim, "the last that was read, too old to be sure"),
            (glyphs.current, Tone.calm, "somebody who may come in now"),
            (glyphs.upcoming, Tone.calm, "somebody who is to come"),
            (glyphs.over, Tone.dim, "somebody whose time is over"),
            (glyphs.edge, Tone.accent, "the colour of an account"),
            (glyphs.mark, Tone.accent, "marked"),
            (f"{glyphs.good} {glyphs.doubtful} {glyphs.bad}", Tone.calm, "an account that answers, is in doubt, fails"),
        )
    ]
