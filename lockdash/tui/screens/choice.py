"""A question about some of several things: all are chosen at first, and each can be left out."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, line, wrap
from lockdash.tui.screens.question import Question, QuestionScreen

_ROOM = 14
"""Lines of the screen that the choices leave to the rest of the question."""
_MOST, _LEAST = 12, 3


class ChoiceScreen(QuestionScreen):
    """`names`: of what can be chosen. `chosen`: their numbers."""

    def __init__(self, question: Question, beside: int, names: Sequence[str]) -> None:
        super().__init__(question, beside)
        self.chosen = frozenset(range(len(names)))
        self._names = tuple(names)
        self._cursor = 0

    def on_key(self, event: events.Key) -> None:
        """Moving and marking are ours, the answers the question's."""
        moves = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": _MOST, "pageup": -_MOST}
        if event.key in moves:
            self._cursor = min(max(self._cursor + moves[event.key], 0), len(self._names) - 1)
        elif event.key == "space":
            self.chosen ^= {self._cursor}
        elif event.key == "a":
            self.chosen = frozenset() if len(self.chosen) == len(self._names) else frozenset(range(len(self._names)))
        elif not self.chosen and (event.key in ("y", "Y") or (event.key == "enter" and self._yes)):
            pass  # nothing is chosen: there is nothing to say yes to
        else:
            return
        event.stop()
        event.prevent_default()
        self._deliberate.spoil()
        self._place(self.app.size.width, self.app.size.height)

    def _lines(self, width: int) -> list[Line]:
        """The choices stand below what is asked; of many there is a window around the cursor."""
        question, glyphs = self.question, self.app.glyphs
        seen = min(len(self._names), max(_LEAST, min(_MOST, self.app.size.height - _ROOM)))
        first = min(max(0, self._cursor - seen // 2), len(self._names) - seen)
        rows = [self._row(number) for number in range(first, first + seen)]
        count = f"{len(self.chosen)} of {len(self._names)}"
        keys = (Span("Space", Tone.accent), Span(" one  ", Tone.dim), Span("a", Tone.accent), Span(" all", Tone.dim))
        head = [*([line(Span(question.title, strong=True))] if question.title else []), *question.things, BLANK]
        return [*head, *rows, line(Span(f"{count} {glyphs.dot} ", Tone.dim), *keys), *wrap(question.consequence, width)]

    def _row(self, number: int) -> Line:
        glyphs, is_here, is_chosen = self.app.glyphs, number == self._cursor, number in self.chosen
        mark = glyphs.mark if is_chosen else " " * len(glyphs.mark)
        return line(
            Span(f"{glyphs.edge_cursor if is_here else ' '} ", Tone.accent),
            Span(f"[{mark}] ", Tone.accent if is_chosen else Tone.dim),
            Span(self._names[number], Tone.calm if is_chosen else Tone.dim, strong=is_here),
        )

    def _answers(self) -> tuple[Line, Line]:
        cancel, yes = super()._answers()
        return (cancel, yes) if self.chosen else (cancel, line(Span("  nothing is chosen", Tone.faint)))

    def _accept(self) -> None:
        if self.chosen:
            super()._accept()
