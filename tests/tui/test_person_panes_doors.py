"""What the detail of a person says of doors: which, and whether their locks have heard."""

from __future__ import annotations

import msgspec

from lockdash.domain.accesses import Group, Sync
from lockdash.domain.devices import Contact
from lockdash.tui.look.tones import Tone
from lockdash.tui.widgets.lines import plain
from tests.tui import build_people as people
from tests.tui.build_people import ADA, BEN, DORA, FAYE, access, failed, pending, synced
from tests.tui.person_details import LODGE, POOL, detail, flat, lines_of, text, tone_of, with_person
from tests.tui.world import NOW, ago


def test_a_failed_lock_is_loud_and_says_what_to_do() -> None:
    told = detail(ADA)
    assert "▲ 1 of 2 locks failed to take it" in text(told)
    assert tone_of(told, "failed to take it") is Tone.alarm
    assert "take the door away and give it again" in flat(told)
    assert "overdue, was due 38 m ago" in text(told), "the lock itself tells why"


def test_a_lock_that_sleeps_is_waited_for() -> None:
    told = detail(BEN)
    assert "… 1 of 2 locks has not heard yet, for 14 m" in text(told)
    assert tone_of(told, "not heard yet") is Tone.caution, "more than ten minutes"
    assert "asleep, next contact in ~8 m" in text(told)
    assert "Nothing to do" in flat(told)


def test_a_lock_that_does_not_answer_is_to_be_seen_to() -> None:
    silent = msgspec.structs.replace(
        LODGE, contact=Contact(connected=False, seen_at=NOW, alive=False, last_at=ago(days=2))
    )
    told = flat(detail(ADA, access(ADA, silent, pending()), devices=[silent]))
    assert "1 lock has not heard yet" in told
    assert "offline, last contact 2 d ago" in told
    assert "Lodge hears of it when it is back: see to its batteries" in told


def test_several_locks_that_do_not_answer_are_counted() -> None:
    silent = Contact(connected=False, seen_at=NOW, alive=False, last_at=ago(days=2))
    doors = [msgspec.structs.replace(each, contact=silent) for each in (LODGE, POOL)]
    told = flat(detail(ADA, *(access(ADA, each, pending()) for each in doors), devices=doors))
    assert "Each of 2 silent locks hears of it when it is back" in told


def test_a_code_that_may_still_open_is_told_of() -> None:
    told = flat(detail(FAYE, access(FAYE, LODGE, pending())))
    assert "1 lock has not heard that it is over yet" in told
    assert "Until then the code may still open it." in told
    assert "failed to forget it" in flat(detail(FAYE, access(FAYE, LODGE, failed())))


def test_of_a_group_the_locks_that_do_not_answer_are_named() -> None:
    group = Group(account="rentals", id="g1", name="Both", device_ids=frozenset({POOL.vendor_id, LODGE.vendor_id}))
    told = text(detail(ADA, access(ADA, group, pending(2)), groups={("rentals", "g1"): group}))
    assert "… 1 of 2 pending" in told
    assert "Pool gate: overdue, was due 38 m ago" in told
    assert "Lodge: asleep, next contact in" in told
    unread = Group(account="rentals", id="g1", name="Both")
    told = text(detail(ADA, access(ADA, unread, pending(2)), groups={("rentals", "g1"): unread}))
    assert "which of its doors they are is not known" in told
    assert "group of 2" in told, "as many as the vendor counts"


def test_what_nobody_counts_is_not_called_synced() -> None:
    told = text(detail(ADA, access(ADA, LODGE, Sync(total=0, synced=0, pending=0, failed=0))))
    assert "none counted" in told
    assert "synced" not in told
    assert "all have heard" not in told
    silent = text(detail(ADA, access(ADA, LODGE)))
    assert "In the locks" not in silent, "the vendor says nothing"
    assert "Locks       it has heard" in text(detail(ADA, access(ADA, LODGE, synced())))


# The doors


def test_accesses_are_a_table_whatever_the_names() -> None:
    long, wide = (
        msgspec.structs.replace(each, name=name, location="")
        for each, name in (
            (LODGE, "A door with a name that does not end where it should"),
            (POOL, "\u6c60\u306e\u95e8"),
        )
    )
    mine = access(ADA, long, synced(), schedule_id="s2"), access(ADA, wide, pending(), schedule_id="s1")
    lines = [plain([each]) for each in lines_of(detail(ADA, *mine, devices=[long, wide]), width=72)]
    head = next(index for index, each in enumerate(lines) if each.startswith("2 doors"))
    cells = [from_cell(lines[row], lines[head], "In the locks") for row in (head + 1, head + 2)]
    assert [each.split("  ")[0] for each in cells] == ["synced", "\u2026 pending"]
    cells = [from_cell(lines[row], lines[head], "Schedule") for row in (head + 1, head + 2)]
    assert [each.rstrip() for each in cells] == ["Weekdays 9-17", "Nights"]


def from_cell(row: str, head: str, title: str) -> str:
    """What stands below `title`, counted in cells of the terminal."""
    from rich.cells import chop_cells

    at = head.index(title)
    return row[len(chop_cells(row, at)[0]) :]


def test_what_has_no_column_stands_below_its_row() -> None:
    told = text(detail(DORA), width=44)
    assert "All cabins all 6 synced group of 6" in told
    assert "\n  Weekdays 9-17" in told
    assert "location of 3" in told
    assert "2 accesses" in told, "a group is more than a door"


def test_doors_that_were_not_read_are_not_no_doors() -> None:
    accounts = people.people_snapshot().accounts
    unread = {name: msgspec.structs.replace(each, accesses_read_at=None) for name, each in accounts.items()}
    nobody = with_person(key="rentals/persons/99")
    told = detail(nobody, accounts=unread)
    assert "Doors not read yet." in text(told)
    assert tone_of(told, "not read yet") is Tone.unsure
    assert "No doors" in text(detail(nobody))
    assert "2 doors so far" in text(detail(ADA, accounts=unread))
    assert "2 doors so far" not in text(detail(ADA))
    assert "They are read while" not in flat(detail(nobody, accounts=unread, trouble="signed out"))


# What happened
