"""The schedules as the list shows them: what is a row, what changed, exceptions on the day at their doors, orders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from lockdash.domain.devices import Device
from lockdash.domain.exceptions import AccessException, DateRange
from lockdash.domain.schedules import Schedule
from lockdash.engine.people.directory import Directory
from lockdash.engine.schedules.showing import Showing
from lockdash.tui.render.schedule_order import ScheduleOrder
from lockdash.tui.schedules.roster import ScheduleRoster
from lockdash.tui.schedules.rows import ExceptionView, exception_key
from tests.tui.build_people import BY_NAME, DORA, access, synced
from tests.tui.build_schedules import DEVICES, HOLIDAYS, LAST_YEAR, NIGHTS, OPENING, WORK, exception, schedule, snapshot
from tests.tui.schedule_stage import key_of
from tests.tui.world import NOW, ZONE

replace = msgspec.structs.replace
HERE = ZoneInfo("Asia/Kathmandu")
DAY = timedelta(days=1)


class Board:
    """A roster over what the engine shows of these."""

    def __init__(self, devices: list[Device] = DEVICES) -> None:
        self.roster = ScheduleRoster()
        self.devices = {each.key: each for each in devices}
        self._showing = Showing()

    def take(self, known=None, now: datetime = NOW, zone=ZONE) -> frozenset[str]:
        known = known if known is not None else snapshot()
        views = self._showing.renew(known, Directory(known, self.devices), self.devices, now)
        return self.roster.take(views, known, now, zone)


def taken(exceptions: list[AccessException], schedules: list[Schedule], now: datetime, **more) -> dict[str, object]:
    board = Board()
    board.take(
        snapshot(schedules, exceptions, [access(DORA, BY_NAME["Lodge"], synced(), schedule_id="s2")]), now, **more
    )
    return board.roster.views


def test_everything_is_new_once_and_nothing_afterwards() -> None:
    board = Board()
    assert board.take() == board.roster.views.keys()
    assert board.take() == frozenset()
    assert board.take(now=NOW + timedelta(minutes=3)) == frozenset(), "nothing of it has happened yet"


def test_only_what_is_another_one_has_changed() -> None:
    board = Board()
    known = snapshot()
    board.take(known)
    longer = replace(OPENING, name="Shop door in summer")
    assert board.take(replace(known, schedules={**known.schedules, ("rentals", "s3"): longer})) == {key_of(OPENING)}
    moved = replace(HOLIDAYS, dates=HOLIDAYS.dates[:1])
    changed = board.take(replace(known, exceptions={**known.exceptions, ("rentals", "e1"): moved}))
    assert changed == {key_of(HOLIDAYS), key_of(WORK), key_of(OPENING)}
    assert board.take(replace(known, exceptions={})) >= {key_of(HOLIDAYS), key_of(LAST_YEAR)}
    assert key_of(HOLIDAYS) not in board.roster.views


def test_what_happened_makes_another_row() -> None:
    board = Board()
    board.take()
    assert board.take(now=datetime(2026, 3, 6, 19, 31, tzinfo=UTC)) == {key_of(WORK), key_of(HOLIDAYS)}


def test_an_exception_knows_its_schedules_and_who_comes_by_them() -> None:
    board = Board()
    board.take()
    row = board.roster.views[key_of(HOLIDAYS)]
    assert isinstance(row, ExceptionView)
    assert [each.name for each in row.by] == ["Weekdays 9-17"]
    assert [each.key for each in row.uses] == [DORA.key]
    assert row.following == DateRange(date(2026, 4, 3), date(2026, 4, 6))
    assert (row.now, row.is_past) == (None, False)


@pytest.mark.parametrize(
    ("now", "inside", "past"),
    [
        (datetime(2026, 4, 3, 5, 59, tzinfo=UTC), False, False),
        (datetime(2026, 4, 3, 6, 0, tzinfo=UTC), True, False),
        (datetime(2026, 4, 7, 5, 59, tzinfo=UTC), True, False),
        (datetime(2026, 4, 7, 6, 0, tzinfo=UTC), False, True),
    ],
)
def test_its_days_are_those_at_the_doors(now: datetime, inside: bool, past: bool) -> None:
    """Denver is six hours behind UTC in April; the viewer is in Kathmandu."""
    easter = exception("e1", "Easter", (date(2026, 4, 3), date(2026, 4, 6)))
    row = taken([easter], [WORK], now, zone=HERE)[exception_key(easter)]
    assert isinstance(row, ExceptionView)
    assert (row.now is not None, row.is_past) == (inside, past)


def test_without_a_door_its_days_are_the_viewers() -> None:
    only = exception("e5", "Tomorrow", (date(2026, 3, 7), date(2026, 3, 7)))
    at_night = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)  # 01:45 of the 7th in Kathmandu
    row = taken([only], [], at_night, zone=HERE)[exception_key(only)]
    assert isinstance(row, ExceptionView)
    assert row.now is not None
    row = taken([only], [], at_night, zone=ZONE)[exception_key(only)]
    assert isinstance(row, ExceptionView)
    assert (row.now, row.starts_at) == (None, datetime(2026, 3, 7, tzinfo=ZONE))


def test_days_that_overlap_are_one_range_and_none_is_no_past() -> None:
    winter = exception("e3", "Winter", (date(2026, 12, 20), date(2026, 12, 31)), (date(2026, 12, 28), date(2027, 1, 3)))
    empty = exception("e4", "Nothing yet")
    views = taken([winter, empty], [], NOW)
    row, none = views[exception_key(winter)], views[exception_key(empty)]
    assert isinstance(row, ExceptionView)
    assert isinstance(none, ExceptionView)
    assert row.ranges == (DateRange(date(2026, 12, 20), date(2027, 1, 3)),)
    assert (none.is_past, none.now, none.following) == (False, None, None)


def test_past_ones_are_left_out_until_asked_for_but_not_from_a_choice() -> None:
    board = Board()
    board.take()
    roster = board.roster
    assert (roster.past, key_of(LAST_YEAR) in roster.shown()) == (1, False)
    roster.with_past = True
    assert roster.shown()[-1] == key_of(LAST_YEAR)
    roster.with_past, roster.only = False, frozenset({key_of(LAST_YEAR), key_of(NIGHTS)})
    assert set(roster.shown()) == roster.only
    assert roster.total == 2


def test_closed_today_comes_first_then_what_happens_next() -> None:
    board = Board()
    today = exception("e1", "Works", (date(2026, 3, 6), date(2026, 3, 8)))
    board.take(snapshot(exceptions=[today]))
    shown = [board.roster.views[key].name for key in board.roster.shown()]
    assert shown[:2] == ["Works", "Sauna evenings"]
    assert shown[-3:] == ["Fountain", "Lodge climate", "Weekends"]
    weekdays = board.roster.views[key_of(WORK)]
    assert weekdays.next.at == datetime(2026, 3, 9, 15, 0, tzinfo=UTC), (
        "Monday 09:00 there, on summer time since Sunday"
    )


def test_orders_are_total() -> None:
    twins = [schedule(f"t{number}", "Twin", "daily 08:00-09:00") for number in range(5)]
    board = Board()
    board.take(snapshot(twins, [], []))
    for order in ScheduleOrder:
        board.roster.order = order
        assert board.roster.shown() == sorted(map(key_of, twins)), order
