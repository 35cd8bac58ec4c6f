"""The summary before anything is sent: all of it, then what has to be answered, one question after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, fit, wrap
from lockdash.tui.screens.question import Question, QuestionScreen
from lockdash.tui.widgets.lines import Lines, ScrollingLines

WIDTH = 84
_SIDES = 7
"""Columns of the box beside its text: air, the edge and the scroll bar."""
_ENDS = 2
_MEANT = "Yes, that is meant"
_SCROLLS = ("up", "down", "pageup", "pagedown", "home", "end")


class SummaryScreen(QuestionScreen):
    """Gives True if each of `questions` and then the whole was answered with a yes that somebody meant. `told`: what
    it is, for so many columns. `verb`: the word on the last button."""

    DEFAULT_CSS = """
    SummaryScreen { align: center middle; }
    SummaryScreen #asked { height: 1fr; scrollbar-gutter: stable; }
    SummaryScreen #asking { margin-top: 1; }
    SummaryScreen #question.-tight #asking { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+o", "nothing", show=False)]

    def __init__(self, title: Line, told: Callable[[int], Sequence[Line]], questions: Sequence[str], verb: str) -> None:
        super().__init__(Question(_MEANT if questions else verb, "", (), ""), 0)
        self._title = title
        self._told = told
        self._open = list(questions)
        self._verb = verb

    def compose(self) -> ComposeResult:
        with Vertical(id="question", classes="box"):
            yield ScrollingLines(id="asked")
            yield Lines(id="asking")
            yield Lines(id="answers")

    def on_key(self, event: events.Key) -> None:
        """Before QuestionScreen's handler, which Textual calls as well: to scroll is no answer."""
        if event.key in _SCROLLS:
            event.stop()
            event.prevent_default()
            self._scroll(event.key)

    def action_nothing(self) -> None:
        """The key that led here is no answer."""

    def _scroll(self, key: str) -> None:
        asked = self.query_one("#asked", ScrollingLines)
        by = {"up": -1, "down": 1, "pageup": -asked.size.height, "pagedown": asked.size.height}
        if key in by:
            asked.scroll_relative(y=by[key], animate=False)
        elif key == "home":
            asked.scroll_home(animate=False)
        else:
            asked.scroll_end(animate=False)

    def _accept(self) -> None:
        if not self._open:
            self.dismiss(True)
            return
        self._open.pop(0)
        self._yes = False
        self.question = Question(_MEANT if self._open else self._verb, "", (), "")
        self._shown_at = self.app.clock.monotonic()  # the next one has to be read first
        self._place(self.app.size.width, self.app.size.height)

    def _place(self, width: int, height: int) -> None:
        tight = height < 20
        inner = max(min(WIDTH, width) - _SIDES, 10)
        lines = [*fit_all([self._title], inner, self.app.glyphs.ellipsis), BLANK, *self._told(inner)]
        asking = self._asking(inner)
        box = self.query_one("#question", Vertical)
        box.set_class(tight, "-tight")
        box.styles.width = inner + _SIDES
        ends = 0 if tight else _ENDS
        extra = len(asking) + 1 + (0 if tight else 1 + bool(asking))
        box.styles.height = min(len(lines) + extra + ends, height)
        below = self.query_one("#asking", Lines)
        below.styles.height = len(asking)
        below.display = bool(asking)
        below.show(asking)
        self.query_one("#asked", ScrollingLines).show(fit_all(lines, inner, self.app.glyphs.ellipsis))
        self._show_answers()

    def _asking(self, width: int) -> list[Line]:
        if not self._open:
            return []
        return wrap(f"{self._open[0][:1].upper()}{self._open[0][1:]}.", width, Tone.caution)


def fit_all(lines: Sequence[Line], width: int, ellipsis: str) -> list[Line]:
    return [fit(each, width, ellipsis) for each in lines]
