"""The Events tab: what the user does with the list and the event under the cursor."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from lockdash.engine.log.views import LogRow
from lockdash.tui.action import Action, Scope
from lockdash.tui.binding import bindings
from lockdash.tui.events.rows import GapRow
from lockdash.tui.messages import HeatRead
from lockdash.tui.render.event_words import copied_words, gap_words
from lockdash.tui.screens.event_tail import EventTail


class EventsScreen(EventTail):
    """Its keys are those of the registry of actions."""

    SCOPES = frozenset({Scope.app, Scope.list, Scope.events})
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.list, Scope.events)

    @property
    def cursor_event(self) -> LogRow | None:
        """The event under the cursor."""
        return self.view.event(self.cursor_key)

    def possible(self, action: Action) -> bool:
        row = self.cursor_event
        if action.id == "event_device":
            return row is not None and row.device_key is not None
        if action.id == "event_person":
            return row is not None and row.person_key is not None
        return True

    async def action_event_device(self) -> None:
        from lockdash.tui.events.links import show_device_of

        if self.cursor_event is not None:
            await show_device_of(self.app, self.cursor_event)

    async def action_event_person(self) -> None:
        from lockdash.tui.events.links import show_person_of

        if self.cursor_event is not None:
            await show_person_of(self.app, self.cursor_event)

    def action_copy(self) -> None:
        app, row = self.app, self.view.rows.get(self.cursor_key or "")
        if isinstance(row, LogRow):
            text = copied_words(row, app.zone)
        elif isinstance(row, GapRow):
            text = gap_words(row.gap, app.clock.now(), app.zone)
        else:
            return
        app.copy_to_clipboard(text)
        self.say(f"Copied to your terminal's clipboard: {text}")

    def action_histogram(self) -> None:
        self.with_bars = not self.with_bars
        self._sum_up()
        self.redraw_bars()

    def action_heat_map(self) -> None:
        self._questions.heat(self.app.clock.now(), self.app.zone)

    def on_heat_read(self, message: HeatRead) -> None:
        from lockdash.tui.screens.heat_map import HeatMapScreen

        if self.is_current:
            self.app.push_screen(HeatMapScreen(message.heat, self.view.wanted))
