"""Where to get the key, which scopes it needs, and what the others give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from lockdash.tui.panes.lines import Line
from lockdash.tui.setup.panes.frame import Place
from lockdash.tui.setup.panes.guide import guide_lines
from lockdash.tui.setup.screens.frame import StepScreen
from lockdash.vendors.base import Plugin
from lockdash.vendors.guide import Way


class GuideScreen(StepScreen):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", show=False),
        Binding("y,ctrl+y", "copy", "Copy the address", show=False),
    ]

    def __init__(self, plugin: Plugin, way: Way) -> None:
        super().__init__()
        self._plugin, self._way = plugin, way
        self._copied = False

    @property
    def place(self) -> Place:
        return Place(f"{self._plugin.label}: {self._way.label}", 2)

    def lines(self, width: int) -> list[Line]:
        return guide_lines(self._way, width, self.app.glyphs)

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        copy = ("y", "Copied" if self._copied else "Copy address")
        return (("Enter", "Go on"), ("Esc", "Back"), *([copy] if self._way.address else []), ("↑↓", "Scroll"))

    def action_copy(self) -> None:
        if self._way.address:
            self.app.copy_to_clipboard(self._way.address)
            self._copied = True
            self.redraw()

    def action_go_on(self) -> None:
        self.app.show_fields(self._plugin, self._way)
