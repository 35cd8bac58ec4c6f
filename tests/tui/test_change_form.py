"""What the form that changes somebody sends: what differs, and nothing that somebody else changed by accident."""

from __future__ import annotations

import msgspec
from msgspec import UNSET

from lockdash.domain.people import Ability, Person
from lockdash.engine.people.orders import Update
from lockdash.engine.people.steps import StepState
from lockdash.tui.people.change_form import ChangeForm
from lockdash.tui.people.change_summary import change_summary
from lockdash.tui.people.form_known import Known
from lockdash.tui.people.form_options import MADE, TYPED, VENDOR
from lockdash.tui.widgets.lines import plain
from lockdash.vendors.people import PersonChange
from tests.tui.build_people import ADA, DORA, GINA, HUGO, JAN, PEOPLE, people_snapshot
from tests.tui.ended_step import ended
from tests.tui.form_known import known


def form_of(person: Person) -> ChangeForm:
    return ChangeForm(known(), person)


def with_other(other: Person) -> Known:
    """The same world, in which somebody is another."""
    return known(people_snapshot([other if each.key == other.key else each for each in PEOPLE]))


def test_what_differs_is_sent_and_nothing_else() -> None:
    form = form_of(ADA)
    assert form.attempt() == ""
    assert form.problem("") == "nothing would change"
    form.type("name", "Ada Third")
    assert form.attempt() is None
    assert form.step.order == Update(ADA, PersonChange(name="Ada Third"))
    form.type("email", "")
    assert form.change.email is None
    form.type("name", ADA.name)
    assert form.change.name is UNSET


def test_the_fields_are_those_that_can_be_changed() -> None:
    assert form_of(ADA).fields == ("name", "email", "pin_way")
    assert form_of(DORA).fields == ("name", "email", "department", "pin_way")
    assert form_of(JAN).fields == ("name", "pin_way")
    assert form_of(GINA).fields == ("name", "email"), "a resort lock's PIN stays"
    assert form_of(HUGO).fields == ()
    assert form_of(HUGO).attempt() == ""
    form = form_of(HUGO)
    form.attempt()
    assert "own Tedee account" in form.problem("")
    denied = msgspec.structs.replace(ADA, denied=frozenset({Ability.change, Ability.change_pin}))
    assert ChangeForm(with_other(denied), denied).fields == ()


def test_another_pin() -> None:
    form = form_of(ADA)
    form.choose("pin_way", MADE)
    assert form.attempt() is None
    assert form.change.pin == form.pin
    assert form.pin is not None
    assert form.pin.reveal() not in plain(change_summary(form, 60))
    form.choose("pin_way", VENDOR)
    assert (form.change.pin, form.change.generate_pin) == (UNSET, True)
    form.choose("pin_way", TYPED)
    assert form.attempt() == "pin"
    form.type("pin", "73")
    assert "4 to 10 digits" in form.problem("pin")
    form.type("pin", "735519")
    assert form.attempt() is None


def test_bad_input() -> None:
    form = form_of(ADA)
    form.type("name", " ")
    form.type("email", "not one")
    assert form.attempt() == "name"
    assert (form.problem("name"), form.problem("email")) == ("the name is empty", "this is no e-mail address")


def test_what_nobody_has_typed_into_follows_what_becomes_known() -> None:
    form = form_of(ADA)
    form.type("email", "new@example.com")
    form.take(with_other(msgspec.structs.replace(ADA, name="Ada Elsewhere")))
    assert form.text("name") == "Ada Elsewhere"
    assert form.change == PersonChange(email="new@example.com")
    assert form.questions == ()


def test_what_somebody_changed_meanwhile_is_told_and_asked_about() -> None:
    form = form_of(ADA)
    form.type("name", "Ada Mine")
    form.take(with_other(msgspec.structs.replace(ADA, name="Ada Theirs")))
    assert form.text("name") == "Ada Mine"
    assert "to Ada Theirs" in form.remark("name")
    assert "to Ada Theirs" in form.questions[0]
    order = form.step.order
    assert isinstance(order, Update)
    assert order.person.name == "Ada Theirs", "it goes on from how they are now"
    form.type("name", "Ada Theirs")
    assert form.questions == ()


def test_somebody_who_was_deleted_meanwhile_is_not_changed() -> None:
    form = form_of(ADA)
    form.type("name", "Ada Mine")
    form.take(known(people_snapshot([each for each in PEOPLE if each.key != ADA.key])))
    assert form.attempt() == ""
    assert "somebody has deleted them" in form.problem("")
    assert form.text("name") == "Ada Mine"


def test_a_refusal_comes_back_to_its_field() -> None:
    form = form_of(ADA)
    form.type("email", "new@example.com")
    step = form.step
    ended(step, StepState.refused, "422", email="is blacklisted")
    assert not form.come_back([step])
    assert form.problem("email") == "is blacklisted"
    assert form.text("email") == "new@example.com"
    ended(step, StepState.failed, "not sent: offline")
    assert not form.come_back([step])
    assert form.notices == ("not sent: offline",)
    ended(step, StepState.done)
    assert form.come_back([step])
