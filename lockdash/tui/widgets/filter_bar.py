"""The filter, typed in the last line, live."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Span, line
from lockdash.tui.widgets.lines import Lines


class FilterBar(Horizontal):
    """Its input is made when it is first used: the first paint does without."""

    DEFAULT_CSS = """
    FilterBar #filter-sign { width: 2; height: 1; }
    FilterBar #filter-text { width: 1fr; background: $background; color: $tone-calm; }
    FilterBar #filter-keys { width: 24; height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave(False)", "Leave", show=False),
        Binding("down,enter", "leave(True)", "Keep", show=False),
    ]

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

    def compose(self) -> ComposeResult:
        yield Lines(id="filter-sign")
        yield Lines(id="filter-keys")

    def on_mount(self) -> None:
        self.query_one("#filter-sign", Lines).show([line(Span(" /", Tone.accent))])
        keys = line(
            Span("Enter ", Tone.accent), Span("keeps  ", Tone.dim), Span("Esc ", Tone.accent), Span("leaves", Tone.dim)
        )
        self.query_one("#filter-keys", Lines).show([keys])

    async def begin(self, text: str) -> None:
        """Take keys from now on, starting with `text`. The very next key is its own."""
        found = self.query(Input)
        if found:
            field = found.first()
            field.value = text
        else:
            field = Input(text, compact=True, select_on_focus=False, id="filter-text")
            field.cursor_blink = False
            await self.mount(field, after=0)
        self.screen.set_focus(field)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value.strip()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_leave(True)

    def action_leave(self, keep: bool) -> None:
        self.post_message(self.Left(keep))
