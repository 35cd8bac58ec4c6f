"""A question before something goes for good: what is meant has to be typed."""

from __future__ import annotations

from textual import events

from lockdash.tui.deliberate import HASTE
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, line, wrap
from lockdash.tui.screens.question import Question, QuestionScreen

_SPARE = 8
"""Characters that can be typed beyond those of the word."""


class TypedQuestionScreen(QuestionScreen):
    """Gives True only for Enter, pressed by itself, after `word` was typed; case does not count. `what`: what the word
    is called.

    Pasted text counts as typed if it is the word and nothing else: whoever copied just this name means this one. Enter
    is still pressed by hand: a pasted line break is no answer.
    """

    def __init__(self, question: Question, beside: int, word: str, what: str) -> None:
        super().__init__(question, beside)
        self.typed = ""
        self._word = word
        self._what = what

    @property
    def _matches(self) -> bool:
        return self.typed.strip().casefold() == self._word.casefold()

    def on_key(self, event: events.Key) -> None:
        """All keys are text here but Enter, Esc and Backspace."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(False)
        elif self.app.clock.monotonic() - self._shown_at < HASTE:
            self._deliberate.spoil()
        elif event.key == "enter" and self._matches:
            self._deliberate.press()
        else:
            self._deliberate.spoil()
            self._take(event)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._deliberate.spoil()
        if event.text.strip().casefold() == self._word.casefold():
            self._type(event.text.strip())

    def _take(self, event: events.Key) -> None:
        if event.key == "backspace":
            self._type(self.typed[:-1])
        elif event.key == "ctrl+u":
            self._type("")
        elif event.is_printable and event.character is not None and len(self.typed) < len(self._word) + _SPARE:
            self._type(self.typed + event.character)

    def _type(self, text: str) -> None:
        self.typed = text
        self._place(self.app.size.width, self.app.size.height)

    def _end(self, width: int) -> list[Line]:
        asked = wrap(f"Type {self._word} ({self._what}), then Enter:", width, Tone.dim)
        if self._what == self._word:
            asked = wrap(f"Type {self._word}, then Enter:", width, Tone.dim)
        field = line(Span("> ", Tone.accent), Span(self.typed, Tone.warm if self._matches else Tone.calm, strong=True))
        return [BLANK, *asked, (*field, Span(self.app.glyphs.edge, Tone.accent))]

    def _answers(self) -> tuple[Line, Line]:
        tone = Tone.warm if self._matches else Tone.faint
        return (
            line(Span("Esc", Tone.accent), Span(" Cancel", strong=True)),
            line(Span("Enter", tone), Span(f" {self.question.verb}", tone, strong=self._matches)),
        )
