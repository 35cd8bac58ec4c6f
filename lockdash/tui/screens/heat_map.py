"""At what times of the week the doors are used, above the events."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from lockdash.tui.events.heat import Heat
from lockdash.tui.panes.heat_map import heat_lines
from lockdash.tui.panes.lines import Line
from lockdash.tui.screens.sheet import SheetScreen


class HeatMapScreen(SheetScreen):
    """`wanted`: the filter of what is counted, as typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("m", "close", "Close", show=False)]

    def __init__(self, heat: Heat, wanted: str) -> None:
        super().__init__()
        self._heat = heat
        self._wanted = wanted

    def lines(self, width: int) -> list[Line]:
        return heat_lines(self._heat, self._wanted, self.app.zone, width, self.app.glyphs)
