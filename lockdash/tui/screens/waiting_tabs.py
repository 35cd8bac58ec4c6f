"""The tabs that have nothing to list yet: they say what they will be, why they are empty, and the next key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from lockdash.tui.panes.empty import EVENTS
from lockdash.tui.render.cells import Cell
from lockdash.tui.screens.tab import TabScreen
from lockdash.tui.widgets.row_table import RowTable


class WaitingTab(TabScreen):
    """A tab whose list is empty for a reason that it gives."""

    REASON: ClassVar[Sequence[Cell]]

    def body(self) -> Iterable[Widget]:
        table = RowTable((), glyphs=self.app.glyphs, id="table")
        table.set_message(self.REASON)
        yield table


class EventsScreen(WaitingTab):
    TAB = "Events"
    REASON = EVENTS
