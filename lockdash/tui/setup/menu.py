"""A few things, one below the other, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line, wrap
from lockdash.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from lockdash.tui.shell import LookApp


class Item(NamedTuple):
    """`about`: a sentence below the label, "" for none."""

    value: str
    label: str
    about: str = ""


class Menu(Lines, can_focus=True):
    """The arrows and first letters move, Enter or a click chooses. Where there is no room for all that is said, the
    sentences of the others go first."""

    can_focus = True

    DEFAULT_CSS = """
    Menu { height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "move(1)", "Down", show=False),
        Binding("up,shift+tab", "move(-1)", "Up", show=False),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end", "edge(-1)", "Last", show=False),
        Binding("enter,space", "choose", "Choose", show=False),
    ]

    app: LookApp[Any]

    class Chosen(Message):
        """One of the items was chosen."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, items: Sequence[Item], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.items = tuple(items)
        self._cursor = 0
        self._rows: list[int] = []

    @property
    def chosen(self) -> str:
        """The item that the cursor is on."""
        return self.items[self._cursor].value

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        """Show the items around the cursor."""
        width, height = self.content_size
        if not width or not height:
            return
        for told in (lambda number: True, lambda number: number == self._cursor, lambda number: False):
            blocks = [self._block(number, width, told=told(number)) for number in range(len(self.items))]
            if sum(len(each) for each in blocks) <= height:
                break
        if sum(len(each) + 1 for each in blocks) - 1 <= height:
            blocks = [[*each, BLANK] for each in blocks[:-1]] + blocks[-1:]
        rows = [(number, each) for number, block in enumerate(blocks) for each in block]
        here = [at for at, (number, _) in enumerate(rows) if number == self._cursor]
        first = min(max(here[-1] - height + 1, 0), here[0])
        self._rows = [number for number, _ in rows[first : first + height]]
        self.show([each for _, each in rows[first : first + height]])

    def _block(self, number: int, width: int, *, told: bool) -> list[Line]:
        item, is_here, glyphs = self.items[number], number == self._cursor, self.app.glyphs
        edge = Span(f"{glyphs.edge_cursor if is_here else ' '} ", Tone.accent)
        label = fit((edge, *line(Span(item.label, strong=is_here))), width, glyphs.ellipsis)
        about = wrap(item.about, max(width - 2, 1), Tone.dim) if told and item.about else []
        return [label, *((Span("  "), *each) for each in about)]

    def action_move(self, by: int) -> None:
        self._go_to((self._cursor + by) % len(self.items))

    def action_edge(self, place: int) -> None:
        self._go_to(place % len(self.items))

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self.chosen))

    def on_key(self, event: events.Key) -> None:
        """The next one that begins with this letter."""
        if event.character is None or not event.character.isalnum():
            return
        letter = event.character.casefold()
        order = [*range(self._cursor + 1, len(self.items)), *range(self._cursor + 1)]
        found = [number for number in order if self.items[number].label.casefold().startswith(letter)]
        if found:
            event.stop()
            self._go_to(found[0])

    def on_click(self, event: events.Click) -> None:
        if event.y < len(self._rows):
            self._go_to(self._rows[event.y])
            self.action_choose()

    def _go_to(self, number: int) -> None:
        self._cursor = number
        self.redraw()
