"""The Devices tab: what the user does with the list and the device under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from lockdash.domain.commands import CommandKind
from lockdash.tui.action import Action, Scope
from lockdash.tui.binding import bindings
from lockdash.tui.layout import Form
from lockdash.tui.screens.device_list import DeviceList

if TYPE_CHECKING:
    from lockdash.tui.commanding import Commander
    from lockdash.tui.grace import Grace

_TOO_SMALL = "Too small to act: no door is in sight."
_KINDS = {"lock": CommandKind.lock, "unlock": CommandKind.unlock, "open": CommandKind.open}


class DevicesScreen(DeviceList):
    """Its keys are those of the registry of actions."""

    SCOPES = frozenset({Scope.app, Scope.list, Scope.rows, Scope.devices})
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.list, Scope.rows, Scope.devices)

    def __init__(self) -> None:
        super().__init__()
        self._commander: Commander | None = None

    def on_unmount(self) -> None:
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

    def rested(self) -> None:
        self.app.focus_device(self.cursor_key)

    def _give(self, kind: CommandKind) -> None:
        if self.form is Form.card:
            self.say(_TOO_SMALL)
        else:
            self.commander.give(kind, self.meant())

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
        self.commander.lock_all(self.meant() if marked else list(self.table.order), marked=marked)

    async def action_people(self) -> None:
        if self.cursor_key is not None:
            from lockdash.tui.people.links import show_people_of

            await show_people_of(self.app, self.cursor_key)

    async def action_device_events(self) -> None:
        view = self.app.roster.views.get(self.cursor_key or "")
        if view is not None:
            from lockdash.tui.events.links import show_events_at

            await show_events_at(self.app, view.device)

    def action_sort(self) -> None:
        roster = self.app.roster
        roster.order = roster.order.following
        self.reorder(at_once=True)
        self.say(f"Sorted: {roster.order.label}.")

    def action_copy(self) -> None:
        key = self.cursor_key
        if key is not None:
            device = self.app.roster.views[key].device
            text = f"{device.name} {device.serial}" if device.serial else device.name
            self.app.copy_to_clipboard(text)
            self.say(f"Copied to your terminal's clipboard: {text}")
