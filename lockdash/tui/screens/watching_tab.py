"""What tabs share that show people, or what is read with them: it is known, and read, only while one looks."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.store.errors import StoreError
from lockdash.tui.look.tones import Tone
from lockdash.tui.messages import PeopleAsked, PeopleChanged, PeopleUnreadable
from lockdash.tui.panes.lines import Span
from lockdash.tui.people.asking import Asking
from lockdash.tui.people.watching import Watch
from lockdash.tui.screens.list_tab import RESTED, ListTab


class WatchingTab(ListTab):
    """People are open while this is the tab that is shown, also under something that is opened above it."""

    def __init__(self) -> None:
        super().__init__()
        self._asking = Asking(self.app.engine, self.app.clock)
        self._watch = Watch(self.app.engine.people, self._tell)
        self._unreadable = ""
        self._has_painted = False

    # What subclasses say

    def believe(self) -> frozenset[str]:
        """Believe what is known now, by this time; return the keys of the rows that look different, or are gone."""
        raise NotImplementedError

    def take(self) -> None:
        """Show what is known now, by this time."""
        table = self.table
        changed = self.believe()
        there = {key for key in (*table.visible_keys, *changed) if self.account_of(key) is not None}
        table.refresh_rows(there)
        if changed or not table.order:
            self.reorder(at_once=not table.order)
        else:
            self.redraw_frame()
        self.redraw_detail()

    def on_mount(self) -> None:
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        self._has_painted = True
        self.redraw_detail()

    def redraw_detail(self) -> None:
        if self._has_painted:  # the list first
            super().redraw_detail()

    # While it is shown

    def on_screen_resume(self) -> None:
        if not self._watch.is_wanted:
            self.take()
            self.reorder(at_once=True)
            self._look()
            self._rest_waker.arm(RESTED)

    def on_screen_suspend(self) -> None:
        if self not in self.app.screen_stack:  # another tab; else something stands above this one
            self._rest_waker.stop()
            self._order_waker.stop()
            self._watch.close()

    def on_unmount(self) -> None:
        self._watch.close()

    def _look(self) -> None:
        self.run_worker(self._open(), name="people", group="people", exit_on_error=False)

    def _tell(self, people: PeopleSnapshot) -> None:
        self.post_message(PeopleChanged())

    async def _open(self) -> None:
        try:
            await self._watch.open()
        except StoreError as error:
            self.post_message(PeopleUnreadable(str(error)))

    def on_people_changed(self, message: PeopleChanged) -> None:
        self._unreadable = ""
        self.take()

    def on_people_unreadable(self, message: PeopleUnreadable) -> None:
        self._unreadable = message.why
        self.reorder()

    # Reading

    def ask(self, ask: Callable[[], Coroutine[Any, Any, dict[str, str]]], name: str) -> None:
        """Have lists read; say which are not, and why."""

        async def work() -> None:
            self.post_message(PeopleAsked(await ask()))

        self.run_worker(work(), name=name, group=name, exit_on_error=False)

    def on_people_asked(self, message: PeopleAsked) -> None:
        troubles = [f"{name}: {why}" for name, why in message.answers.items() if why]
        if troubles:
            self.say(Span(f"Not read: {'; '.join(troubles)}", Tone.caution))
        self.redraw_frame()

    # What is shown

    def reading_facts(self) -> list[str]:
        """What is being read, and whose lists cannot be, for the title."""
        people = self.app.engine.people.snapshot
        facts = self._asking.facts() if people.is_open else []
        if self.table.order:
            facts += [f"{name} not read" for name, state in people.accounts.items() if state.failure]  # the detail: why
        return facts
