"""What opens above a tab: a box. The tab below it steps back, also where colours cannot be mixed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

if TYPE_CHECKING:
    from lockdash.tui.shell import LookApp

_QUIET = Style(dim=True, bold=False, italic=False, reverse=False)


class SteppedBack(BackgroundScreen):
    """The screen below as quiet text. In the terminal's own colours Textual shows it as it is."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for text, style, control in self._plain(super().__rich_console__(console, options)):
            yield Segment(text, style if control else (style or Style()) + _QUIET, control)

    @staticmethod
    def _plain(shown: RenderResult) -> Iterable[Segment]:
        return (each for each in shown if isinstance(each, Segment))


class Overlay(ModalScreen[ScreenResultType]):
    """A modal screen of ours. Its text stands in a `.box`; without colours that has a frame, which takes no more room
    than the air does else."""

    DEFAULT_CSS = """
    Overlay { layout: vertical; background: $background 60%; align: center middle; }
    Overlay:ansi { background: transparent; }
    Overlay .box { max-width: 100%; max-height: 100%; padding: 1 3; background: $panel; }
    Overlay:ansi .box { border: round $border; padding: 0 2; }
    Overlay.-ascii:ansi .box { border: ascii $border; }
    Overlay .box.-tight, Overlay.-ascii:ansi .box.-tight, Overlay:ansi .box.-tight { border: none; padding: 0 1; }
    """

    app: LookApp[Any]

    def __init__(self) -> None:
        super().__init__()
        self.set_class(self.app.glyphs.is_ascii, "-ascii")
        self._held: Widget | None = None

    def hold_focus(self, is_small: bool) -> None:
        """Nobody types blindly: what had the focus has it again when there is room again."""
        if is_small and self.focused is not None:
            self._held = self.focused
            self.set_focus(None)
        elif not is_small and self._held is not None:
            self._held.focus()
            self._held = None

    def render(self) -> RenderableType:
        shown = super().render()
        if isinstance(shown, BackgroundScreen) and self.app.current_theme.ansi:
            return SteppedBack(shown.screen, Color(0, 0, 0, 0))
        return shown
