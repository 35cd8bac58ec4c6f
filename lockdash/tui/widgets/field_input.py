"""An input for whatever people type and paste: emoji, names without end, control characters, PINs."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Input

from lockdash.tui.render.fit import steady

if TYPE_CHECKING:
    from lockdash.tui.shell import LookApp


def _without_text(message: Message) -> str:
    return f"{type(message).__qualname__}()"


class FieldInput(Input):
    """Shows what terminals draw in different widths as something that they do not, each character in its place, so that
    the cursor stands where it is. `cleaned`: what of pasted text is taken. A masked one gives nothing to copy."""

    DEFAULT_CSS = """
    FieldInput.-textual-compact, FieldInput.-textual-compact:focus {
        height: 1; padding: 0 1; background: $panel; color: $tone-calm; background-tint: transparent;
    }
    FieldInput.-textual-compact:focus { background: $row-cursor; }
    FieldInput > .input--placeholder { color: $tone-faint; }
    FieldInput:ansi { text-style: underline; }
    FieldInput:ansi > .input--placeholder { text-style: dim underline; }
    """

    app: LookApp[Any]

    class Changed(Input.Changed, namespace="input"):
        """Textual's own, which would show what was typed to whoever prints it: a log, a traceback."""

        __repr__ = _without_text

    class Submitted(Input.Submitted, namespace="input"):
        """The same."""

        __repr__ = _without_text

    def __init__(
        self, text: str, cleaned: Callable[[str], str], *, masked: bool = False, id: str | None = None
    ) -> None:
        super().__init__(text, compact=True, select_on_focus=False, password=masked, id=id)
        self.cursor_blink = False
        self._cleaned = cleaned

    @property
    def _value(self) -> Text:
        """As Textual 8.2.8 draws it, and counts by `_position_to_cell`."""
        return Text(self._shown(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(self._shown(self.value[:position]))

    def _shown(self, text: str) -> str:
        glyphs = self.app.glyphs
        if self.password:
            return glyphs.hidden * len(text)
        if text.isascii():
            return text
        return "".join(_drawn(char, glyphs.dot) for char in text)

    def _on_paste(self, event: events.Paste) -> None:
        """All of it in one line; Textual takes the first one only."""
        event.stop()
        event.prevent_default()
        if text := self._cleaned(event.text):
            start, end = sorted(self.selection)
            self.replace(text, start, end)

    def action_copy(self) -> None:
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        if not self.password:
            super().action_cut()


def _drawn(char: str, dot: str) -> str:
    """One character for one: an accent stays on its letter, a joiner and the like is a `dot`."""
    if unicodedata.combining(char):
        return char
    return steady(char) or dot
