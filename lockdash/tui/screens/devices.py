"""The Devices tab: what the user does with the list and the device under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from lockdash.domain.commands import CommandKind
from lockdash.tui.actions import Action, Scope
from lockdash.tui.binding import bindings
from lockdash.tui.layout import Form
from lockdash.tui.screens.device_list import DeviceList
from lockdash.tui.waking import Waker
from lockdash.tui.widgets.filter_bar import FilterBar
from lockdash.tui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from lockdash.tui.commanding import Commander
    from lockdash.tui.grace import Grace

_RESTED = 0.5
"""Seconds for which the cursor rests on a row before its activity may be read."""
_TOO_SMALL = "Too small to act: no door is in sight."
_KINDS = {"lock": CommandKind.lock, "unlock": CommandKind.unlock, "open": CommandKind.open}


class DevicesScreen(DeviceList):
    """Its keys are those of the registry of actions."""

    SCOPES = frozenset({Scope.app, Scope.devices})
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.devices)

    def __init__(self) -> None:
        super().__init__()
        self._rest_waker = Waker(self, self.app.clock, self._rested)
        self._commander: Commander | None = None

    def on_unmount(self) -> None:
        self._rest_waker.stop()
        if self._commander is not None:
            self._commander.grace.close()

    @property
    def commander(self) -> Commander:
        """Gives the commands; made when the first one is given."""
        if self._commander is None:
            from lockdash.tui.commanding import Commander

            self._commander = Commander(self)
        return self._commander

    @property
    def grace(self) -> Grace | None:
        """The grace that is running, if one is."""
        grace = self._commander.grace if self._commander is not None else None
        return grace if grace is not None and grace.key is not None else None

    def possible(self, action: Action) -> bool:
        kind = _KINDS.get(action.id)
        if kind is None:
            return True
        key = self.cursor_key
        return key is not None and self.app.engine.judge(key, kind).allowed

    def held(self) -> bool:
        return super().held() or self.grace is not None

    def devices_changed(self, keys: frozenset[str]) -> None:
        super().devices_changed(keys)
        if self.grace is not None and self.grace.key not in self.app.roster.views:
            self.grace.stop()

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        self.redraw_detail()
        self.redraw_status()
        self._rest_waker.arm(_RESTED)

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        self.action_detail()

    def _rested(self) -> None:
        self.app.focus_device(self.cursor_key)

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        self.app.roster.wanted = event.text
        self.reorder(at_once=True)

    def on_filter_bar_left(self, event: FilterBar.Left) -> None:
        if not event.keep:
            self.app.roster.wanted = ""
            self.reorder(at_once=True)
        self.set_class(False, "-filtering")
        self.table.focus()

    def _meant(self) -> list[str]:
        """The devices that a key means: the marked ones, else the one under the cursor."""
        marked = [key for key in self.table.order if key in self.table.marked]
        return marked or ([self.cursor_key] if self.cursor_key is not None else [])

    def _give(self, kind: CommandKind) -> None:
        if self.form is Form.card:
            self.say(_TOO_SMALL)
        else:
            self.commander.give(kind, self._meant())

    def action_lock(self) -> None:
        self._give(CommandKind.lock)

    def action_unlock(self) -> None:
        self._give(CommandKind.unlock)

    def action_open(self) -> None:
        self._give(CommandKind.open)

    def action_power_on(self) -> None:
        self._give(CommandKind.power_on)

    def action_power_off(self) -> None:
        self._give(CommandKind.power_off)

    def action_lock_all(self) -> None:
        if self.form is Form.card:
            self.say(_TOO_SMALL)
            return
        marked = bool(self.table.marked)
        self.commander.lock_all(self._meant() if marked else list(self.table.order), marked=marked)

    async def action_filter(self) -> None:
        self.full = False
        self.arrange_for(self.size.width, self.size.height)
        if not self.query(FilterBar):  # the first paint does without
            await self.mount(FilterBar(id="filter"))
        self.set_class(True, "-filtering")
        self.query_one(FilterBar).begin(self.app.roster.wanted)

    def action_mark(self) -> None:
        self.table.toggle_mark()
        self.table.action_move(1)
        self.redraw_frame()

    def action_sort(self) -> None:
        roster = self.app.roster
        roster.order = roster.order.following
        self.reorder(at_once=True)
        self.say(f"Sorted: {roster.order.label}.")

    def action_detail(self) -> None:
        if self.cursor_key is None or self.form is Form.card:
            return
        self.full = not self.full
        self._rearrange()

    def action_clear(self) -> None:
        if self.full:
            self.full = False
            self._rearrange()
        elif self.app.roster.wanted:
            self.app.roster.wanted = ""
            self.reorder(at_once=True)
        elif self.table.marked:
            self.table.marked = frozenset()
            self.reorder()

    def action_copy(self) -> None:
        key = self.cursor_key
        if key is not None:
            device = self.app.roster.views[key].device
            text = f"{device.name} {device.serial}" if device.serial else device.name
            self.app.copy_to_clipboard(text)
            self.say(f"Copied to your terminal's clipboard: {text}")

    def go_to(self, key: str) -> None:
        """Put the cursor on a device; a filter that hides it goes."""
        if key not in self.table.order:
            self.app.roster.wanted = ""
            self.reorder(at_once=True)
        self.table.cursor_key = key
        self.table.focus()

    def _rearrange(self) -> None:
        self.arrange_for(self.size.width, self.size.height)
        (self.pane if self.full else self.table).focus()
        self.call_after_refresh(self.redraw)
