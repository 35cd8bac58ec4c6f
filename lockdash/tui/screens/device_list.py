"""What the Devices tab shows: the list, and the detail of the row under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lockdash.domain.accounts import Condition
from lockdash.domain.attention import Attention
from lockdash.engine.views import seconds_to_next_age
from lockdash.tui.panes.lines import Line
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.device_row import DEVICE_COLUMNS, device_cells
from lockdash.tui.render.order import Order
from lockdash.tui.screens.list_tab import ListTab

if TYPE_CHECKING:
    from lockdash.domain.devices import Device
    from lockdash.engine.views import DeviceView
    from lockdash.tui.panes.detail import Detail
    from lockdash.tui.people.at_door import AtDoor
    from lockdash.tui.roster import Roster


class DeviceList(ListTab):
    """The half of the Devices tab that shows; DevicesScreen is the half that does."""

    TAB = "Devices"
    COLUMNS = DEVICE_COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self._pending: dict[str, str] = {}
        self._told_condition: Condition | None = None

    @property
    def roster(self) -> Roster:
        return self.app.roster

    def on_screen_resume(self) -> None:
        if self.app.has_painted:  # at the start it is in order already; TabScreen's handler, called next, does the rest
            self.reorder(at_once=True)

    # What is shown

    def row(self, key: str) -> Sequence[Cell] | None:
        app = self.app
        view = app.roster.views.get(key)
        if view is None:
            return None
        points = app.trends.points(view.device)
        return device_cells(view, self._pending.get(key), app.glyphs, app.clock.now(), app.zone, points)

    def account_of(self, key: str) -> str | None:
        view = self.app.roster.views.get(key)
        return None if view is None else view.device.account

    def facts(self) -> list[str]:
        roster, table = self.app.roster, self.table
        facts = super().facts()
        facts += [roster.order.label] if roster.order is not Order.attention else []
        facts += [f"{len(table.marked)} marked"] if table.marked else []
        asking = any(each.condition is Condition.connecting for each in self.app.snapshot.accounts.values())
        facts += ["from the store"] if roster.total and asking else []
        return facts

    def devices_changed(self, keys: frozenset[str]) -> None:
        """The views of `keys` are other ones; some may be new or gone."""
        self.table.refresh_rows(keys & self.app.roster.views.keys())
        self.reorder()
        if self.cursor_key in keys or self._condition() is not self._told_condition:
            self.redraw_detail()

    def detail(self, key: str, width: int, height: int) -> list[Line]:
        from lockdash.tui.panes.detail import detail_lines

        view = self.app.roster.views.get(key)
        self._told_condition = self._condition()
        return [] if view is None else detail_lines(self._detail(key, view), width, height)

    def _detail(self, key: str, view: DeviceView) -> Detail:
        from lockdash.tui.panes.detail import Detail

        app = self.app
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
            people=self._people(view.device),
            source=app.snapshot.accounts.get(view.device.account),
        )

    def _condition(self) -> Condition | None:
        """How the account of the row under the cursor is faring."""
        account = self.account_of(self.cursor_key) if self.cursor_key is not None else None
        known = self.app.snapshot.accounts.get(account) if account is not None else None
        return None if known is None else known.condition

    def _people(self, device: Device) -> AtDoor | None:
        """Who may open `device`, if somebody has asked for people in this session: they are not loaded for this."""
        people = self.app.engine.people
        if not people.snapshot.is_open:
            return None
        from lockdash.tui.people.at_door import at_door

        return at_door(device, people.snapshot, people.directory, self.app.clock.now())

    def is_urgent(self, key: str) -> bool:
        """Whether it is an open or jammed door."""
        return self.app.roster.views[key].attention <= Attention.jammed

    def why_empty(self) -> Sequence[Cell]:
        from lockdash.tui.panes.empty import filtered_out, no_devices, none_left

        roster = self.app.roster
        if roster.wanted and roster.total:
            return filtered_out(roster.wanted, roster.total)
        if roster.only is not None:
            return none_left(roster.only_label)
        return no_devices(list(self.app.snapshot.accounts.values()), self.app.clock.now())

    def show_pending(self, key: str, text: str | None) -> None:
        """Draw `text` as the state of a row (an intent in its grace); None: no more."""
        if text is None:
            self._pending.pop(key, None)
        else:
            self._pending[key] = text
        self.table.refresh_rows([key])
        if key == self.cursor_key:
            self.redraw_detail()

    def tick(self) -> float:
        changed = self.app.roster.tick(self.app.clock.now())
        self.table.refresh_rows(changed)
        if changed:
            self.reorder()
        self.redraw_detail()
        views = self.app.roster.views
        seen = (views[key] for key in self.table.visible_keys if key in views)
        return min(map(seconds_to_next_age, seen), default=float("inf"))
