"""Commands in the detail: who asked what, when, and what came of it. The newest one with its story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockdash.domain.commands import Command, CommandStatus
from lockdash.engine.progress import who
from lockdash.engine.words import NAMES
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import moment
from lockdash.tui.panes.facts import LABEL
from lockdash.tui.panes.lines import Line, Span, fit, line, wrap
from lockdash.tui.render.outcomes import because, outcome

if TYPE_CHECKING:
    from lockdash.tui.panes.detail import Detail

_FEW = 3
"""Lines for a command in a low pane."""


def asker(detail: Detail) -> str:
    """Return who asked for the newest command, if that is another session; "" for our own."""
    command = detail.command
    return "" if command is None or command.actor == detail.own else who(command.actor)


def command_lines(detail: Detail, width: int, most: int) -> list[Line]:
    """Return the last commands, `most` of them, the newest first: a line each, and the story of the newest."""
    lines: list[Line] = []
    for command in detail.commands[:most]:
        head = Span(f"{moment(command.requested_at, detail.now, detail.zone):<{LABEL - 1}} ", Tone.dim)
        by = Span(f" {detail.glyphs.dot} {who(command.actor)}", Tone.dim)
        lines.append(fit(line(head, *_stands(command), by), width, detail.glyphs.ellipsis))
        if command is detail.command:
            indent = Span(" " * LABEL)
            lines += [(indent, *each) for each in wrap(_story(command, detail), max(width - LABEL, 10), Tone.dim)]
    return lines


def newest_lines(detail: Detail, width: int) -> list[Line]:
    """Return the newest command where there is little room: its story only until all is well."""
    lines = command_lines(detail, width, 1)
    done = detail.command is not None and detail.command.status is CommandStatus.confirmed
    return lines[:1] if done else lines[:_FEW]


def _stands(command: Command) -> Line:
    word, tone = outcome(command)
    return line(Span(f"{NAMES[command.kind]} "), Span(word, tone))


def _story(command: Command, detail: Detail) -> str:
    """Return what is waited for, with the earliest moment if the device sleeps, or what proved or ended it."""
    if command.status.in_flight and command.earliest is not None:
        return f"when it wakes, about {moment(command.earliest, detail.now, detail.zone)}"
    return because(command)
