"""What the People tab shows: the list, the detail of the row under the cursor, and how far the reading is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lockdash.domain.ages import seconds_to_next
from lockdash.domain.changes import Change
from lockdash.domain.events import Event
from lockdash.engine.people.views import PersonAttention, PersonView
from lockdash.store.errors import StoreError
from lockdash.tui.layout import Form
from lockdash.tui.messages import PeopleChanged
from lockdash.tui.panes.empty_people import Asked, nobody
from lockdash.tui.panes.lines import Line
from lockdash.tui.people.roster import PeopleRoster
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.person_order import PersonOrder
from lockdash.tui.render.person_row import PERSON_COLUMNS, person_cells
from lockdash.tui.screens.watching_tab import WatchingTab

if TYPE_CHECKING:
    from lockdash.domain.people import Credentials
    from lockdash.tui.panes.person import PersonDetail

_CHANGES, _EVENTS = 5, 20


class PeopleList(WatchingTab):
    """The half of the People tab that shows; PeopleScreen is the half that does."""

    TAB = "People"
    COLUMNS = PERSON_COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self._roster = self.app.people
        self._roster.revealed = self.revealed
        self._only_account = ""

    @property
    def roster(self) -> PeopleRoster:
        return self._roster

    def revealed(self, key: str) -> Credentials | None:
        """What is shown of somebody at this moment."""
        raise NotImplementedError

    def believe(self) -> frozenset[str]:
        return self.app.take_people()

    def on_people_changed(self, message: PeopleChanged) -> None:
        if self._roster.with_past:
            self.ask_for_former()

    def tick(self) -> float:
        self.take()
        now, views = self.app.clock.now(), self._roster.views
        seen = (views[key].sync.pending_since for key in self.table.visible_keys if key in views)
        ages = ((now - since).total_seconds() for since in seen if since is not None)
        return min(map(seconds_to_next, ages), default=float("inf"))

    def rested(self) -> None:
        self.app.engine.people.focus(self.cursor_key)

    # What is shown

    def row(self, key: str) -> Sequence[Cell] | None:
        view = self._roster.views.get(key)
        if view is None:
            return None
        app = self.app
        return person_cells(view, app.glyphs, app.clock.now(), origin=self._roster.origin(key), doing=_doing(view))

    def account_of(self, key: str) -> str | None:
        view = self._roster.views.get(key)
        return None if view is None else view.person.account

    def is_urgent(self, key: str) -> bool:
        """Whether a lock keeps somebody out, or lets them in, for too long."""
        return self._roster.views[key].attention <= PersonAttention.waits_long

    def facts(self) -> list[str]:
        roster, table = self._roster, self.table
        facts = super().facts()
        facts += [roster.order.label] if roster.order is not PersonOrder.attention else []
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
            account=self._only_account,
        )
        accounts, people = list(app.snapshot.accounts.values()), app.engine.people.snapshot
        return nobody(asked, accounts, people, self._unreadable, app.clock.now())

    def detail(self, key: str, width: int, height: int) -> list[Line]:
        from lockdash.tui.panes.person import person_lines

        view = self._roster.views.get(key)
        return [] if view is None else person_lines(self._detail(view), width, height)

    def _detail(self, view: PersonView) -> PersonDetail:
        from lockdash.tui.panes.person import PersonDetail

        app, person, people = self.app, view.person, self.app.engine.people
        state = people.snapshot.accounts.get(person.account)
        return PersonDetail(
            view=view,
            now=app.clock.now(),
            zone=app.zone,
            glyphs=app.glyphs,
            account=app.number_of(person.account),
            directory=people.directory,
            changes=self._changes(person.key),
            events=self._events(view),
            credentials=self.revealed(person.key),
            own=app.snapshot.sessions[0] if app.snapshot.sessions else None,
            origin=state.origin(person.origin) if state is not None else None,
            whole=self.form is Form.detail,
            trouble=(state.failure or "; ".join(dict.fromkeys(state.troubles.values()))) if state is not None else "",
        )

    def _changes(self, key: str) -> list[Change]:
        try:
            return self.app.engine.people.changes(key, _CHANGES)
        except StoreError:  # its account says why
            return []

    def _events(self, view: PersonView) -> list[Event]:
        try:
            return self.app.engine.people.events(view.person, _EVENTS)
        except StoreError:
            return []

    def show_only(self, keys: frozenset[str] | None, label: str, account: str = "") -> None:
        """`account`: the one that these people are of, "" for any."""
        self._only_account = account
        super().show_only(keys, label)

    # What was asked for

    def ask_for_former(self) -> None:
        """Have those read whose time is over, where that was not done lately."""
        raise NotImplementedError


def _doing(view: PersonView) -> str:
    """What was asked to be done to somebody and is not done yet, "" for nothing."""
    if view.change is None:
        return ""
    from lockdash.tui.people.telling import DOING

    return DOING[view.change.kind]
