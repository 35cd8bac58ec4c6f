"""The sentences that clients hand to the user."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lockdash.vendors.wording import clock_text, said_once, span_text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Tedee refuses (423, api.tedee.com): Device is disconnected; the device is disconnected",
            "Tedee refuses (423, api.tedee.com): Device is disconnected",
        ),
        (
            "Tedee refuses (428, x): The lock is disconnected or not paired with a keypad and a bridge; "
            "the lock is disconnected, or not paired with both a keypad and a bridge; look at both",
            "Tedee refuses (428, x): The lock is disconnected or not paired with a keypad and a bridge; look at both",
        ),
        ("refused: not found; this PIN is not there any more", "refused: not found; this PIN is not there any more"),
        ("wait; wait", "wait"),
        ("x", "x"),
        ("", ""),
    ],
)
def test_what_a_vendor_has_said_is_not_said_again(text, said):
    assert said_once(text) == said
    assert said_once(said) == said


def test_times_are_those_of_the_door_and_of_no_place_that_is_none():
    moment = datetime(2026, 11, 21, 18, 2, 11, tzinfo=UTC)
    assert clock_text(moment, "Europe/Warsaw") == "19:02:11 Warsaw"
    assert clock_text(moment, None) == clock_text(moment, "../etc/passwd").replace("passwd", "UTC") == "18:02:11 UTC"


@pytest.mark.parametrize(("seconds", "told"), [(20, "20 s"), (1200, "20 min"), (43_200, "12 h")])
def test_spans(seconds, told):
    assert span_text(seconds) == told
