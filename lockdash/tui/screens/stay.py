"""The form for another begin or end of a stay; for several people, the same new end for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from lockdash.domain.text import clean
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.views import PersonView, view
from lockdash.tui.deliberate import LoneKey
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, line
from lockdash.tui.panes.stay import clock_words, stay_lines
from lockdash.tui.people.form_known import known_now
from lockdash.tui.people.moving import Move, Typed, as_now, batch, moves
from lockdash.tui.screens.overlay import Overlay
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

WIDTH = 72
_SIDES = 6
_LABELS = {"starts": "Begins", "ends": "Ends", "zone": "Time zone"}


class StayScreen(Overlay[bool]):
    """`keys`: whose stay. Gives True when what was typed is meant; `moves`: what it comes to for each of them.

    Begin and time zone are asked for one person only. Enter counts if it was pressed by itself, and if something can
    be done.
    """

    DEFAULT_CSS = """
    #stay { width: 72; height: auto; }
    #stay-head { height: 3; }
    #stay .stay-row { height: 1; display: none; }
    #stay .stay-row.-asked { display: block; }
    #stay .stay-label { width: 11; }
    #stay FieldInput { width: 1fr; background: $background; }
    #stay-told { height: 5; margin-top: 1; }
    #stay.-several #stay-told { height: 9; }
    #stay-keys { height: 1; }
    #stay.-tight #stay-told, #stay.-tight.-several #stay-told { margin-top: 0; height: 4; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]

    AUTO_FOCUS: ClassVar[str | None] = "#stay-ends"

    app: LockdashApp

    def __init__(self, keys: Sequence[str], *, several: bool) -> None:
        super().__init__()
        self.moves: list[Move] = []
        self._keys = tuple(keys)
        self._several = several
        self._deliberate = LoneKey(self, self.app.clock, self._meant)
        self._unsubscribe: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        with Vertical(id="stay", classes="box"):
            yield Lines(id="stay-head")
            yield from self._rows()
            yield Lines(id="stay-told")
            yield Lines(id="stay-keys")

    def _rows(self) -> Iterable[Horizontal]:
        views = self._views()
        only = views[0] if len(views) == 1 and not self._several else None
        texts = {"starts": "", "ends": "", "zone": ""}
        if only is not None:
            texts |= {"starts": as_now(only, last=False), "ends": as_now(only, last=True)}
        for name, text in texts.items():
            label = Lines(classes="stay-label", id=f"stay-label-{name}")
            field = FieldInput(text, clean, id=f"stay-{name}")
            field.placeholder = "as Europe/Warsaw" if name == "zone" else "stays as it is; or as 2026-12-01 16:00"
            yield Horizontal(label, field, classes="stay-row", id=f"stay-row-{name}")

    def on_mount(self) -> None:
        self._unsubscribe = self.app.engine.people.subscribe(self._hear)
        for name, label in _LABELS.items():
            self.query_one(f"#stay-label-{name}", Lines).show([line(Span(label, Tone.dim))])
        self._place(self.app.size.width, self.app.size.height)

    def on_unmount(self) -> None:
        self._unsubscribe()
        self._deliberate.stop()

    def _hear(self, _: PeopleSnapshot) -> None:
        self.call_later(self.redraw)

    def on_resize(self, event: events.Resize) -> None:
        self._place(event.size.width, event.size.height)

    def _place(self, width: int, height: int) -> None:
        box = self.query_one("#stay", Vertical)
        box.set_class(height < 18 or width < 50, "-tight")
        box.set_class(self._several, "-several")
        self.call_after_refresh(self.redraw)

    def redraw(self) -> None:
        """Judge what stands in the fields now, and say what it comes to."""
        told = self.query_one("#stay-told", Lines)
        width = told.size.width
        if not self.is_mounted or not width:
            return
        views = self._views()
        self.moves = moves(views, self._typed(), known_now(self.app), self.app.engine.people.objection)
        asks_zone = not self._several and any(each.judged and each.judged.asks_zone for each in self.moves)
        for name, asked in (("starts", not self._several), ("ends", True), ("zone", asks_zone)):
            self.query_one(f"#stay-row-{name}").set_class(asked, "-asked")
        ellipsis = self.app.glyphs.ellipsis
        head = [self._title(views), line(Span(clock_words(views), Tone.dim))]
        self.query_one("#stay-head", Lines).show([fit(each, width, ellipsis) for each in head])
        lines = stay_lines(self.moves, self.app.zone, width, self.app.glyphs) if self.moves else [_GONE]
        told.show(lines[: told.size.height])
        self.query_one("#stay-keys", Lines).show([fit(self._key_words(), width, ellipsis)])

    def _title(self, views: Sequence[PersonView]) -> Line:
        if len(views) == 1 and not self._several:
            person = views[0].person
            mark = Span(f"{self.app.glyphs.edge} ", account=self.app.number_of(person.account))
            return line(mark, Span(f"Stay of {person.name}", strong=True), Span(f" {person.account}", Tone.dim))
        return line(Span(f"Another end for the stays of {len(views)} people", strong=True))

    def _key_words(self) -> Line:
        can = bool(batch(self.moves).able)
        verb = " goes on" if self._several else " changes it"
        return (
            Span("Enter", Tone.accent if can else Tone.faint),
            Span(verb, Tone.dim if can else Tone.faint),
            *((Span("   Tab", Tone.accent), Span(" next field", Tone.dim)) if not self._several else ()),
            Span("   Esc", Tone.accent),
            Span(" leaves everything as it is", Tone.dim),
        )

    def _typed(self) -> Typed:
        texts = {name: self.query_one(f"#stay-{name}", FieldInput).value for name in _LABELS}
        return Typed(**texts)

    def _views(self) -> list[PersonView]:
        """As they are now; who is gone meanwhile is none of them."""
        people = self.app.engine.people
        known, directory, now = people.snapshot, people.directory, self.app.clock.now()
        return [view(known.people[key], known, directory, now) for key in self._keys if key in known.people]

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._deliberate.spoil()
        self.redraw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._deliberate.press()

    def _meant(self) -> None:
        self.redraw()
        if batch(self.moves).able:
            self.dismiss(True)

    def action_leave(self) -> None:
        self.dismiss(False)


_GONE = (Span("Gone: somebody has deleted them meanwhile.", Tone.caution),)
