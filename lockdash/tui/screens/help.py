"""All keys, and what the signs mean."""

from __future__ import annotations

from lockdash.tui.panes.help import help_lines
from lockdash.tui.panes.lines import Line
from lockdash.tui.screens.sheet import SheetScreen


class HelpScreen(SheetScreen):
    """Made of the registry of actions and the glyph set in use."""

    def lines(self, width: int) -> list[Line]:
        return help_lines(width, self.app.glyphs, read_only=self.app.read_only)
