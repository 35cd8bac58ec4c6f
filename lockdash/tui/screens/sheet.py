"""A sheet of text above a tab: it scrolls when it must, and any of the usual keys closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from lockdash.tui.keymap.in_use import keys_of
from lockdash.tui.messages import SnapshotChanged
from lockdash.tui.panes.lines import Line
from lockdash.tui.screens.overlay import Overlay
from lockdash.tui.widgets.lines import ScrollingLines

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

WIDTH = 92
_SIDES, _ENDS = 6, 2


class SheetScreen(Overlay[None]):
    """Subclasses give its `lines`; they are asked for again when something changed."""

    DEFAULT_CSS = """
    #sheet { width: 92; height: auto; scrollbar-gutter: stable; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "close", "Close", show=False),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
    ]

    app: LockdashApp

    def __init__(self) -> None:
        super().__init__()
        for opening in ("help", "accounts", "leave"):  # what opens a sheet closes it again
            self.bind_as(opening, "close")

    def bind_as(self, id: str, action: str) -> None:
        """Let the keys that the user has for the action `id` elsewhere do `action` here."""
        for key in keys_of(id):
            self._bindings.bind(key, action, show=False)

    def compose(self) -> ComposeResult:
        yield ScrollingLines(id="sheet", classes="box")

    def lines(self, width: int) -> list[Line]:
        """What the sheet says in `width` columns."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.redraw(self.app.size.width, self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        self.redraw(event.size.width, event.size.height)

    def on_snapshot_changed(self, message: SnapshotChanged) -> None:
        message.stop()
        self.redraw(self.size.width, self.size.height)

    def redraw(self, width: int, height: int) -> None:
        """Show what there is to say now; only what differs is painted."""
        sheet = self.query_one("#sheet", ScrollingLines)
        told = self.lines(max(min(WIDTH, width) - _SIDES - 1, 10))
        sheet.show(told)
        wanted = min(len(told) + _ENDS, height)
        if sheet.styles.height is None or sheet.styles.height.value != wanted:
            sheet.styles.height = wanted

    def action_close(self) -> None:
        self.dismiss()

    def action_scroll(self, by: int) -> None:
        self.query_one("#sheet", ScrollingLines).scroll_relative(y=by, animate=False)
