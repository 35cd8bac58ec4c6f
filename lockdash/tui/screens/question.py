"""A question before a door opens. It names the thing and the consequence; the safe answer is the default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from lockdash.tui.deliberate import HASTE, LoneKey
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line, width_of, wrap
from lockdash.tui.screens.overlay import Overlay
from lockdash.tui.widgets.lines import Lines

WIDTH = 58
_MARGIN = 2
_SIDES = 5
"""Columns of the box beside its text: its edge, and air."""
_AIR = 4
"""Lines of the box beside its text: the answers, and blanks above, between and below, where there is room."""


class Question(msgspec.Struct, frozen=True):
    """`verb`: the word on the button. `title`: "" for one device. `things`: the devices, a line each.
    `consequence`: what will come of it. `left_out`: what is not included and why."""

    verb: str
    title: str
    things: Sequence[Line]
    consequence: str
    left_out: str = ""


class QuestionScreen(Overlay[bool]):
    """Asks; gives True only for a `y`, or Enter on the other button, that somebody meant.

    Keys in the first quarter second, keys in a rush and pasted text do not count. `beside`: the line on the
    screen that the question is about; it opens below or above it.
    """

    DEFAULT_CSS = """
    QuestionScreen { align: left top; }
    QuestionScreen #question { padding: 1 2; border-left: outer $tone-warm; }
    QuestionScreen:ansi #question { padding: 0 1 0 2; border: round $tone-warm; }
    QuestionScreen.-ascii #question { border-left: ascii $tone-warm; }
    QuestionScreen.-ascii:ansi #question { border: ascii $tone-warm; }
    #answers { height: 1; margin-top: 1; }
    QuestionScreen #question.-tight, QuestionScreen:ansi #question.-tight {
        padding: 0 2; border: none; border-left: outer $tone-warm;
    }
    QuestionScreen.-ascii #question.-tight, QuestionScreen.-ascii:ansi #question.-tight {
        border: none; border-left: ascii $tone-warm;
    }
    #question.-tight #answers { margin-top: 0; }
    """

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, question: Question, beside: int) -> None:
        super().__init__()
        self.question = question
        self._beside = beside
        self._yes = False
        self._shown_at = self.app.clock.monotonic()
        self._deliberate = LoneKey(self, self.app.clock, self._accept)

    def compose(self) -> ComposeResult:
        with Vertical(id="question", classes="box"):
            yield Lines(id="asked")
            yield Lines(id="answers")

    def on_mount(self) -> None:
        self._shown_at = self.app.clock.monotonic()
        self._place(self.app.size.width, self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        self._place(event.size.width, event.size.height)

    def on_unmount(self) -> None:
        self._deliberate.stop()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if self.app.clock.monotonic() - self._shown_at < HASTE:
            self._deliberate.spoil()
            return
        if event.key in ("y", "Y") or (event.key == "enter" and self._yes):
            self._deliberate.press()
            return
        self._deliberate.spoil()
        if event.key in ("escape", "n", "N", "enter", "q"):
            self.dismiss(False)
        elif event.key in ("left", "right", "tab", "shift+tab", "h", "l"):
            self._yes = not self._yes
            self._show_answers()

    def on_click(self, event: events.Click) -> None:
        """A click on an answer gives it; anywhere outside the question is a no."""
        widget = event.widget
        if widget is None or widget is self:
            self.dismiss(False)
        elif widget.id == "answers" and self.app.clock.monotonic() - self._shown_at >= HASTE:
            cancel, yes = self._answers()
            if event.x < width_of(cancel):
                self.dismiss(False)
            elif event.x < width_of(cancel) + 2 + width_of(yes):
                self.dismiss(True)

    def _accept(self) -> None:
        self.dismiss(True)

    def _place(self, width: int, height: int) -> None:
        inner = max(min(WIDTH, width - 2 * _MARGIN) - _SIDES, 10)
        lines, end = self._lines(inner), self._end(inner)
        room = max(height - self._beside - 1, self._beside)
        tight = len(lines) + len(end) + _AIR > room
        lines = [*lines[: max(height - (1 if tight else _AIR) - len(end), 1)], *end]
        tall = len(lines) + (1 if tight else _AIR)
        below = self._beside + 1
        top = below if below + tall <= height else max(0, self._beside - tall)
        box = self.query_one("#question", Vertical)
        box.set_class(tight, "-tight")
        box.styles.width = inner + _SIDES
        box.styles.height = tall
        box.styles.offset = (min(_MARGIN + 1, max(0, width - inner - _SIDES)), max(0, min(top, height - tall)))
        asked = self.query_one("#asked", Lines)
        asked.styles.height = len(lines)
        asked.show([fit(each, inner, self.app.glyphs.ellipsis) for each in lines])
        self._show_answers()

    def _lines(self, width: int) -> list[Line]:
        question = self.question
        lines: list[Line] = [(Span(question.title, strong=True),)] if question.title else []
        lines += [*question.things, BLANK] if len(question.things) else []
        lines += wrap(question.consequence, width)
        lines += [BLANK, *wrap(question.left_out, width, Tone.dim)] if question.left_out else []
        return lines

    def _end(self, width: int) -> list[Line]:
        """What stands below the question and stays in sight however little room there is."""
        return []

    def _answers(self) -> tuple[Line, Line]:
        chosen, other = ("[ ", " ]"), ("  ", "  ")
        safe, yes = (other, chosen) if self._yes else (chosen, other)
        tone = Tone.warm if self._yes else Tone.calm
        return (
            line(Span(f"{safe[0]}Cancel{safe[1]}", Tone.dim if self._yes else Tone.calm, strong=not self._yes)),
            line(
                Span(yes[0], tone),
                Span("y", Tone.accent),
                Span(f" {self.question.verb}{yes[1]}", tone, strong=self._yes),
            ),
        )

    def _show_answers(self) -> None:
        cancel, yes = self._answers()
        self.query_one("#answers", Lines).show([(*cancel, Span("  "), *yes)])
