"""Events in plain words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lockdash.domain.event_text import KIND_WORDS, raw_words, sentence
from lockdash.domain.events import Event, EventKind, Outcome

AT = datetime(2026, 11, 21, 18, 2, tzinfo=UTC)


def event(kind=EventKind.unlocked, raw="unlocked_event", outcome=Outcome.succeeded, **fields):
    fields = {"device_id": "7"} | fields
    return Event(
        account="home", id="1", kind=kind, kind_raw=raw, outcome=outcome, occurred_at=AT, first_seen_at=AT, **fields
    )


@pytest.mark.parametrize(
    ("door", "who", "said"),
    [
        ("Front Door", "Ann Sample", "Ann Sample unlocked Front Door with a PIN"),
        ("Front Door", None, "Somebody unlocked Front Door with a PIN"),
        (None, "ann", "ann unlocked a door with a PIN"),
        (None, None, "Somebody unlocked a door with a PIN"),
    ],
)
def test_who_and_where_stand_in_the_phrase(door, who, said):
    assert sentence(event(phrase="{who} unlocked {door} with a PIN"), door, who) == said


def test_a_door_may_begin_the_sentence():
    low = event(EventKind.battery, phrase="{door} has {value} left", value="12 %")
    assert sentence(low, "garage", None) == "garage has 12 % left"
    assert sentence(low, None, "Ann") == "A door has 12 % left"


def test_names_are_no_places():
    assert sentence(event(phrase="{who} unlocked {door}"), "{who}", "{value}") == "{value} unlocked {who}"


def test_a_value_that_is_missing_is_not_invented():
    assert sentence(event(phrase="it is {value} at {door}"), "Hut", None) == "It is ? at Hut"


@pytest.mark.parametrize(
    ("kind", "outcome", "said"),
    [
        (EventKind.unlocked, Outcome.succeeded, "Ann unlocked Hut"),
        (EventKind.unlocked, Outcome.failed, "Ann unlocked Hut (failed)"),
        (EventKind.denied, Outcome.failed, "Ann was refused at Hut"),
        (EventKind.jammed, Outcome.failed, "Hut jammed"),
        (EventKind.sync_failed, Outcome.failed, "Hut could not be told of Ann"),
    ],
)
def test_what_was_stored_without_a_phrase_is_told_by_its_kind(kind, outcome, said):
    assert sentence(event(kind, outcome=outcome), "Hut", "Ann") == said


def test_a_type_that_nobody_knows_is_told_in_the_vendors_words():
    assert sentence(event(EventKind.unknown, "solar_flareSeen"), "Hut", None) == "Solar flare seen at Hut"
    assert sentence(event(EventKind.unknown, "{who}{door}", device_id=None), None, None) == "(who)(door)"
    assert raw_words(event(raw="DoorOpenTooLong (86)")) == "door open too long (86)"


def test_every_kind_has_a_word():
    assert KIND_WORDS.keys() == set(EventKind)
