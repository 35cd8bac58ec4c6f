"""Days as text: what is written is read, and what is no day is named with its place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.date_text import DatesSyntax, TypedRange, parse, range_text, range_words, read, text_of
from lockdash.domain.exceptions import DateRange

days = st.dates(date(1, 1, 1), date(9999, 12, 31))
near = st.tuples(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(-400, 400)).map(
    lambda each: DateRange(each[0], each[0] + timedelta(days=each[1]))
)
ranges = st.lists(st.builds(DateRange, days, days) | near, max_size=8)

CHRISTMAS = DateRange(date(2026, 12, 24), date(2026, 12, 26))
NEW_YEAR = DateRange(date(2027, 1, 1), date(2027, 1, 1))


@given(ranges)
def test_what_is_written_is_read(given: list[DateRange]):
    assert parse(text_of(given)) == tuple(given)


@given(ranges, st.sampled_from([", ", ",", ";", "\n", " ;  ", ",,"]))
def test_each_range_is_found_where_it_stands(given: list[DateRange], between: str):
    text = between.join(map(range_text, given))
    assert [range_text(dates) for dates, _, _ in read(text)] == [text[at:end] for _, at, end in read(text)]
    assert parse(text) == tuple(given)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-24..26, 2027-01-01",
        "2026-12-24..12-26; 2027-01-01..01",
        "2026-12-24 .. 2026-12-26\n2027-1-1",
        " 2026-12-24…26,2027-01-01, ",
        "2026-12-24 to 26, 2027-01-01",
        "2026-12-24 - 2026-12-26, 2027-01-01",
        "2026-12-24–26, 2027-01-01",
    ],
)
def test_it_is_typed_in_several_ways(text: str):
    assert parse(text) == (CHRISTMAS, NEW_YEAR)


@pytest.mark.parametrize("text", ["", "  ", ",", " ; \n"])
def test_nothing_is_no_day(text: str):
    assert parse(text) == ()


def test_the_order_stays():
    assert parse("2027-01-01, 2026-12-24..26") == (NEW_YEAR, CHRISTMAS)


def test_an_end_before_the_beginning_is_read_as_it_is_typed():
    assert parse("2026-12-24..01-02") == (DateRange(date(2026, 12, 24), date(2026, 1, 2)),)


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        ("24.12.2026", "'24.12.2026' is no day", 0),
        ("2026-12-24, Christmas", "'Christmas' is no day", 12),
        ("2026-12-24..", "'' is no day", 12),
        ("..26", "'' is no day", 0),
        ("12-24", "'12-24' is no day", 0),
        ("2026-12-24-26", "'2026-12-24-26' is no day", 0),
        ("2026-02-30", "there is no day 2026-02-30", 0),
        ("2026-12-24,  2026-02-01..30", "there is no day 30", 25),
        ("0000-01-01", "there is no day 0000-01-01", 0),
        ("٢٠٢٦-١٢-٢٤", "is no day", 0),
    ],
)
def test_what_is_no_day_is_named(text: str, said: str, at: int):
    with pytest.raises(DatesSyntax, match=said.replace(".", r"\.")) as caught:
        parse(text)
    assert caught.value.at == at


def found_in(text: str) -> tuple[DateRange, ...] | DatesSyntax:
    try:
        return parse(text)
    except DatesSyntax as error:
        return error


@given(st.text(max_size=60) | st.text("0123456789-.,; to", max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str):
    found = found_in(text)
    if isinstance(found, DatesSyntax):
        assert 0 <= found.at <= len(text)
    else:
        assert parse(text_of(found)) == found


def test_the_place_of_each():
    assert list(read(" 2026-12-24..26 ,2027-01-01")) == [TypedRange(CHRISTMAS, 1, 15), TypedRange(NEW_YEAR, 17, 27)]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (NEW_YEAR, "Fri 1 Jan 2027"),
        (CHRISTMAS, "Thu 24 Dec - Sat 26 Dec 2026"),
        (DateRange(date(2026, 12, 31), date(2027, 1, 1)), "Thu 31 Dec 2026 - Fri 1 Jan 2027"),
        (DateRange(date(2026, 12, 24), date(2026, 1, 2)), "Thu 24 Dec 2026 - Fri 2 Jan 2026"),
    ],
)
def test_words(dates: DateRange, words: str):
    assert range_words(dates) == words
