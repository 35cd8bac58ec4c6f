"""Writes what was read of people into the store: parts of jobs of the writer's thread."""

from __future__ import annotations

from datetime import datetime

from lockdash.engine.people.known import Known
from lockdash.engine.people.merge import Absorbed, Question, absorb
from lockdash.store.store import Store
from lockdash.vendors.people import PeopleAnswer, Subject

_KEEP = {
    Subject.groups: Store.keep_groups,
    Subject.places: Store.keep_places,
    Subject.schedules: Store.keep_schedules,
    Subject.exceptions: Store.keep_exceptions,
}


def take_in(store: Store, known: Known, question: Question, answer: PeopleAnswer, now: datetime) -> frozenset[str]:
    """Write what `answer` makes different. Return the keys of people who are to be read one by one."""
    found = absorb(known, question, answer, now)
    put(store, found)
    if answer.places:
        store.put_places(answer.places)
    if answer.schedules:
        store.put_schedules(answer.schedules)
    if answer.exceptions:
        store.put_exceptions(answer.exceptions)
    if answer.defaults is not None:
        store.put_defaults([answer.defaults])
    keep = _KEEP.get(question.feed.lists)
    if keep is not None and answer.roll is not None and not answer.problems:
        keep(store, question.account, answer.roll)
    return found.doubts


def put(store: Store, found: Absorbed) -> None:
    """Write people before what they may open: whoever reads in between knows whose it is."""
    if found.people:
        store.put_people(found.people)
    if found.accesses:
        store.put_accesses(found.accesses)
    if found.groups:
        store.put_groups(found.groups)
