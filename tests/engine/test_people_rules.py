"""The smaller rules: time zones of doors, pauses, bookmarks, what is read first."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.accesses import Group, Place, TargetKind
from lockdash.domain.budget import Budget
from lockdash.domain.people import PersonKind
from lockdash.engine.people.agenda import MOST_DOUBTS, Agenda, Reason
from lockdash.engine.people.bookmark import Bookmark, bookmark_of
from lockdash.engine.people.comparing import alarms
from lockdash.engine.people.looks import items_for
from lockdash.engine.people.orders import Create
from lockdash.engine.people.snapshot import PeopleSnapshot, with_rows
from lockdash.engine.people.zones import the_one, zones_of
from lockdash.engine.spare import pause
from lockdash.store.feeds import FeedRow
from lockdash.vendors.people import PeopleAnswer, Written
from lockdash.vendors.remotelock.people.origins import FEEDS as REMOTELOCK
from lockdash.vendors.tedee.people.decode import MEMBERS
from lockdash.vendors.tedee.people.decode import PINS as PIN_ORIGIN
from lockdash.vendors.tedee.people.origins import FEEDS as TEDEE
from tests.engine.people_stage import ACCESSES, FEEDS, FORMER, LIST, access, new_guest, person
from tests.engine.stage import START, device
from tests.engine.test_people_merge import rows

DEVICES = {
    ("home", "1"): device("1", zone="Europe/Warsaw"),
    ("home", "2"): device("2", zone="Europe/Warsaw"),
    ("home", "3"): device("3", zone="Europe/Lisbon"),
    ("home", "4"): device("4"),
    ("home", "5"): device("5", zone="Middle/Earth"),
}
GROUPS = {
    ("home", "g"): Group(account="home", id="g", name="Both", device_ids=frozenset({"1", "2"})),
    ("home", "u"): Group(account="home", id="u", name="Unread"),
}
PLACES = {("home", "p"): Place(account="home", id="p", name="Coast", zone="Europe/Lisbon")}


@pytest.mark.parametrize(
    ("targets", "zone"),
    [
        (["1"], "Europe/Warsaw"),
        (["1", "2", "g"], "Europe/Warsaw"),
        (["1", "3"], None),
        (["1", "4"], None),
        (["5"], None),
        (["9"], None),
        (["u"], None),
        (["3", "p"], "Europe/Lisbon"),
        ([], None),
    ],
)
def test_the_zone_is_that_of_all_doors_or_it_is_not_known(targets, zone):
    kinds = {"g": TargetKind.door_group, "u": TargetKind.door_group, "p": TargetKind.location}
    accesses = [access(each, "ada", each, target_kind=kinds.get(each, TargetKind.device)) for each in targets]
    found = {one for each in accesses for one in zones_of(each, DEVICES, GROUPS, PLACES)}
    assert the_one(found) == zone


@given(remaining=st.integers(0, 120), cost=st.integers(1, 30), until=st.integers(1, 60))
def test_reading_in_the_background_leaves_what_commands_need(remaining, cost, until):
    budget = Budget(limit=120, remaining=remaining, resets_at=START + timedelta(seconds=until), reserve=12)
    seconds = pause(budget, cost, 60.0, START)
    assert 0 <= seconds <= until
    spare = remaining - 12
    if spare <= 54 and 0 < seconds < until:
        assert cost * (until / seconds) <= spare / 2 + 1
    assert (seconds == 0) == (spare > 54)


def test_a_bookmark_is_read_as_it_was_written_and_rubbish_is_a_beginning():
    found = Bookmark().after(PeopleAnswer(part=1, parts=5, cursor="b"), 7, "me", START)
    found = found.after(PeopleAnswer(part=2, parts=5, cursor="c"), 10, "me", START)
    assert found.is_under_way
    assert (found.read_at, found.spent, found.reader) == (None, 17, "me")
    assert bookmark_of(FeedRow(cursor=found.packed)) == found
    whole = found.after(PeopleAnswer(part=5, parts=5), 3, "me", START)
    assert (whole.is_under_way, whole.read_at, whole.cost, whole.reader) == (False, START, 20, "")
    assert whole.after(PeopleAnswer(part=1, parts=5), 10, "me", START).cost == 20
    for rubbish in (None, "", "{", "7", '{"part": "x"}'):
        assert bookmark_of(FeedRow(cursor=rubbish)) == Bookmark()


def test_what_somebody_waits_for_is_read_first_and_without_regard_to_pauses():
    agenda = Agenda(FEEDS)
    agenda.tour(["home/S1"])
    agenda.doubt(["home/people/eve"], 0.0)
    agenda.focus("home/people/ada", is_person=True, now=5.0)
    item, _ = agenda.next(5.0, background_from=100.0, is_open=True)
    assert item.reason is Reason.focus
    agenda.focus(None, is_person=True, now=5.0)
    item, wait = agenda.next(5.0, background_from=100.0, is_open=True)
    assert (item, wait) == (None, 95.0)
    item, _ = agenda.next(100.0, background_from=100.0, is_open=True)
    assert (item.feed.name, item.reason) == ("people", Reason.schedule)


def test_doors_that_are_no_more_are_read_no_more_and_doubts_have_an_end():
    agenda = Agenda(FEEDS)
    agenda.tour(["home/S1", "home/S2"])
    agenda.tour(["home/S2"])
    assert {each.about for each in agenda.items.values() if each.reason is Reason.tour} == {"home/S2"}
    agenda.doubt([f"home/people/{number}" for number in range(1000)], 0.0)
    doubts = {each.about for each in agenda.items.values() if each.reason is Reason.doubt}
    assert len(doubts) == MOST_DOUBTS
    agenda.doubt(["home/people/later"], 0.0)
    assert "home/people/later" not in {each.about for each in agenda.items.values()}
    assert math.isinf(Agenda(()).next(0.0, background_from=0.0, is_open=True)[1])


def test_a_door_is_read_to_its_end_before_the_next_and_what_was_never_read_before_what_was():
    agenda = Agenda(FEEDS)
    agenda.tour(["home/S1", "home/S2"])
    order = []
    for now, parts in ((0.0, 1), (1.0, 2), (3.0, 1), (5.0, 1)):
        item, _ = agenda.next(now, background_from=0.0, is_open=True)
        agenda.begin(item)
        agenda.done(item, now, under_way=parts > 1)
        order.append(item.about or item.feed.name)
    assert order == ["people", "home/S1", "home/S1", "home/S2"]
    agenda.hasten_all(10.0)
    assert agenda.next(10.0, background_from=0.0, is_open=True)[0].feed is LIST
    agenda.tour(["home/S1", "home/S2", "home/S3"])
    assert agenda.next(10.0, background_from=0.0, is_open=True)[0].about == "home/S3"


def test_the_rest_of_a_long_list_waits_for_the_budget_also_if_somebody_asked_for_it():
    agenda = Agenda((FORMER,))
    agenda.ask(["former"], None, 0.0)
    item, _ = agenda.next(0.0, background_from=50.0, is_open=False)
    agenda.begin(item)
    agenda.done(item, 0.0, under_way=True)
    assert agenda.next(10.0, background_from=50.0, is_open=False) == (None, 40.0)
    assert agenda.next(50.0, background_from=50.0, is_open=False)[0] is item
    agenda.done(item, 50.0, under_way=False)
    assert agenda.items == {}


def test_what_is_read_for_two_reasons_is_still_read_when_one_of_them_is_over():
    agenda = Agenda(FEEDS)
    agenda.follow("home/people/ada", 0.0)
    agenda.focus("home/people/ada", is_person=True, now=0.0)
    agenda.ask(["accesses"], "home/people/ada", 0.0)
    [item] = [each for each in agenda.items.values() if each.about]
    assert item.reason is Reason.asked
    agenda.begin(item)
    agenda.done(item, 0.0, under_way=False)
    assert item.reason is Reason.focus
    agenda.focus(None, is_person=True, now=0.0)
    assert agenda.items[item.name].reason is Reason.followed
    agenda.drop(item, Reason.followed)
    assert item.name not in agenda.items


def test_who_asks_while_it_is_being_read_has_it_read_once_more():
    agenda = Agenda(FEEDS)
    agenda.tour(["home/S1"])
    item = agenda.items["people/door home/S1"]
    agenda.begin(item)
    agenda.ask(["door"], "home/S1", 1.0)
    agenda.done(item, 2.0, under_way=False)
    assert (item.reason, item.due) == (Reason.asked, 2.0)
    agenda.begin(item)
    agenda.done(item, 4.0, under_way=False)
    assert (item.reason, item.due) == (Reason.tour, 604.0)


def test_what_costs_much_is_read_again_more_seldom():
    agenda = Agenda((LIST, ACCESSES))
    [item] = agenda.items.values()
    agenda.keep_to(rate=1.0)
    assert agenda.interval(item) == LIST.every
    item.cost = 600
    agenda.keep_to(rate=1.0)
    assert agenda.interval(item) == 600.0
    assert agenda.floor(item, fresh=True) == 588.0
    agenda.focus("home/people/ada", is_person=True, now=0.0)
    assert [agenda.interval(each) for each in agenda.items.values() if each.about] == [30.0]


def test_a_snapshot_groups_accesses_by_person_and_by_door_and_says_who_changed():
    empty = PeopleSnapshot(revision=0, at=START)
    first = with_rows(
        empty, rows([person("ada"), person("bob")], [access("x", "ada"), access("y", "bob")]), START, ["home"]
    )
    assert [each.key for each in first.by_target["home", "1"]] == ["home/access/x", "home/access/y"]
    moved = with_rows(first, rows([], [access("x", "bob", "2")]), START, ["home"])
    assert moved.changed == {"home/people/ada", "home/people/bob"}
    assert "home/people/ada" not in moved.by_person
    assert [each.key for each in moved.by_person["home/people/bob"]] == ["home/access/x", "home/access/y"]
    gone = with_rows(
        moved, rows([person("bob", gone_at=START)], [access("x", "bob", "2", gone_at=START)]), START, ["home"]
    )
    assert gone.people.keys() == {"home/people/ada"}
    assert gone.by_target.keys() == {("home", "1")}
    assert with_rows(empty, rows([person("ada")]), START, ["cabin"]).people == {}


@pytest.mark.parametrize(
    ("feeds", "origin", "somebody", "read"),
    [
        (REMOTELOCK, "people", "home/people/ada", ["person", "accesses"]),
        (REMOTELOCK, "resort_guests", "home/resort_guests/ada", ["person", "accesses"]),
        (REMOTELOCK, "people", None, ["device_accesses"]),
        (TEDEE, MEMBERS, "home/members/ada", ["access"]),
        (TEDEE, MEMBERS, None, ["access"]),
        (TEDEE, PIN_ORIGIN, "home/pins/1:5", ["pin"]),
        (TEDEE, PIN_ORIGIN, None, ["pins"]),
    ],
)
def test_a_look_reads_what_tells_of_somebody_and_wakes_no_lock_for_others(feeds, origin, somebody, read):
    items = items_for(feeds, origin, somebody, "home/S1")
    assert [each.feed.name for each in items] == read
    assert {each.about for each in items} == {"home/S1" if items[0].feed.per_device else somebody}


def test_a_member_is_named_by_their_own_account_and_a_guest_is_not():
    written = Written(person_key="home/people/ada", person=person("ada", name="ada@example.com"))
    member = new_guest(kind=PersonKind.member, stay=None, pin=None)
    assert alarms(Create("home", member), written) == ()
    assert alarms(Create("home", new_guest(pin=None, stay=None)), written) == ("the name is now ada@example.com",)
