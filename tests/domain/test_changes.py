from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.changes import Change, ChangeKind, ChangeStatus, advance, leads_to, masked
from lockdash.domain.commands import Actor
from lockdash.domain.secret import MASK, Secret

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
OF_PEOPLE = (
    *("create", "update", "deactivate", "delete", "grant", "change_access", "revoke", "copy", "instruct"),
    *("reveal", "preview"),
)
LATER = NOW + timedelta(seconds=3)


def change(**fields) -> Change:
    given = {
        "id": "x1",
        "account": "rentals",
        "kind": ChangeKind.create,
        "actor": Actor("ada"),
        "person_name": "Grace",
        "requested_at": NOW,
        "expires_at": NOW + timedelta(minutes=1),
    }
    return Change(**given | fields)


def test_a_creation_that_is_done_knows_whom_it_made() -> None:
    done = advance(change(), ChangeStatus.done, LATER, person_key="rentals/guests/7")
    assert (done.status, done.settled_at, done.person_key) == (ChangeStatus.done, LATER, "rentals/guests/7")
    assert not done.status.in_flight


def test_a_schedule_that_was_created_has_its_id_and_keeps_it() -> None:
    asked = change(kind=ChangeKind.create_schedule, person_name="", target_name="Nights")
    unknown = advance(asked, ChangeStatus.unknown, NOW)
    assert unknown.target_id is None
    done = advance(unknown, ChangeStatus.done, LATER, target_id="s7")
    assert (done.target_id, done.target_name, done.person_key) == ("s7", "Nights", None)
    assert advance(change(target_id="d1"), ChangeStatus.done, LATER).target_id == "d1"


def test_what_is_about_schedules_is_about_nobody() -> None:
    of_schedules = {each for each in ChangeKind if each.is_of_schedules}
    assert of_schedules == set(ChangeKind) - {ChangeKind(each) for each in OF_PEOPLE}


def test_what_may_have_happened_can_be_found_out_later() -> None:
    unknown = advance(change(), ChangeStatus.unknown, NOW, reason="no answer")
    found = advance(unknown, ChangeStatus.done, LATER)
    assert (found.status, found.settled_at, found.reason) == (ChangeStatus.done, LATER, "no answer")


@pytest.mark.parametrize("settled", [ChangeStatus.done, ChangeStatus.failed, ChangeStatus.refused])
@pytest.mark.parametrize("after", list(ChangeStatus))
def test_what_is_known_stays(settled: ChangeStatus, after: ChangeStatus) -> None:
    with pytest.raises(ValueError, match=str(after)):
        advance(change(status=settled), after, LATER)


@given(st.lists(st.sampled_from(ChangeStatus), max_size=8))
def test_no_change_comes_back_into_flight_and_each_that_left_has_its_time(steps: list[ChangeStatus]) -> None:
    walked = change()
    for status in steps:
        if leads_to(walked.status, status):
            walked = advance(walked, status, LATER)
            assert walked.status is status
        assert (walked.settled_at is None) == walked.status.in_flight


pins = st.text("0123456789", min_size=4, max_size=10)


@given(
    st.lists(pins, min_size=1, max_size=3),
    st.sampled_from(["person_name", "target_name", "details", "reason"]),
    st.data(),
)
def test_no_secret_is_left_in_any_words(given_pins: list[str], field: str, data: st.DataObject) -> None:
    """Also where one is the beginning of another, so that half of it would be left."""
    clear = [*given_pins, given_pins[0] + "9"]
    text = f"code {data.draw(st.sampled_from(clear))}, or {clear[-1]}."
    struck = masked(change(**{field: text}), [Secret(pin) for pin in clear])
    assert not any(pin in getattr(struck, field) for pin in clear)
    assert MASK in getattr(struck, field)
    assert msgspec.structs.replace(struck, **{field: text}) == change(**{field: text})


def test_an_empty_secret_strikes_nothing() -> None:
    assert masked(change(reason="no answer"), [Secret("")]) == change(reason="no answer")
