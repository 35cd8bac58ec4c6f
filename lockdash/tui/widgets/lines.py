"""Widgets that show lines of toned text and repaint only those that changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from lockdash.tui.look.styles import Styles
from lockdash.tui.panes.lines import Line, width_of

_STRONG = RichStyle(bold=True)


class Lines(Widget):
    """Shows `lines` from its top left corner; what does not fit is not shown. Its size comes from the style sheet,
    never from the text, so that new text costs no layout."""

    can_focus = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()
        self._styles: Styles | None = None

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return plain(self._lines)

    def show(self, lines: Sequence[Line]) -> None:
        """Show `lines` from now on."""
        before, self._lines = self._lines, tuple(lines)
        for y, right in _changed(before, self._lines):
            self.refresh(Region(0, y, min(right, self.size.width), 1))

    def render_line(self, y: int) -> Strip:
        if self._styles is None:
            self._styles = Styles(self.app.theme_variables)
        return _strip(_at(self._lines, y), self._styles, self.rich_style, self.size.width)

    def notify_style_update(self) -> None:
        self._styles = None
        super().notify_style_update()


class ScrollingLines(ScrollView, can_focus=True):
    """The same for text that may be longer than the screen; it can have the focus and is scrolled by the arrows."""

    DEFAULT_CSS = """
    ScrollingLines { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()
        self._styles: Styles | None = None

    @property
    def text(self) -> str:
        """All of it, as plain text."""
        return plain(self._lines)

    def show(self, lines: Sequence[Line]) -> None:
        """Show `lines` from now on; the place to which the user scrolled stays."""
        before, self._lines = self._lines, tuple(lines)
        if len(before) != len(self._lines):
            self.virtual_size = Size(0, len(self._lines))
        for y, right in _changed(before, self._lines):
            self.refresh(Region(0, y - round(self.scroll_y), min(right, self.size.width), 1))

    def render_line(self, y: int) -> Strip:
        if self._styles is None:
            self._styles = Styles(self.app.theme_variables)
        return _strip(_at(self._lines, y + round(self.scroll_y)), self._styles, self.rich_style, self.size.width)

    def notify_style_update(self) -> None:
        self._styles = None
        super().notify_style_update()


def plain(lines: Sequence[Line]) -> str:
    """Return `lines` as plain text."""
    return "\n".join("".join(span.text for span in line) for line in lines)


def _changed(before: tuple[Line, ...], after: tuple[Line, ...]) -> list[tuple[int, int]]:
    """Return the lines that differ, each with the column up to which it does."""
    pairs = [(y, _at(before, y), _at(after, y)) for y in range(max(len(before), len(after)))]
    return [(y, _differing(one, other)) for y, one, other in pairs if one != other]


def _differing(one: Line, other: Line) -> int:
    """Return the column after the last one in which two lines differ."""
    width = width_of(other)
    if width != width_of(one):
        return max(width, width_of(one))
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        width -= cell_len(left.text)
    return width


def _at(lines: tuple[Line, ...], y: int) -> Line:
    return lines[y] if 0 <= y < len(lines) else ()


def _strip(line: Line, styles: Styles, base: RichStyle, width: int) -> Strip:
    segments: list[Segment] = []
    for span in line:
        if segments and span.text.isspace():  # looks the same in the style before it, and saves changing it
            segments[-1] = Segment(segments[-1].text + span.text, segments[-1].style)
            continue
        style = styles.tone(span.tone) if span.account is None else styles.accent(span.account)
        segments.append(Segment(span.text, base + (style + _STRONG if span.strong else style)))
    return Strip(segments).adjust_cell_length(width, base)
