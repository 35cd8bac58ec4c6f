"""The setup itself: which screen follows which, and what of it is written."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from lockdash.engine.clock import Clock
from lockdash.engine.journal.redaction import keep_secret
from lockdash.tui.look.themes import DEFAULT
from lockdash.tui.setup.bench import Bench
from lockdash.tui.setup.menu import Item
from lockdash.tui.setup.outcome import Ending, Outcome
from lockdash.tui.setup.screens.welcome import WelcomeScreen
from lockdash.tui.setup.vendors import Vendors
from lockdash.tui.shell import LookApp
from lockdash.vendors.base import Plugin
from lockdash.vendors.guide import Way

if TYPE_CHECKING:
    from lockdash.config.settings import AccountConfig
    from lockdash.tui.setup.fields import Fields

GROUP = "save"


class SetupApp(LookApp[Outcome], inherit_bindings=False):
    """`folder`: where files of new accounts go. `taken`: names of the accounts that there are. `goes_on`: to the
    dashboard, when the user is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "leave", "Leave", show=False),
        # An input would copy with it, and whoever is lost in a terminal presses it to get out.
        Binding("ctrl+c", "leave", "Leave", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False),
    ]

    class Saved(Message):
        """An account was written. `remark`: what is worth knowing beside it."""

        def __init__(self, name: str, path: Path, remark: str = "") -> None:
            super().__init__()
            self.name, self.path, self.remark = name, path, remark

    class NotSaved(Message):
        """It could not be. `toml`: what would have been written, without its secrets."""

        def __init__(self, why: str, remedy: str, toml: str) -> None:
            super().__init__()
            self.why, self.remedy, self.toml = why, remedy, toml

    def __init__(
        self,
        bench: Bench,
        vendors: Vendors,
        folder: Path,
        taken: Collection[str] = (),
        *,
        goes_on: bool = True,
        clock: Clock | None = None,
        ascii_only: bool = False,
        theme: str = DEFAULT,
    ) -> None:
        super().__init__(clock=clock, ascii_only=ascii_only, theme=theme)
        self.bench, self.folder, self.goes_on = bench, folder, goes_on
        self.taken = set(taken)
        self.written: list[Path] = []
        self.plugins, self.notices = vendors.plugins, vendors.notices
        self._typed: dict[tuple[str, str], Fields] = {}

    @property
    def choices(self) -> list[Item]:
        """The vendors by their labels, ours and those of others."""
        return [Item(name, plugin.label) for name, plugin in self.plugins.items()]

    @property
    def outcome(self) -> Outcome:
        """What came of it, also if a signal ended it."""
        found = self.return_value or Outcome(Ending.left)
        return Outcome(found.ending, tuple(self.written), self.return_code or 0)

    def on_mount(self) -> None:
        self.listen_to_signals()

    def get_default_screen(self) -> Screen[Any]:
        return WelcomeScreen()

    # From step to step

    def back(self) -> None:
        """To the step before."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def choose_vendor(self, name: str) -> None:
        from lockdash.vendors.guide import ways_of

        plugin = self.plugins[name]
        ways = ways_of(plugin)
        if len(ways) == 1:
            self.choose_way(plugin, ways[0])
            return
        from lockdash.tui.setup.screens.ways import WaysScreen

        self.push_screen(WaysScreen(plugin, ways))

    def choose_way(self, plugin: Plugin, way: Way) -> None:
        from lockdash.tui.setup.screens.guide import GuideScreen

        self.push_screen(GuideScreen(plugin, way))

    def show_fields(self, plugin: Plugin, way: Way) -> None:
        from lockdash.tui.setup.fields import Fields
        from lockdash.tui.setup.screens.fields import FieldsScreen

        key = (plugin.name, way.label)
        if key not in self._typed:
            self._typed[key] = Fields(plugin, way, self.taken, self.folder)
        self.push_screen(FieldsScreen(self._typed[key]))

    def test(self, state: Fields, account: AccountConfig) -> None:
        """All was typed: sign in where that is needed, then test."""
        keep_secret(*state.draft.secrets.values())
        if state.way.signs_in:
            from lockdash.tui.setup.screens.signing import SigningScreen

            self.push_screen(SigningScreen(state, account))
        else:
            self.show_test(state, account, signed_in=False)

    def show_test(self, state: Fields, account: AccountConfig, *, signed_in: bool, instead: bool = False) -> None:
        """`instead`: of the step that is shown, to which there is no way back."""
        from lockdash.tui.setup.screens.testing import TestingScreen

        screen = TestingScreen(state, account, signed_in=signed_in)
        if instead:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    # Saving

    def save(self, state: Fields, *, signed_in: bool) -> None:
        self.run_worker(self._save(state, signed_in), name="save", group=GROUP, exit_on_error=False)

    async def _save(self, state: Fields, signed_in: bool) -> None:
        from lockdash.config.problems import ConfigError
        from lockdash.config.writing import WriteError

        draft = state.draft
        try:
            path, remark = await self.bench.save(draft, signed_in=signed_in)
        except (WriteError, ConfigError) as error:
            remedy = getattr(error, "remedy", "")
            self.post_message(self.NotSaved(str(error), remedy, draft.toml(self.glyphs.hidden * 4)))
        else:
            self.post_message(self.Saved(draft.name, path, remark))

    def on_setup_app_saved(self, message: Saved) -> None:
        from lockdash.tui.setup.screens.saved import SavedScreen

        self.written.append(message.path)
        self.taken.add(message.name)
        self._typed.clear()
        self.push_screen(SavedScreen(message.name, message.path, message.remark))

    def on_setup_app_not_saved(self, message: NotSaved) -> None:
        from lockdash.tui.setup.screens.saved import UnsavedScreen

        self.push_screen(UnsavedScreen(message.why, message.remedy, message.toml))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Its words may hold anything, so only its kind is told."""
        if event.state is WorkerState.ERROR and event.worker.group == GROUP:
            self.post_message(self.NotSaved(type(event.worker.error).__name__, "", ""))

    # The end

    def begin_again(self) -> None:
        """Another account: from the first step on."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def finish(self) -> None:
        """All that the user wanted is written."""
        self._end(Ending.on)

    def show_demo(self) -> None:
        self._unless_typed(Ending.demo)

    def action_leave(self) -> None:
        self._unless_typed(Ending.left)

    def _unless_typed(self, ending: Ending) -> None:
        """Ask first, if something that was typed would be lost. Who asks for it again while asked has answered."""
        from lockdash.tui.screens.question import Question, QuestionScreen

        if isinstance(self.screen, QuestionScreen) or not any(each.is_edited for each in self._typed.values()):
            self._end(ending)
            return
        saved = "What was saved before stays." if self.written else "Nothing was written."
        asked = Question("Leave", "Leave the setup?", (), f"What was typed is not kept. {saved}")
        self.push_screen(QuestionScreen(asked, self.size.height // 2), lambda yes: self._end(ending) if yes else None)

    def _end(self, ending: Ending) -> None:
        self.leaving = True
        self.exit(Outcome(ending))
