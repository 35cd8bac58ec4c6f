"""What both ways of signing in share: text as wide as the screen, fields for what is pasted, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from lockdash.domain.accounts import Account
from lockdash.domain.text import clean
from lockdash.tui.deliberate import QUIET
from lockdash.tui.look.tones import Tone
from lockdash.tui.messages import SnapshotChanged
from lockdash.tui.panes.form import keys_line
from lockdash.tui.panes.lines import BLANK, Line, Span, line
from lockdash.tui.panes.sign_in import INDENT, indented, inner_width
from lockdash.tui.screens.overlay import Overlay
from lockdash.tui.waking import Waker
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines, ScrollingLines

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

LONGEST = 10_000
"""Characters of what is pasted."""
_LEAST_WIDTH, _LEAST_HEIGHT = 34, 8
_ENDS = 2
"""Lines of the box above and below its text, where there is room."""
_LABELLED_FROM = 56
"""Columns from which on there is room for labels beside the fields."""
_PLACEHOLDER = "paste it here"
_TOO_SMALL = "Make it larger to sign in, or press Esc."


class SigningSheet(Overlay[None]):
    """Subclasses say what stands above and below the fields, and what Enter does. `typing`: the fields are shown.

    What is typed or pasted anywhere lands in a field: nobody has to find it first.
    """

    DEFAULT_CSS = """
    SigningSheet .box { width: 100%; padding: 1 0; }
    SigningSheet:ansi .box { border: none; padding: 0; border-top: solid $border; border-bottom: solid $border; }
    SigningSheet.-ascii:ansi .box { border: none; border-top: ascii $border; border-bottom: ascii $border; }
    #signing-fields { height: auto; padding: 0 3; }
    .signing-field { height: 1; max-width: 92; }
    .signing-field .label { width: 18; }
    SigningSheet.-narrow .label { display: none; }
    .signing-field FieldInput.-textual-compact { width: 1fr; background: $background; }
    .signing-field FieldInput.-textual-compact:focus { background: $row-cursor; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("enter", "go", "Go on", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = ""

    app: LockdashApp

    def __init__(self, account: str) -> None:
        super().__init__()
        self.account = account
        self._is_small = False
        self._focusing = Waker(self, self.app.clock, self._focus_field)

    # What subclasses say

    def fields(self) -> Sequence[tuple[str, str, bool]]:
        """Return name and label of each field, and whether what is typed is masked."""
        raise NotImplementedError

    @property
    def typing(self) -> bool:
        raise NotImplementedError

    def above(self, width: int) -> list[Line]:
        raise NotImplementedError

    def below(self, width: int) -> list[Line]:
        raise NotImplementedError

    def keys(self) -> Sequence[tuple[str, str]]:
        """Return the keys that count now, with what they do."""
        raise NotImplementedError

    def action_go(self) -> None:
        """Enter was pressed, in a field or not."""
        raise NotImplementedError

    # What is shown

    @property
    def known(self) -> Account:
        """The account as it is known now."""
        return self.app.snapshot.accounts[self.account]

    def compose(self) -> ComposeResult:
        with Vertical(id="signing", classes="box"):
            yield ScrollingLines(id="signing-above")
            with Vertical(id="signing-fields"):
                yield from self._rows()
            yield Lines(id="signing-below")

    def _rows(self) -> Iterable[Horizontal]:
        for name, label, masked in self.fields():
            shown = Lines(classes="label")
            shown.show([line(Span(label, Tone.dim))])
            field = FieldInput("", _cleaned, masked=masked, id=f"signing-{name}")
            field.placeholder = _PLACEHOLDER
            yield Horizontal(shown, field, classes="signing-field")

    def on_mount(self) -> None:
        self.redraw()

    def on_unmount(self) -> None:
        self._focusing.stop()

    def on_resize(self, event: events.Resize) -> None:
        self.redraw()

    def on_snapshot_changed(self, message: SnapshotChanged) -> None:
        message.stop()
        self.redraw()

    def redraw(self) -> None:
        """Show how it stands; only what differs is painted."""
        width, height = self.app.size.width, self.app.size.height
        self._is_small = width < _LEAST_WIDTH or height < _LEAST_HEIGHT
        above = indented([line(Span(_TOO_SMALL, Tone.dim))]) if self._is_small else self.above(width)
        below = [] if self._is_small else self._end(width)
        shown = self.typing and not self._is_small
        self.set_class(width < _LABELLED_FROM, "-narrow")
        rows = len(self.inputs) if shown else 0
        self.query_one("#signing-fields").display = shown
        tight = len(above) + rows + bool(rows) + len(below) + _ENDS > height
        if rows and not tight:
            above = [*above, BLANK]
        ends = 0 if tight else _ENDS
        tall = max(min(len(above), height - rows - len(below) - ends), 1)
        if tall < len(above):  # the scrollbar takes a column
            above = self.above(width - 1)
        self.query_one("#signing").set_class(tight, "-tight")
        _sized(self.query_one("#signing"), tall + rows + len(below) + ends)
        top, end = self.query_one("#signing-above", ScrollingLines), self.query_one("#signing-below", Lines)
        _sized(top, tall)
        _sized(end, len(below))
        top.show(above)
        end.show(below)
        self._place_focus(shown)

    def _end(self, width: int) -> list[Line]:
        told, keys = self.below(width), keys_line(self.keys(), inner_width(width), self.app.glyphs)
        return [*([BLANK, *told] if told else []), BLANK, *indented([keys], INDENT - 1)]

    def _place_focus(self, typing: bool) -> None:
        """Without fields the arrows scroll. With room again, nobody has to find the field again."""
        if self._is_small or self._held is not None:
            self.hold_focus(self._is_small)
        elif not typing and not isinstance(self.focused, ScrollingLines):
            self.query_one("#signing-above").focus()

    # What is typed

    @property
    def inputs(self) -> list[FieldInput]:
        return list(self.query(FieldInput))

    def typed(self) -> dict[str, str]:
        """Return what stands in each field, by its name."""
        return {(each.id or "").removeprefix("signing-"): each.value.strip() for each in self.inputs}

    def forget_typed(self) -> None:
        """Nothing that was typed stays on screen, or can be brought back."""
        for each in self.inputs:
            each.value = ""

    def type_into_field(self, text: str) -> None:
        """Let `text` be typed into the field that is in focus, else into the first one."""
        field = next((each for each in self.inputs if each.has_focus), None) or next(iter(self.inputs), None)
        if field is None or not self.typing or self._is_small:
            return
        field.insert_text_at_cursor(text)
        if not field.has_focus:
            # Not before the hand rests: of keys that come in one go those on their way to us would be overtaken by
            # those that go to the field.
            self._focusing.arm(QUIET)

    def _focus_field(self) -> None:
        field = next(iter(self.inputs), None)
        if field is not None and self.typing and not self._is_small and not isinstance(self.focused, FieldInput):
            field.focus()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.type_into_field(_cleaned(event.text))
        self._focus_field()

    def on_key(self, event: events.Key) -> None:
        """What a field that is in focus takes does not come here."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        self.type_into_field(event.character)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_go()

    def action_leave(self) -> None:
        self.dismiss()


def _cleaned(text: str) -> str:
    """Return what of pasted text can be a code, an address or a key: a terminal may have broken it into lines."""
    return "".join(clean(text, LONGEST).split())


def _sized(widget: Widget, lines: int) -> None:
    styles = widget.styles
    if styles.height is None or styles.height.value != lines:
        styles.height = lines
