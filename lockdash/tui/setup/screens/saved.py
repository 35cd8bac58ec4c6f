"""The end of one account: it is written, or it could not be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from lockdash.tui.panes.lines import Line
from lockdash.tui.setup.menu import Item, Menu
from lockdash.tui.setup.panes.frame import Place
from lockdash.tui.setup.panes.saved import saved_lines, unsaved_lines
from lockdash.tui.setup.screens.frame import StepScreen

ON, ANOTHER = "on", "another"


class SavedScreen(StepScreen):
    """`remark`: what is worth knowing beside it. There is no way back: the account is there."""

    def __init__(self, name: str, path: Path, remark: str = "") -> None:
        super().__init__()
        self._account, self._path, self._remark = name, path, remark

    @property
    def place(self) -> Place:
        return Place("Saved")

    def body(self) -> Widget:
        first = Item(ON, "Open the dashboard" if self.app.goes_on else "Done")
        menu = Menu([first, Item(ANOTHER, "Add another account")], id="step-menu")
        menu.add_class("body")
        return menu

    def lines(self, width: int) -> list[Line]:
        return saved_lines(self._account, self._path, self._remark, width)

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        return ("Enter", "Choose"), ("↑↓", "Move")

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        event.stop()
        if event.value == ON:
            self.app.finish()
        else:
            self.app.begin_again()

    def action_back(self) -> None:
        self.app.finish()


class UnsavedScreen(StepScreen):
    """`toml`: what would have been written, without its secrets."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", "Try again", show=False)]

    def __init__(self, why: str, remedy: str, toml: str) -> None:
        super().__init__()
        self._why, self._remedy, self._toml = why, remedy, toml

    @property
    def place(self) -> Place:
        return Place("Not saved")

    def lines(self, width: int) -> list[Line]:
        return unsaved_lines(self._why, self._remedy, self._toml, width)

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        return ("Enter", "Back, to save it again"), ("↑↓", "Scroll"), ("q", "Leave")
