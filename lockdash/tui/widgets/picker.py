"""Doors to be marked, with a filter of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Span, fit, line
from lockdash.tui.people.form_doors import Door, matching
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.widgets.field import told
from lockdash.tui.widgets.filter_bar import FilterBar
from lockdash.tui.widgets.lines import Lines
from lockdash.tui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

_NAME = Column("name", "Door, group or location", 12, 23, 34, middle=True)
_KIND = Column("kind", "Kind", 8, 8, 12, rank=1)
_WHERE = Column("where", "Place", 8, 14, 24, rank=3)
_ZONE = Column("zone", "Time zone", 12, 19, 24, rank=2)
_BECOMES = Column("becomes", "Becomes", 7, 7, 7, rank=0)
_SCHEDULE = Column("schedule", "Schedule", 8, 14, 24, rank=1)


class DoorTable(RowTable):
    """Its ends lead out of it, to the fields before and behind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", show=False),
        Binding("enter", "leave(1)", "Go on", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
    ]

    class Left(Message):
        """The user goes on to the next field, or back to the one before. `by`: 1 or -1."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Marked(Message):
        """A row is to be marked, or not any more."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def action_move(self, by: int) -> None:
        ends = {self.order[0]: -1, self.order[-1]: 1} if len(self.order) > 1 else {}
        if not self.order or (abs(by) == 1 and ends.get(self.cursor_key or "") == by):
            self.action_leave(by)
        else:
            super().action_move(by)

    def action_leave(self, by: int) -> None:
        self.post_message(self.Left(by))

    def action_mark(self) -> None:
        if self.cursor_key is not None:
            self.post_message(self.Marked(self.cursor_key))
            super().action_move(1)

    def action_choose(self) -> None:
        """A double click."""
        if self.cursor_key is not None:
            self.post_message(self.Marked(self.cursor_key))


class Picker(Vertical):
    """`table`: what has the focus. `changes`: rows say what is to be done to them; `schedules`: and which schedule they
    have. `columns`: what of a Door is shown instead."""

    DEFAULT_CSS = """
    Picker > .title { height: 1; }
    Picker > DoorTable { height: 1fr; }
    Picker > .remark { height: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", show=False, priority=True),
        Binding("s", "schedule", "Schedule", show=False),
    ]

    app: LockdashApp

    TITLE: ClassVar[str] = "Doors"
    NO_MATCH: ClassVar[str] = "No door matches."
    NOTHING: ClassVar[str] = "There are no doors here."

    class Toggled(Message):
        """A door is to be marked, or not any more. Each for itself, as more of them may be on their way."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Scheduled(Message):
        """A door is to have the schedule that is chosen."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(
        self, *, changes: bool = False, schedules: bool = False, columns: Sequence[Column] = (), id: str | None = None
    ) -> None:
        super().__init__(id=id)
        more = (*((_BECOMES,) if changes else ()), *((_SCHEDULE,) if schedules else ()))
        self._columns = tuple(columns) or (_NAME, *more, _KIND, _ZONE, _WHERE)
        self.has_schedules = schedules
        self._facts: tuple[str, ...] = ()
        self.table = DoorTable(self._columns, glyphs=self.app.glyphs)
        self._doors: dict[str, Door] = {}
        self._marked: frozenset[str] = frozenset()
        self._wanted = ""
        self._bar = FilterBar()

    def compose(self) -> ComposeResult:
        yield Lines(classes="title")
        yield Lines(classes="remark")
        yield self.table
        yield self._bar

    def on_mount(self) -> None:
        self._bar.display = False
        self.table.provide(self._cells)

    def offer(self, doors: Sequence[Door], marked: frozenset[str], *facts: str, problem: str) -> None:
        """Show these doors, those of `marked` marked. `facts`: what is told beside their number."""
        before, self._doors = self._doors, {each.key: each for each in doors}
        if before != self._doors:
            self._reorder()
            self.table.refresh_rows([key for key, each in self._doors.items() if before.get(key) != each])
        self.table.marked = self._marked = marked & self._doors.keys()
        self._facts = facts
        self._say(problem)

    def leave_filter(self) -> bool:
        """Show all doors again; return whether not all were shown."""
        wanted, self._wanted = self._wanted, ""
        self._bar.display = False
        if wanted:
            self._reorder()
            self._say_title()
        return bool(wanted)

    async def action_filter(self) -> None:
        self._bar.display = True
        await self._bar.begin(self._wanted)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the filter its own key is a letter."""
        return action != "filter" or self.table.has_focus

    def action_schedule(self) -> None:
        if self.table.cursor_key is not None and self.has_schedules:
            self.post_message(self.Scheduled(self.table.cursor_key))

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        message.stop()
        self._wanted = message.text
        self._reorder()
        self._say_title()

    def on_filter_bar_left(self, message: FilterBar.Left) -> None:
        message.stop()
        self.table.focus()
        if message.keep:
            self._bar.display = False
        else:
            self.leave_filter()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if event.widget is not self.table:
            self._bar.display = False

    def on_door_table_marked(self, message: DoorTable.Marked) -> None:
        message.stop()
        door = self._doors.get(message.key)
        if door is not None and not door.why_not:
            self.post_message(self.Toggled(message.key))

    def _reorder(self) -> None:
        shown = matching(self._doors.values(), self._wanted)
        if not shown:
            self.table.set_message([Cell(self.NO_MATCH if self._doors else self.NOTHING, Tone.dim)])
        self.table.set_order([each.key for each in shown])
        self.table.marked = self._marked  # a table forgets the marks of what it does not show

    def _say(self, problem: str) -> None:
        self._say_title()
        line_of = self.query_one(".remark", Lines)
        lines = told("", problem, max(self.size.width - 2, 8))
        if line_of.styles.height is None or line_of.styles.height.value != len(lines):
            line_of.styles.height = len(lines)
        line_of.show(lines)

    def _say_title(self) -> None:
        focused, glyphs = self.table.has_focus, self.app.glyphs
        tone = Tone.accent if focused else Tone.dim
        edge = glyphs.edge_cursor if focused else " "
        facts = [f"{len(self._marked)} of {len(self._doors)} marked"]
        facts += [*filter(None, self._facts), *([f"/{self._wanted}"] if self._wanted else [])]
        rest = "".join(f" {glyphs.dot} {each}" for each in facts)
        title = line(Span(f"{edge} ", tone), Span(self.TITLE, tone, strong=focused), Span(rest, Tone.dim))
        self.query_one(".title", Lines).show([fit(title, max(self.size.width, 1), glyphs.ellipsis)])

    def _cells(self, key: str) -> tuple[Cell, ...]:
        door = self._doors.get(key)
        if door is None:
            return tuple(Cell("") for _ in self._columns)
        tone = Tone.faint if door.why_not else Tone.calm
        values = {"name": Cell(door.name, tone)}
        return tuple(
            values.get(each.name) or Cell(getattr(door, each.name), Tone.faint if door.why_not else Tone.dim)
            for each in self._columns
        )
