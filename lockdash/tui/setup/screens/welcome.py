"""What lockdash is, in two lines, and which vendor's account is added first."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, wrap
from lockdash.tui.setup.menu import Item, Menu
from lockdash.tui.setup.panes.frame import Place
from lockdash.tui.setup.screens.frame import StepScreen

DEMO, LEAVE = ".demo", ".leave"
"""Beside the names of vendors, which never begin with a dot."""
_ABOUT = (
    "One screen for all smart locks: which are locked, how sure, and how old.",
    "Add an account to begin. Nothing is written before it has been tested.",
)


class WelcomeScreen(StepScreen):
    @property
    def place(self) -> Place:
        return Place("lockdash", 1)

    def body(self) -> Widget:
        menu = Menu([*self.app.choices, *_OTHERS], id="step-menu")
        menu.add_class("body")
        return menu

    def lines(self, width: int) -> list[Line]:
        lines = [each for text in _ABOUT for each in wrap(text, width)]
        for text in self.app.notices:
            lines += [BLANK, *wrap(text, width, Tone.caution)]
        return [*lines, BLANK]

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        return ("Enter", "Choose"), ("↑↓", "Move"), ("q", "Leave")

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        event.stop()
        if event.value == DEMO:
            self.app.show_demo()
        elif event.value == LEAVE:
            self.app.action_leave()
        else:
            self.app.choose_vendor(event.value)

    def action_back(self) -> None:
        self.app.action_leave()


_OTHERS = (
    Item(DEMO, "Look around in the demo", "A pretend house and a pretend rental business: no account, no keys."),
    Item(LEAVE, "Leave"),
)
