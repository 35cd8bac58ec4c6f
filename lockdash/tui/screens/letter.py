"""Access instructions: the letter as it would be sent, and the question when to send it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.letter import letter_lines
from lockdash.tui.panes.lines import BLANK, Line, Span, line, wrap
from lockdash.tui.people.bulk import Batch
from lockdash.tui.people.glimpse import SHOWN_FOR
from lockdash.tui.people.letters import when
from lockdash.tui.screens.question import Question, QuestionScreen
from lockdash.tui.screens.sheet import SheetScreen
from lockdash.tui.waking import Waker
from lockdash.vendors.people import Preview

_MOST_DAYS = 365


class LetterSheet(SheetScreen):
    """Shows a letter; `goes_on`: the user wants to send it. Its numbers are shown for a while only."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", show=False, priority=True),
        Binding("v", "numbers", "Show the numbers", show=False),
    ]

    def __init__(self, name: str, email: str, preview: Preview) -> None:
        super().__init__()
        self.goes_on = False
        self._who, self._email, self._preview = name, email, preview
        self._shown = False
        self._waker = Waker(self, self.app.clock, self._hide)

    def on_mount(self) -> None:
        self.app.app_suspend_signal.subscribe(self, lambda _: self._hide(), immediate=True)

    def on_unmount(self) -> None:
        self._waker.stop()

    def lines(self, width: int) -> list[Line]:
        preview = self._preview
        body = preview.body.reveal()
        return letter_lines(self._who, self._email, preview.subject, body, self._shown, width, self.app.glyphs)

    def action_go_on(self) -> None:
        self.goes_on = True
        self.dismiss()

    def action_numbers(self) -> None:
        if self._shown:
            self._hide()
            return
        self._shown = True
        self._waker.arm(SHOWN_FOR)
        self._again()

    def _hide(self) -> None:
        self._waker.stop()
        self._shown = False
        self._again()

    def _again(self) -> None:
        if self.is_mounted:
            self.redraw(self.size.width, self.size.height)


class LetterQuestionScreen(QuestionScreen):
    """Asks whether to send, and when: `days` before the stay, None for now; digits are typed. `batch`: who gets one
    then; `things`: their names."""

    def __init__(
        self, beside: int, batch: Callable[[int | None], Batch], things: Callable[[Batch], list[Line]]
    ) -> None:
        self.days: int | None = None
        self._batch = batch
        self._things = things
        super().__init__(self._question(), beside)

    def on_key(self, event: events.Key) -> None:
        """Digits say when; all else is the question's."""
        digit = event.character if event.character is not None and event.character in "0123456789" else None
        if digit is None and event.key != "backspace":
            return
        event.stop()
        event.prevent_default()
        typed = f"{'' if self.days is None else self.days}{digit or ''}"
        typed = typed if digit is not None else typed[:-1]
        wanted = int(typed) if typed else None
        if wanted is None or wanted <= _MOST_DAYS:
            self.days = wanted
            self.question = self._question()
            self._place(self.app.size.width, self.app.size.height)

    def _question(self) -> Question:
        batch = self._batch(self.days)
        verb = f"Send {when(self.days)}" if batch.able else "Nobody can"
        return Question(verb, "", self._things(batch), "", batch.left_out)

    def _lines(self, width: int) -> list[Line]:
        told = super()._lines(width)
        return told if told[-1] else told[:-1]

    def _end(self, width: int) -> list[Line]:
        return [
            BLANK,
            line(Span("When  "), Span(when(self.days), strong=True)),
            *wrap("A number typed here is how many days before the stay; Backspace takes it away.", width, Tone.dim),
        ]
