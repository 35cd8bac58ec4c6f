"""The People tab: what the user does with the list and the person under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from lockdash.domain.people import Ability
from lockdash.tui.action import Action, Scope
from lockdash.tui.binding import bindings
from lockdash.tui.layout import Form
from lockdash.tui.screens.people_list import PeopleList
from lockdash.tui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from lockdash.domain.people import Credentials
    from lockdash.tui.people.commanding import PeopleCommander

_TOO_SMALL = "Too small to act: nobody is in sight."
_ALL_OF = frozenset
_NEEDED: Mapping[str, tuple[frozenset[Ability], ...]] = {
    "stay": (
        _ALL_OF({Ability.change_stay}),
        _ALL_OF({Ability.change_terms}),
        _ALL_OF({Ability.grant, Ability.revoke}),
    ),
    "doors": (_ALL_OF({Ability.grant}), _ALL_OF({Ability.revoke})),
    "change": (_ALL_OF({Ability.change}), _ALL_OF({Ability.change_pin})),
    "letter": (_ALL_OF({Ability.instruct}),),
    "reveal": (_ALL_OF({Ability.reveal}),),
    "revoke": (_ALL_OF({Ability.revoke}),),
    "deactivate": (_ALL_OF({Ability.deactivate}),),
    "delete": (_ALL_OF({Ability.delete}),),
}
"""The abilities of somebody's origin with which an action can be done; one of the sets is enough."""


class PeopleScreen(PeopleList):
    """Its keys are those of the registry of actions."""

    SCOPES = frozenset({Scope.app, Scope.list, Scope.rows, Scope.people})
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.list, Scope.rows, Scope.people)

    def __init__(self) -> None:
        super().__init__()
        self._commander: PeopleCommander | None = None
        self._is_revealed = False

    def on_unmount(self) -> None:
        if self._commander is not None:
            self._commander.close()

    def on_screen_suspend(self) -> None:
        if self._commander is not None:
            self._commander.hidden()

    @property
    def commander(self) -> PeopleCommander:
        """Does what is asked to be done to people; made when it is first needed."""
        if self._commander is None:
            from lockdash.tui.people.commanding import PeopleCommander

            self._commander = PeopleCommander(self)
        return self._commander

    def revealed(self, key: str) -> Credentials | None:
        return self._commander.revealed(key) if self._commander is not None else None

    def redraw_detail(self) -> None:
        super().redraw_detail()
        shown = self.revealed(self.cursor_key or "") is not None
        if shown is not self._is_revealed:
            self._is_revealed = shown
            if self.roster.wanted:
                self.reorder()  # who is found by a PIN is found as long as it is shown

    def possible(self, action: Action) -> bool:
        needed = _NEEDED.get(action.id)
        view = self.roster.views.get(self.cursor_key or "")
        if needed is None:
            return True
        if view is None:
            return False
        state = self.app.engine.people.snapshot.accounts.get(view.person.account)
        origin = state.origin(view.person.origin) if state is not None else None
        if origin is None:  # never connected: it will be seen
            return True
        able = origin.abilities - view.person.denied
        return any(each <= able for each in needed)

    # The list

    def action_sort(self) -> None:
        roster = self.roster
        roster.order = roster.order.following
        self.reorder(at_once=True)
        self.say(f"Sorted: {roster.order.label}.")

    async def action_filter(self) -> None:
        await super().action_filter()
        self.call_after_refresh(self.roster.make_ready)

    def action_copy(self) -> None:
        self._to_one(self.commander.copy)

    def action_past(self) -> None:
        roster = self.roster
        roster.with_past = not roster.with_past
        if roster.with_past:
            self.ask_for_former()
        else:
            self._asking.forget_former()
        self.reorder(at_once=True)

    async def action_their_doors(self) -> None:
        from lockdash.tui.people.links import show_doors_of

        if self.cursor_key is not None:
            await show_doors_of(self.app, self.cursor_key)

    async def action_person_events(self) -> None:
        from lockdash.tui.events.links import show_events_of

        view = self.roster.views.get(self.cursor_key or "")
        if view is not None:
            await show_events_of(self.app, view.person)

    # Reading

    def ask_for_former(self) -> None:
        self.ask(self._asking.former, "former people")

    def read_again(self) -> None:
        """The user wants everything read anew."""
        if self._unreadable:
            self._look()
        view = self.roster.views.get(self.cursor_key or "")
        self.ask(lambda: self._asking.again(view), "people again")

    # What is done to people

    def action_new_guest(self) -> None:
        self.commander.new_guest()

    def action_stay(self) -> None:
        self._to_all(self.commander.stay)

    def action_doors(self) -> None:
        self._to_one(self.commander.doors)

    def action_change(self) -> None:
        self._to_one(self.commander.change)

    def action_letter(self) -> None:
        self._to_all(self.commander.letter)

    def action_reveal(self) -> None:
        self._to_one(self.commander.reveal)

    def action_revoke(self) -> None:
        self._to_all(self.commander.revoke)

    def action_deactivate(self) -> None:
        self._to_all(self.commander.deactivate)

    def action_delete(self) -> None:
        self._to_all(self.commander.delete)

    def _to_all(self, do: Callable[[Sequence[str]], None]) -> None:
        """`do` something to those who are meant."""
        if self.form is Form.card:
            self.say(_TOO_SMALL)
        else:
            do(self.meant())

    def _to_one(self, do: Callable[[str], object]) -> None:
        """`do` something to the person under the cursor."""
        if self.form is Form.card:
            self.say(_TOO_SMALL)
        elif self.cursor_key is not None:
            do(self.cursor_key)

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        if self._commander is not None:
            self._commander.cursor_moved()
