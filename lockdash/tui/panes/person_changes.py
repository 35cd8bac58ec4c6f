"""What was done to somebody: who, what, when, and what came of it. What has no clear answer is loud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockdash.domain.changes import Change
from lockdash.engine.change_words import CHANGE_NAMES
from lockdash.engine.progress import who
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.changes import told_changes
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.people.telling import DOING

if TYPE_CHECKING:
    from lockdash.tui.panes.person import PersonDetail


def change_lines(detail: PersonDetail, width: int, most: int) -> list[Line]:
    """Return the last changes, `most` of them, the newest first: a line each, and the story of those that did not end
    well."""
    return told_changes(detail, lambda change: _what(change, detail), width, most)


def asked_line(detail: PersonDetail) -> Line:
    """Return the change that is in flight, as a wish; empty if there is none."""
    change = detail.view.change
    if change is None:
        return ()
    by = "" if change.actor == detail.own else f" by {who(change.actor)}"
    told = ": ".join(each for each in (DOING[change.kind], _door(change, detail)) if each)
    return line(Span(f"{detail.glyphs.waiting} {told} (asked{by})", Tone.asked))


def _what(change: Change, detail: PersonDetail) -> str:
    """Return what was asked for: `give Pool Gate`."""
    return " ".join(each for each in (CHANGE_NAMES[change.kind], _door(change, detail)) if each)


def _door(change: Change, detail: PersonDetail) -> str:
    """The name that it had then; else that which it has now; else its id."""
    if change.target_name or change.target_id is None:
        return change.target_name
    mine = (each for each in detail.view.accesses if each.target_id == change.target_id)
    return next((detail.directory.name(each) for each in mine), change.target_id)
