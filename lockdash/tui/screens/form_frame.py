"""The frame of a form: fields, doors beside or below them, a hint for where one is, the keys. It shows a state, and
tells the state what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from lockdash.tui.layout import BESIDE_FROM, LEAST_HEIGHT, LEAST_WIDTH
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.form import HINT_LINES, form_hint, form_keys
from lockdash.tui.panes.lines import BLANK, Line, wrap
from lockdash.tui.people.form_state import FormState
from lockdash.tui.people.guest_fields import TARGETS
from lockdash.tui.screens.overlay import Overlay
from lockdash.tui.widgets.choice import Choice
from lockdash.tui.widgets.field import FieldRow, told
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines
from lockdash.tui.widgets.picker import DoorTable, Picker
from lockdash.tui.widgets.press import Press

_AIRY_FROM = 30
_LEAST_DOORS = 6
"""Lines of the picker below the fields, at least."""
_ENDS = 3 + HINT_LINES
"""Lines beside fields and doors where there is little room: title, button, hint and keys."""
_TOO_SMALL = "Too small for the form. What was typed is kept: make it larger, or Esc."


class FormFrame(Overlay[str | None]):
    """The half of a form that shows; FormScreen is the half that does. `picker`: None where there are no doors."""

    DEFAULT_CSS = """
    FormFrame, FormFrame:ansi { background: $background; align: left top; }
    #form-title { height: 1; margin-bottom: 1; }
    #form-notices { height: 0; padding: 0 2; }
    #form-body { height: 1fr; layout: vertical; }
    #form-fields { height: 1fr; width: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    #form-doors { height: 1fr; padding: 0 1; }
    #form-button { width: auto; height: 1; margin: 1 0 1 3; }
    #form-hint { height: 2; padding: 0 3; }
    #form-keys { height: 1; }
    #form-small { height: 1fr; display: none; padding: 0 1; }
    FormFrame.-beside #form-body { layout: horizontal; }
    FormFrame.-beside #form-fields { width: 1fr; padding: 0 2 0 1; }
    FormFrame.-beside #form-doors { width: 1fr; }
    FormFrame.-airy .-begins { margin-top: 1; }
    FormFrame.-low #form-title { margin-bottom: 0; }
    FormFrame.-low #form-button { margin: 0 0 0 3; }
    FormFrame.-small > * { display: none; }
    FormFrame.-small > #form-small { display: block; }
    """

    # With priority: keys that come in one go, typed ahead over a slow line, each belong to the field that they were
    # meant for, and Textual hands on those that follow before a field has dealt with its own.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "step(1)", "Next", show=False, priority=True),
        Binding("up,shift+tab", "step(-1)", "Before", show=False, priority=True),
        Binding("enter", "enter", "Next", show=False, priority=True),
    ]

    AUTO_FOCUS: ClassVar[str | None] = ""
    BEGINS: ClassVar[frozenset[str]] = frozenset()
    """The fields before which there is a blank line, where there is room."""

    BUTTON: ClassVar[str] = "Continue"
    BESIDE: ClassVar[bool] = True
    """Whether the doors stand beside the fields, where there is room."""

    def __init__(self, state: FormState, picker: Picker | None = None) -> None:
        super().__init__()
        self.state = state
        self.picker = picker
        self.rows = {each.name: FieldRow(each, partial(state.pasted, each.name)) for each in state.FIELDS}
        self._typed: dict[str, str] = {}

    # What subclasses say

    def heading(self) -> Line:
        """The title line."""
        raise NotImplementedError

    def offer_doors(self) -> None:
        """Show the doors as they are now."""

    def below(self) -> Iterable[Widget]:
        """What stands below the fields."""
        return ()

    def more_keys(self) -> Sequence[tuple[str, str]]:
        """Keys that count in this form alone, each with its label."""
        return ()

    def toggle_door(self, key: str) -> None:
        """Mark a door, or take the mark away."""

    @property
    def first(self) -> str:
        """The field with which one begins."""
        raise NotImplementedError

    # What is shown

    def compose(self) -> ComposeResult:
        yield Lines(id="form-title")
        yield Lines(id="form-notices")
        with Container(id="form-body"):
            with VerticalScroll(id="form-fields", can_focus=False):
                for name, row in self.rows.items():
                    row.set_class(name in self.BEGINS, "-begins")
                    yield row
            if self.picker is not None:
                with Container(id="form-doors"):
                    yield self.picker
        yield from self.below()
        yield Press(self.BUTTON, id="form-button")
        yield Lines(id="form-hint")
        yield Lines(id="form-keys")
        yield Lines(id="form-small")

    def on_mount(self) -> None:
        self.redraw()
        self.go_to(self.first)

    def redraw(self) -> None:
        """Show the state as it is now. Only what differs is painted."""
        if not self.is_mounted or not self.size.width:
            return
        self.gather()
        shown = self.state.fields
        for name, row in self.rows.items():
            row.display = name in shown
            if row.display:
                self._show_row(name, row)
        if self.picker is not None:
            self.offer_doors()
        self.query_one("#form-title", Lines).show([self.heading()])
        self._show_notices()
        self.redraw_hint()
        self._share_room()

    def gather(self) -> None:
        """Take over what was typed. An input is ahead of its messages, and only what the state has changed by itself
        may be put into it."""
        for name, row in self.rows.items():
            control = row.control
            if isinstance(control, FieldInput) and control.value != self._typed.get(name, ""):
                self._typed[name] = control.value
                self.state.type(name, control.value)

    def _show_row(self, name: str, row: FieldRow) -> None:
        state, control = self.state, row.control
        if isinstance(control, Choice):
            control.offer(state.options(name), state.choices.get(name, ""))
        elif isinstance(control, FieldInput):
            control.placeholder = state.placeholder(name)
            if control.value != state.text(name):
                control.value = self._typed[name] = state.text(name)
        row.show(remark=state.remark(name), problem=state.problem(name))

    def _show_notices(self) -> None:
        notices = self.query_one("#form-notices", Lines)
        width = max(self.content_size.width - 4, 8)
        problems = filter(None, (self.state.problem(""), *self.state.notices))
        lines = [each for words in problems for each in told("", words, width)]
        lines += [BLANK] if lines and self.has_class("-airy") else []
        if notices.styles.height is None or notices.styles.height.value != len(lines):
            notices.styles.height = len(lines)
        notices.show(lines)

    def redraw_hint(self) -> None:
        """What there is to know where one is, and the keys."""
        name, width, glyphs = self.where, self.content_size.width, self.app.glyphs
        hint = self.state.hint(name) if name else ""
        self.query_one("#form-hint", Lines).show(form_hint(hint, width - 6, glyphs))
        schedules = self.picker is not None and self.picker.has_schedules
        pin, doors, more = bool(self.state.pin), name == TARGETS, self.more_keys()
        keys = form_keys(width, glyphs, pin=pin, doors=doors, schedules=schedules, more=more)
        self.query_one("#form-keys", Lines).show([keys])

    # Where one is

    @property
    def where(self) -> str:
        """The name of the field that has the focus, "" for none."""
        focused = self.focused
        if self.picker is not None and focused is not None and self.picker in focused.ancestors:
            return TARGETS
        return next((name for name, row in self.rows.items() if row.control is focused), "")

    def go_to(self, name: str) -> None:
        """Put the focus on a field."""
        if name == TARGETS and self.picker is not None:
            self.picker.table.focus()
        elif name in self.rows:
            self.rows[name].control.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.redraw()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        for name, row in self.rows.items():
            if row.control is event.widget:
                self.state.leave(name)
        if self.picker is not None and event.widget is self.picker.table:
            self.state.leave(TARGETS)
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Among the doors and in their filter these keys have another meaning; on the button Enter has."""
        if action == "step":
            return isinstance(self.focused, FieldInput | Choice | Press)
        return action != "enter" or isinstance(self.focused, FieldInput | Choice)

    def action_enter(self) -> None:
        self.action_step(1)

    def action_step(self, by: int) -> None:
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    # What the user does

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.redraw()

    def on_door_table_left(self, event: DoorTable.Left) -> None:
        event.stop()
        self.action_step(event.by)

    # Size

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        classes = {
            "-small": small,
            "-beside": self.BESIDE and width >= BESIDE_FROM and self.picker is not None,
            "-airy": height >= _AIRY_FROM,
            "-low": height < _AIRY_FROM,
        }
        if any(self.has_class(name) != wanted for name, wanted in classes.items()):
            self.update_classes(classes)
        self.hold_focus(small)
        if small:
            self.query_one("#form-small", Lines).show(wrap(_TOO_SMALL, max(width - 2, 1), Tone.dim))
        self.call_after_refresh(self.redraw)

    def _share_room(self) -> None:
        """Below each other, the fields get what they need and the doors the rest, or both a part."""
        if self.picker is None or self.has_class("-small"):
            return
        fields = self.query_one("#form-fields")
        if self.has_class("-beside"):
            fields.styles.height = "1fr"
            return
        airy = self.has_class("-airy")
        wanted = sum(self.rows[name].lines(airy=airy) for name in self.state.fields if name in self.rows)
        room = self.content_size.height - _ENDS - int(self.query_one("#form-notices").size.height)
        room -= 3 if airy else 0
        least = room * 2 // 3 if self.where == TARGETS else _LEAST_DOORS
        fields.styles.height = max(min(wanted, room - least), min(wanted, 3))
