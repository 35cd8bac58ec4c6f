"""What the list of events is made of: days, what is lost, and where the log begins, each in its place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from lockdash.domain.event_filter import event_query
from lockdash.domain.event_query import EventQuery
from lockdash.domain.events import EventKind
from lockdash.engine.log.views import Archive, LogRow, Page
from lockdash.tui.events.rows import BeginningRow, DayRow, GapRow, Row, can_be_chosen, midnight, rows_of
from lockdash.tui.events.window import LogWindow
from tests.tui.build_log import ARCHIVES, GAP, STORY, WITH_GAP, row
from tests.tui.world import NOW, ZONE

replace = msgspec.structs.replace
DENVER, WARSAW = ZoneInfo("America/Denver"), ZoneInfo("Europe/Warsaw")


def window_of(rows: list[LogRow], *, is_last: bool = True) -> LogWindow:
    window = LogWindow()
    window.begin(Page(tuple(sorted(rows, key=lambda each: each.place, reverse=True)), is_last))
    return window


def told(rows: dict[str, Row]) -> list[object]:
    """Days by their dates, events by their numbers, gaps and beginnings by their accounts."""
    found: list[object] = []
    for each in rows.values():
        if isinstance(each, LogRow):
            found.append(each.place.seq)
        elif isinstance(each, DayRow):
            found.append(each.day)
        elif isinstance(each, GapRow):
            found.append(f"gap of {each.gap.account}")
        else:
            found.append(f"beginning of {each.archive.account}")
    return found


def at(*when: int, seq: int) -> LogRow:
    return row(seq, datetime(*when, tzinfo=UTC), EventKind.locked, "Lodge")  # type: ignore[misc]


def test_each_day_stands_above_its_events() -> None:
    found = told(rows_of(window_of(STORY), (), EventQuery(), ZONE))
    assert found[:4] == [date(2026, 3, 3), 101, date(2026, 3, 4), 113]
    assert found[found.index(date(2026, 3, 6)) + 1] == 104
    assert sum(isinstance(each, date) for each in found) == 4


def test_days_are_those_of_the_viewer_also_where_the_clock_is_put_forward() -> None:
    rows = [at(2026, 3, 28, 22, 30, seq=1), at(2026, 3, 28, 23, 30, seq=2), at(2026, 3, 29, 22, 30, seq=3)]
    assert told(rows_of(window_of(rows), (), EventQuery(), WARSAW)) == [
        *(date(2026, 3, 28), 1),
        *(date(2026, 3, 29), 2),
        *(date(2026, 3, 30), 3),
    ]
    assert told(rows_of(window_of(rows), (), EventQuery(), DENVER)) == [date(2026, 3, 28), 1, 2, date(2026, 3, 29), 3]
    assert midnight(date(2026, 3, 30), WARSAW) - midnight(date(2026, 3, 29), WARSAW) == 23 * 3600


def test_what_is_lost_stands_before_the_first_event_that_is_known_again() -> None:
    found = told(rows_of(window_of(STORY), WITH_GAP, EventQuery(), ZONE))
    place = found.index("gap of home")
    assert found[place - 1] == 113
    assert found[place + 1 : place + 3] == [date(2026, 3, 5), 102]


def test_a_gap_is_shown_once_its_end_is_within_the_window() -> None:
    beyond = replace(GAP, until=NOW - timedelta(days=30))
    archives = [replace(WITH_GAP[0], gaps=(beyond,))]
    assert "gap of home" not in told(rows_of(window_of(STORY, is_last=False), archives, EventQuery(), ZONE))
    found = told(rows_of(window_of(STORY), archives, EventQuery(), ZONE))
    assert found[:3] == ["beginning of home", "gap of home", date(2026, 3, 3)]
    until_now = [replace(WITH_GAP[0], gaps=(replace(GAP, until=None),))]
    assert told(rows_of(window_of(STORY), until_now, EventQuery(), ZONE))[-1] == "gap of home"


def test_where_the_log_begins_is_told_at_its_beginning_only() -> None:
    assert told(rows_of(window_of(STORY), ARCHIVES, EventQuery(), ZONE))[:2] == [
        "beginning of home",
        "beginning of rentals",
    ]
    assert "beginning of home" not in told(rows_of(window_of(STORY, is_last=False), ARCHIVES, EventQuery(), ZONE))


def test_a_filter_hides_what_is_not_asked_for() -> None:
    def asked(text: str) -> list[object]:
        return told(rows_of(window_of(STORY), WITH_GAP, event_query(text, NOW, ZONE), ZONE))

    assert "gap of home" not in asked("account:rentals")
    assert "gap of home" not in asked("-account:home")
    assert "gap of home" in asked("account:home kind:denied")
    assert "gap of home" not in asked("since:1d")
    assert not [each for each in asked("since:1d") if str(each).startswith("beginning")]


def test_without_events_there_are_no_rows() -> None:
    assert rows_of(window_of([]), WITH_GAP, EventQuery(), ZONE) == {}


def test_the_cursor_may_stand_on_what_happened_and_on_what_is_not_known() -> None:
    rows = rows_of(window_of(STORY), WITH_GAP, EventQuery(), ZONE)
    chosen = {type(each) for key, each in rows.items() if can_be_chosen(key)}
    assert chosen == {LogRow, GapRow}
    assert {type(each) for key, each in rows.items() if not can_be_chosen(key)} == {DayRow, BeginningRow}


def test_several_gaps_of_one_log_are_several_rows() -> None:
    twice = (GAP, replace(GAP, since=GAP.until, until=GAP.until + timedelta(hours=3)))
    archives = [Archive(account="home", gaps=twice)]
    assert told(rows_of(window_of(STORY), archives, EventQuery(), ZONE)).count("gap of home") == 2
