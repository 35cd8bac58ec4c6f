"""What `lockdash audit` prints for people: a line for each thing that was asked, or, on narrow terminals, a few."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lockdash.cli import narrowing
from lockdash.cli.narrowing import Layout, Row
from lockdash.cli.outcomes import LONGEST, because, outcome
from lockdash.cli.table import Cells, Column
from lockdash.cli.terminal import Paper, Tone
from lockdash.domain.ages import age_text
from lockdash.domain.changes import Change, ChangeStatus
from lockdash.domain.commands import Command
from lockdash.domain.text import clean
from lockdash.engine.change_words import CHANGE_NAMES, OUTCOME_WORDS, story
from lockdash.engine.progress import who_exactly
from lockdash.engine.words import NAMES

_COLUMNS = (Column("When"), Column("About"), Column("Asked"), Column("Result"), Column("Took", True))
_ABOUT = 1
_MORE = (Column("Who"), Column("Why"))
_LEAST_NAME = 12
_TONES = {ChangeStatus.requested: Tone.asked, ChangeStatus.done: Tone.calm, ChangeStatus.unknown: Tone.warm}


def lines(told: Sequence[tuple[Command | Change, str]], paper: Paper) -> list[str]:
    """Return the lines to print. `told`: what was asked, in its order; each with the name of its device, door or
    schedule."""
    layout = Layout(_COLUMNS, _MORE, _ABOUT, _LEAST_NAME, 1, _note_text, _paragraph)
    return narrowing.lines([Row(_row(each, name, paper), _note(each, paper)) for each, name in told], layout, paper)


def _note_text(note: Cells) -> str:
    return ": ".join(text for text, _ in note if text)


def _paragraph(row: Cells) -> tuple[str, Tone]:
    """Return what the columns say as text: the moment, then the rest."""
    when, about, asked, result, took = (text for text, _ in row)
    return f"{when} {about}: {asked} {result}{f', {took}' if took else ''}", row[3][1]


def _row(asked: Command | Change, name: str, paper: Paper) -> Cells:
    about, what, result = _of_command(asked, name) if isinstance(asked, Command) else _of_change(asked, name)
    cells = [
        (f"{asked.requested_at.astimezone():%Y-%m-%d %H:%M:%S}", Tone.dim),
        (about, Tone.calm),
        (what, Tone.calm),
        result,
        (_took(asked.requested_at, asked.settled_at), Tone.dim),
    ]
    return [(paper.plain(text), tone) for text, tone in cells]


def _of_command(command: Command, name: str) -> tuple[str, str, tuple[str, Tone]]:
    known = clean(name)
    about = known if known == command.device_key else f"{known} ({clean(command.account)})"
    return about, NAMES[command.kind], outcome(command)


def _of_change(change: Change, name: str) -> tuple[str, str, tuple[str, Tone]]:
    """Who was changed, and at which door; or which schedule."""
    about, door = (change.person_name, name) if change.person_name else (name, "")
    what = f"{CHANGE_NAMES[change.kind]} {clean(door)}".rstrip()
    result = OUTCOME_WORDS[change.status], _TONES.get(change.status, Tone.alarm)
    return f"{clean(about)} ({clean(change.account)})", what, result


def _note(asked: Command | Change, paper: Paper) -> Cells:
    why = because(asked) if isinstance(asked, Command) else clean(story(asked), LONGEST)
    return [(paper.plain(text), Tone.dim) for text in (clean(who_exactly(asked.actor)), why)]


def _took(begun: datetime, settled: datetime | None) -> str:
    """Return `3.2 s`, `48 s` or `12 m`; "" while it is under way. A clock that was set back takes no time."""
    if settled is None:
        return ""
    seconds = max(0.0, (settled - begun).total_seconds())
    if seconds >= 60:
        return age_text(seconds)
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
