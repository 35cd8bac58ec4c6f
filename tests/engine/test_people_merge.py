"""What answers make of the people that are known."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.accesses import Group, Sync, TargetKind
from lockdash.domain.people import PersonStatus
from lockdash.domain.windows import Window
from lockdash.engine.people.known import Known
from lockdash.engine.people.merge import Absorbed, Question, absorb, is_doubted, lost, revoked
from lockdash.store.people import PeopleRows
from lockdash.vendors.base import Problem
from lockdash.vendors.people import PeopleAnswer, PeopleFeed, Subject
from tests.engine.people_stage import access, person
from tests.engine.stage import START, device

LIST = PeopleFeed("people", every=300.0, floor=5.0)
FORMER = PeopleFeed("former", every=3600.0, floor=5.0, on_demand=True, lists=Subject.former_people)
DOOR = PeopleFeed("door", every=60.0, floor=2.0, per_device=True)
PINS = PeopleFeed("pins", every=60.0, floor=2.0, per_device=True, on_demand=True)
ONE = PeopleFeed("one", every=60.0, floor=2.0, per_person=True)
LATER = START + timedelta(minutes=5)
BY_DEVICE = frozenset({"door", "pins"})
IDS = st.frozensets(st.sampled_from("abcdef"))
STATUSES = st.sampled_from([None, *PersonStatus])


def known(people=(), accesses=(), groups=()):
    found = Known()
    found.take(rows(people, accesses, groups))
    return found


def rows(people=(), accesses=(), groups=()):
    return PeopleRows(revision=1, people=tuple(people), accesses=tuple(accesses), groups=tuple(groups))


def code(id, target="1"):
    """The access of a keypad's PIN, which is made of the person."""
    return msgspec.structs.replace(access(id, id, target), id=None)


def asked(feed, about=None, spared=()):
    return Question(account="home", feed=feed, about=about, by_device=BY_DEVICE, spared=frozenset(spared))


def take(there: Known, found: Absorbed) -> None:
    there.take(rows(found.people, found.accesses, found.groups))


@given(before=IDS, answered=IDS, spared=IDS, status=STATUSES, complete=st.booleans())
def test_a_list_takes_away_nobody_but_those_of_whom_it_is_certain(before, answered, spared, status, complete):
    there = known([person(each, listed_by="people", status=status) for each in before])
    strangers = [person("z1", listed_by="other"), person("z2", account="cabin", key="cabin/people/z2")]
    there.take(rows(strangers))
    brought = tuple(person(each, status=status) for each in answered)
    keys = frozenset(each.key for each in brought)
    answer = PeopleAnswer(people=brought, roll=keys if complete else None)
    spared_keys = {person(each).key for each in spared}
    found = absorb(there, asked(LIST, spared=spared_keys), answer, LATER)

    missing = {person(each).key for each in before - answered - spared} if complete else set()
    gone = {each.key for each in found.people if each.gone_at is not None}
    assert gone == (missing if status is None else set())
    assert found.doubts == (set() if status is None else missing)
    assert {each.key for each in found.people if is_doubted(each)} >= found.doubts
    assert not {each.key for each in found.people} & (spared_keys | {each.key for each in strangers})


@given(before=IDS, answered=IDS, status=STATUSES)
def test_the_same_answer_again_changes_nothing(before, answered, status):
    there = known([person(each, listed_by="people", status=status) for each in before])
    brought = tuple(person(each, status=status) for each in answered)
    answer = PeopleAnswer(people=brought, roll=frozenset(each.key for each in brought))
    take(there, absorb(there, asked(LIST), answer, LATER))
    assert absorb(there, asked(LIST), answer, LATER + timedelta(hours=1)) == Absorbed()


@given(there_now=IDS, answered=IDS, other=IDS)
def test_the_accesses_of_a_person_are_those_that_were_read_and_nobody_elses_are_touched(there_now, answered, other):
    ada, bob = person("ada"), person("bob")
    theirs = [access(f"o{each}", "bob") for each in other]
    there = known([ada, bob], [*(access(each, "ada") for each in there_now), *theirs])
    brought = tuple(access(each, "ada") for each in answered)
    answer = PeopleAnswer(accesses=brought, roll=frozenset(each.key for each in brought))
    take(there, absorb(there, asked(ONE, ada), answer, LATER))
    assert {each.key for each in there.accesses_of(ada.key)} == {each.key for each in brought}
    assert {each.key for each in there.accesses_of(bob.key)} == {each.key for each in theirs}


def test_a_list_with_an_item_that_could_not_be_read_takes_nobody_away():
    there = known([person("a", listed_by="people", status=None)])
    answer = PeopleAnswer(roll=frozenset(), problems=(Problem("item 3", "no id"),))
    assert absorb(there, asked(LIST), answer, LATER) == Absorbed()


def test_the_list_of_a_door_says_nothing_of_the_people_of_another_list_there():
    there = known([person("pin", listed_by="pins", status=None)], [access("x", "pin")])
    assert absorb(there, asked(DOOR, device("1")), PeopleAnswer(roll=frozenset()), LATER) == Absorbed()
    found = absorb(there, asked(PINS, device("1")), PeopleAnswer(roll=frozenset()), LATER)
    assert [each.gone_at for each in (*found.people, *found.accesses)] == [LATER, LATER]


def test_the_list_of_a_door_raises_a_doubt_where_it_goes_by_status():
    there = known([person("ada", listed_by="people")], [access("x", "ada")])
    found = absorb(there, asked(DOOR, device("1")), PeopleAnswer(roll=frozenset()), LATER)
    assert found == Absorbed(doubts=frozenset({"home/people/ada"}))
    there = known([person("ada", listed_by="people", status=PersonStatus.expired)], [access("x", "ada")])
    assert absorb(there, asked(DOOR, device("1")), PeopleAnswer(roll=frozenset()), LATER) == Absorbed()


def test_the_list_of_a_door_does_not_have_accesses_to_groups_of_doors():
    there = known(
        [person("ada", listed_by="people", status=None)], [access("x", "ada", target_kind=TargetKind.door_group)]
    )
    assert absorb(there, asked(DOOR, device("1")), PeopleAnswer(roll=frozenset()), LATER) == Absorbed()


def test_who_is_known_from_doors_only_is_there_until_the_last_door():
    there = known([person("ada", listed_by="door", status=None)], [access("x", "ada"), access("y", "ada", "2")])
    first = absorb(there, asked(DOOR, device("1")), PeopleAnswer(roll=frozenset()), LATER)
    assert first.people == ()
    take(there, first)
    second = absorb(there, asked(DOOR, device("2")), PeopleAnswer(roll=frozenset()), LATER)
    assert [each.gone_at for each in second.people] == [LATER]


def test_a_lock_waits_since_it_was_seen_to_wait_first():
    waiting = access("x", "ada", sync=Sync(total=2, synced=1, pending=1, failed=0))
    there = known([person("ada")])
    answer = PeopleAnswer(accesses=(waiting,), roll=frozenset({waiting.key}))
    take(there, absorb(there, asked(ONE, person("ada")), answer, START))
    assert absorb(there, asked(ONE, person("ada")), answer, LATER) == Absorbed()
    assert there.accesses[waiting.key].pending_since == START


def test_a_list_of_names_leaves_what_was_read_of_when_they_count():
    window = Window(starts_at=START)
    there = known([person("p", status=None, listed_by="pins")], [access("x", "p", window=window)])
    named = PeopleAnswer(people=(person("p", status=PersonStatus.unknown, name="New"),), accesses=(access("x", "p"),))
    found = absorb(there, asked(PINS, device("1")), named, LATER)
    assert [(each.name, each.status) for each in found.people] == [("New", None)]
    assert found.accesses == ()


def test_a_group_keeps_its_doors_while_they_cannot_be_read():
    group = Group(account="home", id="g", name="Floor 1", device_ids=frozenset({"1"}))
    answer = PeopleAnswer(groups=(msgspec.structs.replace(group, name="Floor I", device_ids=None),))
    found = absorb(known(groups=[group]), asked(LIST), answer, LATER)
    assert found.groups == (msgspec.structs.replace(group, name="Floor I"),)


def test_who_is_gone_takes_their_accesses_along_and_comes_back_without_a_trace():
    there = known([person("ada", listed_by="people")], [access("x", "ada")])
    take(there, lost(there, person("ada"), LATER))
    assert there.people["home/people/ada"].gone_at == LATER
    assert there.accesses_of("home/people/ada") == []
    back = PeopleAnswer(people=(person("ada"),), accesses=(access("x", "ada"),))
    take(there, absorb(there, asked(LIST), back, LATER))
    assert there.people["home/people/ada"].gone_at is None
    assert len(there.accesses_of("home/people/ada")) == 1


def test_who_is_known_from_doors_only_goes_with_the_last_access_that_is_taken():
    there = known([person("ada", listed_by="door", status=None)], [access("x", "ada"), access("y", "ada", "2")])
    take(there, revoked(there, there.accesses["home/access/x"], BY_DEVICE, LATER))
    assert there.people["home/people/ada"].gone_at is None
    take(there, revoked(there, there.accesses["home/access/y"], BY_DEVICE, LATER))
    assert there.people["home/people/ada"].gone_at == LATER
    there = known([person("ada", listed_by="people")], [access("x", "ada")])
    assert revoked(there, there.accesses["home/access/x"], BY_DEVICE, LATER).people == ()


OVER = PersonStatus.expired


def read_alone(there: Known, new) -> None:
    take(there, absorb(there, asked(ONE, new), PeopleAnswer(people=(new,)), LATER))


def test_who_was_read_to_have_expired_is_no_doubt_to_the_list_that_no_longer_has_them():
    there = known([person("ada", listed_by="people")])
    read_alone(there, person("ada", status=OVER))
    assert absorb(there, asked(LIST), PeopleAnswer(roll=frozenset()), LATER) == Absorbed()
    assert not is_doubted(there.people["home/people/ada"])


def test_who_is_over_and_on_no_list_is_in_doubt_when_that_of_former_people_lacks_them():
    ada, bob = person("ada", status=OVER), person("bob")
    there = known([ada, bob, person("eve", status=OVER, account="cabin", key="cabin/people/eve")])
    found = absorb(there, asked(FORMER), PeopleAnswer(roll=frozenset()), LATER)
    assert found.doubts == {ada.key}
    assert [is_doubted(each) for each in found.people] == [True]
    listed = PeopleAnswer(people=(ada,), roll=frozenset({ada.key}))
    take(there, absorb(there, asked(FORMER), listed, LATER))
    assert there.people[ada.key].listed_by == "former"
    assert absorb(there, asked(LIST), PeopleAnswer(roll=frozenset()), LATER) == Absorbed()


def test_who_is_let_in_again_leaves_the_list_of_former_people_by_a_doubt():
    there = known([person("ada", status=OVER, listed_by="former")])
    read_alone(there, person("ada"))
    found = absorb(there, asked(FORMER), PeopleAnswer(roll=frozenset()), LATER)
    assert found.doubts == {"home/people/ada"}


def test_a_read_that_says_nothing_of_the_time_moves_nobody_to_another_list():
    there = known([person("p", status=OVER, listed_by="pins"), person("q", listed_by="pins")])
    for each in "pq":
        read_alone(there, person(each, status=PersonStatus.unknown))
    assert [each.listed_by for each in there.people.values()] == ["pins", "pins"]


MOVED = device("9", former_ids=("1", "5"))


@given(
    at=st.dictionaries(st.sampled_from("abc"), st.sampled_from(["1", "5", "7", "9"])),
    feed=st.sampled_from([DOOR, PINS]),
    complete=st.booleans(),
)
def test_what_a_lock_knew_before_it_was_added_again_is_gone(at, feed, complete):
    """Also if the read is not of the list in which it stood, or is not complete."""
    codes = [person(each, listed_by="pins", status=PersonStatus.unknown) for each in at]
    there = known(codes, [code(*each) for each in at.items()])
    keys = frozenset(each for each, one in there.accesses.items() if one.target_id == "9")
    found = absorb(there, asked(feed, MOVED), PeopleAnswer(roll=keys if complete else None), LATER)
    former = {each for each, target in at.items() if target in MOVED.former_ids}
    assert {each.id for each in found.people} == former
    assert {each.key for each in found.accesses} == {f"home/access/{each}" for each in former}
    assert all(each.gone_at == LATER for each in (*found.people, *found.accesses))
    assert found.doubts == set()


def test_who_has_other_doors_stays_when_a_lock_was_added_again():
    member, listed = person("ada", listed_by="door", status=None), person("bob", listed_by="people")
    there = known(
        [member, listed],
        [access("x", "ada"), access("y", "ada", "2"), access("z", "bob"), access("g", "bob", target_id="1")],
    )
    again = access("n", "ada", "9")
    answer = PeopleAnswer(people=(member,), accesses=(again,), roll=frozenset({again.key}))
    take(there, absorb(there, asked(DOOR, MOVED), answer, LATER))
    assert [each.key for each in there.accesses_of(member.key)] == [again.key, "home/access/y"]
    assert there.accesses_of(listed.key) == []
    assert {each.gone_at for each in there.people.values()} == {None}
    assert absorb(there, asked(DOOR, MOVED), answer, LATER + timedelta(hours=1)) == Absorbed()


def test_a_pin_that_no_list_had_yet_goes_with_its_lock_and_who_is_changed_just_now_is_spared():
    there = known([person("p", status=None), person("q", status=None)], [code("p"), code("q")])
    found = absorb(there, asked(DOOR, MOVED, spared=["home/people/q"]), PeopleAnswer(), LATER)
    assert [(each.id, each.gone_at) for each in found.people] == [("p", LATER)]
    assert [each.key for each in found.accesses] == ["home/access/p"]


def test_a_group_that_has_the_number_of_a_former_lock_is_another_thing():
    there = known([person("ada", listed_by="people")], [access("x", "ada", target_kind=TargetKind.door_group)])
    assert absorb(there, asked(DOOR, MOVED), PeopleAnswer(), LATER) == Absorbed()
