"""How a sync of all locks shows that the list of locks is out of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lockdash.domain.devices import Device, Observation

LISTED_BY = "locks"
_MISSING = None


class Roll:
    """Compares with what is known of the list, whoever read it; remembers only what a list did not explain."""

    def __init__(self) -> None:
        self._strange: frozenset[tuple[str, int | None]] = frozenset()
        self._explained: frozenset[tuple[str, int | None]] = frozenset()

    def listed(self) -> None:
        """A list came in. What it does not explain it will not explain a minute later either, so that is not asked
        about again."""
        self._explained = self._strange

    def outdated_by(self, news: Iterable[Observation], known: Mapping[str, Device]) -> bool:
        """Return whether a sync of all locks shows something that a new list could explain: a lock that is not
        listed, another revision, or a lock that is missing.

        `known`: the devices by vendor id, with the revision of their last list. A sync may leave out a lock without
        a bridge (tedee-facts 8).
        """
        seen = {each.vendor_id: each.revision for each in news}
        listed = {vendor_id: device for vendor_id, device in known.items() if device.listed_by == LISTED_BY}
        strange = {
            (vendor_id, revision)
            for vendor_id, revision in seen.items()
            if vendor_id not in listed or _differs(listed[vendor_id].revision, revision)
        }
        strange |= {(each, _MISSING) for each in listed.keys() - seen.keys() if _is_bridged(listed[each])}
        self._strange = frozenset(strange)
        return not self._strange <= self._explained


def _differs(listed: int | None, seen: int | None) -> bool:
    return seen is not None and seen != listed


def _is_bridged(device: Device) -> bool:
    return device.contact is None or device.contact.bridged
