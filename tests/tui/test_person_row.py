"""What a row says of somebody: the truth, and no louder than it is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import msgspec
import pytest

from lockdash.domain.accesses import Sync
from lockdash.domain.people import PersonStatus
from lockdash.domain.windows import Window
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.views import PersonView, view
from lockdash.tui.look.glyphs import ASCII, UNICODE
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.columns import arrange
from lockdash.tui.render.fit import fit_cell
from lockdash.tui.render.person_row import PERSON_COLUMNS, person_cells, sync_cell
from lockdash.tui.render.person_stay import stay_cell
from tests.tui.build_people import ADA, BY_NAME, DEVICES, access, people_snapshot, person, stay, wall
from tests.tui.world import NOW, ago

POOL = BY_NAME["Pool gate"]


def seen(who: Any = ADA, *accesses: Any, now: datetime = NOW) -> PersonView:
    people = people_snapshot([who], accesses)
    return view(who, people, Directory(people, {each.key: each for each in DEVICES}), now)


def told(window: Window | None, status: PersonStatus = PersonStatus.current, **more: Any) -> tuple[str, str]:
    """What the column says of a stay where there is room, and where there is less."""
    who = person("x", "X", stay=window, status=status)
    cell = stay_cell(seen(who, access(who, POOL)), UNICODE, NOW, **more)
    return cell.text, cell.short


@pytest.mark.parametrize(
    ("window", "text", "short"),
    [
        (stay(4, 9), "4 Mar 16:00 – 9 Mar 11:00", "4–9 Mar"),
        (Window(starts_at=wall(28, 16, month=2), ends_at=wall(3, 11)), "28 Feb 16:00 – 3 Mar 11:00", "28 Feb – 3 Mar"),
        (Window(starts_at=wall(6, 9), ends_at=wall(6, 17)), "6 Mar 09:00–17:00", "6 Mar"),
        (Window(starts_at=wall(4, 16), ends_at=wall(10, 0)), "4 Mar 16:00 – 10 Mar 00:00", "4–9 Mar"),
        (Window(ends_at=wall(9, 11)), "until 9 Mar 11:00", "until 9 Mar"),
        (Window(starts_at=wall(9, 11)), "from 9 Mar 11:00", "from 9 Mar"),
        (Window(), "always", ""),
        (None, "always", ""),
    ],
)
def test_a_stay_is_told_at_the_door_with_the_days_alone_where_it_is_narrow(window, text, short):
    assert told(window) == (text, short)


def test_years_are_told_where_they_are_not_this_one_and_the_short_text_says_what_comes_next():
    window = Window(starts_at=datetime(2025, 12, 28, 16), ends_at=datetime(2027, 1, 3, 11))
    assert told(window) == ("28 Dec 2025 16:00 – 3 Jan 2027 11:00", "until 3 Jan 2027")
    coming = Window(starts_at=datetime(2026, 12, 28, 16), ends_at=datetime(2027, 1, 3, 11))
    assert told(coming, PersonStatus.upcoming)[1] == "from 28 Dec"
    assert told(coming, PersonStatus.current)[1] == "until 3 Jan 2027"


def test_moments_are_told_by_the_clock_at_the_door_and_as_utc_where_nobody_knows_it():
    until = Window(ends_at=datetime(2026, 3, 9, 22, tzinfo=UTC))
    who = person("x", "X", account="home", status=None)
    front = access(who, BY_NAME["Front Door"], window=until)
    assert stay_cell(seen(who, front), UNICODE, NOW).text == "until 9 Mar 23:00"
    lost = access(who, msgspec.structs.replace(BY_NAME["Front Door"], vendor_id="nowhere"), window=until)
    assert stay_cell(seen(who, lost), UNICODE, NOW).text == "until 9 Mar 22:00 UTC"


def test_weeks_are_told_by_their_days_where_it_is_narrow():
    days = Window(days=frozenset({0, 2}), from_time=time(9), to_time=time(17))
    assert told(days) == ("Mon, Wed 09:00-17:00", "Mon, Wed")
    both = msgspec.structs.replace(days, ends_at=wall(9, 11))
    assert told(both) == ("until 9 Mar 11:00, Mon, Wed 09:00-17:00", "until 9 Mar, weekly")


def test_doors_with_times_of_their_own_claim_no_time_for_all():
    one, other = (access(ADA, BY_NAME[name], guest_end=end) for name, end in (("Lodge", time(9)), ("Loft", None)))
    assert stay_cell(seen(ADA, one, other), UNICODE, NOW).text == "4–9 Mar"
    who = person("x", "X", status=None)
    windows = [
        access(who, BY_NAME[name], window=Window(ends_at=at)) for name, at in (("Lodge", wall(9)), ("Loft", None))
    ]
    assert stay_cell(seen(who, *windows), UNICODE, NOW).text == "differs by door"


@pytest.mark.parametrize(
    ("sync", "since", "text", "tail", "tone"),
    [
        (Sync(total=2, synced=2, pending=0, failed=0), None, "  all synced", "", Tone.faint),
        (Sync(total=3, synced=1, pending=2, failed=0), ago(minutes=2), "… 2 pending", " 2 m", Tone.asked),
        (Sync(total=3, synced=1, pending=2, failed=0), ago(minutes=14), "… 2 pending", " 14 m", Tone.caution),
        (Sync(total=3, synced=1, pending=1, failed=1), ago(minutes=14), "▲ 1 failed", "", Tone.alarm),
        (None, None, "  –", "", Tone.faint),
    ],
)
def test_all_synced_is_quiet_waiting_has_an_age_and_failed_is_loud(sync, since, text, tail, tone):
    cell = sync_cell(seen(ADA, access(ADA, POOL, sync, pending_since=since)), UNICODE, NOW)
    assert (cell.text, cell.tail, cell.tone) == (text, tail, tone)


def test_what_is_under_way_is_told_as_a_wish():
    view = seen(ADA, access(ADA, POOL, Sync(total=1, synced=1, pending=0, failed=0)))
    cells = named(person_cells(view, UNICODE, NOW, doing="taking a door"))
    assert cells["sync"].text == "… taking a door"
    assert cells["sync"].tone is Tone.asked


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("status", list(PersonStatus))
def test_each_status_has_a_sign_and_a_word_that_fit(glyphs, status):
    cell = named(person_cells(seen(person("x", "X", status=status)), glyphs, NOW))["status"]
    text, _ = fit_cell(cell, 10, ellipsis=glyphs.ellipsis)
    assert text.startswith(tuple(each for each in glyphs.states if each != glyphs.blank))
    assert not text.endswith(glyphs.ellipsis)
    assert status.value[:4] in text.lower()


def test_signs_tell_who_may_enter_from_who_may_not():
    signs = {
        status: named(person_cells(seen(person("x", "X", status=status)), UNICODE, NOW))["status"].text[0]
        for status in PersonStatus
    }
    assert len({signs[each] for each in (PersonStatus.current, PersonStatus.upcoming, PersonStatus.expired)}) == 3
    assert signs[PersonStatus.unknown] == UNICODE.unknown


def test_who_is_over_is_quiet_in_every_cell():
    who = person("x", "X", stay=stay(1, 3), status=PersonStatus.expired)
    cells = person_cells(seen(who, access(who, POOL)), UNICODE, NOW)
    assert {each.tone for each in cells} <= {Tone.dim, Tone.faint}


@pytest.mark.parametrize(
    ("accesses", "known", "text"),
    [((), True, "0"), ((), False, "–"), ((access(ADA, POOL),), True, "1"), ((access(ADA, POOL),), False, "1+")],
)
def test_doors_that_nobody_has_read_are_not_none(accesses, known, text):
    view = msgspec.structs.replace(seen(ADA, *accesses), doors_known=known)
    cell = named(person_cells(view, UNICODE, NOW))["doors"]
    assert cell.text + cell.tail == text


@pytest.mark.parametrize(("width", "least"), [(76, 5), (68, 5), (120, 8), (36, 2)])
def test_the_widths_that_matter_have_the_columns_that_matter(width, least):
    places = arrange(PERSON_COLUMNS, width)
    names = [PERSON_COLUMNS[each.index].name for each in places]
    assert {"name", "status"} <= set(names)
    assert len(names) >= least
    assert places[-1].x + places[-1].width <= width


def test_on_eighty_columns_a_name_is_told_rather_than_the_kind():
    places = arrange(PERSON_COLUMNS, 76)
    widths = {PERSON_COLUMNS[each.index].name: each.width for each in places}
    assert widths["name"] >= 17
    assert "kind" not in widths


def named(cells: Any) -> dict[str, Any]:
    return {column.name: cell for column, cell in zip(PERSON_COLUMNS, cells, strict=True)}


def test_the_clock_of_the_machine_plays_no_part():
    later = NOW + timedelta(days=400)
    assert stay_cell(seen(ADA, access(ADA, POOL), now=later), UNICODE, later).text.startswith("4 Mar 2026")
