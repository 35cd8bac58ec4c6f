"""What the guest form makes of what was typed, and what it says, and when."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec
import pytest

from lockdash.domain.people import Ability, PersonKind
from lockdash.domain.pins import TEDEE, objections
from lockdash.domain.secret import Secret
from lockdash.engine.people.plans import Letter
from lockdash.tui.people.form_options import BEFORE, GONE, MADE, NOW, TYPED, VENDOR, kind_value
from lockdash.tui.people.form_state import STRIPPED
from lockdash.tui.people.guest_form import GuestForm
from lockdash.tui.people.guest_summary import guest_summary
from tests.tui import world
from tests.tui.build_people import HOME_ORIGINS, MEMBERS, PERSONS, PINS, RESORT, account_state, people_snapshot
from tests.tui.filled_form import BEACH1, BEACH2, FRONT, filled
from tests.tui.form_known import HUT, known


def test_what_is_typed_becomes_one_person_with_all_doors() -> None:
    form = filled(doors=(BEACH1, BEACH2), email="two@example.com")
    form.choose("schedule_id", "s1")
    assert form.attempt() is None
    judged = form.judged
    assert judged.new is not None
    assert (judged.new.name, judged.new.email, judged.new.kind) == ("Ada Two", "two@example.com", PersonKind.guest)
    assert judged.new.stay is not None
    assert f"{judged.new.stay.starts_at} {judged.new.stay.ends_at}" == "2026-03-10 16:00:00 2026-03-12 11:00:00"
    assert [each.target.name for each in judged.accesses] == ["Beach House 1", "Beach House 2"]
    assert {each.schedule_id for each in judged.accesses} == {"s1"}
    assert judged.new.pin == form.pin
    assert form.pin is not None
    assert len(form.pin.reveal()) == 6


def test_a_problem_is_told_when_its_field_was_left_or_all_of_them_when_sending_was_tried() -> None:
    form = GuestForm(known(), "rentals")
    form.type("email", "nobody")
    assert form.problem("email") == ""
    form.leave("email")
    assert "no e-mail address" in form.problem("email")
    form.leave("name")
    assert form.problem("name") == "", "who only came by has done nothing wrong"
    form.type("name", "A")
    form.type("name", "")
    form.leave("name")
    assert form.problem("name") == "the name is empty"
    assert form.attempt() == "name"
    assert form.problem("name") == "the name is empty"
    assert form.problem("starts")
    assert form.problem("targets")
    form.type("name", "Ada")
    assert form.problem("name") == ""


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", "x" * 500, "at most 200 characters; this one has 500"),
        ("name", "   ", "empty"),
        ("ends", "2026-03-09", "ends before it begins"),
        ("ends", "2026-02-01", "ends before"),
        ("starts", "tomorrow", "a date and time are needed"),
        ("starts", "2026-03-08 02:30", "put forward"),
    ],
)
def test_bad_input_is_told_under_its_field(field: str, text: str, words: str) -> None:
    form = filled(**{field: text})
    assert form.attempt() is not None
    told = " ".join(form.problem(each) for each in ("name", "starts", "ends"))
    assert words in told


def test_emoji_are_names() -> None:
    form = filled(name="Ada 🏖️ & Söhne")
    assert form.attempt() is None


def test_what_is_pasted_loses_its_control_characters_and_that_is_said_until_the_next_change() -> None:
    form = filled()
    assert form.pasted("name", "Ada\x1b[31m \nTwo\x07") == "Ada Two"
    form.type("name", "Ada Two!")
    assert form.remark("name") == STRIPPED
    form.type("name", "Ada")
    assert form.remark("name") == ""
    assert form.pasted("name", "  Ada \n  Two ") == "Ada Two"
    form.type("name", "Ada Two")
    assert form.remark("name") == ""


def test_only_what_the_list_has_is_asked() -> None:
    form = GuestForm(known(), "rentals")
    assert [each for each in form.fields if each in ("department", "week", "one_time")] == []
    form.choose("kind", kind_value(PERSONS, PersonKind.user))
    assert "department" in form.fields
    assert "starts" not in form.fields
    form.choose("kind", kind_value(RESORT, PersonKind.guest))
    assert {"one_time"} <= {*form.fields}
    assert "schedule_id" not in form.fields
    form.choose("account", "home")
    assert form.kind is PersonKind.member
    assert "pin_way" not in form.fields
    assert {"email", "week", "starts"} <= {*form.fields}
    form.choose("kind", kind_value(PINS, PersonKind.code))
    assert {"name", "pin_way", "week"} <= {*form.fields}
    assert "email" not in form.fields


def test_who_cannot_be_added_is_offered_with_the_reason() -> None:
    form = GuestForm(known(), "home")
    options = {each.value: each.why_not for each in form.options("kind")}
    assert options[kind_value(MEMBERS, PersonKind.member)] == ""
    assert "vendor's own app" in options[kind_value(MEMBERS, PersonKind.group)]
    old = msgspec.structs.replace(HOME_ORIGINS[0], abilities=frozenset(), denied={Ability.create: "the API is too old"})
    accounts = {"home": account_state(old), "rentals": account_state(*HOME_ORIGINS)}
    form = GuestForm(known(accounts=accounts), "home")
    assert {each.why_not for each in form.options("kind")} == {
        "the API is too old",
        "groups of users are made in the vendor's own app",
    }
    assert form.attempt() == "kind"


def test_a_pin_is_made_here_typed_or_the_vendors_as_the_list_allows() -> None:
    form = filled()
    assert {each.value for each in form.options("pin_way") if not each.why_not} == {MADE, TYPED, VENDOR}
    first = form.pin
    assert form.pin == first, "it stays the same"
    form.choose("pin_way", TYPED)
    form.type("pin", "12a")
    assert form.attempt() == "pin"
    assert "digits 0 to 9" in form.problem("pin")
    form.type("pin", "482911")
    assert form.attempt() is None
    assert form.draft.pin == Secret("482911")
    form.choose("pin_way", VENDOR)
    assert form.draft.generate_pin
    assert form.pin is None
    assert form.attempt() is None


def test_a_pin_that_is_made_here_keeps_the_vendors_rules() -> None:
    form = filled("home", kind_value(PINS, PersonKind.code), doors=(FRONT,), starts="", ends="")
    assert form.pin is not None
    assert objections(form.pin, TEDEE) == []
    assert {each.value for each in form.options("pin_way") if each.why_not} == {VENDOR}
    assert form.attempt() is None


def test_the_pin_is_masked_unless_it_is_shown() -> None:
    form = filled()
    assert form.pin is not None
    assert form.remark("pin_way") == "••••••"
    form.shows_pin = True
    assert form.remark("pin_way") == form.pin.reveal()


def test_a_date_gets_the_accounts_usual_time_and_is_told_with_its_weekday() -> None:
    form = filled()
    assert form.remark("starts") == "Tue 10 Mar 2026 16:00"
    assert form.remark("ends") == "Thu 12 Mar 2026 11:00"
    form.type("ends", "2026-03-1")
    assert form.remark("ends") == ""


def test_resort_locks_know_whole_hours() -> None:
    form = filled(kind=kind_value(RESORT, PersonKind.guest), doors=(HUT,), starts="2026-03-10 16:30")
    assert form.attempt() == "starts"
    assert "whole hours" in form.problem("starts")


def summary(form: GuestForm) -> str:
    told = guest_summary(form, ZoneInfo("Europe/London"), 100)
    return " ".join("".join(span.text for span in each) for each in told)


def test_weekly_hours_are_those_at_the_door() -> None:
    form = filled("home", kind_value(PINS, PersonKind.code), doors=(FRONT,), week="mon-fri 09:00-17:00")
    form.type("starts", "2026-03-10 16:00")
    form.type("ends", "2026-05-12 11:00")
    assert form.attempt() is None
    window = form.judged.accesses[0].window
    assert window is not None
    assert f"{window.from_time} {window.in_utc}" == "08:00:00 True", "Warsaw is an hour ahead in March"
    assert "29 Mar 2026" in form.remark("week"), "and two after that"
    told = summary(form)
    assert "The vendor keeps these hours in UTC: from 29 Mar 2026 on" in told
    assert "for you here: 10 Mar 2026 15:00 to 12 May 2026 10:00" in told
    form.type("starts", "")
    assert "for you here: until 12 May 2026 10:00" in summary(form)


def test_a_zone_is_asked_for_only_where_a_door_has_none() -> None:
    devices = [msgspec.structs.replace(each, zone=None) for each in world.DEVICES]
    form = GuestForm(known(devices=devices), "rentals")
    assert "zone" not in form.fields
    for name, text in {"name": "Ada", "starts": "2026-03-10", "ends": "2026-03-12"}.items():
        form.type(name, text)
    form.mark(frozenset({BEACH1.key}))
    assert "zone" in form.fields
    assert form.attempt() == "zone"
    form.type("zone", "Europe/Nowhere")
    assert "no time zone is called" in form.problem("zone")
    form.type("zone", "Europe/Lisbon")
    assert form.attempt() is None
    assert form.judged.zone == "Europe/Lisbon"


def test_a_zone_that_is_not_asked_for_any_more_does_not_count() -> None:
    bare = msgspec.structs.replace(BEACH2, zone=None)
    form = GuestForm(known(devices=[BEACH1, bare]), "rentals")
    for name, text in {"name": "Ada", "starts": "2026-03-10", "ends": "2026-03-12", "zone": "nonsense"}.items():
        form.type(name, text)
    form.mark(frozenset({bare.key}))
    assert form.attempt() == "zone"
    form.mark(frozenset({BEACH1.key}))
    assert form.attempt() is None


def test_a_letter_needs_an_address_and_a_number_of_days() -> None:
    form = filled()
    assert form.letter is None
    form.choose("letter", NOW)
    assert form.attempt() == "letter"
    form.type("email", "a@example.com")
    assert form.attempt() is None
    assert form.letter == Letter(None)
    form.choose("letter", BEFORE)
    for text in ("", "two", "400", "-1"):
        form.type("days", text)
        assert form.attempt() == "days", text
    form.type("days", "2")
    assert form.attempt() is None
    assert form.letter == Letter(2)


def test_marks_of_doors_that_this_kind_cannot_have_count_again_later() -> None:
    form = filled(doors=(BEACH1,))
    form.choose("kind", kind_value(RESORT, PersonKind.guest))
    assert form.marked == ()
    form.mark(frozenset({HUT.key}))
    assert form.marked == (HUT,)
    form.choose("kind", kind_value(PERSONS, PersonKind.guest))
    assert form.marked == (BEACH1,)


def test_a_stay_that_has_begun_is_asked_about() -> None:
    form = filled(starts="2026-03-05")
    assert form.attempt() is None
    assert "has begun already" in form.questions[0]


# What happens meanwhile


def test_a_door_that_goes_meanwhile_is_told_and_is_not_marked_any_more() -> None:
    form = filled(doors=(BEACH1, BEACH2))
    form.take(known(devices=[BEACH2]))
    assert form.marked == (BEACH2,)
    assert "Beach House 1: not there any more" in form.notices[0]
    form.type("name", "Ada")
    assert form.notices == ()


def test_a_schedule_that_goes_meanwhile_does_not_become_always() -> None:
    form = filled()
    form.choose("schedule_id", "s1")
    form.take(known(schedules={}))
    assert form.attempt() == "schedule_id"
    assert form.problem("schedule_id") == GONE
    form.choose("schedule_id", "")
    assert form.attempt() is None
    assert form.judged.accesses[0].schedule_id is None


def test_an_account_that_becomes_read_only_or_does_not_answer() -> None:
    form = filled()
    form.take(known(barred={"rentals": "the configuration of rentals allows only looking"}))
    assert form.attempt() == "account"
    assert "only looking" in form.problem("account")
    form = filled()
    state = msgspec.structs.replace(people_snapshot().accounts["rentals"], failure="no answer within 10 s")
    form.take(known(accounts={"rentals": state}))
    assert "rentals cannot be reached now: no answer" in form.notices[0]
    assert form.text("name") == "Ada Two"


def test_without_any_account_there_is_nothing_to_fill_in() -> None:
    form = GuestForm(known(barred={}), None)
    assert form.fields == ("account",)
    assert form.attempt() == "account"


# What became of it
