"""Single values: what is not understood is None, never an error."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.vendors import fields

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("level", "known"),
    [
        *((0, 0), (54, 54), (100, 100), (12.5, 12)),
        *((level, None) for level in (-3, 101, 255, None, "x", True, [50], float("nan"), float("inf"), 10**400)),
    ],
)
def test_percent(level, known):
    assert fields.percent(level) == known


# Every spelling that Tedee uses (tedee-facts 3.9).
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-04-26T06:02:04.197Z", datetime(2021, 4, 26, 6, 2, 4, 197000, UTC)),
        ("2020-11-20T13:59:26.212", datetime(2020, 11, 20, 13, 59, 26, 212000, UTC)),
        ("2026-11-20T06:10:31.44", datetime(2026, 11, 20, 6, 10, 31, 440000, UTC)),
        ("2022-03-23T15:35:26.0400127", datetime(2022, 3, 23, 15, 35, 26, 40012, UTC)),
        ("2026-11-20T07:36:36.9049417+00:00", datetime(2026, 11, 20, 7, 36, 36, 904941, UTC)),
        ("2025-01-01T00:00:00", datetime(2025, 1, 1, tzinfo=UTC)),
        ("2018-08-29T18:25:17Z", datetime(2018, 8, 29, 18, 25, 17, tzinfo=UTC)),
        ("2026-11-20T08:00:00+02:00", datetime(2026, 11, 20, 6, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("yesterday", None),
        ("2026-13-01T00:00:00Z", None),
        ("x" * 10_000, None),
        (1_700_000_000, None),
        (None, None),
    ],
)
def test_moment(text, expected):
    assert fields.moment(text) == expected


def test_a_clock_that_is_ahead_promises_nothing():
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert fields.known_by("2099-01-01T00:00:00Z", at) == at
    assert fields.known_by("2026-11-21T08:00:00Z", at) == at - timedelta(hours=1)


@pytest.mark.parametrize(
    ("value", "expected"), [(True, True), (0, False), (1, True), (2, None), ("true", None), (None, None)]
)
def test_flag(value, expected):
    assert fields.flag(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(7, 7), (7.0, 7), ("7", 7), (7.5, None), (True, None), (2**63, None), ("٧", None), ("-", None)],
)
def test_whole(value, expected):
    assert fields.whole(value) == expected


@given(JSON)
def test_no_value_raises(value):
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    for read in (fields.whole, fields.number, fields.flag, fields.percent, fields.text, fields.identity, fields.moment):
        read(value)
    known = fields.known_by(value, at)
    assert known is None or known <= at
