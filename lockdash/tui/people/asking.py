"""What is read of people because somebody asks for it, and how far that is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lockdash.engine.clock import Clock
from lockdash.engine.people.snapshot import AccountState
from lockdash.engine.people.views import PersonView
from lockdash.tui.people.lists import (
    are_due,
    are_under_way,
    is_first,
    of_account,
    of_doors,
    of_former,
    of_one,
    progress_text,
)

if TYPE_CHECKING:
    from lockdash.engine.engine import Engine


class Asking:
    """Asks `engine`. A list that was asked for is told of until it has come."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._asked_at: dict[str, datetime] = {}
        self._former: dict[str, str] = {}

    async def former(self) -> dict[str, str]:
        """Ask for people whose time is over, where they were not read lately. Return account to why not, "" if so.

        What an account can be asked is known once it was connected: call again when more is.
        """
        people, answers = self._engine.people, {}
        for name, state in self._states():
            feeds = of_former(people.feeds(name))
            due = are_due(feeds, state, self._clock.now())
            if due and name not in self._former:
                self._former[name] = ""
                answers[name] = self._former[name] = await people.ask(name, due)
        return answers

    def forget_former(self) -> None:
        """Nobody wants to see them now; the next time they may be asked for again."""
        self._former.clear()

    async def again(self, view: PersonView | None) -> dict[str, str]:
        """Ask for the lists of all accounts, and for what `view`, who is on screen, may open. Return account to why
        not, "" if they are read. Lists of doors are read for that one only: each costs a request."""
        people, answers = self._engine.people, {}
        for name, _ in self._states():
            self._asked_at[name] = self._clock.now()
            feeds = people.feeds(name)
            answers[name] = await people.ask(name, of_account(feeds))
            if view is not None and view.person.account == name and not answers[name]:
                await self._around(view)
        return answers

    async def _around(self, view: PersonView) -> None:
        people, person = self._engine.people, view.person
        feeds = people.feeds(person.account)
        if own := of_one(feeds):
            await people.ask(person.account, own, person.key)
            return
        for access in view.accesses:
            for door in people.directory.doors(access) or ():
                await people.ask(person.account, of_doors(feeds), door.key)

    def facts(self) -> list[str]:
        """What is being read, for the title."""
        told = [self._fact(name, state) for name, state in self._states() if not state.failure]
        return [each for each in told if each]

    def _fact(self, name: str, state: AccountState) -> str:
        if self._former.get(name) == "" and are_under_way(of_former(self._engine.people.feeds(name)), state):
            return progress_text(f"the past of {name}", state)
        mine = [each for each in self._engine.snapshot.devices.values() if each.account == name]
        return progress_text(name, state) if is_first(state, mine) or self._is_asked(name, state) else ""

    def _is_asked(self, name: str, state: AccountState) -> bool:
        """Whether what somebody has asked for is still to come."""
        since = self._asked_at.get(name)
        names = of_account(self._engine.people.feeds(name)) if since is not None else ()
        known = [state.feeds[each].read_at for each in names if each in state.feeds and each not in state.troubles]
        return since is not None and any(each is None or each < since for each in known)

    def _states(self) -> list[tuple[str, AccountState]]:
        return [(name, each) for name, each in self._engine.people.snapshot.accounts.items() if each.keeps_people]
