"""What every app of ours looks like and how it lives in a terminal: themes, glyphs, the driver, the clipboard."""

from __future__ import annotations

import os

from textual import events
from textual.app import App, ReturnType
from textual.driver import Driver

from lockdash.engine.clock import Clock, SystemClock
from lockdash.tui.clipboard import copy_sequence
from lockdash.tui.crashing import Crashing
from lockdash.tui.interruptions import Interruptions
from lockdash.tui.look.glyphs import glyphs
from lockdash.tui.look.themes import DEFAULT, FALLBACK_VARIABLES, PLAIN, THEMES


class LookApp(Interruptions, Crashing[ReturnType]):
    """`clock`: the viewer's. `leaving`: the end has begun. `unknown_theme`: the one that was wanted and does not exist,
    "" if it does."""

    ENABLE_COMMAND_PALETTE = False  # ours is opened by an action like any other
    ALLOW_SELECT = False

    def __init__(self, *, clock: Clock | None = None, ascii_only: bool = False, theme: str = DEFAULT) -> None:
        self._colourless = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if self._colourless else None)
        # We show neither; their widgets would be part of every screen.
        self._disable_tooltips = self._disable_notifications = True
        self.clock: Clock = clock or SystemClock()
        self.glyphs = glyphs(ascii_only)
        self.leaving = False
        for each in THEMES:
            self.register_theme(each)
        wanted = PLAIN if self._colourless else theme
        self.unknown_theme = "" if wanted in self.available_themes else wanted
        self._begin_with_theme(DEFAULT if self.unknown_theme else wanted)

    def _begin_with_theme(self, name: str) -> None:
        """Set the first theme. The usual way parses all style sheets again, which costs a tenth of the start."""
        theme = self.available_themes[name]
        if theme.ansi:
            self.theme = name
            return
        self.set_reactive(App.theme, name)
        self.set_class(True, f"-theme-{name}", "-dark-mode" if theme.dark else "-light-mode")
        self.stylesheet.set_variables(self.get_css_variables())

    def change_theme(self, name: str) -> None:
        """Show everything in the theme `name`; one that does not exist changes nothing, and is `unknown_theme` then.
        Without colours all themes look the same."""
        if self._colourless:
            return
        self.unknown_theme = "" if name in self.available_themes else name
        if not self.unknown_theme:
            self.theme = name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(FALLBACK_VARIABLES)

    def get_driver_class(self) -> type[Driver]:
        if os.name != "posix" or "TEXTUAL_DRIVER" in os.environ:
            return super().get_driver_class()
        from lockdash.tui.driver import TolerantDriver

        return TolerantDriver

    def is_deaf_to(self, event: events.Event) -> bool:
        """Whether `event` is input that is not for us: what is typed after the last key is for the shell."""
        return isinstance(event, events.InputEvent) and (self.leaving or self.is_forgotten(event))

    async def on_event(self, event: events.Event) -> None:
        if not self.is_deaf_to(event):
            await super().on_event(event)

    def copy_to_clipboard(self, text: str, *, kept: bool = True) -> None:
        """Put `text` into the clipboard of the user's terminal. `kept`: False for what is not to stay here."""
        self._clipboard = text if kept else ""
        if self._driver is not None:
            self._driver.write(copy_sequence(text, os.environ))
