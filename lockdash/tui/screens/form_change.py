"""Changing somebody: name, e-mail address, department, PIN."""

from __future__ import annotations

from typing import ClassVar

from lockdash.engine.people.steps import Steps
from lockdash.tui.panes.form import form_title
from lockdash.tui.panes.lines import Line
from lockdash.tui.people.change_form import ChangeForm
from lockdash.tui.people.change_summary import change_summary
from lockdash.tui.people.form_known import Known, known_now
from lockdash.tui.screens.form_steps import StepsForm


class ChangeScreen(StepsForm):
    """`key`: of somebody who is known. Gives the key if they were changed."""

    BEGINS: ClassVar[frozenset[str]] = frozenset({"pin_way"})

    def __init__(self, key: str) -> None:
        known = known_now(self.app)
        self.change = ChangeForm(known, known.people.people[key])
        super().__init__(self.change)

    @property
    def first(self) -> str:
        return next(iter(self.change.fields), "")

    def heading(self) -> Line:
        person, app = self.change.person, self.app
        width = self.size.width or app.size.width
        return form_title(self.title_of_steps, person.account, app.number_of(person.account), width, app.glyphs)

    def take(self, known: Known) -> None:
        self.change.take(known)

    # From the form to the step

    @property
    def verb(self) -> str:
        return "Change"

    @property
    def title_of_steps(self) -> str:
        return f"Change {self.change.person.name}"

    def summary(self, width: int) -> list[Line]:
        return change_summary(self.change, width)

    def questions(self) -> tuple[str, ...]:
        return self.change.questions

    async def prepared(self) -> Steps:
        return self.app.engine.people.steps([self.change.step])

    def come_back(self, steps: Steps) -> str | None:
        return self.change.person.key if self.change.come_back(steps.steps) else None
