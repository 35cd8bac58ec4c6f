"""Giving somebody doors, and taking doors from them."""

from __future__ import annotations

from typing import ClassVar

from lockdash.engine.people.steps import Steps
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.form import form_title
from lockdash.tui.panes.lines import BLANK, Line, Span, wrap
from lockdash.tui.people.doors_form import DoorsForm
from lockdash.tui.people.doors_steps import doors_steps
from lockdash.tui.people.form_known import Known, known_now
from lockdash.tui.people.guest_fields import TARGETS
from lockdash.tui.people.guest_summary import AFTER, fact
from lockdash.tui.screens.form_steps import StepsForm
from lockdash.tui.widgets.picker import Picker

_TAKEN = "Doors are taken only after all have been given. "


class DoorsScreen(StepsForm):
    """`key`: of somebody who is known. Gives the key if something was sent."""

    BESIDE: ClassVar[bool] = False

    def __init__(self, key: str) -> None:
        known = known_now(self.app)
        self.doors = DoorsForm(known, known.people.people[key])
        super().__init__(self.doors, Picker(changes=True, schedules=self.doors.has_schedules, id="form-picker"))

    def on_mount(self) -> None:
        """What they have today is read while one looks at it."""
        self.app.engine.people.focus(self.doors.person.key)

    @property
    def first(self) -> str:
        return TARGETS

    def heading(self) -> Line:
        person, app = self.doors.person, self.app
        width = self.size.width or app.size.width
        return form_title(self.title_of_steps, person.account, app.number_of(person.account), width, app.glyphs)

    def offer_doors(self) -> None:
        doors, picker = self.doors, self.picker
        assert picker is not None
        picker.offer(doors.doors, doors.marked, self._counts(), problem=doors.problem(TARGETS))

    def toggle_door(self, key: str) -> None:
        self.doors.toggle(key)

    def on_picker_scheduled(self, event: Picker.Scheduled) -> None:
        event.stop()
        self.doors.reschedule(event.key)
        self.redraw()

    def take(self, known: Known) -> None:
        self.doors.take(known)

    def _counts(self) -> str:
        doors = self.doors
        counts = ((len(doors.given), "to give"), (len(doors.taken), "to take"), (len(doors.moved), "to change"))
        return ", ".join(f"{count} {word}" for count, word in counts if count)

    # From the form to the steps

    @property
    def verb(self) -> str:
        return "Send"

    @property
    def title_of_steps(self) -> str:
        return f"Doors of {self.doors.person.name}"

    def summary(self, width: int) -> list[Line]:
        lines: list[Line] = [(Span("What is sent", Tone.heading),)]
        for number, step in enumerate(doors_steps(self.doors), start=1):
            lines += fact(f"{number:>3}", step.title, width, short=True)
        told = _TAKEN if self.doors.taken and self.doors.given else ""
        return [*lines, BLANK, *wrap(f"{told}{AFTER}", width, Tone.dim)]

    def questions(self) -> tuple[str, ...]:
        return self.doors.questions

    async def prepared(self) -> Steps:
        return self.app.engine.people.steps(doors_steps(self.doors))

    def come_back(self, steps: Steps) -> str | None:
        return self.doors.person.key if self.doors.come_back(steps.steps) else None
