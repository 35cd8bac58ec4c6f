"""What the origins of a vendor are able to, and the refusal of what they are not, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable

from lockdash.domain.people import Ability
from lockdash.vendors.errors import REFUSED_HERE, Rejected
from lockdash.vendors.people import FieldRefused, Origin


class Abilities:
    """Of the origins of one vendor. `nothing`: what is said where an origin has no words of its own."""

    def __init__(self, origins: Iterable[Origin], nothing: str) -> None:
        self._origins = {origin.name: origin for origin in origins}
        self._nothing = nothing

    def check(self, origin: str, ability: Ability) -> None:
        """Raise Rejected, in its words, for what an origin is not able to."""
        found = self._origins.get(origin)
        if found is None or ability not in found.abilities:
            raise self.denied(origin, ability)

    def denied(self, origin: str, ability: Ability) -> Rejected:
        found = self._origins.get(origin)
        return impossible(found.denied.get(ability, self._nothing) if found is not None else self._nothing)


def impossible(words: str, field: str | None = None) -> Rejected:
    """Return the refusal of what was not sent, because it cannot be. `field`: which one of the request is wrong."""
    if field is None:
        return Rejected(words, status=REFUSED_HERE)
    return FieldRefused(words, fields={field: words}, status=REFUSED_HERE)
