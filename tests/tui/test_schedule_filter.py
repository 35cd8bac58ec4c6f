"""What of the schedules a filter finds."""

from __future__ import annotations

import pytest

from lockdash.domain.query import QuerySyntax
from lockdash.tui.render.schedule_filter import ScheduleFilter, searched
from tests.tui.test_schedule_roster import Board


@pytest.fixture(scope="module")
def board() -> Board:
    built = Board()
    built.take()
    built.roster.with_past = True
    return built


def names(board: Board, wanted: str) -> list[str]:
    board.roster.wanted = wanted
    return sorted(board.roster.views[key].name for key in board.roster.shown())


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("name:sauna", ["Sauna evenings"]),
        ('"sauna heater"', ["Sauna evenings"]),
        ("name:heater", []),
        ("door:heater", ["Sauna evenings"]),
        ('door:"pool gate"', ["Nights", "No auto-lock by day", "Shop door"]),
        ('door:"pool gate" -who:ada', ["No auto-lock by day", "Shop door"]),
        ("who:ada", ["Nights"]),
        ("account:home", ["Cleaner's PIN at Front Door"]),
        ("zone:warsaw", ["Cleaner's PIN at Front Door"]),
        ("kind:hours", ["Cleaner's PIN at Front Door"]),
        ("kind:action", ["Shop door"]),
        ("kind:exception", ["Holidays 2025", "Public holidays"]),
        ("exception:public", ["Public holidays", "Weekdays 9-17"]),
        ("schedule:weekdays", ["Public holidays", "Weekdays 9-17"]),
        ("state:past", ["Holidays 2025"]),
        ("state:unused,closed -state:past", ["Fountain", "Lodge climate", "Weekends"]),
        ("unused -fountain -past", ["Lodge climate", "Weekends"]),
    ],
)
def test_each_key_looks_at_one_thing(board: Board, wanted: str, found: list[str]) -> None:
    assert names(board, wanted) == found


@pytest.mark.parametrize("wanted", ["state:open", "dor:x", 'name:"x'])
def test_what_it_cannot_be(board: Board, wanted: str) -> None:
    with pytest.raises(QuerySyntax):
        board.roster.check(wanted)


def test_every_row_is_found_by_its_own_name(board: Board) -> None:
    for row in board.roster.views.values():
        assert ScheduleFilter(f'name:"{row.name}"').matches(searched(row)), row.name
