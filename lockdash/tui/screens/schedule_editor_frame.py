"""The frame of the schedule editor: fields, the week as a grid and as text, what is wrong, the keys. It shows a form,
and tells the form what was typed."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, TextArea

from lockdash.domain.schedules import Schedule
from lockdash.tui.layout import BESIDE_FROM, LEAST_HEIGHT, LEAST_WIDTH
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line, wrap
from lockdash.tui.panes.week_editor import CANCEL, SAVE, editor_keys, hint_line, keys_lines
from lockdash.tui.panes.week_grid import WIDTHS
from lockdash.tui.schedules.edit_form import ScheduleForm
from lockdash.tui.schedules.edit_state import WeekEdit
from lockdash.tui.screens.overlay import Overlay
from lockdash.tui.widgets.choice import Choice
from lockdash.tui.widgets.field import FieldRow, told
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines
from lockdash.tui.widgets.week_editor import WeekEditor, show_all
from lockdash.tui.widgets.week_grid import WeekGrid

KEYS = 2
"""Lines of keys."""
_WHOLE_FROM = 21
"""Lines from which on fields, grid and text are there together; below that, what one is at."""
_TALL_FROM = 34
_ROOMY_FROM = WIDTHS[0] + 60
_TOO_SMALL = "Too small for a week. What was drawn is kept: make it larger, or Esc."


class EditorFrame(Overlay[Schedule | None]):
    """The half of the editor that shows; ScheduleEditor is the half that does. `is_sending`: an order is on its way."""

    DEFAULT_CSS = """
    EditorFrame, EditorFrame:ansi { background: $background; align: left top; }
    #edit-title { height: 1; }
    #edit-notices { height: 0; padding: 0 2; }
    #edit-fields { height: auto; padding: 0 1; }
    #edit-keys { height: 2; }
    #edit-small { height: 1fr; display: none; padding: 0 1; }
    EditorFrame.-airy #edit-title, EditorFrame.-airy #edit-fields { margin-bottom: 1; }
    EditorFrame.-gaps #edit-fields { margin-bottom: 1; }
    EditorFrame.-airy #edit-place { margin-top: 1; }
    EditorFrame.-low #edit-place { height: 1; }
    EditorFrame.-tall #edit-grid { height: 14; }
    EditorFrame.-beside WeekEditor { layout: horizontal; }
    EditorFrame.-beside #edit-drawn { width: 58; height: 1fr; }
    EditorFrame.-beside.-roomy #edit-drawn { width: 106; }
    EditorFrame.-beside #edit-told { width: 1fr; }
    EditorFrame.-small > * { display: none; }
    EditorFrame.-small > #edit-small { display: block; }
    """

    # With priority: keys that come in one go each belong to the field that they were meant for.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "part(1)", "Next", show=False, priority=True),
        Binding("shift+tab", "part(-1)", "Before", show=False, priority=True),
        Binding("down,enter", "step(1)", "Next", show=False, priority=True),
        Binding("up", "step(-1)", "Before", show=False, priority=True),
    ]

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, form: ScheduleForm) -> None:
        super().__init__()
        self.form = form
        self.rows = {each.name: FieldRow(each, partial(form.pasted, each.name)) for each in form.FIELDS}
        self.week = WeekEditor(form.edit)
        self.grid, self.text = self.week.grid, self.week.text
        self.is_sending = False
        self._typed: dict[str, str] = {}
        self._part: Widget = self.grid

    @property
    def edit(self) -> WeekEdit:
        return self.form.edit

    # What subclasses say

    def heading(self) -> Line:
        """The title line."""
        raise NotImplementedError

    # What is shown

    def compose(self) -> ComposeResult:
        yield Lines(id="edit-title")
        yield Lines(id="edit-notices")
        with Vertical(id="edit-fields"):
            yield from self.rows.values()
        yield self.week
        yield Lines(id="edit-keys")
        yield Lines(id="edit-small")

    def on_mount(self) -> None:
        self.redraw()
        self.go_to(self.grid if self.form.base is not None else self.rows[self.form.fields[0]].control)

    def redraw(self) -> None:
        """Show the form as it is now. Only what differs is painted."""
        if not self.is_mounted or not self.size.width:
            return
        self.gather()
        for name, row in self.rows.items():
            row.display = name in self.form.fields
            if row.display:
                self._show_row(name, row)
        self.query_one("#edit-title", Lines).show([self.heading()])
        self._show_notices()
        self.week.show(self.edit, self.form.week_refusals())
        self._show_keys()

    def gather(self) -> None:
        """Take over what was typed. An input is ahead of its messages, and only what the form has changed by itself may
        be put into it."""
        for name, row in self.rows.items():
            control = row.control
            if isinstance(control, FieldInput) and control.value != self._typed.get(name, ""):
                self._typed[name] = control.value
                self.form.type(name, control.value)
        if self.week.gather():
            self.form.week_changed()

    def _show_row(self, name: str, row: FieldRow) -> None:
        form, control = self.form, row.control
        if isinstance(control, Choice):
            control.offer(form.options(name), form.choices.get(name, ""))
        elif isinstance(control, FieldInput):
            control.placeholder = form.placeholder(name)
            if control.value != form.text(name):
                control.value = self._typed[name] = form.text(name)
        row.show(remark=form.remark(name), problem=form.problem(name))

    def _show_notices(self) -> None:
        width = max(self.size.width - 4, 8)
        lines = [
            each for words in (self.form.problem(""), *self.form.notices) if words for each in told("", words, width)
        ]
        if self.is_sending:
            lines = [line(Span(f"sending{self.app.glyphs.ellipsis}", Tone.asked))]
        show_all(self.query_one("#edit-notices", Lines), lines)

    def _show_keys(self) -> None:
        edit, places = self.edit, {self.grid: "grid", self.text: "text"}
        where = places.get(self.focused, "") if self.focused is not None else ""
        keys, ends = editor_keys(edit, where), CANCEL if where == "grid" and edit.has_begun else SAVE
        lines = keys_lines(keys, ends, self.size.width, KEYS, self.app.glyphs)
        low = self.has_class("-low")  # there the line below the grid has no room for it
        above = (Span(" "), *hint_line(edit, self.size.width - 1, self.app.glyphs)) if low else ()
        self.query_one("#edit-keys", Lines).show([*[above] * (KEYS - len(lines)), *lines])

    # Where one is

    def parts(self) -> list[Widget]:
        """What can have the focus, in order."""
        return [*(self.rows[name].control for name in self.form.fields), self.grid, self.text]

    def go_to(self, part: Widget) -> None:
        """Put the focus on a part; where there is no room for all, only that is shown."""
        self._part = part
        self._show_parts()
        part.focus()

    def _show_parts(self) -> None:
        low, part = self.has_class("-low"), self._part
        of_week = part in (self.grid, self.text)
        self.query_one("#edit-fields").display = not (low and of_week)
        self.week.show_only(grid=not low or part is self.grid, text=not low or part is self.text)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._part = event.widget
        self.redraw()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        for name, row in self.rows.items():
            if row.control is event.widget:
                self.form.leave(name)
        if event.widget is self.text:
            self.gather()
            self.edit.stop_typing()
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the week these keys have another meaning."""
        if action == "step":
            return isinstance(self.focused, FieldInput | Choice)
        return super().check_action(action, parameters)

    def action_part(self, by: int) -> None:
        parts, here = self.parts(), self.focused
        place = parts.index(here) if here in parts else 0
        self.go_to(parts[(place + by) % len(parts)])

    def action_step(self, by: int) -> None:
        self.action_part(by)

    # What the user does

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.redraw()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.redraw()

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        event.stop()
        name = next((name for name, row in self.rows.items() if row.control is event.choice), "")
        self.gather()
        self.form.choose(name, event.value)
        self.redraw()

    def on_week_grid_changed(self, event: WeekGrid.Changed) -> None:
        event.stop()
        self.form.week_changed()
        self.redraw()

    # Size

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        beside = width >= BESIDE_FROM
        classes = {
            "-small": small,
            "-low": height < _WHOLE_FROM,
            "-airy": height >= 30,
            "-gaps": _WHOLE_FROM + 2 <= height < 30,
            "-tall": height >= _TALL_FROM,
            "-beside": beside,
            "-roomy": width >= _ROOMY_FROM,
        }
        if any(self.has_class(name) != wanted for name, wanted in classes.items()):
            self.update_classes(classes)
        self.hold_focus(small)
        if small:
            self.query_one("#edit-small", Lines).show(wrap(_TOO_SMALL, max(width - 2, 1), Tone.dim))
        self._show_parts()
        self.call_after_refresh(self.redraw)
