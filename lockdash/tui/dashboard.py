"""The app itself: one engine, four tabs. It passes facts on to the screens and intents to the engine."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.screen import Screen

from lockdash.engine.clock import Clock, SystemClock
from lockdash.engine.snapshot import Snapshot
from lockdash.tui import messages
from lockdash.tui.action import Scope
from lockdash.tui.alarms import Alarms
from lockdash.tui.binding import bindings
from lockdash.tui.budget_meter import BudgetMeter
from lockdash.tui.clipboard import copy_sequence
from lockdash.tui.interruptions import Interruptions
from lockdash.tui.look.glyphs import glyphs
from lockdash.tui.look.themes import DEFAULT, FALLBACK_VARIABLES, PLAIN, THEMES
from lockdash.tui.look.tones import Tone
from lockdash.tui.machine_zone import MachineZone
from lockdash.tui.panes.lines import Span
from lockdash.tui.past import Past
from lockdash.tui.people.preparing import Preparing
from lockdash.tui.reporting import Reporting
from lockdash.tui.roster import Roster
from lockdash.tui.screens.devices import DevicesScreen
from lockdash.tui.screens.list_tab import ListTab
from lockdash.tui.screens.tab import SAID_FOR, TabScreen
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


class LockdashApp(Interruptions, Reporting, App[int], inherit_bindings=False):
    """`clock`, `zone`: the viewer's. `read_only`: no account takes commands. `leaving`: the end has begun. `news`: keys
    of devices at which something happened since the screens were told. `painted`: called after the first paint."""

    CSS_PATH = "lockdash.tcss"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "devices": DevicesScreen,
        "people": _people,
        "schedules": _schedules,
        "events": _events,
    }
    DEFAULT_MODE = "devices"
    ENABLE_COMMAND_PALETTE = False  # ours is opened by an action like any other
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.app)
    ALLOW_SELECT = False

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
        colourless = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if colourless else None)
        # We show neither; their widgets would be part of every screen.
        self._disable_tooltips = self._disable_notifications = True
        self.engine, self.config = engine, config
        self.clock: Clock = clock or SystemClock()
        self.zone: tzinfo = zone or MachineZone()
        self.glyphs = glyphs(ascii_only)
        self.roster = Roster()
        self.past = Past(engine)
        self.trends = Trends(self.past.battery)
        self.meter = BudgetMeter()
        self.preparing = Preparing(self)
        self.alarms = Alarms(self)
        self.read_only = bool(config.accounts) and all(config.read_only_of(each.name) for each in config.accounts)
        self._numbers = {each.name: number for number, each in enumerate(config.accounts)}
        self.has_painted = False
        self.painted: Callable[[], None] = lambda: None
        self.leaving = False
        self.news: frozenset[str] = frozenset()
        self._unsubscribe: Callable[[], None] = lambda: None
        for each in THEMES:
            self.register_theme(each)
        wanted = PLAIN if colourless else theme or config.ui.theme
        self.unknown_theme = "" if wanted in self.available_themes else wanted
        self._begin_with_theme(DEFAULT if self.unknown_theme else wanted)
        self.roster.take(self.snapshot, self.clock.now())

    @property
    def snapshot(self) -> Snapshot:
        return self.engine.snapshot

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

    def _begin_with_theme(self, name: str) -> None:
        """Set the first theme. The usual way parses all style sheets again, which costs a tenth of the start."""
        theme = self.available_themes[name]
        if theme.ansi:
            self.theme = name
            return
        self.set_reactive(App.theme, name)
        self.set_class(True, f"-theme-{name}", "-dark-mode" if theme.dark else "-light-mode")
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(FALLBACK_VARIABLES)

    def get_driver_class(self) -> type[Driver]:
        if os.name != "posix" or "TEXTUAL_DRIVER" in os.environ:
            return super().get_driver_class()
        from lockdash.tui.driver import TolerantDriver

        return TolerantDriver

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
        for screen in self.screen_stack:
            if isinstance(screen, TabScreen):
                screen.redraw()
        if self.unknown_theme:
            self.say(Span(f'There is no theme "{self.unknown_theme}"; this is {self.theme}.', Tone.caution))
        self.tell_notices()

    def _tell(self, snapshot: Snapshot) -> None:
        self.news |= snapshot.changed
        self.post_message(messages.SnapshotChanged(snapshot))

    def on_unmount(self) -> None:
        self.preparing.stop()
        self.alarms.close()
        self._unsubscribe()

    def focus_device(self, key: str | None) -> None:
        """The device on screen is another one: what happened at it may be read."""
        self.run_worker(self.engine.focus(key), name="focus", group="focus", exclusive=True, exit_on_error=False)

    # Input

    async def on_event(self, event: events.Event) -> None:
        """Let a grace have every key before anything else, and remember when a hand was on the list."""
        if isinstance(event, events.InputEvent) and (self.leaving or self.is_forgotten(event)):
            return  # what is typed after the last key is for the shell
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

    def copy_to_clipboard(self, text: str, *, kept: bool = True) -> None:
        """Put `text` into the clipboard of the user's terminal. `kept`: False for what is not to stay here."""
        self._clipboard = text if kept else ""
        if self._driver is not None:
            self._driver.write(copy_sequence(text, os.environ))

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
