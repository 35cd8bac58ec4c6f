"""Access instructions by e-mail: now or some days before the stay, to one or to many; seen first where that can be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from lockdash.domain.people import Person
from lockdash.engine.people.orders import Instruct, Outcome, ShowLetter
from lockdash.engine.people.steps import Step
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.people.bulk import Batch, Part
from lockdash.tui.people.desk import Desk


class Letters:
    """Sends them to one person, or to several who are marked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def send(self, keys: Sequence[str]) -> None:
        desk, people = self._desk, self._desk.known(keys)
        if not people or not desk.able(self._batch(people, None), "write to"):
            return
        person = people[0]
        if len(people) == 1 and not desk.people.objection(ShowLetter(person)):
            desk.send(ShowLetter(person), lambda come: self._shown(person, come))
        else:
            self._ask_when(people)

    def _shown(self, person: Person, come: Outcome) -> None:
        from lockdash.tui.screens.letter import LetterSheet

        desk = self._desk
        if come.preview is None or not desk.screen.is_active:
            late = f": the letter came when something else was on screen; {key_of('letter')} asks again."
            desk.screen.say(*desk.named(person), late)
            return
        sheet = LetterSheet(person.name, person.email or "", come.preview)
        desk.app.push_screen(sheet, lambda _: self._ask_when([person]) if sheet.goes_on else self._not_sent())

    def _ask_when(self, people: Sequence[Person]) -> None:
        from lockdash.tui.screens.letter import LetterQuestionScreen

        desk = self._desk
        who = partial(self._addressed, people)
        screen = LetterQuestionScreen(desk.screen.cursor_line(), partial(self._batch, people), who)
        desk.app.push_screen(screen, lambda yes: self._go(people, screen.days) if yes else self._not_sent())

    def _go(self, people: Sequence[Person], days: int | None) -> None:
        desk, batch = self._desk, self._batch(people, days)
        if not desk.able(batch, "write to"):
            return
        if len(people) == 1:
            desk.send(Instruct(batch.people[0], days))
        else:
            desk.watch_all(f"Send the instructions to {len(batch.able)} people", batch.able)

    def _addressed(self, people: Sequence[Person], batch: Batch) -> list[Line]:
        """Return the question and who gets one, with the address if it is one person."""
        if len(people) > 1:
            return [line(Span("Send the access instructions?", strong=True)), *self._desk.listed(batch.people)]
        asked = self._desk.asked(f"Send {people[0].name} the access instructions?", people[0])
        return [asked, line(Span(f"  to {people[0].email or ''}", Tone.dim))]

    def _batch(self, people: Sequence[Person], days: int | None) -> Batch:
        """Return who gets a letter in so many days before the stay, now for None."""
        title = "send the instructions" if days is None else f"send the instructions {when(days)}"
        batch = self._desk.batch(people, lambda each: [Step(title=title, order=Instruct(each, days))])
        lost = [each for each in batch.able if not each.person.email]
        why = f"there is no e-mail address; {key_of('change')} adds one"
        barred = (*batch.barred, *(Part(each.person, why=why) for each in lost))
        return Batch(tuple(each for each in batch.able if each not in lost), barred)

    def _not_sent(self) -> None:
        self._desk.screen.say("Nothing was sent.")


def when(days: int | None) -> str:
    """Return when a letter goes, in words."""
    if days is None:
        return "now"
    return "1 day before the stay" if days == 1 else f"{days} days before the stay"
