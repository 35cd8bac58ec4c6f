"""What `lockdash audit` prints for people: a line for each command, or, on narrow terminals, a few."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lockdash.cli.outcomes import because, outcome
from lockdash.cli.table import GAP, Cells, Column, Table
from lockdash.cli.terminal import Paper, Tone, wrap
from lockdash.domain.ages import age_text
from lockdash.domain.commands import Command
from lockdash.domain.text import clean
from lockdash.engine.progress import who_exactly
from lockdash.engine.words import NAMES

_COLUMNS = (Column("When"), Column("Device"), Column("Command"), Column("Result"), Column("Took", True))
_DEVICE = 1
_MORE = (Column("Who"), Column("Why"))
_LEAST_NAME = 12


def lines(told: Sequence[tuple[Command, str]], paper: Paper) -> list[str]:
    """Return the lines to print. `told`: commands in their order, each with the name of its device."""
    rows = [_row(command, name, paper) for command, name in told]
    notes = [_note(command, paper) for command, _ in told]
    whole = Table((*_COLUMNS, *_MORE), [[*row, *note] for row, note in zip(rows, notes, strict=True)], paper)
    if paper.width is None or whole.width <= paper.width:
        return [whole.title(), *map(whole.line, whole.rows)]
    table = Table(_COLUMNS, rows, paper)
    table.narrow(_DEVICE, _LEAST_NAME)
    if table.width <= paper.width:
        indent = table.widths[0] + len(GAP)
        heads = [[table.line(row)] for row in table.rows]
        return [table.title(), *_with_notes(heads, notes, indent, paper.width, paper)]
    heads = [_paragraph(row, paper.width, paper) for row in rows]
    return _with_notes(heads, notes, len(GAP), paper.width, paper)


def _with_notes(heads: Sequence[list[str]], notes: Sequence[Cells], indent: int, room: int, paper: Paper) -> list[str]:
    """Put below each head who asked and why it came out so, over as many lines as that takes."""
    made: list[str] = []
    for head, note in zip(heads, notes, strict=True):
        text = ": ".join(part for part, _ in note if part)
        below = wrap(text, max(room - indent, 1))
        made += [*head, *(" " * indent + paper.paint(part, Tone.dim) for part in below)]
    return made


def _paragraph(row: Cells, room: int, paper: Paper) -> list[str]:
    """Return what the columns say as text: the moment, then the rest."""
    when, device, command, result, took = (text for text, _ in row)
    first, *rest = wrap(f"{when} {device}: {command} {result}{f', {took}' if took else ''}", room)
    return [paper.paint(first, row[3][1]), *(paper.paint(part, row[3][1]) for part in rest)]


def _row(command: Command, name: str, paper: Paper) -> list[tuple[str, Tone]]:
    known = clean(name)
    cells = [
        (f"{command.requested_at.astimezone():%Y-%m-%d %H:%M:%S}", Tone.dim),
        (known if known == command.device_key else f"{known} ({clean(command.account)})", Tone.calm),
        (NAMES[command.kind], Tone.calm),
        outcome(command),
        (_took(command.requested_at, command.settled_at), Tone.dim),
    ]
    return [(paper.plain(text), tone) for text, tone in cells]


def _note(command: Command, paper: Paper) -> list[tuple[str, Tone]]:
    return [(paper.plain(text), Tone.dim) for text in (clean(who_exactly(command.actor)), because(command))]


def _took(begun: datetime, settled: datetime | None) -> str:
    """Return `3.2 s`, `48 s` or `12 m`; "" while it is under way. A clock that was set back takes no time."""
    if settled is None:
        return ""
    seconds = max(0.0, (settled - begun).total_seconds())
    if seconds >= 60:
        return age_text(seconds)
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
