"""What an answer makes of the people that are known: pure rules, so that no failed and no late read invents anything.

A roll is believed as far as it goes. Where a vendor's lists go by status, somebody who is missing from one may only
have expired: that raises a doubt, which a read for that person settles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from lockdash.domain.accesses import Access, Group, TargetKind, followed
from lockdash.domain.devices import Device
from lockdash.domain.people import Person, PersonStatus
from lockdash.engine.people.known import Known
from lockdash.vendors.people import PeopleAnswer, PeopleFeed, Subject, Written

replace = msgspec.structs.replace

_OF_ONE = PeopleFeed("", every=0.0, floor=0.0, per_person=True)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked. `by_device`: the names of the account's feeds that are per device. `spared`: keys of people to
    whom something was done meanwhile, and `spared_ids` of schedules and exceptions: the answer does not count for
    them."""

    account: str
    feed: PeopleFeed
    about: Device | Person | None = None
    by_device: frozenset[str] = frozenset()
    spared: frozenset[str] = frozenset()
    spared_ids: frozenset[str] = frozenset()


class Absorbed(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written, and the keys of people who are to be read one by one (`doubts`)."""

    people: tuple[Person, ...] = ()
    accesses: tuple[Access, ...] = ()
    groups: tuple[Group, ...] = ()
    doubts: frozenset[str] = frozenset()


def absorb(known: Known, question: Question, answer: PeopleAnswer, now: datetime) -> Absorbed:
    """Return what `answer`, which came at `now`, makes different."""
    people = {each.key: _person(known, question, each) for each in answer.people if each.key not in question.spared}
    silent = frozenset(each.key for each in answer.people if _says_nothing(each))
    accesses = {
        each.key: _access(known, each, now, each.person_key in silent)
        for each in answer.accesses
        if each.person_key not in question.spared
    }
    doubts: set[str] = set()
    for access in _of_former_ids(known, question, accesses):
        accesses[access.key] = replace(access, gone_at=now)
    if answer.roll is not None and not answer.problems:
        if question.about is None:
            for person in _missing_people(known, question, answer.roll, people):
                people[person.key] = _unlisted(person, now)
                doubts |= {person.key} if people[person.key].gone_at is None else set()
        for access in _missing_accesses(known, question, answer.roll, accesses):
            if _is_certain(known, question, access):
                accesses[access.key] = replace(access, gone_at=now)
            elif not _is_over(known.people.get(access.person_key)):
                doubts.add(access.person_key)
    people |= _without_access(known, question, people, accesses, now)
    accesses |= _of_the_gone(known, people.values(), accesses, now)
    return Absorbed(
        people=tuple(each for each in people.values() if each != known.people.get(each.key)),
        accesses=tuple(each for each in accesses.values() if each != known.accesses.get(each.key)),
        groups=tuple(_group(known, each) for each in answer.groups),
        doubts=frozenset(doubts),
    )


def lost(known: Known, person: Person, now: datetime) -> Absorbed:
    """Return what follows when somebody was asked for and is not found, or was deleted."""
    before = known.people.get(person.key, person)
    gone = before if before.gone_at is not None else replace(before, gone_at=now)
    return Absorbed(people=(gone,), accesses=tuple(_of_the_gone(known, [gone], {}, now).values()))


def written(known: Known, answers: Sequence[Written], now: datetime) -> Absorbed:
    """Return what the answers to writes make different: they describe somebody as a read of that one would."""
    question = Question(account="", feed=_OF_ONE)
    people = {each.person.key: _person(known, question, each.person) for each in answers if each.person is not None}
    accesses = [_access(known, each.access, now, False) for each in answers if each.access is not None]
    return Absorbed(people=tuple(people.values()), accesses=tuple(accesses))


def revoked(known: Known, access: Access, by_device: frozenset[str], now: datetime) -> Absorbed:
    """Return what follows when an access was taken away. `by_device`: as in Question."""
    before = known.accesses.get(access.key, access)
    accesses = {access.key: replace(before, gone_at=before.gone_at or now)}
    question = Question(account=access.account, feed=_OF_ONE, by_device=by_device)
    people = _without_access(known, question, {}, accesses, now)
    return Absorbed(people=tuple(people.values()), accesses=tuple(accesses.values()))


def is_doubted(person: Person) -> bool:
    """Whether somebody was missing from their list and not read one by one since."""
    return (
        person.gone_at is None
        and not person.listed_by
        and person.status is PersonStatus.unknown
        and not person.status_raw
    )


def _person(known: Known, question: Question, new: Person) -> Person:
    before, feed = known.people.get(new.key), question.feed
    kept = before.listed_by if before is not None else ""
    merged = replace(new, listed_by=kept if feed.per_person else feed.name, gone_at=None)
    if before is None or before.gone_at is not None:
        return merged
    if merged.has_pin is None or merged.has_card is None:
        merged = replace(
            merged,
            has_pin=before.has_pin if merged.has_pin is None else merged.has_pin,
            has_card=before.has_card if merged.has_card is None else merged.has_card,
        )
    if _says_nothing(new):
        return replace(merged, status=before.status, status_raw=before.status_raw)
    # That the list of who may enter no longer has them is then no news, and raises no doubt.
    return replace(merged, listed_by="") if feed.per_person and _is_over(merged) and not _is_over(before) else merged


def _access(known: Known, new: Access, now: datetime, silent: bool) -> Access:
    """`silent`: the answer has the name of whose access it is, and not when it counts."""
    before = known.accesses.get(new.key)
    if before is not None and before.gone_at is not None:
        before = None
    merged = followed(replace(new, gone_at=None), before, now)
    if silent and before is not None and merged.window is None:
        return replace(merged, window=before.window)
    return merged


def _group(known: Known, new: Group) -> Group:
    """The doors of a group that could not be read this time are those that were."""
    before = known.groups.get((new.account, new.id))
    if new.device_ids is not None or before is None:
        return new
    return replace(new, device_ids=before.device_ids)


def _says_nothing(person: Person) -> bool:
    """Whether an item of a list has no word on when somebody may enter: what was read of it before is kept."""
    return person.status is PersonStatus.unknown and not person.status_raw


def _missing_people(known: Known, question: Question, roll: Collection[str], brought: Collection[str]) -> list[Person]:
    return [
        person
        for person in known.people.values()
        if person.account == question.account
        and person.gone_at is None
        and _should_be_on(question.feed, person)
        and person.key not in roll
        and person.key not in brought
        and person.key not in question.spared
    ]


def _should_be_on(feed: PeopleFeed, person: Person) -> bool:
    """Whether the list had somebody, or they are in none and their time is over, as it is for all on this one."""
    if person.listed_by:
        return person.listed_by == feed.name
    return feed.lists is Subject.former_people and _is_over(person)


def _unlisted(person: Person, now: datetime) -> Person:
    """Somebody whose list no longer has them. Where the vendor has a word for a status, the list is of some only."""
    if person.status is None:
        return replace(person, gone_at=now)
    return replace(person, status=PersonStatus.unknown, status_raw="", listed_by="")


def _missing_accesses(
    known: Known, question: Question, roll: Collection[str], brought: Collection[str]
) -> Iterator[Access]:
    about = question.about
    if isinstance(about, Person):
        keys = known.by_person.get(about.key, set())
    elif about is not None:
        keys = known.by_target.get((question.account, about.vendor_id), set())
    else:
        return
    for key in keys:
        access = known.accesses[key]
        if access.gone_at is not None or key in roll or key in brought or access.person_key in question.spared:
            continue
        if isinstance(about, Person) or _is_listed_there(known, question, access):
            yield access


def _of_former_ids(known: Known, question: Question, brought: Collection[str]) -> list[Access]:
    """The accesses to the device that was asked about, by ids that it had before it was removed and added again."""
    device = question.about
    if not isinstance(device, Device):
        return []
    keys = [key for each in device.former_ids for key in known.by_target.get((device.account, each), ())]
    return [
        access
        for access in (known.accesses[key] for key in keys if key not in brought)
        if access.gone_at is None
        and access.target_kind is TargetKind.device
        and access.person_key not in question.spared
    ]


def _is_listed_there(known: Known, question: Question, access: Access) -> bool:
    """Whether the list of a device would have this access: another feed of the device has other people, and an access
    that is made of the person stands in the list of people."""
    person = known.people.get(access.person_key)
    if person is None or access.target_kind is not TargetKind.device:
        return False
    if person.listed_by == question.feed.name:
        return True
    return person.listed_by not in question.by_device and access.id is not None


def _is_certain(known: Known, question: Question, access: Access) -> bool:
    if question.feed.per_person:
        return True
    person = known.people.get(access.person_key)
    return person is not None and (person.listed_by == question.feed.name or person.status is None)


def _is_over(person: Person | None) -> bool:
    return person is not None and person.status is not None and person.status.is_over


def _without_access(
    known: Known, question: Question, people: dict[str, Person], accesses: dict[str, Access], now: datetime
) -> dict[str, Person]:
    """Those who are known from lists of devices only, and are in none any more, and who are their access."""
    found = {}
    gone = [access for access in accesses.values() if access.gone_at is not None]
    are_it = {access.person_key for access in gone if access.id is None}
    for key in {access.person_key for access in gone}:
        person = people.get(key) or known.people.get(key)
        if person is None or person.gone_at is not None:
            continue
        if person.listed_by not in question.by_device and key not in are_it:
            continue
        left = {each.key: each for each in known.accesses_of(key)}
        left |= {each.key: each for each in accesses.values() if each.person_key == key}
        if all(each.gone_at is not None for each in left.values()):
            found[key] = replace(person, gone_at=now)
    return found


def _of_the_gone(
    known: Known, people: Iterable[Person], accesses: dict[str, Access], now: datetime
) -> dict[str, Access]:
    return {
        access.key: replace(access, gone_at=now)
        for person in people
        if person.gone_at is not None
        for access in known.accesses_of(person.key)
        if access.key not in accesses or accesses[access.key].gone_at is None
    }
