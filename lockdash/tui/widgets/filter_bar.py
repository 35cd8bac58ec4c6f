"""The filter, typed in the last line, live."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from lockdash.domain.query import QuerySyntax
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, line, width_of
from lockdash.tui.widgets.filter_input import FilterInput
from lockdash.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

_SIGN = line(Span(" /", Tone.accent))
_KEYS = line(
    Span("Enter ", Tone.accent), Span("keeps  ", Tone.dim), Span("Esc ", Tone.accent), Span("leaves", Tone.dim)
)
_GAP = "  "
_LEAST_TEXT = 12
"""Columns that the text keeps beside a long message."""


class FilterBar(Horizontal):
    """Its input is made when it is first used: the first paint does without.

    `check`: raises QuerySyntax for a text that is no filter. Of such a text nobody hears: the list stays as it was,
    the place is marked, and what is wrong stands where the keys did. It cannot be kept either.
    """

    DEFAULT_CSS = """
    FilterBar #filter-sign { width: 2; height: 1; }
    FilterBar #filter-text { width: 1fr; background: $background; color: $tone-calm; }
    FilterBar #filter-keys { height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave(False)", "Leave", show=False),
        Binding("down,enter", "leave(True)", "Keep", show=False),
    ]

    app: LockdashApp

    class Changed(Message):
        """Another text is looked for."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The user is done. `keep`: the filter stays."""

        def __init__(self, keep: bool) -> None:
            super().__init__()
            self.keep = keep

    def __init__(self, check: Callable[[str], object] | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._check = check
        self._wrong: QuerySyntax | None = None

    def compose(self) -> ComposeResult:
        yield Lines(id="filter-sign")
        yield Lines(id="filter-keys")

    def on_mount(self) -> None:
        self.query_one("#filter-sign", Lines).show([_SIGN])
        self._tell()

    def on_resize(self, event: events.Resize) -> None:
        self._tell()

    async def begin(self, text: str) -> None:
        """Take keys from now on, starting with `text`. The very next key is its own."""
        found = self.query(FilterInput)
        if found:
            field = found.first()
            field.value = text
        else:
            field = FilterInput(text, id="filter-text")
            await self.mount(field, after=0)
        self._judge(text)
        self.screen.set_focus(field)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._judge(event.value)
        if self._wrong is None:
            self.post_message(self.Changed(event.value.strip()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_leave(True)

    def action_leave(self, keep: bool) -> None:
        if keep and self._wrong is not None:
            self.query_one(FilterInput).cursor_position = self._wrong.at
        else:
            self.post_message(self.Left(keep))

    def _judge(self, text: str) -> None:
        self._wrong = None
        if self._check is not None:
            try:
                self._check(text)
            except QuerySyntax as error:
                self._wrong = error
        self._tell()

    def _tell(self) -> None:
        """Show what is wrong, or the keys; and where."""
        place, field = None, self.query(FilterInput)
        if self._wrong is not None and field:
            place = self._wrong.at, self._wrong.at + self._wrong.length
        if field:
            field.first().mark(place)
        told, shown = self._told(), self.query_one("#filter-keys", Lines)
        room = width_of(told) + 1
        if shown.styles.width is None or shown.styles.width.value != room:
            shown.styles.width = room
        shown.show([told])

    def _told(self) -> Line:
        """What stands to the right of the text: all of a message for which there is room."""
        if self._wrong is None:
            return _KEYS
        field = self.query(FilterInput)
        typed = field.first().content_width if field else 0
        free = self.size.width - width_of(_SIGN)
        room = max(free - max(typed, _LEAST_TEXT), free // 2)
        return fit(line(_GAP, Span(str(self._wrong), Tone.dim)), room - 1, self.app.glyphs.ellipsis)
