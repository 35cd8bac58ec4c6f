"""Adding somebody: the form, the summary, the steps."""

from __future__ import annotations

from typing import ClassVar

from lockdash.engine.people.orders import Create
from lockdash.engine.people.steps import Steps
from lockdash.tui.panes.form import form_title
from lockdash.tui.panes.lines import Line
from lockdash.tui.people.form_known import Known, known_now
from lockdash.tui.people.guest_fields import TARGETS
from lockdash.tui.people.guest_form import GuestForm
from lockdash.tui.people.guest_summary import guest_summary
from lockdash.tui.screens.form_steps import StepsForm
from lockdash.tui.widgets.picker import Picker


class GuestScreen(StepsForm):
    """`account`: the one to begin with, None for the first that takes people. Gives the key of who was added."""

    BEGINS: ClassVar[frozenset[str]] = frozenset({"name", "pin_way", "starts", "letter"})

    def __init__(self, account: str | None) -> None:
        self.guest = GuestForm(known_now(self.app), account)
        super().__init__(self.guest, Picker(id="form-picker"))

    @property
    def first(self) -> str:
        fields = self.guest.fields
        return next((each for each in ("name", "email", "account") if each in fields), "account")

    def heading(self) -> Line:
        account = self.guest.account
        number = self.app.number_of(account) if account else None
        return form_title(self.title_of_steps, account, number, self.size.width or self.app.size.width, self.app.glyphs)

    def offer_doors(self) -> None:
        guest, picker = self.guest, self.picker
        assert picker is not None
        picker.display = TARGETS in guest.fields
        picker.offer(guest.doors, guest.marks, problem=guest.problem(TARGETS))

    def toggle_door(self, key: str) -> None:
        self.guest.toggle(key)

    def take(self, known: Known) -> None:
        self.guest.take(known)

    # From the form to the steps

    @property
    def verb(self) -> str:
        return "Add"

    @property
    def title_of_steps(self) -> str:
        name = self.guest.text("name").strip() or self.guest.text("email").strip()
        return f"Add {name}" if name else "Add somebody"

    def summary(self, width: int) -> list[Line]:
        return guest_summary(self.guest, self.app.zone, width)

    def questions(self) -> tuple[str, ...]:
        return self.guest.questions

    async def prepared(self) -> Steps:
        guest = self.guest
        new = guest.judged.new
        assert new is not None, "there are no problems"
        return await self.app.engine.people.guest(guest.account, new, guest.judged.accesses, guest.letter)

    def come_back(self, steps: Steps) -> str | None:
        if not self.guest.come_back(steps.steps):
            return None
        made = [each.outcome for each in steps.steps if isinstance(each.order, Create) and each.outcome is not None]
        return next((each.change.person_key for each in made if each.change.person_key is not None), "")
