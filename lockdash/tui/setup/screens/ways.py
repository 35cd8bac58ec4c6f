"""The ways into an account of a vendor, where there are several; the usual one first."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from lockdash.tui.panes.lines import BLANK, Line, wrap
from lockdash.tui.setup.menu import Item, Menu
from lockdash.tui.setup.panes.frame import Place
from lockdash.tui.setup.screens.frame import StepScreen
from lockdash.vendors.base import Plugin
from lockdash.vendors.guide import Way


class WaysScreen(StepScreen):
    def __init__(self, plugin: Plugin, ways: Sequence[Way]) -> None:
        super().__init__()
        self._plugin, self._ways = plugin, tuple(ways)

    @property
    def place(self) -> Place:
        return Place(self._plugin.label, 2)

    def body(self) -> Widget:
        items = [Item(str(number), way.label, way.about) for number, way in enumerate(self._ways)]
        menu = Menu(items, id="step-menu")
        menu.add_class("body")
        return menu

    def lines(self, width: int) -> list[Line]:
        return [*wrap("How does lockdash get into the account?", width), BLANK]

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        return ("Enter", "Choose"), ("↑↓", "Move"), ("Esc", "Back")

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        event.stop()
        self.app.choose_way(self._plugin, self._ways[int(event.value)])
