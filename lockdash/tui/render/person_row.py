"""A person as a row of the People table."""

from __future__ import annotations

from datetime import datetime

from lockdash.domain.accesses import SyncState
from lockdash.engine.people.views import PersonAttention, PersonView
from lockdash.engine.people.words import ALL_SYNCED, PERSON_KIND_WORDS, failed_text, pending_age, pending_text
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import EMPTY, Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.render.person_stay import stay_cell
from lockdash.tui.render.person_words import STATUS_TONES, STATUS_WORDS, status_sign

PERSON_COLUMNS: tuple[Column, ...] = (
    Column("name", "Person", least=5, want=13, most=22, rank=0, middle=True),
    Column("status", "Status", least=8, want=10, most=13, rank=-1),
    Column("stay", "Stay", least=8, want=16, most=27, rank=2),
    Column("doors", "Doors", least=5, want=5, most=5, rank=3, right=True),
    Column("sync", "Locks", least=10, want=16, most=17, rank=1),
    Column("kind", "Kind", least=6, want=9, most=9, rank=4),
    Column("origin", "Listed as", least=8, want=15, most=22, rank=5, middle=True),
    Column("account", "Account", least=7, want=8, most=16, rank=6, middle=True),
    Column("email", "E-mail", least=12, want=28, most=40, rank=7, middle=True),
)

_SHORT = 4
"""Letters of a status where its column is too narrow for all, as it is for those with the signs of ASCII."""


def person_cells(
    view: PersonView, glyphs: Glyphs, now: datetime, *, origin: str = "", doing: str = ""
) -> tuple[Cell, ...]:
    """Return the cells of `view` at `now` (UTC), one for each of `PERSON_COLUMNS`.

    `origin`: what the list is called that the person is from. `doing`: what was asked for and is not done yet.
    """
    person = view.person
    over = view.status.is_over
    return (
        Cell(person.name, Tone.dim if over else Tone.calm),
        _status_cell(view, glyphs),
        stay_cell(view, glyphs, now),
        _doors_cell(view, glyphs),
        Cell(f"{glyphs.waiting} {doing}", Tone.asked) if doing else sync_cell(view, glyphs, now),
        Cell(PERSON_KIND_WORDS[person.kind], Tone.dim),
        Cell(origin, Tone.dim),
        Cell(person.account, Tone.dim),
        Cell(person.email or "", Tone.dim),
    )


def sync_cell(view: PersonView, glyphs: Glyphs, now: datetime) -> Cell:
    """Return whether the locks have heard: quiet if all have, loud if one could not take it."""
    sync = view.sync
    if sync.state is SyncState.failed:
        return Cell(f"{glyphs.alarm} {failed_text(sync)}", Tone.alarm)
    if sync.state is SyncState.pending:
        told, age = f"{glyphs.waiting} {pending_text(sync)}", pending_age(sync, now)
        long = view.attention is PersonAttention.waits_long
        tone = Tone.caution if long else Tone.asked
        return Cell(told, tone, tail=f" {age}" if age else "", tail_tone=tone if long else Tone.dim)
    if sync.state is SyncState.synced:
        return Cell(f"{glyphs.blank} {ALL_SYNCED}", Tone.faint)
    return Cell(f"{glyphs.blank} {glyphs.dash}", Tone.faint) if view.accesses else EMPTY


def _doors_cell(view: PersonView, glyphs: Glyphs) -> Cell:
    """Return how many doors; `2+` as long as not all may have been read, which is no number while none were."""
    if not view.doors and not view.doors_known:
        return Cell(glyphs.dash, Tone.faint)
    tone = Tone.dim if view.status.is_over else Tone.calm
    return Cell(str(view.doors), tone, tail="" if view.doors_known else "+")


def _status_cell(view: PersonView, glyphs: Glyphs) -> Cell:
    status = view.status
    sign, word = status_sign(status, glyphs), STATUS_WORDS[status]
    return Cell(f"{sign} {word}", STATUS_TONES[status], short=f"{sign} {word[:_SHORT]}.")
