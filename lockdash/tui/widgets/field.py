"""A field of a form: its label, what is typed or chosen, and below it what is worth knowing or wrong."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, line, wrap
from lockdash.tui.people.form_state import Field, Shape
from lockdash.tui.widgets.choice import Choice
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines

LABEL = 14
MARK = "! "
"""Before a problem, so that it is one without any colour."""


class FieldRow(Horizontal):
    """`control`: what has the focus. `cleaned`: what of pasted text is taken."""

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow > .label { width: 14; height: 1; }
    FieldRow > Vertical { height: auto; width: 1fr; }
    FieldRow .remark { height: 0; padding: 0 1; }
    """

    def __init__(self, field: Field, cleaned: Callable[[str], str]) -> None:
        super().__init__(id=f"row-{field.name}")
        self.field = field
        self.control: Widget = (
            Choice(id=f"choice-{field.name}")
            if field.shape is Shape.choice
            else FieldInput("", cleaned, masked=field.shape is Shape.secret, id=f"input-{field.name}")
        )
        self._label = Lines(classes="label")
        self._remark = Lines(classes="remark")

    def compose(self) -> ComposeResult:
        yield self._label
        with Vertical():
            yield self.control
            yield self._remark

    def show(self, *, remark: str, problem: str) -> None:
        """Show the field as it is now: `problem` in the place of `remark`, if there is one."""
        focused = self.control.has_focus
        edge = self.app.glyphs.edge_cursor if focused else " "  # type: ignore[attr-defined]
        tone = Tone.accent if focused else Tone.dim
        label = line(Span(f"{edge} ", tone), Span(self.field.label, tone, strong=focused))
        room = self._label.size.width or LABEL
        self._label.show([fit(label, room, self.app.glyphs.ellipsis)])  # type: ignore[attr-defined]
        lines = told(remark, problem, max(self._remark.content_size.width or self.size.width - LABEL - 2, 8))
        if self._remark.styles.height is None or self._remark.styles.height.value != len(lines):
            self._remark.styles.height = len(lines)
        self._remark.show(lines)

    def lines(self, *, airy: bool) -> int:
        """How many lines it takes. `airy`: with a blank one before it, if it begins a group."""
        below = self._remark.styles.height
        return 1 + (int(below.value) if below is not None else 0) + (airy and self.has_class("-begins"))


def told(remark: str, problem: str, width: int) -> list[Line]:
    """Return a problem with its mark, else a remark, in lines of `width` columns."""
    if not problem:
        return wrap(remark, width, Tone.dim)
    lines = wrap(problem, width - len(MARK), Tone.caution)
    return [(Span(MARK if not number else " " * len(MARK), Tone.caution), *each) for number, each in enumerate(lines)]
