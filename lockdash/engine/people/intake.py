"""Writes what was read of people into the store: parts of jobs of the writer's thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lockdash.domain.accesses import Group, Place
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule
from lockdash.engine.people.known import Known
from lockdash.engine.people.merge import Absorbed, Question, absorb
from lockdash.store.store import Store
from lockdash.vendors.people import PeopleAnswer, Subject

_NAMED: Mapping[Subject, type[Group | Place | Schedule | AccessException]] = {
    Subject.groups: Group,
    Subject.places: Place,
    Subject.schedules: Schedule,
    Subject.exceptions: AccessException,
}


def take_in(store: Store, known: Known, question: Question, answer: PeopleAnswer, now: datetime) -> frozenset[str]:
    """Write what `answer` makes different. Return the keys of people who are to be read one by one."""
    found = absorb(known, question, answer, now)
    put(store, found)
    if answer.places:
        store.put_named(answer.places)
    if answer.schedules:
        store.put_named(each for each in answer.schedules if each.id not in question.spared_ids)
    if answer.exceptions:
        store.put_named(each for each in answer.exceptions if each.id not in question.spared_ids)
    if answer.defaults is not None:
        store.put_defaults([answer.defaults])
    kind = _NAMED.get(question.feed.lists)
    if kind is not None and answer.roll is not None and not answer.problems:
        store.keep(kind, question.account, answer.roll | question.spared_ids)
    return found.doubts


def put(store: Store, found: Absorbed) -> None:
    """Write people before what they may open: whoever reads in between knows whose it is."""
    if found.people:
        store.put_people(found.people)
    if found.accesses:
        store.put_accesses(found.accesses)
    if found.groups:
        store.put_named(found.groups)
