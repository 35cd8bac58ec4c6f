"""The form for an exception: what is wrong with it, what is offered, what it sends, and what happens meanwhile."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.date_text import text_of
from lockdash.domain.exceptions import AccessException, DateRange, merged
from lockdash.engine.people.staying import UNCHANGED
from lockdash.engine.schedules.orders import CreateException, Order, UpdateException
from lockdash.tui.look.glyphs import ASCII
from lockdash.tui.panes.exception_days import exception_days
from lockdash.tui.schedules.exception_form import DATES, NAME, ExceptionForm
from lockdash.tui.schedules.exception_summary import exception_summary
from lockdash.tui.widgets.lines import plain
from lockdash.vendors.schedules import ExceptionChange, NewException
from tests.tui.build_schedules import HOLIDAYS, SCHEDULES, snapshot
from tests.tui.change_outcomes import settled

TODAY = date(2026, 3, 6)
CHRISTMAS = DateRange(date(2026, 12, 24), date(2026, 12, 26))
NEW_YEAR = DateRange(date(2027, 1, 1), date(2027, 1, 1))
ranges = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.integers(0, 9)).map(
        lambda each: DateRange(each[0], date.fromordinal(each[0].toordinal() + each[1]))
    ),
    min_size=1,
    max_size=5,
)


def fine(_: Order) -> str:
    return ""


def form(exception: AccessException | None = HOLIDAYS, **typed: str) -> ExceptionForm:
    """With `typed` put in."""
    made = ExceptionForm("rentals", exception, TODAY, fine)
    for name, text in typed.items():
        made.type(name, text)
    return made


# What it sends


def test_a_new_one_is_sent_in_order():
    made = form(None, name=" Feast ", dates="2027-01-01, 2026-12-24..26")
    assert made.problems == {}
    assert made.order == CreateException("rentals", NewException(name="Feast", dates=(CHRISTMAS, NEW_YEAR)))


def test_only_what_differs_is_sent():
    assert form(name="Feasts").order == UpdateException(HOLIDAYS, ExceptionChange(name="Feasts"))
    order = form(dates="2026-04-03..06").order
    assert isinstance(order, UpdateException)
    assert order.change == ExceptionChange(dates=(DateRange(date(2026, 4, 3), date(2026, 4, 6)),))


@given(ranges)
def test_the_same_days_in_other_words_are_no_change(given: list[DateRange]):
    known = msgspec.structs.replace(HOLIDAYS, dates=merged(given))
    days = [
        DateRange(date.fromordinal(each), date.fromordinal(each))
        for dates in known.dates
        for each in range(dates.first.toordinal(), dates.last.toordinal() + 1)
    ]
    made = form(known, dates=text_of(reversed(days)))
    assert not made.is_edited
    assert made.problems == {"": UNCHANGED}


# What is wrong


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "an exception has one day at least"),
        ("Christmas", "'Christmas' is no day"),
        ("2026-02-30", "there is no day 2026-02-30"),
        ("2026-12-24..01-02", "ends before it begins: becomes 2026-12-24..2027-01-02"),
        ("2026-12-24..26, 2026-12-26", "share days: become 2026-12-24..26"),
    ],
)
def test_days_that_cannot_be_sent(typed: str, said: str):
    made = form(None, name="Feast", dates=typed)
    assert said in made.problems[DATES]
    assert made.attempt() == DATES


def test_a_name_is_needed():
    assert form(None, dates="2026-12-24").problems == {NAME: "the name is empty"}


def test_what_the_engine_objects_to_is_about_no_field():
    made = ExceptionForm("rentals", HOLIDAYS, TODAY, lambda _: "only looking")
    made.type(NAME, "Feasts")
    assert made.problems == {"": "only looking"}


def test_days_as_the_vendor_has_them_are_no_trouble_of_ours():
    overlapping = msgspec.structs.replace(HOLIDAYS, dates=(*HOLIDAYS.dates, HOLIDAYS.dates[0]))
    made = form(overlapping, name="Feasts")
    assert made.problems == {}
    assert made.order == UpdateException(overlapping, ExceptionChange(name="Feasts", dates=UNSET))


def test_what_is_offered_mends_it():
    made = form(None, name="Feast", dates="2027-01-01, 2026-12-24..01-02")
    assert made.remedy(NAME) == ("", "")
    assert made.remedy(DATES)[1] == "Mend the days"
    made.mend(DATES)
    assert made.text(DATES) == "2026-12-24..2027-01-02"
    assert made.problems == {}
    assert made.remedy(DATES) == ("", "")


def test_days_that_are_all_over_are_asked_about():
    assert form(None, name="Old", dates="2025-12-24").questions == ("all of these days are over already",)
    assert form(None, name="New", dates="2025-12-24, 2026-12-24").questions == ()


# What happens meanwhile


def test_what_nobody_has_typed_into_follows():
    made, moved = form(name="Feasts"), msgspec.structs.replace(HOLIDAYS, dates=HOLIDAYS.dates[:1])
    made.take(snapshot(SCHEDULES, [moved]), TODAY, ())
    assert (made.text(NAME), made.text(DATES)) == ("Feasts", "2026-04-03..06")
    assert made.order == UpdateException(moved, ExceptionChange(name="Feasts"))


def test_what_somebody_else_typed_is_told_and_can_be_taken():
    made, renamed = form(name="Feasts"), msgspec.structs.replace(HOLIDAYS, name="Closed days")
    made.take(snapshot(SCHEDULES, [renamed]), TODAY, ())
    assert made.remark(NAME) == "somebody has changed it meanwhile, to Closed days; yours would replace that"
    assert made.questions == ("somebody has changed the name meanwhile, to Closed days: yours replaces that",)
    made.mend(NAME)
    assert made.text(NAME) == "Closed days"
    assert made.questions == ()


def test_one_that_is_gone_is_made_anew():
    made = form(name="Feasts")
    made.take(snapshot(SCHEDULES, []), TODAY, ())
    assert made.order == CreateException("rentals", NewException(name="Feasts", dates=HOLIDAYS.dates))
    assert "Public holidays is gone" in made.notices[0]
    assert "makes it anew" in made.questions[0]


# What comes back


def test_refusals_are_told_at_their_fields():
    made = form(name="Feasts")
    refused = settled(made.order, ChangeStatus.refused, "422", fields={"name": "is taken", "access": "is odd"})
    assert not made.come_back(refused)
    assert made.problem(NAME) == "is taken"
    assert made.notices == ("is odd",)
    made.type(NAME, "Feast days")
    assert made.problem(NAME) == ""
    assert made.notices == ()


def test_doubt_is_asked_about_before_it_is_sent_again():
    made = form(None, name="Feast", dates="2026-12-24")
    assert not made.come_back(settled(made.order, ChangeStatus.unknown, "no clear answer"))
    assert made.notices == ("in doubt: no clear answer",)
    assert "done twice perhaps" in made.questions[0]


def test_after_a_conflict_theirs_can_be_taken():
    made, theirs = form(name="Feasts"), msgspec.structs.replace(HOLIDAYS, name="Closed days")
    assert not made.come_back(settled(made.order, ChangeStatus.refused, "changed", now=theirs, is_conflict=True))
    made.take_theirs(theirs)
    assert made.text(NAME) == "Closed days"
    assert not made.is_edited


def test_after_a_conflict_mine_is_sent_against_how_it_stands():
    made, theirs = form(name="Feasts"), msgspec.structs.replace(HOLIDAYS, name="Closed days")
    made.keep_mine(theirs)
    assert made.order == UpdateException(theirs, ExceptionChange(name="Feasts"))
    assert made.questions == ()


def test_after_a_deletion_mine_is_made_anew():
    made = form(name="Feasts")
    made.keep_mine(None)
    assert isinstance(made.order, CreateException)


# What is shown


def days_shown(made: ExceptionForm, cursor: int | None = None) -> list[str]:
    lines, _ = exception_days(made, cursor, 78, ASCII)
    return plain(lines).splitlines()


def test_what_comes_stands_before_what_is_over():
    shown = days_shown(form(None, dates="2025-12-24..26, 2026-12-24, 2026-03-05..07, 2026-04-03"))
    assert [each.split()[-1] for each in shown[1:5]] == ["now", "d", "d", "over"]
    assert shown[0].strip() == f"Days {ASCII.dot} 5 days to come {ASCII.dot} 1 over"


def test_the_range_of_the_cursor_is_marked_and_found():
    made = form(None, dates="2026-12-24, 2026-04-03")
    lines, place = exception_days(made, 0, 78, ASCII)
    assert plain([lines[place]]).startswith(f"{ASCII.edge_cursor} ")
    assert "24 Dec" in plain([lines[place]])


def test_trouble_is_marked_without_any_colour():
    shown = days_shown(form(None, dates="2026-12-24..26, 2026-12-26, 2026-04-03"))
    assert [each.strip().startswith("!") for each in shown[1:4]] == [False, True, True]


def test_the_summary_tells_the_days_that_differ():
    made = form(dates="2026-04-03..05, 2026-12-24..26, 2027-01-01")
    told = [" ".join(each.split()) for each in plain(exception_summary(made, 60)).splitlines()]
    assert told[:2] == ["Added Fri 1 Jan 2027", "Taken away Mon 6 Apr 2026"]
