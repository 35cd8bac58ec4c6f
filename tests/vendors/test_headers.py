"""What an answer's headers say, moved to our clock."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from lockdash.vendors import headers
from tests.vendors.fakes import NOW


def _date(moment):
    return format_datetime(moment, usegmt=True)


def test_remotelocks_limits():
    told = {
        "x-ratelimit-limit": "120",
        "x-ratelimit-remaining": "15",
        "x-ratelimit-reset": str(int(NOW.timestamp()) + 40),
        "date": _date(NOW),
    }
    limits = headers.limits(200, told, NOW)
    assert (limits.limit, limits.remaining, limits.blocked_until) == (120, 15, None)
    assert limits.resets_at == NOW + timedelta(seconds=40)
    assert limits.skew == 0


def test_times_are_moved_to_a_clock_that_is_wrong():
    ours = NOW + timedelta(hours=1)
    told = {
        "date": _date(NOW),
        "x-ratelimit-reset": str(int(NOW.timestamp()) + 40),
        "retry-after": _date(NOW + timedelta(seconds=30)),
    }
    limits = headers.limits(429, told, ours)
    assert limits.skew == 3600
    assert limits.resets_at == ours + timedelta(seconds=40)
    assert limits.blocked_until == ours + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ({"retry-after": "17"}, 17),
        ({"retry-after": _date(NOW + timedelta(seconds=20)), "date": _date(NOW)}, 20),
        ({"retry-after": "-5", "x-ratelimit-reset": str(int(NOW.timestamp()) + 7)}, 7),
        ({"x-ratelimit-reset": "33"}, 33),
        ({}, headers.BACK_OFF),
        ({"retry-after": "soon"}, headers.BACK_OFF),
        ({"retry-after": "nan"}, headers.BACK_OFF),
        ({"retry-after": "99999999"}, 24 * 3600),
        ({"retry-after": _date(NOW - timedelta(days=1)), "date": _date(NOW)}, 0),
    ],
)
def test_a_429_always_says_when_to_come_back(told, seconds):
    assert headers.limits(429, told, NOW).blocked_until == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "x", "1e999", "-1", "nan", "9" * 5000, "1_000_x"])
def test_rubbish_says_nothing(value):
    told = dict.fromkeys(("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "date"), value)
    limits = headers.limits(200, told, NOW)
    assert (limits.limit, limits.remaining, limits.resets_at, limits.skew) == (None, None, None, None)


def test_only_a_refusal_blocks():
    assert headers.limits(200, {"retry-after": "5"}, NOW).blocked_until is None
    assert headers.limits(503, {"retry-after": "5"}, NOW).blocked_until == NOW + timedelta(seconds=5)
