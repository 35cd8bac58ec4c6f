"""By what people are found, on the screen and on the command line alike."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from lockdash.domain.accesses import SyncState
from lockdash.domain.matching import Keys, Searched, names_text, terms_text
from lockdash.domain.people import PersonKind, PersonStatus
from lockdash.domain.text import fold
from lockdash.engine.people.views import PersonAttention, PersonView
from lockdash.engine.people.words import ALL_SYNCED, PERSON_KIND_WORDS

_ASKED, _LONG = "asked", "long"
_SYNC_WORDS = {
    SyncState.failed: ("failed",),
    SyncState.pending: ("pending",),
    SyncState.synced: ("synced", ALL_SYNCED),
    SyncState.uncounted: (),
}

PERSON_KEYS = Keys(
    names=("name", "email", "department", "account", "list", "door"),
    words={
        "status": (*(each.value for each in PersonStatus), _ASKED),
        "kind": tuple(map(fold, PERSON_KIND_WORDS.values())),
        "sync": (*(word for words in _SYNC_WORDS.values() for word in words), _LONG),
    },
    also={"who": "name"},
)


def searched(view: PersonView, doors: Iterable[str], origin: str) -> Searched:
    """Return what `view` is found by. `doors`: what its accesses are to, folded already. `origin`: what the list is
    called that the person is from, "" if that is not known."""
    person = view.person
    own = (person.name, person.email or "", person.department or "", person.account, origin)
    terms = _terms(
        view.status, person.kind, view.sync.state, view.change is not None, view.attention is PersonAttention.waits_long
    )
    return Searched(person.key, names_text(((each,) for each in own), doors), terms)


@cache  # of thousands of people most have the same
def _terms(status: PersonStatus, kind: PersonKind, sync: SyncState, asked: bool, long: bool) -> str:
    statuses = (status.value, _ASKED) if asked else (status.value,)
    syncs = (*_SYNC_WORDS[sync], _LONG) if long else _SYNC_WORDS[sync]
    return terms_text((statuses, (PERSON_KIND_WORDS[kind],), syncs))
