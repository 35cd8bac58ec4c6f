"""What giving and taking doors comes to: grants first, and nothing taken unless all was given."""

from __future__ import annotations

from lockdash.domain.accesses import Access
from lockdash.domain.people import Person
from lockdash.engine.people.orders import ChangeAccess, Grant, Revoke
from lockdash.engine.people.steps import StepState
from lockdash.tui.people.doors_form import DoorsForm
from lockdash.tui.people.doors_steps import doors_steps
from lockdash.tui.people.form_options import GONE
from lockdash.vendors.people import Terms
from tests.tui.build_people import (
    ACCESSES,
    ADA,
    BEN,
    BY_NAME,
    DORA,
    GINA,
    HUGO,
    IDA,
    PEOPLE,
    access,
    people_snapshot,
)
from tests.tui.ended_step import ended
from tests.tui.form_known import known

BEACH1, POOL, LODGE, LOFT = (BY_NAME[name] for name in ("Beach House 1", "Pool gate", "Lodge", "Loft"))
FRONT, GATE = BY_NAME["Front Door"], BY_NAME["Garden gate"]


def form_of(person: Person) -> DoorsForm:
    return DoorsForm(known(), person)


def has(*accesses: Access) -> DoorsForm:
    return DoorsForm(known(people_snapshot(accesses=accesses)), ADA)


def test_todays_doors_are_marked_and_first() -> None:
    form = form_of(ADA)
    assert form.marked == {BEACH1.key, POOL.key}
    assert [each.name for each in form.doors[:3]] == ["Beach House 1", "Pool gate", "Beach House 2"]
    assert [each.schedule for each in form.doors[:3]] == ["always", "Nights", ""]
    assert form.attempt() == "targets"
    assert form.problem("targets") == "nothing would change"


def test_newly_marked_doors_are_given_and_others_taken_after_that() -> None:
    form = form_of(ADA)
    form.choose("schedule_id", "s2")
    form.mark(frozenset({BEACH1.key, LODGE.key, LOFT.key}))
    assert form.attempt() is None
    steps = doors_steps(form)
    assert [type(each.order) for each in steps] == [Grant, Grant, Revoke]
    given = [each.order.access for each in steps if isinstance(each.order, Grant)]
    assert [(each.target.name, each.schedule_id) for each in given] == [("Lodge", "s2"), ("Loft", "s2")]
    taken = steps[2].order
    assert isinstance(taken, Revoke)
    assert taken.access.target_id == POOL.vendor_id
    assert [each.needs for each in steps] == [None, 0, 1]


def test_without_anything_to_take_each_grant_stands_for_itself() -> None:
    form = form_of(ADA)
    form.mark(form.marked | {LODGE.key, LOFT.key})
    assert [each.needs for each in doors_steps(form)] == [None, None]


def test_another_schedule_is_a_change_and_keeps_the_rest_of_the_access() -> None:
    form = form_of(ADA)
    form.choose("schedule_id", "s2")
    form.reschedule(POOL.key)
    assert [each.schedule for each in form.doors[:2]] == ["always", "Weekdays 9-17"]
    (step,) = doors_steps(form)
    order = step.order
    assert isinstance(order, ChangeAccess)
    assert order.terms == Terms(schedule_id="s2")
    assert "Weekdays 9-17" in step.title
    form.choose("schedule_id", "s1")
    form.reschedule(POOL.key)
    assert not form.is_edited, "it is as it was"


def test_marking_and_unmarking_is_no_change() -> None:
    form = form_of(ADA)
    before = form.marked
    form.mark(before | {LODGE.key})
    form.mark(before - {POOL.key})
    form.mark(before)
    assert not form.is_edited


def test_several_accesses_to_one_door_are_all_taken() -> None:
    form = has(access(ADA, BEACH1), access(ADA, BEACH1, key="rentals/access/second", id="second"))
    form.mark(frozenset())
    assert len(doors_steps(form)) == 2
    assert "no door any more" in form.questions[0]


def test_an_access_to_a_door_that_nobody_knows_can_be_taken() -> None:
    form = has(access(ADA, BEACH1, target_id="gone"))
    assert [each.name for each in form.doors[:1]] == ["gone"]
    form.mark(frozenset())
    (step,) = doors_steps(form)
    assert isinstance(step.order, Revoke)


def test_an_owner_stays_and_a_new_door_opens_when_the_others_do() -> None:
    form = form_of(HUGO)
    assert {each.why_not for each in form.doors if each.key in form.marked} == {"the owner's access cannot be taken"}
    form = form_of(IDA)
    assert form.fields == ("times", "targets")
    form.mark(form.marked | {GATE.key})
    order = doors_steps(form)[0].order
    assert isinstance(order, Grant)
    assert order.access.window == ACCESSES[-2].window
    form.choose("times", "")
    order = doors_steps(form)[0].order
    assert isinstance(order, Grant)
    assert order.access.window is None


def test_where_neither_can_be_done_the_reason_is_told() -> None:
    form = form_of(GINA)
    assert form.attempt() == ""
    assert "resort lock" in form.problem("")


def test_what_was_given_or_taken_elsewhere_meanwhile_is_not_done_again() -> None:
    form = form_of(ADA)
    form.mark(frozenset({BEACH1.key, LODGE.key}))
    more = [each for each in ACCESSES if (each.person_key, each.target_id) != (ADA.key, POOL.vendor_id)]
    form.take(known(people_snapshot(accesses=[*more, access(ADA, LODGE)])))
    assert not form.is_edited


def test_what_goes_meanwhile_is_told() -> None:
    form = form_of(ADA)
    form.choose("schedule_id", "s1")
    form.mark(form.marked | {LODGE.key})
    form.take(known(schedules={}))
    assert form.attempt() == "targets"
    assert form.problem("targets") == GONE
    form.take(known(devices=[BEACH1, POOL]))
    assert form.notices == ("Lodge: not there any more",)
    form.take(known(people_snapshot([each for each in PEOPLE if each.key != ADA.key])))
    assert "deleted them" in form.notices[0]
    assert form.attempt() == ""


def test_what_was_done_is_not_asked_for_again() -> None:
    form = form_of(BEN)
    form.mark(frozenset({LODGE.key, LOFT.key}))
    steps = doors_steps(form)
    ended(steps[0], StepState.done)
    ended(steps[1], StepState.refused, "no more doors")
    for step in steps[2:]:
        ended(step, StepState.skipped, "not sent")
    assert not form.come_back(steps)
    assert form.given.keys() == {LOFT.key}
    assert "no more doors" in form.notices[0]
    assert form.attempt() is None, "it can be tried again"
    steps = doors_steps(form)
    for step in steps:
        ended(step, StepState.done)
    assert form.come_back(steps)


def test_permanent_users_keep_groups_and_places() -> None:
    form = form_of(DORA)
    assert {each.kind for each in form.doors if each.key in form.marked} == {"group", "location"}
