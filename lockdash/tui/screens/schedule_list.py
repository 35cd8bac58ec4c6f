"""What the Schedules tab shows: the list, the detail of the row under the cursor, and how far the reading is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from lockdash.domain.changes import Change
from lockdash.engine.people.snapshot import AccountState
from lockdash.engine.schedules.views import ScheduleView
from lockdash.store.errors import StoreError
from lockdash.tui.messages import PeopleChanged
from lockdash.tui.panes.empty_schedules import Asked, no_schedules
from lockdash.tui.panes.lines import Line
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.schedule_order import ScheduleOrder
from lockdash.tui.render.schedule_row import SCHEDULE_COLUMNS, schedule_cells
from lockdash.tui.schedules.reading import of_schedules, trouble_of
from lockdash.tui.schedules.roster import ScheduleRoster
from lockdash.tui.schedules.rows import ExceptionView, Row, exception_key
from lockdash.tui.screens.watching_tab import WatchingTab

if TYPE_CHECKING:
    from lockdash.engine.snapshot import Snapshot

_LOOKED_AT = 100
"""Changes among which those of one schedule are sought."""


class ScheduleList(WatchingTab):
    """The half of the Schedules tab that shows; SchedulesScreen is the half that does."""

    TAB = "Schedules"
    COLUMNS = SCHEDULE_COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self._roster = self.app.schedules
        self._forget_devices: Callable[[], None] = lambda: None

    @property
    def roster(self) -> ScheduleRoster:
        return self._roster

    # While it is shown

    def on_screen_resume(self) -> None:
        self._forget_devices()
        self._forget_devices = self.app.engine.subscribe(self._tell_of_devices)

    def on_screen_suspend(self) -> None:
        self._forget_devices()
        self._forget_devices = lambda: None

    def on_unmount(self) -> None:
        self._forget_devices()

    def _tell_of_devices(self, snapshot: Snapshot) -> None:
        """A device says itself by which schedules it goes."""
        self.post_message(PeopleChanged())

    def believe(self) -> frozenset[str]:
        return self.app.take_schedules()

    def tick(self) -> float:
        self.take()
        now = self.app.clock.now()
        rows = [each for each in self._roster.views.values() if isinstance(each, ScheduleView)]
        return min(((each.next.at - now).total_seconds() for each in rows if each.next), default=float("inf"))

    def rested(self) -> None:
        row = self._roster.views.get(self.cursor_key or "")
        access = row.access if isinstance(row, ScheduleView) else None
        self.app.engine.people.focus(access.person_key if access is not None else None)

    # What is shown

    def row(self, key: str) -> Sequence[Cell] | None:
        app, found = self.app, self._roster.views.get(key)
        return None if found is None else schedule_cells(found, app.glyphs, app.clock.now(), app.zone)

    def account_of(self, key: str) -> str | None:
        found = self._roster.views.get(key)
        return None if found is None else found.account

    def is_urgent(self, key: str) -> bool:
        return False

    def facts(self) -> list[str]:
        roster, table = self._roster, self.table
        facts = super().facts()
        facts += [roster.order.label] if roster.order is not ScheduleOrder.next else []
        facts += ["with past"] if roster.with_past else []
        facts += [f"{len(table.marked)} marked"] if table.marked else []
        return facts + self.reading_facts()

    def why_empty(self) -> Sequence[Cell]:
        app, roster = self.app, self._roster
        asked = Asked(
            wanted=roster.wanted,
            total=roster.total,
            past=0 if roster.with_past else roster.past,
            only=roster.only_label if roster.only is not None else "",
        )
        accounts, people = list(app.snapshot.accounts.values()), app.engine.people
        return no_schedules(asked, accounts, people.snapshot, people.feeds, self._unreadable, app.clock.now())

    def detail(self, key: str, width: int, height: int) -> list[Line]:
        from lockdash.tui.panes.schedule import ScheduleDetail, schedule_lines
        from lockdash.tui.panes.schedule_exception import ExceptionDetail, exception_lines

        row = self._roster.views.get(key)
        if row is None:
            return []
        told = self._told(row)
        if isinstance(row, ExceptionView):
            return exception_lines(ExceptionDetail(view=row, **told), width, height)
        goes_with = row.exception and self._roster.views.get(exception_key(row.exception))
        exception = goes_with if isinstance(goes_with, ExceptionView) else None
        return schedule_lines(ScheduleDetail(view=row, exception=exception, **told), width, height)

    def _told(self, row: Row) -> dict[str, Any]:
        """What both kinds of details have."""
        app = self.app
        people = app.engine.people
        feeds = people.feeds(row.account)
        state = people.snapshot.accounts.get(row.account, AccountState())
        return {
            "now": app.clock.now(),
            "zone": app.zone,
            "glyphs": app.glyphs,
            "account": app.number_of(row.account),
            "changes": self._changes(row),
            "own": app.snapshot.sessions[0] if app.snapshot.sessions else None,
            "trouble": trouble_of(state, feeds, with_accesses=not of_schedules(feeds)),
        }

    def _changes(self, row: Row) -> list[Change]:
        subject = row.exception if isinstance(row, ExceptionView) else row.schedule
        if subject is None:
            return []
        try:
            changes = self.app.engine.schedules.changes(_LOOKED_AT)
        except StoreError:  # its account says why
            return []
        return [each for each in changes if (each.account, each.target_id) == (subject.account, subject.id)]
