"""The details of schedules and exceptions: what is told, in whose time, and that it fits every pane."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from rich.cells import cell_len

from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.schedules import Schedule
from lockdash.domain.windows import Span as Hours
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.tui.look.glyphs import ASCII, UNICODE, Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import width_of
from lockdash.tui.panes.schedule import ScheduleDetail, schedule_lines
from lockdash.tui.panes.schedule_exception import ExceptionDetail, exception_lines
from lockdash.tui.schedules.roster import ScheduleRoster
from lockdash.tui.schedules.rows import ExceptionView, Row, exception_key
from lockdash.tui.widgets.lines import plain
from tests.tui.build_people import ADA, BY_NAME, access, synced
from tests.tui.build_schedules import (
    AUTO,
    CLIMATE,
    DEVICES,
    HEATER,
    NIGHTS,
    OPENING,
    STRANGE,
    UNUSED,
    WORK,
    exception,
    schedule,
    snapshot,
)
from tests.tui.fake_engine import OWN
from tests.tui.schedule_stage import HOURS, key_of
from tests.tui.world import BEN, NOW, ZONE, ago

replace = msgspec.structs.replace


def rows(known: PeopleSnapshot | None = None, now: datetime = NOW, devices=DEVICES) -> dict[str, Row]:
    from lockdash.engine.schedules.views import views

    known = known if known is not None else snapshot()
    by_key = {each.key: each for each in devices}
    roster = ScheduleRoster()
    roster.take(views(known, Directory(known, by_key), by_key, now), known, now, ZONE)
    return roster.views


def told(key: str, known: PeopleSnapshot | None = None, now: datetime = NOW, devices=DEVICES, **more: Any):
    """The detail of a row. `more`: any of its fields."""
    found = rows(known, now, devices)
    row = found[key]
    given: dict[str, Any] = {"now": now, "zone": ZONE, "glyphs": UNICODE, "account": 1, "own": OWN} | more
    if isinstance(row, ExceptionView):
        return ExceptionDetail(view=row, **given)
    with_it = found.get(exception_key(row.exception)) if row.exception is not None else None
    return ScheduleDetail(view=row, exception=with_it, **given)


def lines(detail, width: int = 72, height: int = 60):
    return (exception_lines if isinstance(detail, ExceptionDetail) else schedule_lines)(detail, width, height)


def text(detail, width: int = 72, height: int = 60) -> str:
    return plain(lines(detail, width, height))


def tones(detail, part: str, width: int = 72) -> set[Tone]:
    return {span.tone for line in lines(detail, width) for span in line if part in span.text}


def test_a_schedule_tells_its_week_twice_what_comes_and_who_comes_by_it() -> None:
    said = text(told(key_of(WORK)))
    assert "● may enter now" in said
    assert "ends Fri 12:30 (in 1 h)" in said
    assert "Week        mon-fri 09:00-12:30, 13:15-17:00" in said
    assert "▄▄▄▄" in said, "the picture"
    assert "Exception   Public holidays: 3–6 Apr, 24–26 Dec (in 28 d)" in said
    assert "Door clock  Denver, 7 h behind" in said
    assert "Used by 1 person" in said
    assert "Dora Keeper" in said


def test_what_comes_is_told_at_the_door_and_on_the_viewers_clock() -> None:
    said = text(told(key_of(WORK)))
    assert "Your time" in said
    assert "Fri 17:00  ends    in 5 h  Sat 00:00" in said
    own = text(told(key_of(WORK), zone=ZONE.__class__("America/Denver")))
    assert "Your time" not in own
    assert "Door clock  Denver\n" in own


@pytest.mark.parametrize(
    ("subject", "parts"),
    [
        (OPENING, ("locks Fri 18:00 (in 6 h)", "lock action", "Beach House 1", "Pool gate", "Used by 2 devices")),
        (AUTO, ("auto-lock on Fri 18:00", "mon-fri 08:00 off, 18:00 on")),
        (HEATER, ("switches on Fri 17:00", "Sauna heater")),
        (CLIMATE, ("not used", "daily 07:00 cool 76 heat 68", "No device goes by it: + chooses some.")),
        (UNUSED, ("not used", "Nobody comes by it", "sat-sun 10:00-18:00")),
        (STRANGE, ("not known to lockdash", "sprinkler_schedule", "What it does is not known.")),
        (NIGHTS, ("○ not now", "begins Fri 22:00", "Ada Sample", "Pool gate")),
    ],
    ids=lambda value: value.name if isinstance(value, Schedule) else "",
)
def test_every_kind_says_what_it_is(subject: Schedule, parts: tuple[str, ...]) -> None:
    for width in (44, 72, 110):
        said = text(told(key_of(subject)), width)
        assert all(part in said for part in parts), (width, said)


def test_hours_of_an_access_say_that_they_drift() -> None:
    said = text(told(HOURS), 90)
    assert "hours" in said
    assert "Drifts      from 29 Mar 2026: Mon-Fri 10:00-18:00, since it is kept in UTC" in said
    assert "Cleaner's PIN  " in said


def test_on_a_day_of_its_exception_nobody_enters_and_that_is_loud() -> None:
    closed = exception("e1", "Works", (date(2026, 3, 6), date(2026, 3, 8)))
    known = snapshot(exceptions=[closed])
    detail = told(key_of(WORK), known)
    assert "– closed today" in text(detail)
    assert tones(detail, "closed today") == {Tone.caution}
    assert "begins Mon 09:00" in text(detail)
    row = told(key_of(closed), known)
    assert "closed until 8 Mar" in text(row)
    assert tones(row, "closed until") == {Tone.caution}


def test_doors_in_several_zones_are_told_apart() -> None:
    accesses = [
        access(ADA, BY_NAME["Lodge"], synced(), schedule_id="s2"),
        access(ADA, replace(BY_NAME["Front Door"], account="rentals"), synced(), schedule_id="s2"),
    ]
    devices = [replace(each, account="rentals") if each.name == "Front Door" else each for each in DEVICES]
    detail = told(key_of(WORK), snapshot(accesses=accesses), devices=devices)
    assert detail.view.zones == {"America/Denver", "Europe/Warsaw"}
    said = text(detail)
    assert "may enter at some doors" in said
    assert "Denver, 7 h behind; Warsaw, 1 h ahead" in said
    assert "ends Fri 12:30 Denver" in said
    assert "Mon 09:00  begins  Warsaw" in said


def test_a_door_whose_clock_nobody_knows_is_said_to_be_one() -> None:
    devices = [replace(each, zone=None) for each in DEVICES]
    said = text(told(key_of(OPENING), devices=devices))
    assert "when, is not known" in said
    assert "Door clock  not known" in said
    said = text(told(HOURS, devices=devices))
    assert "hours are those of UTC" in said
    assert "begins Mon 08:00 UTC" in said


def test_what_is_wrong_with_a_week_is_named() -> None:
    eight, nine, ten = (timedelta(hours=hour) for hour in (8, 9, 10))
    muddled = replace(WORK, week=replace(WORK.week, spans=(Hours(0, eight, ten), Hours(0, nine, ten))))
    detail = told(key_of(WORK), snapshot([muddled]))
    assert "Amiss       Mon 08:00-10:00 and 09:00-10:00 overlap" in text(detail)
    assert tones(detail, "overlap") == {Tone.caution}


def change(subject: Any, status: ChangeStatus, kind: ChangeKind = ChangeKind.update_schedule, **more: Any) -> Change:
    given: dict[str, Any] = {
        "id": "c1",
        "account": "rentals",
        "kind": kind,
        "actor": OWN,
        "person_name": "",
        "requested_at": ago(minutes=10),
        "expires_at": ago(minutes=8),
        "target_id": subject.id,
        "target_name": subject.name,
        "status": status,
    }
    return Change(**(given | more))


def test_what_was_done_to_it_and_by_whom_and_what_is_in_doubt() -> None:
    doubt = change(WORK, ChangeStatus.unknown, details="week", actor=BEN)
    said = text(told(key_of(WORK), changes=[doubt, change(WORK, ChangeStatus.done, details="name")]))
    assert "Last changes" in said
    assert "17:52       change · IN DOUBT · ben" in said
    assert "week; it may have happened" in said
    assert "17:52       change · done\n" in said


def test_an_exception_tells_its_days_what_overlaps_and_its_schedules() -> None:
    winter = exception(
        "e1",
        "Winter",
        (date(2026, 12, 28), date(2027, 1, 3)),
        (date(2026, 12, 20), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 7, 4), date(2026, 7, 4)),
    )
    detail = told(key_of(winter), snapshot(exceptions=[winter]))
    said = text(detail).splitlines()
    days = [each.split("  ")[0] for each in said[said.index(next(each for each in said if "Closed on" in each)) + 1 :]]
    assert days[:4] == ["4 Jul", "20–31 Dec", "28 Dec – 3 Jan 2027", "1 Jan"], "what is over comes last"
    assert any("7 days" in each and "overlaps 20–31 Dec" in each for each in said)
    assert tones(detail, "1 Jan") == {Tone.faint}
    assert "Used by 1 schedule" in "\n".join(said)
    assert any(each.startswith("Weekdays 9-17") and "1 person" in each for each in said)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ([], "It has no days"),
        ([(date(2026, 5, 9), date(2026, 5, 7))], "ends before it begins"),
        ([(date(2026, 3, 7), date(2026, 3, 7))], "closed 7 Mar (tomorrow)"),
        ([(date(2026, 3, 6), date(2026, 3, 6))], "closed today"),
        ([(date(2026, 3, 1), date(2026, 3, 2))], "4 d ago"),
    ],
)
def test_an_exception_in_every_condition(dates: list[tuple[date, date]], said: str) -> None:
    lone = exception("e7", "Some days", *dates)
    detail = told(exception_key(lone), snapshot(exceptions=[lone]))
    assert said in text(detail)
    assert "No schedule is known to go with it" in text(detail)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_pane_is_filled_and_never_overflown(glyphs: Glyphs) -> None:
    loaded = [change(WORK, ChangeStatus.failed, reason="no answer within ten seconds, whatever was tried")] * 6
    for key, row in rows().items():
        detail = told(key, glyphs=glyphs, changes=loaded, trouble="api.remotelock.com did not answer in time")
        for width in (10, 20, 38, 44, 63, 64, 76, 92, 110, 196):
            for height in (1, 2, 5, 7, 9, 12, 15, 17, 18, 24, 35, 60, 1000):
                found = lines(detail, width, height)
                assert found
                assert len(found) <= height
                assert all(width_of(each) <= width for each in found), (row.name, width, height)
                assert plain(found).isascii() or glyphs is UNICODE or width < 38
                assert all(cell_len(each) <= width for each in plain(found).splitlines())
    assert lines(told(key_of(WORK)), 40, 0) == []


def test_a_low_pane_keeps_room_for_those_who_use_it() -> None:
    said = text(told(key_of(OPENING)), 76, 7)
    assert "Beach House 1" in said
    assert "Pool gate" in said
    assert "Fri 18:00  locks" in said


def test_many_users_are_cut_beside_the_list_and_all_told_in_whole() -> None:
    doors = [each for each in DEVICES if each.account == "rentals"]
    devices = [replace(each, schedule_ids={OPENING.kind: OPENING.id}) for each in doors]
    detail = told(key_of(OPENING), devices=devices)
    assert "Enter shows all" in text(detail, 44, 35)
    whole = text(detail, 76, 1000)
    assert all(each.name in whole for each in devices)
    assert "Enter shows all" not in whole


def test_weeks_of_many_groups_hang_behind_their_days() -> None:
    busy = schedule("s1", "Busy", "mon 01:00-02:00, 03:00-04:00, 05:00-06:00, 07:00-08:00; tue 09:00-10:00")
    said = text(told(key_of(busy), snapshot([busy])), 44).splitlines()
    at = next(index for index, each in enumerate(said) if each.startswith("Week"))
    assert said[at] == "Week        mon 01:00-02:00, 03:00-04:00,"
    assert said[at + 1] == "              05:00-06:00, 07:00-08:00"
    assert said[at + 2] == "            tue 09:00-10:00"
