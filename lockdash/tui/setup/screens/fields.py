"""The fields of a new account: its name, what the way in asks for, and what is seldom needed behind a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from lockdash.tui.panes.form import form_hint, keys_line
from lockdash.tui.panes.lines import Line
from lockdash.tui.screens.form_filling import FormFilling
from lockdash.tui.setup.fields import Fields
from lockdash.tui.setup.panes.frame import Place, heading, margins
from lockdash.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from lockdash.tui.setup.app import SetupApp

_NARROW, _ROOMY = 60, 18
"""Columns below which labels get less room, and lines from which on there is air below the title."""


class FieldsScreen(FormFilling):
    DEFAULT_CSS = """
    FieldsScreen FieldRow > .label { width: 23; }
    FieldsScreen.-narrow FieldRow > .label { width: 15; }
    FieldsScreen.-roomy #form-title { margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False),
        Binding("ctrl+t", "more", "More settings", show=False),
    ]

    BUTTON = "Test it"

    app: SetupApp
    state: Fields

    # What is shown

    def heading(self) -> Line:
        title = f"{self.state.plugin.label}: {self.state.way.label}"
        return heading(Place(title, 3), self.content_size.width, self.app.glyphs)

    @property
    def first(self) -> str:
        return self.state.first

    def redraw_hint(self) -> None:
        name, width, glyphs = self.where, self.content_size.width, self.app.glyphs
        self.query_one("#form-hint", Lines).show(form_hint(self.state.hint(name) if name else "", width - 6, glyphs))
        more = [("Ctrl+T", "Fewer" if self.state.shows_more else "More settings")] if self.state.more else []
        shown = [("Ctrl+R", "Show the key")] if self.state.pin else []
        keys = [("Ctrl+O", "Test it"), ("Esc", "Back"), *shown, *more, ("Tab ↑↓", "Fields")]
        self.query_one("#form-keys", Lines).show([keys_line(keys, width, glyphs)])

    def on_resize(self, event: events.Resize) -> None:
        self.styles.padding = margins(*event.size)
        self.set_class(event.size.width < _NARROW, "-narrow")
        self.set_class(event.size.height >= _ROOMY, "-roomy")

    # What the user does

    def action_more(self) -> None:
        self.state.shows_more = not self.state.shows_more
        self.redraw()
        if self.state.shows_more:
            self.call_after_refresh(self.go_to, self.state.more[0])
        elif not self.where:
            self.go_to(self.first)

    def action_go_on(self) -> None:
        if self.has_class("-small"):
            return
        self.gather()
        self.hide()
        problem = self.state.attempt()
        account = self.state.account
        if problem is not None or account is None:
            if problem in self.state.more and not self.state.shows_more:
                self.action_more()
            self.redraw()
            self.go_to(problem or self.first)
            return
        self.app.test(self.state, account)

    def action_back(self) -> None:
        """Out of the step; what was typed stays for whoever comes back."""
        self.gather()
        self.hide()
        self.app.back()
