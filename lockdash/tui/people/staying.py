"""Extending and shortening stays: the form, a yes where one is needed, and the steps."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.tui.people.bulk import Batch, Part, sort
from lockdash.tui.people.desk import Desk
from lockdash.tui.people.form_known import known_now
from lockdash.tui.people.moving import Move, barred, batch
from lockdash.tui.screens.question import Question

_NOTHING = "Nothing was sent: every stay is as it was."


class Stays:
    """Of one person, or the same new end for all who are marked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def change(self, keys: Sequence[str]) -> None:
        from lockdash.tui.screens.stay import StayScreen

        desk = self._desk
        people, known = desk.known(keys), known_now(desk.app)
        views = [view for each in people if (view := desk.screen.roster.views.get(each.key)) is not None]
        objection = desk.people.objection
        first = sort(Part(each.person, why=barred(each, known, objection)) for each in views)
        if not views or not desk.able(first, "give another stay"):
            return
        screen = StayScreen([each.person.key for each in views], several=len(keys) > 1)
        desk.app.push_screen(screen, lambda yes: self._typed(screen.moves) if yes else desk.screen.say(_NOTHING))

    def _typed(self, moved: Sequence[Move]) -> None:
        """What was typed is meant; where it may surprise, and for several people, that is asked once more."""
        desk, found = self._desk, batch(moved)
        questions = list(dict.fromkeys(each for move in moved if move.judged for each in move.judged.questions))
        if not desk.able(found, "give another stay"):
            return
        if len(moved) == 1:
            title = f"Change the stay of {found.people[0].name}"
            consequence = "; ".join(questions)
        else:
            title = f"Change the stay of {len(found.able)} people"
            consequence = " ".join([_count(found), *(f"{each}." for each in questions)])
        if not consequence:
            desk.watch_all(title, found.able)
            return
        asked = Question("Change", f"{title}?", desk.listed(found.people), consequence, found.left_out)
        desk.ask(asked, lambda: desk.watch_all(title, found.able), _NOTHING)


def _count(found: Batch) -> str:
    number = found.requests
    return f"It takes {number} request{'' if number == 1 else 's'}."
