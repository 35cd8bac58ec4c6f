"""What the guest form makes of what came of it: refusals, doubt, and what is not sent again."""

from __future__ import annotations

from lockdash.domain.people import PersonKind
from lockdash.engine.people.plans import guest_steps
from lockdash.engine.people.steps import Step, StepState
from lockdash.tui.people.form_options import TYPED, kind_value
from lockdash.tui.people.guest_form import GuestForm
from tests.tui.build_people import RESORT
from tests.tui.ended_step import ended
from tests.tui.filled_form import filled
from tests.tui.form_known import CHALET, HUT


def steps_of(form: GuestForm) -> list[Step]:
    assert form.judged.new is not None
    assert form.origin is not None
    return guest_steps(form.account, form.origin, form.judged.new, form.judged.accesses, form.letter)


def test_a_refusal_is_told_under_its_field_until_that_is_changed() -> None:
    form = filled()
    steps = steps_of(form)
    ended(steps[0], StepState.refused, "422", starts_at="must be after today", email="is taken")
    ended(steps[1], StepState.skipped, "not sent")
    assert not form.come_back(steps)
    assert form.problem("starts") == "must be after today"
    assert form.problem("email") == "is taken"
    assert form.text("name") == "Ada Two"
    assert form.attempt() == "email"
    form.type("ends", "2026-03-13")
    assert form.problem("starts") == ""
    assert form.problem("email") == "is taken"
    form.type("email", "x@example.com")
    assert form.attempt() is None


def test_a_pin_that_is_taken_is_made_anew() -> None:
    form = filled()
    first = form.pin
    steps = steps_of(form)
    ended(steps[0], StepState.refused, "422", pin="has already been taken")
    assert not form.come_back(steps)
    assert form.notices == ("PIN: has already been taken; another one was made",)
    assert form.pin != first
    assert form.attempt() is None
    form.choose("pin_way", TYPED)
    form.type("pin", "123321")
    steps = steps_of(form)
    ended(steps[0], StepState.refused, "422", pin="has already been taken")
    form.come_back(steps)
    assert form.problem("pin") == "has already been taken"
    assert form.text("pin") == "123321"


def test_what_is_about_no_field_is_told_above_and_may_be_tried_again() -> None:
    form = filled()
    steps = steps_of(form)
    ended(steps[0], StepState.failed, "not sent: no connection")
    assert not form.come_back(steps)
    assert form.notices == ("not sent: no connection",)
    assert form.attempt() is None


def test_of_a_creation_in_doubt_one_is_asked_before_it_is_sent_again() -> None:
    form = filled()
    steps = steps_of(form)
    ended(steps[0], StepState.unknown, "no clear answer")
    assert not form.come_back(steps)
    assert "not known whether they were added already" in form.questions[-1]


def test_a_failed_door_after_the_creation_does_not_bring_the_form_back() -> None:
    form = filled()
    steps = steps_of(form)
    ended(steps[0], StepState.done)
    ended(steps[1], StepState.failed, "no")
    assert form.come_back(steps)


def test_where_each_door_has_people_of_its_own_those_that_are_done_are_not_sent_again() -> None:
    form = filled(kind=kind_value(RESORT, PersonKind.guest), doors=(HUT, CHALET), starts="2026-03-10 16:00")
    steps = steps_of(form)
    assert len(steps) == 2
    done = next(each for each in steps if "Hut" in each.title)
    ended(done, StepState.done)
    ended(next(each for each in steps if each is not done), StepState.failed, "no connection")
    assert not form.come_back(steps)
    assert form.marked == (CHALET,)
    assert form.notices == ("Hut: added there already", "no connection")
