"""The text form of a week, typed over several lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style as RichStyle
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from lockdash.tui.look.styles import Styles
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.fit import steady

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

LONGEST = 4000
"""Characters that are taken of what is pasted."""
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_WRONG = RichStyle(underline=True)


class WeekText(TextArea):
    """Marks what follows `mistake`, a place in characters. The way back is the editor's, and Ctrl+Z suspends as
    everywhere."""

    DEFAULT_CSS = """
    WeekText.-textual-compact, WeekText.-textual-compact:focus {
        padding: 0 1; background: $panel; color: $tone-calm; background-tint: transparent; scrollbar-size-vertical: 1;
    }
    WeekText.-textual-compact:focus { background: $row-cursor; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "app.suspend_process", show=False),
        Binding("ctrl+y", "nothing", show=False),
        Binding("ctrl+f", "screen.mend", show=False),
    ]

    app: LockdashApp

    def __init__(self, text: str, *, id: str | None = None) -> None:
        super().__init__(text, compact=True, highlight_cursor_line=False, id=id)
        self.cursor_blink = False
        self._mistake: int | None = None
        self._styles: Styles | None = None

    def point_at(self, mistake: int | None) -> None:
        """Mark the place of a mistake; None: there is none."""
        if mistake != self._mistake:
            self._mistake = mistake
            self._line_cache.clear()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        found = super().get_line(line_index)
        if self._mistake is None:
            return found
        start = self._mistake - sum(len(each) + 1 for each in self.document.lines[:line_index])
        if 0 <= start <= len(found):
            if self._styles is None:
                self._styles = Styles(self.app.theme_variables)
            word = re.match(r"[^,;]*", found.plain[start:])
            found.stylize(self._styles.tone(Tone.caution) + _WRONG, start, start + (word.end() if word else 0))
        return found

    def notify_style_update(self) -> None:
        self._styles = None
        super().notify_style_update()

    async def _on_key(self, event: events.Key) -> None:
        """What is no text of a week is typed as what it looks like."""
        if event.character is not None and event.is_printable and not event.character.isascii():
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(cleaned(event.character), *self.selection)
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if text := cleaned(event.text):
            result = self._replace_via_keyboard(text, *self.selection)
            if result is not None:
                self.move_cursor(result.end_location)

    def action_nothing(self) -> None:
        """Nothing is redone here."""


def cleaned(text: str) -> str:
    """Return pasted text: dashes of any length are the one that is typed, line breaks stay, control characters go."""
    lines = _DASHES.sub("-", text[:LONGEST]).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(steady(each) for each in lines)
