from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from lockdash.domain.people import Ability, Credentials, Person, PersonKind, PersonStatus, joint, person_key, phase
from lockdash.domain.secret import MASK, Secret
from lockdash.domain.windows import Window

WARSAW = "Europe/Warsaw"
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)  # 13:00 in Warsaw


@pytest.mark.parametrize(
    ("window", "zone", "expected"),
    [
        (None, None, PersonStatus.current),
        (Window(days=frozenset({6})), None, PersonStatus.current),
        (Window(starts_at=datetime(2026, 12, 1, 13)), WARSAW, PersonStatus.current),
        (Window(starts_at=datetime(2026, 12, 1, 13, 1)), WARSAW, PersonStatus.upcoming),
        (Window(ends_at=datetime(2026, 12, 1, 13)), WARSAW, PersonStatus.expired),
        (Window(ends_at=datetime(2026, 12, 1, 13, 1)), WARSAW, PersonStatus.current),
        (Window(starts_at=datetime(2020, 1, 1)), "Mars/Base", PersonStatus.unknown),
        (Window(ends_at=datetime(2020, 1, 1)), None, PersonStatus.unknown),
        (Window(starts_at=NOON), None, PersonStatus.current),
        (Window(ends_at=NOON), None, PersonStatus.expired),
        (Window(starts_at=datetime(2030, 1, 1), ends_at=datetime(2020, 1, 1)), WARSAW, PersonStatus.expired),
        (Window(ends_at=datetime.max), "America/Denver", PersonStatus.current),
    ],
)
def test_phase(window: Window | None, zone: str | None, expected: PersonStatus) -> None:
    assert phase(window, NOON, zone) is expected


def test_of_a_time_that_comes_twice_the_wider_reading_counts() -> None:
    """02:30 in Warsaw on 25 October 2026 is 00:30 and 01:30 in UTC."""
    twice = datetime(2026, 10, 25, 2, 30)
    between = datetime(2026, 10, 25, 1, tzinfo=UTC)
    assert phase(Window(starts_at=twice), between, WARSAW) is PersonStatus.current
    assert phase(Window(ends_at=twice), between, WARSAW) is PersonStatus.current


def test_somebody_who_may_enter_one_door_now_is_current() -> None:
    order = [PersonStatus.current, PersonStatus.upcoming, PersonStatus.pending, PersonStatus.unknown]
    for index, status in enumerate(order):
        assert joint([PersonStatus.expired, *reversed(order[index:])]) is status
    assert joint([]) is None


def test_what_is_over_is_shown_on_demand() -> None:
    assert {status for status in PersonStatus if status.is_over} == {PersonStatus.expired, PersonStatus.deactivated}


def test_two_lists_with_one_number_are_two_people() -> None:
    assert person_key("rentals", "access_persons", "7") == "rentals/access_persons/7"
    assert person_key("rentals", "resort_lock_guests", "7") != person_key("rentals", "access_persons", "7")


def test_a_person_is_stored_without_secrets_and_credentials_are_not_stored() -> None:
    person = Person(
        key="rentals/access_persons/1",
        account="rentals",
        id="1",
        origin="access_persons",
        kind=PersonKind.guest,
        name="Ada",
        stay=Window(starts_at=datetime(2026, 12, 1, 16)),
        has_pin=True,
        denied=frozenset({Ability.change}),
    )
    assert msgspec.json.decode(msgspec.json.encode(person), type=Person) == person
    held = Credentials(pin=Secret("4711"))
    assert "4711" not in f"{held!r}{held}"
    assert MASK in repr(held)
    with pytest.raises(TypeError):
        msgspec.json.encode(held)
