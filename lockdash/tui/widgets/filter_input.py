"""The input of a filter: it marks what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style as RichStyle
from rich.text import Text
from textual import events
from textual.geometry import Region
from textual.widgets import Input

from lockdash.tui.look.styles import Styles
from lockdash.tui.look.tones import Tone

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

_WRONG = RichStyle(underline=True)


class FilterInput(Input):
    app: LockdashApp

    def __init__(self, text: str, *, id: str | None = None) -> None:
        # Before the text, which is measured as it is drawn.
        self._place: tuple[int, int] | None = None
        self._styles: Styles | None = None
        super().__init__(text, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False

    def mark(self, place: tuple[int, int] | None) -> None:
        """Mark what is wrong, from a character up to another; what is missing at the end is marked at the last one.
        None: nothing is wrong."""
        if place is not None and place[0] >= len(self.value):
            place = max(len(self.value) - 1, 0), len(self.value)
        if place != self._place:
            self._place = place
            self.refresh()

    @property
    def _value(self) -> Text:
        """As Textual 8.2.8 draws it."""
        found = super()._value
        if self._place is not None:
            if self._styles is None:
                self._styles = Styles(self.app.theme_variables)
            found.stylize(self._styles.tone(Tone.caution) + _WRONG, *self._place)
        return found

    def on_resize(self, event: events.Resize) -> None:
        """Where there is less room than before, the cursor stays in sight."""
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def notify_style_update(self) -> None:
        self._styles = None
        super().notify_style_update()
