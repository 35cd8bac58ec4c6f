"""What is shown of schedules: who goes by them, in which zones, and what happens next."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lockdash.domain.accesses import Group, TargetKind
from lockdash.domain.exceptions import AccessException, DateRange
from lockdash.domain.schedules import Schedule
from lockdash.domain.walltime import wall_at
from lockdash.domain.week_text import text_of
from lockdash.domain.windows import DAY, Window
from lockdash.engine.schedules.views import coming, schedule_key, views
from tests.domain.week_strategies import DST_WEEKS
from tests.engine.people_stage import access, person
from tests.engine.schedule_world import LOCKS, SATURDAY, around, by_key, known, schedule
from tests.engine.stage import device

WARSAW, DENVER = "Europe/Warsaw", "America/Denver"
WORK = Window(days=frozenset(range(5)), from_time=time(7), to_time=time(17), in_utc=True)
MINUTE = timedelta(minutes=1)


def shown(people, devices, now=SATURDAY):
    return views(*around(people, devices), now)


def only(people, devices, now=SATURDAY):
    (view,) = shown(people, devices, now).values()
    return view


def test_devices_and_people_that_go_by_one_are_told_and_counted_once_each():
    devices = by_key(
        device("1", zone=WARSAW, schedule_ids={LOCKS: "s"}),
        device("2", zone=WARSAW, schedule_ids={LOCKS: "other"}),
        device("3", zone=WARSAW, schedule_ids={LOCKS: "s"}, gone_at=SATURDAY),
    )
    accesses = [access("a", "ada", "1", schedule_id="s"), access("b", "ada", "2", schedule_id="s"), access("c", "bob")]
    view = only(known([schedule("s")], accesses, [person("ada", name="Ada")]), devices)
    assert view.key == schedule_key("home", "s")
    assert [(each.name, each.where) for each in view.uses] == [("Door 1", ""), ("Ada", "Door 1"), ("Ada", "Door 2")]
    assert (view.devices, view.people, view.zone) == (1, 1, WARSAW)
    assert view.next.at == datetime(2026, 11, 23, 7, tzinfo=UTC)


def test_a_schedule_of_another_account_with_the_same_id_is_another_one():
    devices = by_key(device("1", schedule_ids={LOCKS: "s"}))
    found = shown(known([schedule("s"), schedule("s", account="cabin")]), devices)
    assert [len(found[schedule_key(account, "s")].uses) for account in ("home", "cabin")] == [1, 0]


def test_in_two_zones_the_next_thing_is_the_sooner_one_and_all_of_them_come():
    devices = by_key(
        device("1", zone=WARSAW, schedule_ids={LOCKS: "s"}), device("2", zone=DENVER, schedule_ids={LOCKS: "s"})
    )
    view = only(known([schedule("s", "mon 08:00 unlock", LOCKS)]), devices)
    assert (view.zone, view.zones) == (None, {WARSAW, DENVER})
    assert view.next.at == datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert [(zone, each.at.hour) for zone, each in coming(view, SATURDAY, SATURDAY + 3 * DAY)] == [
        (WARSAW, 7),
        (DENVER, 15),
    ]


@pytest.mark.parametrize("zone", [None, "", "Mars/Base"])
def test_where_no_zone_is_known_nothing_is_said_to_come(zone):
    view = only(known([schedule("s")]), by_key(device("1", zone=zone, schedule_ids={LOCKS: "s"})))
    assert (view.zone, view.zones, view.next) == (None, frozenset(), None)
    assert coming(view, SATURDAY, SATURDAY + 30 * DAY) == []


def test_one_door_without_a_zone_leaves_the_others_theirs_but_it_is_not_that_of_all():
    devices = by_key(
        device("1", zone=WARSAW, schedule_ids={LOCKS: "s"}), device("2", zone=None, schedule_ids={LOCKS: "s"})
    )
    view = only(known([schedule("s")]), devices)
    assert (view.zone, view.zones) == (None, {WARSAW})
    assert view.next is not None


def test_one_that_nothing_goes_by_has_no_zone_and_nothing_next():
    view = only(known([schedule("s")]), {})
    assert (view.uses, view.zone, view.next) == ((), None, None)


def test_through_a_group_of_doors_all_their_zones_count():
    devices = by_key(device("1", zone=WARSAW), device("2", zone=DENVER))
    group = Group(account="home", id="g", name="Both", device_ids=frozenset({"1", "2"}))
    accesses = [access("a", "ada", "g", target_kind=TargetKind.door_group, schedule_id="s")]
    view = only(known([schedule("s")], accesses, groups=[group]), devices)
    assert (view.zones, [each.where for each in view.uses]) == ({WARSAW, DENVER}, ["Both"])
    unknown = only(known([schedule("s")], [access("a", "ada", "9", schedule_id="s")]), devices)
    assert [(each.name, each.where, each.zones) for each in unknown.uses] == [("home/people/ada", "9", {None})]


def test_on_the_days_of_its_exception_nothing_happens():
    holidays = AccessException(
        account="home", id="e", name="Holidays", dates=(DateRange(date(2026, 11, 23), date(2026, 11, 24)),)
    )
    devices = by_key(device("1", zone=WARSAW))
    accesses = [access("a", "ada", "1", schedule_id="s")]
    view = only(known([schedule("s", exception_id="e")], accesses, exceptions=[holidays]), devices)
    assert (view.exception, view.next.at.day) == (holidays, 25)
    assert [each.at.day for _, each in coming(view, SATURDAY, SATURDAY + 5 * DAY)] == [25, 25, 26, 26]
    missing = only(known([schedule("s", exception_id="gone")], accesses), devices)
    assert (missing.exception, missing.next.at.day) == (None, 23)


def test_one_of_a_kind_that_nobody_knows_is_there():
    strange = Schedule(account="home", id="s", name="Fountain", kind=None, kind_raw="sprinkler")
    view = only(known([strange]), {})
    assert (view.kind, view.next, view.week.is_empty) == (None, None, True)


def hours(window, zone=WARSAW, now=SATURDAY):
    accesses = [access("a", "ada", "1", window=window)]
    return only(known((), accesses, [person("ada", name="Ada")]), by_key(device("1", zone=zone)), now)


def test_the_hours_of_an_access_are_one_of_its_own_as_they_are_at_the_door_today():
    view = hours(WORK)
    assert (view.name, view.key, view.schedule) == ("Ada at Door 1", view.access.key, None)
    assert text_of(view.week) == "mon-fri 08:00-18:00"
    assert (view.zone, view.in_utc, view.people) == (WARSAW, False, 1)
    assert view.next.at == datetime(2026, 11, 23, 7, tzinfo=UTC)
    summer = hours(WORK, now=datetime(2026, 7, 1, 12, tzinfo=UTC))
    assert text_of(summer.week) == "mon-fri 09:00-19:00", "the vendor keeps UTC, the clock at the door was put forward"


@pytest.mark.parametrize("zone", [None, "Mars/Base"])
def test_hours_at_a_door_whose_zone_nobody_knows_are_told_in_utc(zone):
    view = hours(WORK, zone)
    assert (text_of(view.week), view.in_utc, view.zone) == ("mon-fri 07:00-17:00", True, None)
    assert coming(view, SATURDAY, view.next.at) == [("UTC", view.next)]


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (datetime(2027, 3, 1, 9, tzinfo=UTC), None, datetime(2027, 3, 1, 9, tzinfo=UTC)),
        (datetime(2027, 3, 6, tzinfo=UTC), None, datetime(2027, 3, 8, 7, tzinfo=UTC)),
        (None, datetime(2026, 11, 22, tzinfo=UTC), None),
        (
            datetime(2026, 1, 1, tzinfo=UTC),
            datetime(2026, 11, 23, 12, tzinfo=UTC),
            datetime(2026, 11, 23, 7, tzinfo=UTC),
        ),
    ],
)
def test_what_happens_next_in_hours_that_begin_in_the_future_or_end(starts, ends, expected):
    window = Window(
        days=WORK.days, from_time=WORK.from_time, to_time=WORK.to_time, in_utc=True, starts_at=starts, ends_at=ends
    )
    view = hours(window)
    assert (view.next.at if view.next is not None else None) == expected
    turns = [each for _, each in coming(view, SATURDAY, SATURDAY + 200 * DAY)]
    assert turns[:1] == ([view.next] if view.next is not None else [])
    assert [each.allowed for each in turns[:4]] == [True, False, True, False][: len(turns[:4])]


def test_an_access_with_a_stay_alone_has_no_hours():
    stay = Window(starts_at=SATURDAY, ends_at=SATURDAY + DAY, in_utc=True)
    people = known((), [access("a", "ada", "1", window=stay)])
    assert shown(people, by_key(device("1", zone=WARSAW))) == {}


WINDOWS = st.builds(
    Window,
    days=st.frozensets(st.integers(0, 6), min_size=1, max_size=6),
    from_time=st.integers(0, 95).map(lambda each: time(each // 4, each % 4 * 15)),
    to_time=st.integers(0, 95).map(lambda each: time(each // 4, each % 4 * 15)),
    in_utc=st.just(True),
)


@settings(max_examples=20, deadline=None)
@given(
    WINDOWS,
    st.sampled_from([WARSAW, DENVER, "Australia/Lord_Howe", "Asia/Kathmandu"]),
    st.sampled_from(DST_WEEKS),
)
def test_the_hours_of_an_access_over_a_week_in_which_clocks_change_are_those_of_a_walk(window, zone, since):
    """What comes, minute by minute, by what the view of each day shows for the clock at the door: but on the day of a
    change, when the one holds before and the other after it."""
    view, weeks = hours(window, zone, since), {}
    changes = [each for _, each in coming(view, since, since + 7 * DAY)]
    assert view.next == changes[0]
    for step in range(0, 7 * 24 * 60, 15):
        at = since + step * MINUTE
        wall = wall_at(at, zone)
        if _is_changed_on(wall.date(), zone):
            continue
        before = [each.allowed for each in changes if each.at <= at]
        told = before[-1] if before else not changes[0].allowed
        if wall.date() not in weeks:
            weeks[wall.date()] = hours(window, zone, at).week
        midnight = timedelta(hours=wall.hour, minutes=wall.minute)
        spans = weeks[wall.date()].on(wall.weekday()).spans
        assert any(each.starts <= midnight < each.ends for each in spans) == told


def _is_changed_on(day, zone):
    there = ZoneInfo(zone)
    begin, end = datetime.combine(day, time(), there), datetime.combine(day, time(23, 59), there)
    return begin.utcoffset() != end.utcoffset()
