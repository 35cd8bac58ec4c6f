"""Writes what was read of people into the store: parts of jobs of the writer's thread."""

from __future__ import annotations

from datetime import datetime

from lockdash.engine.people.known import Known
from lockdash.engine.people.merge import Absorbed, Question, absorb
from lockdash.store.store import Store
from lockdash.vendors.people import PeopleAnswer


def take_in(
    store: Store, known: Known, question: Question, answer: PeopleAnswer, subject: str, now: datetime
) -> frozenset[str]:
    """Write what `answer` makes different. `subject`: `groups`, `places` or "", whose ids the roll is of. Return the
    keys of people who are to be read one by one."""
    found = absorb(known, question, answer, now)
    put(store, found)
    if answer.places:
        store.put_places(answer.places)
    if answer.defaults is not None:
        store.put_defaults([answer.defaults])
    if answer.roll is not None and not answer.problems:
        if subject == "groups":
            store.keep_groups(question.account, answer.roll)
        elif subject == "places":
            store.keep_places(question.account, answer.roll)
    return found.doubts


def put(store: Store, found: Absorbed) -> None:
    """Write people before what they may open: whoever reads in between knows whose it is."""
    if found.people:
        store.put_people(found.people)
    if found.accesses:
        store.put_accesses(found.accesses)
    if found.groups:
        store.put_groups(found.groups)


def subject_of(answer: PeopleAnswer, before: str) -> str:
    """Return what a round of reads lists, by what its answers have brought so far (`before`: by the earlier ones)."""
    if answer.groups:
        return "groups"
    return "places" if answer.places else before
