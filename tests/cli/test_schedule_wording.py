"""Schedules in words and tables: zones that nobody knows, clocks that are changed, narrow terminals."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from lockdash.cli import schedule_coming, schedule_listing, schedule_showing
from lockdash.cli.schedule_known import Known, known
from lockdash.cli.terminal import Paper, width
from lockdash.domain.accesses import Access, TargetKind
from lockdash.domain.people import Person, PersonKind
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.week_text import parse
from lockdash.domain.weeks import week_of
from lockdash.domain.windows import Window
from lockdash.engine.people.snapshot import PeopleSnapshot, with_rows
from lockdash.store.people import PeopleRows
from tests.cli.made import device

DENVER, NEW_YORK = "America/Denver", "America/New_York"
SPRING = datetime(2027, 3, 12, 18, tzinfo=UTC)
"""A Friday: two days later Denver's clock skips from 02:00 to 03:00."""
AUTUMN = datetime(2026, 10, 30, 18, tzinfo=UTC)
"""A Friday: two days later Denver's clock shows 01:00 to 02:00 twice."""


def schedule(text="mon-fri 08:00 unlock, 18:00 lock", kind=ScheduleKind.lock_action, **more):
    week = week_of(parse(text, kind)) if kind is not None else week_of(())
    return Schedule(**({"account": "rentals", "id": "s1", "name": "Night", "kind": kind, "week": week} | more))


NIGHT = schedule()


def door(name="Cabin", zone=DENVER):
    ids = {ScheduleKind.lock_action: NIGHT.id}
    made = device(name, account="rentals", zone=zone, schedule_ids=ids)
    return msgspec.structs.replace(made, vendor_id=name)


def told(*devices, schedules=(NIGHT,), now=AUTUMN, **people):
    rows = PeopleRows(revision=1, schedules=tuple(schedules), **people)
    snapshot = with_rows(PeopleSnapshot(revision=0, at=now), rows, now, {"rentals", "home"})
    return known(snapshot, {each.key: each for each in devices}, {"rentals", "home"}, now)


def paper(columns=None, ascii_only=False):
    made = Paper(ascii_only=ascii_only)
    made.width = columns
    return made


def coming(found, now):
    return [(each.device.name, each.turn.at, each.zone) for each in schedule_coming.of_devices(found, now)]


def test_a_time_that_is_skipped_is_done_at_once_and_one_that_comes_twice_is_done_once():
    spring = told(door(), schedules=[schedule("sun 02:30 unlock")], now=SPRING)
    assert coming(spring, SPRING) == [("Cabin", datetime(2027, 3, 14, 9, tzinfo=UTC), DENVER)]
    autumn = told(door(), schedules=[schedule("sun 01:30 unlock")])
    assert coming(autumn, AUTUMN) == [("Cabin", datetime(2026, 11, 1, 7, 30, tzinfo=UTC), DENVER)]


def test_each_device_goes_by_its_own_clock():
    found = told(door("Cabin"), door("Loft", NEW_YORK), schedules=[schedule("sat 08:00 unlock")])
    assert coming(found, AUTUMN) == [
        ("Loft", datetime(2026, 10, 31, 12, tzinfo=UTC), NEW_YORK),
        ("Cabin", datetime(2026, 10, 31, 14, tzinfo=UTC), DENVER),
    ]
    [view] = found.views
    line = schedule_listing.schedules(found, AUTUMN, paper())[1]
    assert "unlocks Sat 08:00 America/New_York (in 18 h)" in line
    assert view.zone is None


@pytest.mark.parametrize("zone", [None, "Mars/Base", "../../etc/passwd", "Mars\x1b[31m\u202e/Base"])
def test_a_zone_that_nobody_knows_is_said_and_nothing_is_guessed(zone):
    found = told(door(zone=zone), door("Loft"))
    assert {name for name, _, _ in coming(found, AUTUMN)} == {"Loft"}
    [why] = schedule_coming.untold(found)
    assert why.startswith("Cabin (rentals): when it goes by Night is not known, since its time zone is not")
    assert why.isprintable()
    alone = told(door(zone=zone))
    assert "when, is not known" in schedule_listing.schedules(alone, AUTUMN, paper())[1]
    shown = list(schedule_showing.lines(alone.views[0], alone, AUTUMN, paper()))
    assert "Door clock not known" in shown
    assert not any("now" in line and "not known" not in line for line in shown)


def test_a_kind_that_nobody_knows_is_named_and_told_of():
    found = told(door(), schedules=[schedule(kind=None, kind_raw="sprinkler_schedule")])
    assert "sprinkler_schedule" in schedule_listing.schedules(found, AUTUMN, paper())[1]
    assert list(schedule_coming.untold(found)) == ["Cabin (rentals): what it does by Night is not known"]
    shown = list(schedule_showing.lines(found.views[0], found, AUTUMN, paper()))
    assert "What it does is not known." in shown
    assert not any(line.startswith("Week") for line in shown)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (schedule("never"), "never"),
        (schedule("daily", ScheduleKind.access), "always"),
        (schedule("mon 08:00 on", ScheduleKind.auto_lock), "auto-lock on Mon 08:00 (in 2 d)"),
        (schedule("sat 08:00 off", ScheduleKind.power_plug), "switches off Sat 08:00 (in 20 h)"),
        (schedule("fri 12:30 cool 75.5 heat 68", ScheduleKind.thermostat), "cool 75.5 heat 68 Fri 12:30 (in 30 m)"),
        (schedule("fri 11:59 lock"), "locks Fri 6 Nov 11:59 (in 7 d)"),
    ],
)
def test_what_happens_next_is_in_words(made, words):
    line = schedule_listing.schedules(told(door(), schedules=[made]), AUTUMN, paper())[1]
    assert f"  {words}  " in line


def test_hours_in_utc_at_a_door_of_no_zone_are_told_as_utc():
    nina = Person(key="home/people/1", account="home", id="1", origin="m", kind=PersonKind.member, name="Nina")
    access = Access(
        key="home/access/1",
        account="home",
        person_key=nina.key,
        target_kind=TargetKind.device,
        target_id="9",
        window=Window(
            days=frozenset({5}), from_time=datetime.min.time(), to_time=datetime(1, 1, 1, 8).time(), in_utc=True
        ),
    )
    found = told(schedules=[], people=(nina,), accesses=(access,))
    line = schedule_listing.schedules(found, AUTUMN, paper())[1]
    assert line.startswith("Nina at 9  hours of an access  begins Sat 00:00 UTC (in 6 h)  1 person  UTC")
    shown = list(schedule_showing.lines(found.views[0], found, AUTUMN, paper()))
    assert "Week       sat 00:00-08:00" in shown
    assert any("now Fri 18:00" in line for line in shown)


def test_what_is_amiss_in_the_vendors_week_is_said():
    found = told(door(), schedules=[schedule("mon 08:00-12:00, 11:00-14:00", ScheduleKind.access)])
    assert any(line.startswith("Amiss") for line in schedule_showing.lines(found.views[0], found, AUTUMN, paper()))


def test_the_time_of_this_machine_stands_beside_where_it_differs(monkeypatch):
    found = told(door(zone="Etc/GMT+5"), schedules=[schedule("sat 08:00 unlock")])
    with_zone = {
        zone: schedule_listing.coming(schedule_coming.of_devices(found, AUTUMN), AUTUMN, paper())
        for zone in _machine_zones(monkeypatch, "UTC", "Etc/GMT+5")
    }
    assert "Your time" in with_zone["UTC"][0]
    assert "Sat 13:00" in with_zone["UTC"][1]
    assert "Your time" not in with_zone["Etc/GMT+5"][0]


def _machine_zones(monkeypatch, *zones):
    import time

    for zone in zones:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        yield zone
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("columns", [20, 31, 40, 60, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(columns):
    long = schedule("mon-fri 08:00 unlock, 18:00 lock; sat 09:15 unlock, 09:45 lock", name="Nights of the longest name")
    found = told(door("Cabin at the end of the road"), schedules=[long])
    list_, next_ = (
        schedule_listing.schedules(found, AUTUMN, paper(columns)),
        schedule_listing.coming(schedule_coming.of_devices(found, AUTUMN), AUTUMN, paper(columns)),
    )
    shown = list(schedule_showing.lines(found.views[0], found, AUTUMN, paper(columns)))
    for lines in (list_, next_, shown):
        assert max(map(width, lines)) <= columns
    for lines, words in (
        (list_, ("lockaction", "(in", "1device", DENVER, "rentals")),
        (next_, ("unlocks", "locks", "in", DENVER, "rentals")),
        (shown, ("Nightsofthelongestname", "mon-fri", "09:45lock", DENVER, "Cabinattheendoftheroad")),
    ):
        text = "".join("".join(lines).split())
        for each in words:
            assert each in text


def test_known_uses_are_those_of_people_once_they_were_read():
    found = told(schedules=[schedule("daily", ScheduleKind.access), schedule(id="s2", name="Plug")])
    access, plug = found.views
    assert (found.knows_uses(access), found.knows_uses(plug)) == (False, True)
    assert Known(views=found.views, devices={}, covered=frozenset({"rentals"})).knows_uses(access)


def test_seven_days_are_as_many_hours_and_what_is_now_is_over():
    assert coming(told(door(), schedules=[schedule("fri 11:00 lock")]), AUTUMN) == [
        ("Cabin", AUTUMN + timedelta(days=7), DENVER)
    ]
    assert coming(told(door(), schedules=[schedule("fri 11:01 lock, 12:00 unlock")]), AUTUMN) == []
