"""The app itself: one engine, four tabs. It passes facts on to the screens and intents to the engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.screen import Screen

from lockdash.engine.clock import Clock
from lockdash.engine.snapshot import Snapshot
from lockdash.tui import messages
from lockdash.tui.action import Scope
from lockdash.tui.alarms import Alarms
from lockdash.tui.binding import bindings
from lockdash.tui.budget_meter import BudgetMeter
from lockdash.tui.machine_zone import MachineZone
from lockdash.tui.panes.lines import Span
from lockdash.tui.past import Past
from lockdash.tui.people.preparing import Preparing
from lockdash.tui.reloading import Reloading
from lockdash.tui.reporting import Reporting
from lockdash.tui.roster import Roster
from lockdash.tui.screens.devices import DevicesScreen
from lockdash.tui.screens.list_tab import ListTab
from lockdash.tui.screens.tab import SAID_FOR, TabScreen
from lockdash.tui.shell import LookApp
from lockdash.tui.trends import Trends

if TYPE_CHECKING:
    from lockdash.config.settings import Config
    from lockdash.engine.engine import Engine
    from lockdash.tui.people.roster import PeopleRoster
    from lockdash.tui.schedules.roster import ScheduleRoster


def _people() -> Screen[Any]:
    from lockdash.tui.screens.people import PeopleScreen

    return PeopleScreen()


def _schedules() -> Screen[Any]:
    from lockdash.tui.screens.schedules import SchedulesScreen

    return SchedulesScreen()


def _events() -> Screen[Any]:
    from lockdash.tui.screens.events import EventsScreen

    return EventsScreen()


_TOUCHES = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)


class LockdashApp(Reporting, LookApp[int], inherit_bindings=False):
    """`zone`: the viewer's. `news`: keys of devices at which something happened since the screens were told. `painted`:
    called after the first paint."""

    CSS_PATH = "lockdash.tcss"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "devices": DevicesScreen,
        "people": _people,
        "schedules": _schedules,
        "events": _events,
    }
    DEFAULT_MODE = "devices"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.app)

    def __init__(
        self,
        engine: Engine,
        config: Config,
        *,
        clock: Clock | None = None,
        zone: tzinfo | None = None,
        ascii_only: bool = False,
        theme: str | None = None,
    ) -> None:
        super().__init__(clock=clock, ascii_only=ascii_only, theme=theme or config.ui.theme)
        self.engine, self.config = engine, config
        self.zone: tzinfo = zone or MachineZone()
        self.roster = Roster()
        self.past = Past(engine)
        self.trends = Trends(self.past.battery)
        self.meter = BudgetMeter()
        self.preparing = Preparing(self)
        self.alarms = Alarms(self)
        self.reloading = Reloading(self, theme_is_fixed=theme is not None)
        self._numbers = {each.name: number for number, each in enumerate(config.accounts)}
        self.has_painted = False
        self.painted: Callable[[], None] = lambda: None
        self.news: frozenset[str] = frozenset()
        self._unsubscribe: Callable[[], None] = lambda: None
        self.roster.take(self.snapshot, self.clock.now())

    @property
    def snapshot(self) -> Snapshot:
        return self.engine.snapshot

    @property
    def read_only(self) -> bool:
        """Whether no account takes commands."""
        config = self.config
        return bool(config.accounts) and all(config.read_only_of(each.name) for each in config.accounts)

    @cached_property
    def people(self) -> PeopleRoster:
        """The people as the list shows them."""
        from lockdash.tui.people.roster import PeopleRoster

        return PeopleRoster()

    def take_people(self) -> frozenset[str]:
        """Believe of people what is known now; return the keys of those who look different (or are gone)."""
        known = self.engine.people
        return self.people.take(known.snapshot, known.directory, self.snapshot.devices, self.clock.now())

    @cached_property
    def schedules(self) -> ScheduleRoster:
        """The schedules as the list shows them."""
        from lockdash.tui.schedules.roster import ScheduleRoster

        return ScheduleRoster()

    def take_schedules(self) -> frozenset[str]:
        """The same of schedules and exceptions."""
        engine = self.engine
        return self.schedules.take(engine.schedules.views(), engine.people.snapshot, self.clock.now(), self.zone)

    def number_of(self, account: str) -> int:
        """The number of an account, which decides its colour; those of the configuration come first."""
        return self._numbers.setdefault(account, len(self._numbers))

    # The engine

    def on_mount(self) -> None:
        self.listen_to_signals()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        self.has_painted = True
        self.painted()
        self._unsubscribe = self.engine.subscribe(self._tell)
        self.run_worker(self.engine.start(), name="engine", group="engine", exit_on_error=False)
        self.trends.open()
        self.preparing.arm()
        self.alarms.open()
        self.reloading.open()
        self.redraw_tabs()
        self.reloading.tell_troubles()
        self.tell_notices()

    def redraw_tabs(self) -> None:
        """Show on the tab what is known and set now."""
        for screen in self.screen_stack:
            if isinstance(screen, TabScreen):
                screen.redraw()

    def _tell(self, snapshot: Snapshot) -> None:
        self.news |= snapshot.changed
        self.post_message(messages.SnapshotChanged(snapshot))

    def stand_still(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, DevicesScreen) and screen.grace is not None:
                screen.grace.interrupt()
        self.reloading.close()
        self.engine.suspend()

    def go_on(self) -> None:
        self.engine.resume()
        self.reloading.open()

    def on_unmount(self) -> None:
        self.preparing.stop()
        self.alarms.close()
        self.reloading.close()
        self._unsubscribe()

    def focus_device(self, key: str | None) -> None:
        """The device on screen is another one: what happened at it may be read."""
        self.run_worker(self.engine.focus(key), name="focus", group="focus", exclusive=True, exit_on_error=False)

    # Input

    async def on_event(self, event: events.Event) -> None:
        """Let a grace have every key before anything else, and remember when a hand was on the list."""
        if self.is_deaf_to(event):
            return
        screen = self.screen_stack[-1] if self._current_mode_stack else None
        if isinstance(screen, ListTab) and isinstance(event, _TOUCHES) and not event.is_forwarded:
            screen.touch()
        if isinstance(screen, DevicesScreen) and isinstance(event, _TOUCHES) and not event.is_forwarded:
            grace = screen.grace
            if grace is not None and isinstance(event, events.Key):
                grace.press(event.key)
                return
            if grace is not None:
                grace.stop()
        await super().on_event(event)

    @property
    def _current_mode_stack(self) -> list[Screen[Any]]:
        return self._screen_stacks.get(self._current_mode, [])

    # What the user does

    def say(self, *spans: Span | str, seconds: float = SAID_FOR) -> None:
        """Tell the user something in the status line of the tab that is shown."""
        for screen in self.screen_stack:
            if isinstance(screen, TabScreen):
                screen.say(*spans, seconds=seconds)

    async def action_tab_devices(self) -> None:
        await self._show_tab("devices")

    async def action_tab_people(self) -> None:
        await self._show_tab("people")

    async def action_tab_schedules(self) -> None:
        await self._show_tab("schedules")

    async def action_tab_events(self) -> None:
        await self._show_tab("events")

    async def _show_tab(self, mode: str) -> None:
        if len(self.screen_stack) == 1 and self.current_mode != mode:
            await self.switch_mode(mode)

    async def show_device(self, key: str) -> None:
        """Go to a device in the list, out of the filter if that hides it."""
        await self._show_tab("devices")
        if isinstance(self.screen, DevicesScreen):
            self.screen.go_to(key)

    def action_refresh(self) -> None:
        self.run_worker(self._refresh(), name="refresh", group="refresh", exclusive=True, exit_on_error=False)

    async def _refresh(self) -> None:
        self.post_message(messages.RefreshAnswered(await self.engine.refresh()))
        for screen in self.screen_stack:
            if isinstance(screen, TabScreen):
                screen.read_again()

    def action_accounts(self) -> None:
        from lockdash.tui.screens.accounts import AccountsScreen

        self._open(AccountsScreen)

    def action_sign_in(self) -> None:
        from lockdash.tui.signing.beginning import begin

        if len(self.screen_stack) == 1:
            begin(self)

    def action_help(self) -> None:
        from lockdash.tui.screens.help import HelpScreen

        self._open(HelpScreen)

    def _open(self, sheet: type[Screen[None]]) -> None:
        if len(self.screen_stack) == 1:
            self.push_screen(sheet())

    def action_palette(self) -> None:
        from lockdash.tui.palette import Palette

        if len(self.screen_stack) == 1:
            self.push_screen(Palette())

    def action_leave(self) -> None:
        self.leaving = True
        self.exit(return_code=0)
