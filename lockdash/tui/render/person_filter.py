"""The plain filter of the list of people: every word must be found.

What a person can be found by is folded once and kept (`Searched`): with thousands of them a key costs a look into as
many strings, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from lockdash.domain.accesses import SyncState
from lockdash.domain.people import Credentials
from lockdash.domain.text import fold
from lockdash.engine.people.views import PersonAttention, PersonView
from lockdash.tui.render.person_words import PERSON_KIND_WORDS, STATUS_WORDS

_SYNC_WORDS = {
    SyncState.failed: ("failed",),
    SyncState.pending: ("pending",),
    SyncState.synced: ("all synced", "synced"),
    SyncState.uncounted: (),
}


class Searched(NamedTuple):
    """`key`: the person's. `names`: in which a word may stand anywhere. `terms`: at whose beginnings it must stand,
    each after a line feed."""

    key: str
    names: str
    terms: str


def searched(view: PersonView, doors: Iterable[str], origin: str) -> Searched:
    """Return what `view` is found by. `doors`: what its accesses are to, folded already. `origin`: what the list is
    called that the person is from."""
    person = view.person
    known = (person.name, person.email, person.department, person.account, origin)
    names = fold("\n".join(text for text in known if text))
    return Searched(person.key, "\n".join((names, *doors)), "\n" + fold("\n".join(_terms(view))))


def _terms(view: PersonView) -> Iterable[str]:
    """Words of which one must not find another: "synced" is not what is pending."""
    yield STATUS_WORDS[view.status]
    yield PERSON_KIND_WORDS[view.person.kind]
    yield from _SYNC_WORDS[view.sync.state]
    if view.attention is PersonAttention.waits_long:
        yield "long"
    if view.change is not None:
        yield "asked"


class PersonFilter:
    """Words that a person must have. `text`: as typed. Without words everybody matches.

    `shown`: what is revealed of somebody (a key) at this moment: a PIN is looked at only while it can be seen anyway.
    """

    def __init__(self, text: str, shown: Callable[[str], Credentials | None]) -> None:
        words = tuple(dict.fromkeys(fold(text).split()))
        self._words = tuple((word, f"\n{word}", word.isdecimal()) for word in words)
        self._shown = shown

    def __bool__(self) -> bool:
        return bool(self._words)

    def left(self, people: Sequence[Searched]) -> list[str]:
        """Return the keys of those in whom each word is found, whatever its case and accents."""
        for word, start, digits in self._words:
            people = [
                each
                for each in people
                if word in each.names or start in each.terms or (digits and self._is_shown(each.key, word))
            ]
        return [each.key for each in people]

    def _is_shown(self, key: str, digits: str) -> bool:
        credentials = self._shown(key)
        return credentials is not None and credentials.pin is not None and digits in credentials.pin.reveal()
