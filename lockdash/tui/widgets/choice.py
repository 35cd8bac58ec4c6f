"""One of several things, chosen by the arrows or by its first letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, line, width_of
from lockdash.tui.people.form_options import Option
from lockdash.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from lockdash.tui.shell import LookApp

_GAP = 2


class Choice(Lines, can_focus=True):
    """All of them in one line, where that holds them, else the chosen one and how many there are. What cannot be
    chosen is there and is passed over."""

    DEFAULT_CSS = """
    Choice { height: 1; padding: 0 1; }
    Choice:focus { background: $row-cursor; }
    """

    can_focus = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Before", show=False),
        Binding("right,space", "step(1)", "Next", show=False),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end", "edge(-1)", "Last", show=False),
    ]

    app: LookApp[Any]

    class Chosen(Message):
        """Something else is chosen."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options: tuple[Option, ...] = ()
        self._value = ""

    def offer(self, options: tuple[Option, ...], value: str) -> None:
        """Show these, `value` chosen."""
        if (options, value) != (self._options, self._value):
            self._options, self._value = options, value
            self.redraw()

    def on_resize(self) -> None:
        self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.redraw()

    def redraw(self) -> None:
        width = self.content_size.width
        if width:
            self.show([self._all() if width_of(self._all()) <= width else self._one(width)])

    def _parts(self) -> list[Line]:
        return [(*self._option(each), Span(" " * _GAP)) for each in self._options]

    def _all(self) -> Line:
        spans = [span for part in self._parts() for span in part]
        return tuple(spans[:-1])

    def _option(self, option: Option) -> Line:
        glyphs, chosen = self.app.glyphs, option.value == self._value
        sign = glyphs.hidden if chosen else glyphs.dash if option.why_not else " "
        tone = Tone.calm if chosen else Tone.faint if option.why_not else Tone.dim
        tone = Tone.accent if chosen and self.has_focus else tone
        return line(Span(f"({sign}) {option.label}", tone, strong=chosen))

    def _one(self, width: int) -> Line:
        chosen = next((each for each in self._options if each.value == self._value), None)
        place = f"  {self._options.index(chosen) + 1} of {len(self._options)}" if chosen is not None else ""
        tone = Tone.accent if self.has_focus else Tone.calm
        label = chosen.label if chosen is not None else ""
        room = max(width - len(place) - 4, 1)
        kept = fit(line(Span(label, tone, strong=True)), room, self.app.glyphs.ellipsis)
        return line(Span("< ", Tone.dim), *kept, Span(" >", Tone.dim), Span(place, Tone.dim))

    # What the user does

    def action_step(self, by: int) -> None:
        able = [each.value for each in self._options if not each.why_not]
        if able:
            self._choose(able[(able.index(self._value) + by) % len(able)] if self._value in able else able[0])

    def action_edge(self, place: int) -> None:
        able = [each.value for each in self._options if not each.why_not]
        if able:
            self._choose(able[place])

    def on_key(self, event: events.Key) -> None:
        """The next one that begins with this letter."""
        if event.character is None or not event.character.isalnum():
            return
        event.stop()
        letter = event.character.casefold()
        able = [each for each in self._options if not each.why_not]
        here = next((number for number, each in enumerate(able) if each.value == self._value), -1)
        found = [each for each in (*able[here + 1 :], *able) if each.label.casefold().startswith(letter)]
        if found:
            self._choose(found[0].value)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or width_of(self._all()) > self.content_size.width:
            self.action_step(1)
            return
        end = 0
        for option, part in zip(self._options, self._parts(), strict=True):
            end += width_of(part)
            if offset.x < end:
                if not option.why_not:
                    self._choose(option.value)
                return

    def _choose(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.redraw()
            self.post_message(self.Chosen(self, value))
