"""Who is believed to be what, who is listed, and that only what may differ is looked at again."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from lockdash.domain.accesses import Access
from lockdash.domain.changes import Change, ChangeKind
from lockdash.domain.people import PersonStatus
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.tui.people import roster as subject
from lockdash.tui.people.roster import PeopleRoster
from lockdash.tui.render.person_order import PersonOrder
from tests.tui.build_people import (
    ACCESSES,
    ADA,
    BEN,
    BY_NAME,
    CLEO,
    DEVICES,
    EMIL,
    FAYE,
    GINA,
    PEOPLE,
    access,
    failed,
    people_snapshot,
    stay,
    synced,
)
from tests.tui.fake_engine import OWN
from tests.tui.world import NOW

replace = msgspec.structs.replace


class Known(PeopleRoster):
    """`learn`: as `take`, of the fixed devices."""

    def learn(self, people: PeopleSnapshot, now: datetime = NOW, devices=DEVICES) -> frozenset[str]:
        by_key = {each.key: each for each in devices}
        return self.take(people, Directory(people, by_key), by_key, now)


def without(key: str) -> PeopleSnapshot:
    known = people_snapshot()
    return replace(known, people={other: each for other, each in known.people.items() if other != key})


def having(known: PeopleSnapshot, *accesses: Access) -> PeopleSnapshot:
    """`known` with other accesses of the person that they are of."""
    return replace(known, by_person={**known.by_person, accesses[0].person_key: accesses})


def test_the_first_time_everybody_is_new_and_the_second_time_nobody():
    roster, known = Known(), people_snapshot()
    assert roster.learn(known) == {each.key for each in PEOPLE}
    assert roster.learn(known) == frozenset()
    assert roster.learn(replace(known, revision=2)) == frozenset()


def test_who_is_changed_given_a_door_asked_about_or_gone_is_told():
    roster, known = Known(), people_snapshot()
    roster.learn(known)
    renamed = replace(ADA, name="Ada Other")
    assert roster.learn(replace(known, people={**known.people, ADA.key: renamed})) == {ADA.key}
    assert roster.learn(having(known, access(CLEO, BY_NAME["Loft"], synced()))) == {ADA.key, CLEO.key}
    change = Change(
        id="c",
        account="rentals",
        kind=ChangeKind.revoke,
        actor=OWN,
        person_name="Ben",
        person_key=BEN.key,
        requested_at=NOW,
        expires_at=NOW,
    )
    asked = people_snapshot(changes=[change])
    assert BEN.key in roster.learn(asked)
    assert roster.views[BEN.key].change == change
    assert BEN.key in roster.learn(known)
    assert roster.views[BEN.key].change is None
    assert roster.learn(without(BEN.key)) == {BEN.key}
    assert BEN.key not in roster.shown()


def test_a_snapshot_that_was_missed_is_no_harm():
    roster, known = Known(), people_snapshot()
    roster.learn(known)
    unseen = replace(
        known, people={**known.people, ADA.key: replace(ADA, name="Ada Other")}, changed=frozenset({ADA.key})
    )
    assert roster.learn(replace(unseen, revision=9, changed=frozenset())) == {ADA.key}


def test_another_zone_or_name_of_a_door_is_heard_of():
    roster, known = Known(), people_snapshot()
    roster.learn(known)
    roster.wanted = "sunset"
    assert roster.shown() == []
    moved = [replace(each, name="Sunset gate") if each.name == "Pool gate" else each for each in DEVICES]
    roster.learn(known, devices=moved)
    assert {ADA.key, BEN.key} <= set(roster.shown())
    elsewhere = [replace(each, zone="Asia/Tokyo") if each.name == "Boat house" else each for each in DEVICES]
    assert GINA.key in roster.learn(known, devices=elsewhere)


def test_devices_that_are_only_read_again_change_nobody(monkeypatch: pytest.MonkeyPatch):
    roster, known = Known(), people_snapshot()
    roster.learn(known)
    monkeypatch.setattr(subject, "view", None)
    fresher = [replace(each, state=None, battery=None) for each in DEVICES]
    assert roster.learn(known, devices=fresher) == frozenset()


def test_that_all_doors_are_known_now_is_heard_of():
    roster, known = Known(), people_snapshot()
    reading = replace(known.accounts["rentals"], accesses_read_at=None)
    roster.learn(replace(known, accounts={**known.accounts, "rentals": reading}))
    assert not roster.views[ADA.key].doors_known
    one = replace(reading, accesses_of=frozenset({ADA.key}))
    assert roster.learn(replace(known, accounts={**known.accounts, "rentals": one})) == {ADA.key}
    assert roster.views[ADA.key].doors_known
    assert BEN.key in roster.learn(known)


def test_time_alone_ends_a_stay_and_makes_a_wait_long():
    roster, known = Known(), people_snapshot()
    roster.learn(known)
    assert roster.learn(known, NOW + timedelta(minutes=9)) == {CLEO.key}
    ended = roster.learn(known, NOW + timedelta(days=5))
    assert GINA.key in ended
    assert roster.views[GINA.key].status is PersonStatus.expired


def test_a_vendors_word_is_not_doubted_every_minute(monkeypatch: pytest.MonkeyPatch):
    roster, known = Known(), people_snapshot([ADA], [access(ADA, BY_NAME["Loft"], synced())])
    roster.learn(known)
    monkeypatch.setattr(subject, "view", None)
    assert roster.learn(known, NOW + timedelta(hours=3)) == frozenset()


def test_who_is_over_is_listed_on_demand_but_never_hidden_while_a_lock_has_not_heard():
    roster, known = Known(), people_snapshot()
    roster.learn(known)
    assert not {EMIL.key, FAYE.key} & set(roster.shown())
    assert (roster.total, roster.past) == (8, 2)
    roster.with_past = True
    assert {EMIL.key, FAYE.key} <= set(roster.shown())
    assert roster.shown()[-1] in (EMIL.key, FAYE.key)
    roster.with_past = False
    roster.learn(having(known, access(EMIL, BY_NAME["Lodge"], failed())))
    assert roster.shown()[0] == EMIL.key


def test_only_some_with_filter_and_order():
    roster = Known()
    roster.learn(people_snapshot())
    roster.only, roster.order = frozenset({ADA.key, BEN.key, "gone"}), PersonOrder.name
    assert roster.shown() == [ADA.key, BEN.key]
    roster.wanted = "ben"
    assert roster.shown() == [BEN.key]
    assert roster.total == 2
    roster.only = None
    assert roster.total == 8


def test_an_order_that_was_handed_out_is_the_callers():
    roster = Known()
    roster.learn(people_snapshot())
    roster.shown().clear()
    assert len(roster.shown()) == 8


def test_names_of_lists_come_late_and_are_found_then():
    roster, known = Known(), people_snapshot()
    roster.learn(replace(known, accounts={}))
    roster.wanted = "resort"
    assert roster.shown() == []
    assert roster.origin(GINA.key) == ""
    roster.learn(known)
    assert roster.shown() == [GINA.key]
    assert "resort" in roster.origin(GINA.key)


def test_a_key_of_the_filter_folds_nobody_twice(monkeypatch: pytest.MonkeyPatch):
    roster = Known()
    roster.learn(people_snapshot())
    roster.make_ready()
    monkeypatch.setattr("lockdash.tui.people.searching.searched", None)
    roster.wanted = "ada"
    assert roster.shown() == [ADA.key]


def test_thousands_are_looked_at_again_one_by_one(monkeypatch: pytest.MonkeyPatch):
    many = [replace(ADA, key=f"k{number}", id=str(number), stay=stay(4, 9)) for number in range(500)]
    known = people_snapshot(many, [])
    roster = Known()
    roster.learn(known)
    looked: list[str] = []
    true_view = subject.view
    monkeypatch.setattr(subject, "view", lambda person, *rest: looked.append(person.key) or true_view(person, *rest))
    roster.learn(replace(known, people={**known.people, "k7": replace(many[7], name="Other")}))
    assert looked == ["k7"]


def test_those_of_the_world_are_what_they_should_be():
    roster = Known()
    roster.learn(people_snapshot())
    assert len(ACCESSES) == sum(each.doors for each in roster.views.values())
