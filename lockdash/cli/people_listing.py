"""What `lockdash people` prints for people: a line for each, or, on narrow terminals, a few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from lockdash.cli import narrowing, people_wording
from lockdash.cli.narrowing import Layout, Row
from lockdash.cli.people_reach import Reach
from lockdash.cli.table import Cells, Column
from lockdash.cli.terminal import Paper, Tone
from lockdash.domain.secret import Secret
from lockdash.engine.people.words import PERSON_KIND_WORDS

_COLUMNS = (Column("Person"), Column("Status"), Column("Sync"))
_PIN = Column("PIN")
_MORE = (Column("From - to"), Column("Doors"), Column("Kind"), Column("Account"))
_LEAST_NAME = 12


def lines(
    reached: Sequence[Reach], now: datetime, paper: Paper, pins: Mapping[str, Secret | None] | None = None
) -> list[str]:
    """Return the lines to print. `pins`: by key, of those who were asked for theirs; None if nobody was."""
    columns = _COLUMNS if pins is None else (_COLUMNS[0], _PIN, *_COLUMNS[1:])
    layout = Layout(columns, _MORE, 0, _LEAST_NAME, 0, _note_text, _paragraph)
    rows = [Row(_row(each, now, paper, pins), _note(each, now, paper)) for each in reached]
    return narrowing.lines(rows, layout, paper)


def _row(reach: Reach, now: datetime, paper: Paper, pins: Mapping[str, Secret | None] | None) -> Cells:
    known = reach.person
    name, *more = [
        (known.name or known.key, Tone.calm),
        people_wording.status(reach),
        people_wording.sync(reach, now),
    ]
    pin = pins.get(known.key) if pins is not None else None
    shown = [(pin.reveal() if pin else "", Tone.calm)] if pins is not None else []
    return [(paper.plain(text), tone) for text, tone in (name, *shown, *more)]


def _note(reach: Reach, now: datetime, paper: Paper) -> Cells:
    cells = [
        people_wording.stay(reach, now),
        people_wording.doors(reach),
        (PERSON_KIND_WORDS[reach.person.kind], Tone.dim),
        (reach.person.account, Tone.dim),
    ]
    return [(paper.plain(text), tone) for text, tone in cells]


def _note_text(note: Cells) -> str:
    return "; ".join(text for text, _ in note if text)


def _paragraph(row: Cells) -> tuple[str, Tone]:
    (name, _), *rest = row
    loudest = next((tone for _, tone in reversed(rest) if tone in (Tone.alarm, Tone.warm)), Tone.calm)
    return f"{name}: {', '.join(text for text, _ in rest if text)}", loudest
