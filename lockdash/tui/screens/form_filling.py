"""What is filled in, in every form: choices, the button, and secrets that are shown for a while."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from lockdash.tui.people.form_state import FormState, Shape
from lockdash.tui.people.glimpse import SHOWN_FOR
from lockdash.tui.screens.form_frame import FormFrame
from lockdash.tui.waking import Waker
from lockdash.tui.widgets.choice import Choice
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.picker import Picker
from lockdash.tui.widgets.press import Press


class FormFilling(FormFrame):
    """Between the frame and what becomes of what was typed, which subclasses know."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "go_on", "Continue", show=False),
        Binding("ctrl+r", "reveal", "Show what is hidden", show=False),
    ]

    def __init__(self, state: FormState, picker: Picker | None = None) -> None:
        super().__init__(state, picker)
        self._hiding = Waker(self, self.app.clock, self.hide)

    def on_unmount(self) -> None:
        self._hiding.stop()

    def action_go_on(self) -> None:
        """All is typed."""
        raise NotImplementedError

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        event.stop()
        name = next((name for name, row in self.rows.items() if row.control is event.choice), "")
        self.state.choose(name, event.value)
        self.redraw()

    def on_press_pressed(self, event: Press.Pressed) -> None:
        event.stop()
        self.action_go_on()

    def action_reveal(self) -> None:
        """Show the secrets that stand in the form, for a while."""
        if self.state.pin:
            self._show(True)
            self._hiding.arm(SHOWN_FOR)
            self.redraw()

    def hide(self) -> None:
        """Mask the secrets again."""
        self._hiding.stop()
        self._show(False)
        self.redraw()

    def _show(self, shown: bool) -> None:
        self.state.shows_pin = shown
        for row in self.rows.values():
            if row.field.shape is Shape.secret and isinstance(row.control, FieldInput):
                row.control.password = not shown
