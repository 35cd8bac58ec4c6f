"""The filter of the list of people: what `engine.people.finding` finds, and PINs while they can be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lockdash.domain.matching import Searched
from lockdash.domain.people import Credentials
from lockdash.engine.people.finding import PERSON_KEYS


class PersonFilter:
    """What a person must have, and must not. `text`: as typed. Without words everybody matches.

    `shown`: what is revealed of somebody (a key) at this moment: a PIN is looked at only while it can be seen anyway.
    Raises QuerySyntax.
    """

    def __init__(self, text: str, shown: Callable[[str], Credentials | None]) -> None:
        self._wanted = PERSON_KEYS.wanted(text)
        self._shown = shown

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def left(self, people: Sequence[Searched]) -> list[str]:
        """Return the keys of those who have all that is sought, whatever its case and accents."""
        for found, negated, digits in self._wanted.terms:
            if digits:
                people = [each for each in people if (found(each) or self._is_shown(each.key, digits)) is not negated]
            else:
                people = [each for each in people if found(each) is not negated]
        return [each.key for each in people]

    def _is_shown(self, key: str, digits: str) -> bool:
        credentials = self._shown(key)
        return credentials is not None and credentials.pin is not None and digits in credentials.pin.reveal()
