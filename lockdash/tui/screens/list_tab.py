"""What tabs with a list share: the list, the detail of the row under the cursor, and the keys of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Protocol

from textual.containers import Container
from textual.css.scalar import Scalar
from textual.widget import Widget
from textual.widgets import Input

from lockdash.tui.calm_order import CalmOrder
from lockdash.tui.layout import Form, arrange
from lockdash.tui.panes.lines import Line
from lockdash.tui.render.cells import EMPTY, Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.screens.tab import TabScreen
from lockdash.tui.waking import Waker
from lockdash.tui.widgets.detail_pane import DetailPane
from lockdash.tui.widgets.filter_bar import FilterBar
from lockdash.tui.widgets.row_table import RowTable

RESTED = 0.5
"""Seconds for which the cursor rests on a row before more of it may be read."""
_WHOLE = 1000
"""Lines, at most, of a detail that is scrolled."""


class Listing(Protocol):
    """What a list shows. `wanted`: the filter, as typed. `only`: the keys of the rows that are shown at all,
    None for every one; `only_label`: which they are, in words."""

    wanted: str
    only: frozenset[str] | None
    only_label: str

    @property
    def total(self) -> int:
        """How many there are without the filter."""

    def check(self, text: str) -> None:
        """Raise QuerySyntax if `text` is no filter of this list."""

    def shown(self) -> list[str]:
        """Return the keys that the filter leaves, in the order asked for."""


class ListTab(TabScreen):
    """Subclasses say which rows there are, what they say, and what the detail says. `full`: the detail takes the place
    of the list."""

    COLUMNS: ClassVar[tuple[Column, ...]]

    def __init__(self) -> None:
        super().__init__()
        self.full = False
        self.table = self.make_table()
        self.pane = DetailPane(id="detail")
        self._order = CalmOrder()
        self._order_waker = Waker(self, self.app.clock, self.reorder)
        self._rest_waker = Waker(self, self.app.clock, self.rested)

    def body(self) -> Iterable[Widget]:
        yield Container(self.table, self.pane, id="body")

    def on_mount(self) -> None:
        self.table.provide(self._cells, self._account_number)
        self.reorder(at_once=True)
        self.table.focus()

    def on_unmount(self) -> None:
        self._order_waker.stop()
        self._rest_waker.stop()

    # What subclasses say

    def make_table(self) -> RowTable:
        """Return the list, without rows."""
        return RowTable(self.COLUMNS, glyphs=self.app.glyphs, id="list")

    @property
    def roster(self) -> Listing:
        raise NotImplementedError

    def row(self, key: str) -> Sequence[Cell] | None:
        """Return the cells of `key`, None if it is gone since the rows were put in order."""
        raise NotImplementedError

    def account_of(self, key: str) -> str | None:
        """Return the account that `key` is of, None if it is gone."""
        raise NotImplementedError

    def detail(self, key: str, width: int, height: int) -> list[Line]:
        """Return what is known of `key`, none if it is gone."""
        raise NotImplementedError

    def why_empty(self) -> Sequence[Cell]:
        """Return what to say where there are no rows."""
        raise NotImplementedError

    def is_urgent(self, key: str) -> bool:
        """Whether `key` must come into sight as soon as the hand rests, however much else changes."""
        raise NotImplementedError

    def rested(self) -> None:
        """The cursor has come to rest."""
        raise NotImplementedError

    # What is shown

    @property
    def cursor_key(self) -> str | None:
        return self.table.cursor_key

    def _cells(self, key: str) -> Sequence[Cell]:
        return self.row(key) or (EMPTY,) * len(self.COLUMNS)

    def _account_number(self, key: str) -> int | None:
        account = self.account_of(key)
        return None if account is None else self.app.number_of(account)

    def facts(self) -> list[str]:
        roster, shown, total = self.roster, len(self.table.order), self.roster.total
        facts = [f"{shown} of {total}" if roster.wanted else str(total)] if total else []
        facts += [roster.only_label] if roster.only is not None else []
        return facts + ([f"/{roster.wanted}"] if roster.wanted else [])

    def redraw(self) -> None:
        self.table.refresh_rows(self.table.visible_keys)
        self.redraw_detail()
        self.redraw_frame()

    def redraw_detail(self) -> None:
        """The pane of the row under the cursor, as of now."""
        if not self.app.has_painted:  # the list first
            return
        pane, key = self.pane, self.cursor_key
        width = pane.scrollable_content_region.width
        height = _WHOLE if self.form is Form.detail else pane.content_size.height
        if key is None:
            pane.show([])
        elif width:
            pane.show(self.detail(key, width, height))

    def held(self) -> bool:
        """Whether the rows must stay where they are, however long it takes."""
        return bool(self.table.marked)

    def touch(self) -> None:
        """A hand is on the list."""
        self._order.touch(self.app.clock.monotonic())

    def reorder(self, at_once: bool = False) -> None:
        """Show the rows that the filter leaves. They keep their places until it is calm, unless `at_once`."""
        table, keys, later = self.table, self.roster.shown(), None
        if not at_once:
            now = self.app.clock.monotonic()
            keys, later = self._order.next(table.order, keys, now, held=self.held(), urgent=self._out_of_sight(keys))
        if not keys:
            table.set_message(self.why_empty())
        table.set_order(keys)
        self.mark_with({"-empty": not keys})
        if later is not None:
            self._order_waker.arm(later)
        self.redraw_frame()

    def _out_of_sight(self, wanted: Sequence[str]) -> bool:
        """Whether something urgent belongs on the first page and is not to be seen."""
        visible = set(self.table.visible_keys)
        return any(key not in visible and self.is_urgent(key) for key in wanted[: len(visible)])

    def cursor_line(self) -> int:
        """The line of the screen on which the cursor's row is."""
        table, key = self.table, self.cursor_key
        visible = table.visible_keys
        return table.region.y + 1 + (visible.index(key) if key in visible else 0)

    # Size

    def arrange_for(self, width: int, height: int) -> None:
        found = arrange(width, height, full=self.full)
        self.form = found.form
        self.mark_with({"-airy": found.airy, **{f"-{form}": form is found.form for form in Form}})
        styles = self.pane.styles
        wide = found.detail_width if found.form is Form.beside else "100%"
        tall = found.detail_height or "100%"
        self.pane.set_class(found.detail_height == 1, "-line")
        if (styles.width, styles.height) != (Scalar.parse(str(wide)), Scalar.parse(str(tall))):
            styles.width, styles.height = wide, tall

    def resized(self) -> None:
        super().resized()
        self.call_after_refresh(self.redraw)

    def _rearrange(self) -> None:
        self.arrange_for(self.size.width, self.size.height)
        (self.pane if self.full else self.table).focus()
        self.call_after_refresh(self.redraw)

    # What the user does

    def meant(self) -> list[str]:
        """The rows that a key means: the marked ones, else the one under the cursor."""
        marked = [key for key in self.table.order if key in self.table.marked]
        return marked or ([self.cursor_key] if self.cursor_key is not None else [])

    def search(self, wanted: str) -> None:
        """Show what matches, at once."""
        self.roster.wanted = wanted
        self.reorder(at_once=True)

    def show_only(self, keys: frozenset[str] | None, label: str) -> None:
        """Show no rows but these, which are `label` in words ("of Ada Sample"); None: all. The filter goes, unless they
        are only more or fewer of the same."""
        roster, same = self.roster, label == self.roster.only_label
        roster.only, roster.only_label = keys, label
        roster.wanted = roster.wanted if same else ""
        self.reorder(at_once=not same)

    def go_to(self, key: str) -> None:
        """Put the cursor on a row; what hides it goes."""
        if key not in self.table.order:
            self.roster.only, self.roster.only_label = None, ""
            self.search("")
        self.table.cursor_key = key
        self.table.focus()

    def on_detail_pane_sized(self, event: DetailPane.Sized) -> None:
        self.redraw_detail()

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        self.redraw_detail()
        self.redraw_status()
        self._rest_waker.arm(RESTED)

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        self.action_detail()

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        self.search(event.text)

    def on_filter_bar_left(self, event: FilterBar.Left) -> None:
        if not event.keep:
            self.search("")
        self.set_class(False, "-filtering")
        self.table.focus()

    async def action_filter(self) -> None:
        self.full = False
        self.arrange_for(self.size.width, self.size.height)
        if not self.query(FilterBar):  # the first paint does without
            await self.mount(FilterBar(self.roster.check, id="filter"))
        self.set_class(True, "-filtering")
        await self.query_one(FilterBar).begin(self.roster.wanted)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the filter its own key is a letter."""
        return action != "filter" or not isinstance(self.focused, Input)

    def action_mark(self) -> None:
        self.table.toggle_mark()
        self.table.action_move(1)
        self.redraw_frame()

    def action_detail(self) -> None:
        if self.cursor_key is None or self.form is Form.card:
            return
        self.full = not self.full
        self._rearrange()

    def action_clear(self) -> None:
        """Go one step back: out of the detail, the filter, what is shown only, the marks."""
        if self.full:
            self.full = False
            self._rearrange()
        elif self.roster.wanted:
            self.search("")
        elif self.roster.only is not None:
            self.show_only(None, "")
        elif self.table.marked:
            self.table.marked = frozenset[str]()
            self.reorder()
