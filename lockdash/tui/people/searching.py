"""What people are found by, folded once and kept as long as nobody knows anything else of them."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.domain.accesses import Access
from lockdash.domain.matching import Searched
from lockdash.domain.text import fold
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.finding import searched
from lockdash.engine.people.snapshot import AccountState
from lockdash.engine.people.views import PersonView


class Index:
    """Asked for by view: another view of somebody is folded anew."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[PersonView, Searched]] = {}
        self._targets: dict[tuple[str, str, str], str] = {}
        self._labels: dict[tuple[str, str], str] = {}
        self._directory: Directory | None = None

    def take(self, directory: Directory, accounts: Mapping[str, AccountState]) -> bool:
        """Know more doors, and what these accounts call their lists; return whether that is another name. Other names
        of doors need another index."""
        self._directory = directory
        labels = {(name, each.name): each.label for name, state in accounts.items() for each in state.origins}
        if labels == self._labels:
            return False
        self._labels = labels
        self._found.clear()
        return True

    def of(self, view: PersonView) -> Searched:
        """Return what `view` is found by."""
        key = view.person.key
        known = self._found.get(key)
        if known is not None and known[0] is view:
            return known[1]
        found = searched(view, map(self._target, view.accesses), self.label(view))
        self._found[key] = view, found
        return found

    def label(self, view: PersonView) -> str:
        """Return what the list is called that somebody is from, "" as long as that is not known."""
        return self._labels.get((view.person.account, view.person.origin), "")

    def _target(self, access: Access) -> str:
        """Return the name of a target and of all doors that it opens, folded."""
        pair = access.account, access.target_kind, access.target_id
        known = self._targets.get(pair)
        if known is None and self._directory is not None:
            doors = self._directory.doors(access) or ()
            names = dict.fromkeys((self._directory.name(access), *(each.name for each in doors)))
            known = self._targets[pair] = fold("\n".join(names))
        return known or ""
