"""Tones as Rich and Textual styles, from the variables of the theme in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.style import Style as RichStyle
from textual.color import Color
from textual.content import Content
from textual.style import Style

from lockdash.tui.look.themes import ACCENTS, FALLBACK_VARIABLES
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import Cell


class Styles:
    """The styles of one theme. Make a new one when the theme changes.

    `variables`: `App.theme_variables`. What a foreign theme does not define comes from our default theme.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._tones = {tone: self._style(tone.colour_variable, tone.style_variable) for tone in Tone}
        self._accents = [self._style(f"account-{number}") for number in range(1, ACCENTS + 1)]
        self._rich_tones = {tone: style.rich_style for tone, style in self._tones.items()}
        self._rich_accents = [style.rich_style for style in self._accents]
        self.cursor = self._background("row-cursor", "row-cursor-style")
        self.cursor_blurred = self._background("row-cursor-blurred", "row-cursor-blurred-style")

    def tone(self, tone: Tone) -> RichStyle:
        """Return the foreground and attributes of `tone`; the background is left open."""
        return self._rich_tones[tone]

    def accent(self, index: int | None) -> RichStyle:
        """Return the colour of account number `index` (from 0; they repeat after eight); None: no account."""
        return self._rich_tones[Tone.faint] if index is None else self._rich_accents[index % ACCENTS]

    def content(self, cells: Iterable[Cell], between: str = " ") -> Content:
        """Return `cells` on one line as Textual content: plain text in styles, never read as markup."""
        return Content(between).join(self._content(cell) for cell in cells)

    def _content(self, cell: Cell) -> Content:
        content = Content.styled(cell.text, self._tones[cell.tone])
        return content + Content.styled(cell.tail, self._tones[cell.tail_tone]) if cell.tail else content

    def _style(self, colour: str, attributes: str = "") -> Style:
        words = self._get(attributes).split() if attributes else []
        return Style(
            foreground=Color.parse(self._get(colour)),
            bold="bold" in words or None,
            dim="dim" in words or None,
            italic="italic" in words or None,
        )

    def _background(self, colour: str, attributes: str) -> RichStyle:
        words = self._get(attributes).split()
        return RichStyle(
            bgcolor=Color.parse(self._get(colour)).rich_color,
            reverse="reverse" in words or None,
            bold="bold" in words or None,
        )

    def _get(self, name: str) -> str:
        return self._variables.get(name) or FALLBACK_VARIABLES[name]
