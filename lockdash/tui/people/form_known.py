"""What a form is about, as it is known at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import PeopleSnapshot

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp


class Known(NamedTuple):
    """`barred`: by account, why nothing can be done there, "" if it can. `hidden`: the sign of a digit that is not
    shown. `now`: UTC."""

    people: PeopleSnapshot
    directory: Directory
    barred: Mapping[str, str]
    now: datetime
    hidden: str = "•"

    def failure(self, account: str) -> str:
        """Why the account cannot be reached just now, "" if it can."""
        state = self.people.accounts.get(account)
        return state.failure if state is not None else ""


def known_now(app: LockdashApp) -> Known:
    people = app.engine.people
    snapshot = people.snapshot
    names = [each.name for each in app.config.accounts]
    barred = {name: _why_not(snapshot, name, read_only=app.config.read_only_of(name)) for name in names}
    return Known(snapshot, people.directory, barred, app.clock.now(), app.glyphs.hidden)


def _why_not(people: PeopleSnapshot, account: str, *, read_only: bool) -> str:
    if read_only:
        return f"the configuration of {account} allows only looking"
    state = people.accounts.get(account)
    if state is None:
        return f"nothing is known of the people of {account} yet"
    if not state.keeps_people:
        return f"the vendor of {account} keeps no people"
    return "" if state.origins else state.failure or f"{account} was not reached yet"
