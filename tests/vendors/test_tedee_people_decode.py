"""Tedee's people as domain values: the examples of its reference, every spelling of times, and whatever else comes."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.accesses import Level
from lockdash.domain.people import Person, PersonKind, PersonStatus
from lockdash.domain.weekly import at_door
from lockdash.domain.windows import Window
from lockdash.vendors.errors import BadAnswer, Rejected
from lockdash.vendors.replies import Reply, Unreadable, each
from lockdash.vendors.tedee import wire
from lockdash.vendors.tedee.people import shapes
from lockdash.vendors.tedee.people.decode import PinPlace, member_access, member_given, pin_detailed, pin_listed
from lockdash.vendors.tedee.people.refusals import not_given
from lockdash.vendors.tedee.people.schedules import fields_of, window_of
from tests.vendors import hostile
from tests.vendors.fakes import NOW

EXAMPLES = json.loads(Path(__file__).with_name("tedee_examples.json").read_text())
PLACE = PinPlace("40101", "2")


def _example(start, number=0):
    found = [each["body"] for each in EXAMPLES if each["title"].startswith(start)]
    return copy.deepcopy(found[number])


def _reply(body, status=200) -> Reply:
    return Reply(status, json.dumps(body).encode(), NOW, NOW, "GET x")


def _accesses(items):
    return each(wire.items(_reply({"result": items})), lambda item: member_access(item, "home", "40101"), "access")


def _window(**sent):
    return window_of(msgspec.convert(sent, wire.Schedule))


GOOD = _example("5.8")["result"][1]


def test_sample_5_8_who_may_use_a_device():
    seen, problems = _accesses(_example("5.8")["result"])
    assert not problems
    (ben, bens), (guest, guests), (team, teams) = seen
    assert (ben.name, ben.email, ben.kind, ben.status) == ("Ben Sample", "ben@example.com", PersonKind.member, None)
    assert (bens.level, bens.remote, bens.invited, bens.window) == (Level.admin, True, False, None)
    assert bens.id == "aaaaaaaa-0000-4000-8000-000000000001"
    assert (guest.name, guest.id) == ("guest@example.com", "bbbbbbbb-0000-4000-8000-000000000002")
    assert (guests.level, guests.remote, guests.invited) == (Level.guest, False, True)
    assert guests.window == Window(
        starts_at=datetime(2026, 11, 1, tzinfo=UTC),
        ends_at=datetime(2026, 12, 1, tzinfo=UTC),
        days=frozenset(range(5)),
        from_time=time(8),
        to_time=time(17),
        in_utc=True,
    )
    assert (team.name, team.kind, team.email) == ("Cleaning Team", PersonKind.group, None)
    assert teams.window == Window(
        days=frozenset({1, 3}), from_time=time(8, 9, 57, 781000), to_time=time(16, 10, 57, 781000), in_utc=True
    )
    assert at_door(teams.window, "Europe/Warsaw", date(2026, 11, 21)).from_time == time(9, 9, 57, 781000)


def test_sample_5_9_an_access_that_was_not_given():
    result = shapes.unwrapped(_reply(_example("5.9"), 201), shapes.AccessResult)
    refusal = not_given(result, "POST x", 201)
    assert refusal.fields == {"email": "this person has access to it already"}
    assert "code 1003" in str(refusal)
    assert member_given(result, "home").id == "bbbbbbbb-0000-4000-8000-000000000001"


def test_sample_5_10_the_pins_of_a_lock():
    listed = shapes.pin_list(_reply(_example("5.10")))
    assert isinstance(listed, shapes.PinList)
    seen, problems = each(listed.pins, lambda item: pin_listed(item, "home", "40101"), "pins")
    assert not problems
    assert [(person.name, person.id, person.status) for person, _ in seen] == [
        ("Cleaner", "40101/1", PersonStatus.unknown),
        ("Dog walker", "40101/2", PersonStatus.unknown),
    ]
    details = shapes.of_keypad(_reply(_example("5.10", 1)), shapes.PinDetails)
    assert isinstance(details, shapes.PinDetails)
    assert details.pin.reveal() == "192837"
    assert "192837" not in repr(details)
    person, access = pin_detailed(details, "home", PLACE)
    assert (person.name, person.key, person.status) == ("Dog walker", seen[1].person.key, None)
    assert (access.key, access.window.days, access.window.from_time) == (seen[1].access.key, {0}, time(10))
    assert shapes.pin_list(_reply(_example("5.10", 2), 200)) is None
    assert shapes.pin_list(_reply(_example("5.10", 2), 304)) is None
    assert shapes.pin_list(Reply(304, b"", NOW, NOW, "GET x")) is None


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("08:00:00.000Z", time(8)),
        ("08:00:00.5Z", time(8, 0, 0, 500000)),
        ("08:00:00", time(8)),
        ("08:00", time(8)),
        ("2026-10-01T08:00:00.000Z", time(8)),
        ("2026-10-01T08:00:00", time(8)),
        ("2026-10-01T08:00:00.0400127", time(8, 0, 0, 40012)),
        ("2026-10-01T08:00:00.0400127+00:00", time(8, 0, 0, 40012)),
        ("0001-01-01T08:00:00Z", time(8)),
        ("2026-10-01T08:00:00+02:00", time(6)),
        ("00:30:00+02:00", time(22, 30)),
    ],
)
def test_every_spelling_of_a_time_of_the_day(sent, read):
    assert _window(dayStartTime=sent).from_time == read
    assert _window(dayEndTime=sent).to_time == read


@pytest.mark.parametrize(("sent", "read"), [(31, {0, 1, 2, 3, 4}), ("31", {0, 1, 2, 3, 4}), (96, {5, 6}), (64.0, {6})])
def test_days_of_the_week_as_a_number_or_as_text(sent, read):
    assert _window(weekDays=sent).days == read


@pytest.mark.parametrize("sent", [{}, {"weekDays": 0}, {"startDate": "0001-01-01T00:00:00"}, {"weekDays": None}])
def test_no_limit_is_no_window(sent):
    assert _window(**sent) is None


@pytest.mark.parametrize(
    "sent",
    [
        {"weekDays": "Monday"},
        {"weekDays": 128},
        {"weekDays": -1},
        {"weekDays": True},
        {"weekDays": [1]},
        {"dayStartTime": "8 am"},
        {"dayEndTime": 8},
        {"dayEndTime": "25:00:00Z"},
        {"dayStartTime": "0" * 10_000},
        {"startDate": "tomorrow"},
        {"endDate": 1_800_000_000},
        {"endDate": ""},
    ],
)
def test_a_limit_that_is_not_understood_does_not_look_like_none(sent):
    with pytest.raises(Unreadable):
        _window(**sent)
    seen, problems = _accesses([GOOD | sent, GOOD])
    assert (len(seen), len(problems)) == (1, 1)


WINDOWS = st.builds(
    Window,
    starts_at=st.none() | st.datetimes(datetime(2000, 1, 2), datetime(9999, 1, 1), timezones=st.just(UTC)),
    ends_at=st.none() | st.datetimes(datetime(2000, 1, 2), datetime(9999, 1, 1), timezones=st.just(UTC)),
    days=st.frozensets(st.integers(0, 6)),
    from_time=st.none() | st.times(),
    to_time=st.none() | st.times(),
    in_utc=st.just(True),
)


def _to_the_millisecond(at):
    return at and at.replace(microsecond=at.microsecond // 1000 * 1000)


@given(WINDOWS)
def test_a_window_that_is_sent_is_read_as_it_was(window):
    exact = {name: _to_the_millisecond(getattr(window, name)) for name in ("starts_at", "ends_at")}
    exact |= {name: _to_the_millisecond(getattr(window, name)) for name in ("from_time", "to_time")}
    window = msgspec.structs.replace(window, **exact)
    sent = fields_of(window)
    read = _window(**sent) or Window(in_utc=True)
    assert (read.starts_at, read.ends_at, read.days) == (window.starts_at, window.ends_at, window.days)
    assert (read.opens, read.length) == (window.opens, window.length)
    assert all(text.endswith("Z") and "T" in text for text in sent.values() if isinstance(text, str))
    assert sent["weekDays"] is None or 1 <= sent["weekDays"] <= 127


def test_a_window_over_midnight_ends_on_the_next_day():
    sent = fields_of(Window(from_time=time(22), to_time=time(6), in_utc=True))
    assert sent["dayStartTime"] < sent["dayEndTime"]
    assert (sent["dayStartTime"][11:], sent["dayEndTime"][11:]) == ("22:00:00.000Z", "06:00:00.000Z")


@pytest.mark.parametrize(
    "window", [Window(starts_at=datetime(2026, 12, 1)), Window(days=frozenset({1})), Window(from_time=time(8))]
)
def test_times_on_a_wall_are_not_sent(window):
    with pytest.raises(Rejected, match="UTC"):
        fields_of(window)


@pytest.mark.parametrize(
    ("changes", "person_id"),
    [
        ({}, GOOD["principalId"]),
        ({"principalId": None}, "guest@example.com"),
        ({"principalId": None, "userEmail": "Guest@Example.com"}, "guest@example.com"),
        ({"principalId": None, "userEmail": None, "userId": 31}, "31"),
    ],
)
def test_who_it_is(changes, person_id):
    ((person, access),), _ = _accesses([GOOD | changes])
    assert person.id == person_id
    assert access.person_key == person.key == f"home/members/{person_id}"


@pytest.mark.parametrize(
    "changes", [{"id": None}, {"id": ["x"]}, {"principalId": None, "userEmail": None}, {"principalId": "\u202e"}]
)
def test_an_access_of_nobody_is_left_out_alone(changes):
    nobody = changes if "userEmail" in changes or "id" in changes else changes | {"userEmail": None}
    seen, problems = _accesses([GOOD, GOOD | nobody | {"userId": 0}])
    assert (len(seen), [problem.where for problem in problems]) == (1, ["access[1]"])


@given(hostile.varied(tuple(GOOD), GOOD))
def test_whatever_an_access_holds_it_is_read_or_left_out(item):
    seen, problems = _accesses([GOOD, item])
    assert len(seen) + len(problems) == 2
    for person, access in seen:
        assert hostile.is_safe(person.name)
        assert hostile.is_safe((person.email or "")[:200])
        assert access.person_key == person.key
    assert all(hostile.is_safe(problem.why) for problem in problems)


@given(hostile.varied(("id", "alias", "pin", "weekDays", "startDate", "dayEndTime"), {"id": 2, "pin": "192837"}))
def test_whatever_a_pin_holds_it_is_read_or_refused(item):
    details = shapes.of_keypad(_reply({"result": item}), shapes.PinDetails)
    assert isinstance(details, shapes.PinDetails)
    assert details.pin is None or hostile.is_safe(details.pin.reveal())
    try:
        person = pin_detailed(details, "home", PLACE).person
    except Unreadable:
        return
    assert isinstance(person, Person)
    assert hostile.is_safe(person.name)


@given(hostile.JSON)
def test_whatever_comes_instead_is_one_error(body):
    for read in (
        lambda: shapes.of_keypad(_reply(body), shapes.PinDetails),
        lambda: shapes.pin_list(_reply(body)),
        lambda: shapes.unwrapped(_reply(body), shapes.AccessResult),
    ):
        try:
            found = read()
        except BadAnswer:
            continue
        assert found is None or isinstance(found, shapes.PinDetails | shapes.PinList | shapes.AccessResult | BadAnswer)
