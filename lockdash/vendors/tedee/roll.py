"""Which locks the last list named, at which revision: how a sync shows that the list is out of date."""

from __future__ import annotations

from collections.abc import Iterable

from lockdash.domain.devices import Observation

_MISSING = None


class Roll:
    """Remembers one account's list. Before the first list everything is strange."""

    def __init__(self) -> None:
        self._listed: dict[str, int | None] | None = None
        self._strange: frozenset[tuple[str, int | None]] = frozenset()
        self._explained: frozenset[tuple[str, int | None]] = frozenset()

    def listed(self, revisions: dict[str, int | None]) -> None:
        """A list came in. What it does not explain it will not explain a minute later either: a lock without a
        bridge may be missing from every sync (tedee-facts 8), so that is not asked about again."""
        self._listed = revisions
        self._explained = self._strange

    def outdated_by(self, news: Iterable[Observation]) -> bool:
        """Return whether a sync of all locks shows something that a new list could explain."""
        seen = {each.vendor_id: each.revision for each in news}
        if self._listed is None:
            return True
        listed = self._listed
        strange = {(each, seen[each]) for each in seen if each not in listed or _differs(listed[each], seen[each])}
        strange |= {(each, _MISSING) for each in listed.keys() - seen.keys()}
        self._strange = frozenset(strange)
        return not self._strange <= self._explained


def _differs(listed: int | None, seen: int | None) -> bool:
    return seen is not None and seen != listed
