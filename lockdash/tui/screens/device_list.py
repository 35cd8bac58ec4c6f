"""What the Devices tab shows: the list, and the detail of the row under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.css.scalar import Scalar
from textual.widget import Widget

from lockdash.domain.accounts import Condition
from lockdash.domain.attention import Attention
from lockdash.engine.views import seconds_to_next_age
from lockdash.tui.calm_order import CalmOrder
from lockdash.tui.layout import Form, arrange
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.device_row import DEVICE_COLUMNS, device_cells
from lockdash.tui.render.order import Order
from lockdash.tui.screens.tab import TabScreen
from lockdash.tui.waking import Waker
from lockdash.tui.widgets.lines import ScrollingLines
from lockdash.tui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from lockdash.tui.panes.detail import Detail


class DeviceList(TabScreen):
    """The half of the Devices tab that shows; DevicesScreen is the half that does. `full`: the detail takes the
    place of the list."""

    TAB = "Devices"

    def __init__(self) -> None:
        super().__init__()
        self.full = False
        self.table = RowTable(DEVICE_COLUMNS, glyphs=self.app.glyphs, id="devices")
        self.pane = ScrollingLines(id="detail")
        self._pending: dict[str, str] = {}
        self._order = CalmOrder()
        self._order_waker = Waker(self, self.app.clock, self.reorder)

    def body(self) -> Iterable[Widget]:
        yield Container(self.table, self.pane, id="body")

    @property
    def cursor_key(self) -> str | None:
        return self.table.cursor_key

    def on_mount(self) -> None:
        self.table.provide(self._cells, self._account_number)
        self.reorder(at_once=True)
        self.table.focus()

    def on_screen_resume(self) -> None:
        if self.app.has_painted:  # at the start it is in order already; TabScreen's handler, called next, does the rest
            self.reorder(at_once=True)

    def on_unmount(self) -> None:
        self._order_waker.stop()

    # What is shown

    def _cells(self, key: str) -> tuple[Cell, ...]:
        app = self.app
        view = app.roster.views.get(key)
        if view is None:  # gone since the rows were put in order
            return tuple(Cell("") for _ in DEVICE_COLUMNS)
        points = app.trends.points(view.device)
        return device_cells(view, self._pending.get(key), app.glyphs, app.clock.now(), app.zone, points)

    def _account_number(self, key: str) -> int | None:
        view = self.app.roster.views.get(key)
        return None if view is None else self.app.number_of(view.device.account)

    def facts(self) -> list[str]:
        roster, table = self.app.roster, self.table
        total, shown = len(roster.views), len(table.order)
        facts = [f"{shown} of {total}" if roster.wanted else str(total)] if total else []
        facts += [f"/{roster.wanted}"] if roster.wanted else []
        facts += [roster.order.label] if roster.order is not Order.attention else []
        facts += [f"{len(table.marked)} marked"] if table.marked else []
        asking = any(each.condition is Condition.connecting for each in self.app.snapshot.accounts.values())
        facts += ["from the store"] if total and asking else []
        return facts

    def devices_changed(self, keys: frozenset[str]) -> None:
        """The views of `keys` are other ones; some may be new or gone."""
        self.table.refresh_rows(keys & self.app.roster.views.keys())
        self.reorder()
        if self.cursor_key in keys:
            self.redraw_detail()

    def redraw(self) -> None:
        self.table.refresh_rows(self.table.visible_keys)
        self.redraw_detail()
        self.redraw_frame()

    def redraw_detail(self) -> None:
        """The pane of the device under the cursor, as of now."""
        if not self.app.has_painted:  # the list first
            return
        from lockdash.tui.panes.detail import detail_lines

        pane = self.pane
        detail = self._detail()
        width = pane.scrollable_content_region.width
        if detail is None:
            pane.show([])
        elif width:
            height = 1000 if self.form is Form.detail else pane.content_size.height
            pane.show(detail_lines(detail, width, height))

    def _detail(self) -> Detail | None:
        from lockdash.tui.panes.detail import Detail

        app, key = self.app, self.cursor_key
        view = app.roster.views.get(key) if key is not None else None
        if key is None or view is None:
            return None
        return Detail(
            view=view,
            now=app.clock.now(),
            zone=app.zone,
            glyphs=app.glyphs,
            account=app.number_of(view.device.account),
            commands=app.past.commands(key),
            events=app.past.events(key),
            history=app.trends.history(view.device),
            pending=self._pending.get(key),
            own=app.snapshot.sessions[0] if app.snapshot.sessions else None,
        )

    def held(self) -> bool:
        """Whether the rows must stay where they are, however long it takes."""
        return bool(self.table.marked)

    def touch(self) -> None:
        """A hand is on the list."""
        self._order.touch(self.app.clock.monotonic())

    def reorder(self, at_once: bool = False) -> None:
        """Show the rows that the filter leaves. They keep their places until it is calm, unless `at_once`."""
        roster, table = self.app.roster, self.table
        keys, later = roster.shown(), None
        if not at_once:
            now = self.app.clock.monotonic()
            keys, later = self._order.next(table.order, keys, now, held=self.held(), urgent=self._out_of_sight(keys))
        if not keys:
            self._say_why_empty()
        table.set_order(keys)
        self.mark_with({"-empty": not keys})
        if later is not None:
            self._order_waker.arm(later)
        self.redraw_frame()

    def _out_of_sight(self, wanted: Sequence[str]) -> bool:
        """Whether an open or jammed door belongs on the first page and is not to be seen."""
        visible = set(self.table.visible_keys)
        views = self.app.roster.views
        return any(key not in visible and views[key].attention <= Attention.jammed for key in wanted[: len(visible)])

    def _say_why_empty(self) -> None:
        from lockdash.tui.panes.empty import filtered_out, no_devices

        roster = self.app.roster
        accounts, now = list(self.app.snapshot.accounts.values()), self.app.clock.now()
        self.table.set_message(
            filtered_out(roster.wanted, len(roster.views))
            if roster.wanted and roster.views
            else no_devices(accounts, now)
        )

    def show_pending(self, key: str, text: str | None) -> None:
        """Draw `text` as the state of a row (an intent in its grace); None: no more."""
        if text is None:
            self._pending.pop(key, None)
        else:
            self._pending[key] = text
        self.table.refresh_rows([key])
        if key == self.cursor_key:
            self.redraw_detail()

    def cursor_line(self) -> int:
        """The line of the screen on which the cursor's row is."""
        table, key = self.table, self.cursor_key
        visible = table.visible_keys
        return table.region.y + 1 + (visible.index(key) if key in visible else 0)

    # Size and time

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

    def tick(self) -> float:
        changed = self.app.roster.tick(self.app.clock.now())
        self.table.refresh_rows(changed)
        if changed:
            self.reorder()
        self.redraw_detail()
        views = self.app.roster.views
        seen = (views[key] for key in self.table.visible_keys if key in views)
        return min(map(seconds_to_next_age, seen), default=float("inf"))
