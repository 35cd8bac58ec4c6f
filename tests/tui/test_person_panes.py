"""What the detail of a person says, as plain text."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.accesses import Access, Group, Level, Sync
from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.devices import Contact
from lockdash.domain.events import Event, EventKind
from lockdash.domain.people import Credentials, Person, PersonKind, PersonStatus
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.views import view
from lockdash.tui.look.glyphs import ASCII, UNICODE
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, width_of
from lockdash.tui.panes.person import PersonDetail, person_lines
from lockdash.tui.widgets.lines import plain
from tests.tui import build_people as people
from tests.tui import world
from tests.tui.build_people import ADA, BEN, BY_NAME, DORA, FAYE, GINA, HUGO, IDA, JAN, access, failed, pending, synced
from tests.tui.fake_engine import OWN
from tests.tui.world import NOW, ZONE, ago

POOL, BEACH2, LODGE = (BY_NAME[name] for name in ("Pool gate", "Beach House 2", "Lodge"))


def detail(person: Person, *accesses: Access, devices: Any = people.DEVICES, **more: Any) -> PersonDetail:
    """Of `person` in the world of people, with other `accesses` if any are given. `more`: of PersonDetail; `groups`,
    `accounts`: of the snapshot."""
    known = people.people_snapshot(
        [*people.PEOPLE, person],
        [*accesses] or people.ACCESSES,
        groups=more.pop("groups", {("rentals", "g1"): people.CABINS}),
        accounts=more.pop("accounts", None),
    )
    directory = Directory(known, {each.key: each for each in devices})
    values: dict[str, Any] = {
        "view": view(person, known, directory, NOW),
        "now": NOW,
        "zone": ZONE,
        "glyphs": UNICODE,
        "account": 1,
        "directory": directory,
        "own": OWN,
        "origin": known.accounts[person.account].origin(person.origin),
    }
    return PersonDetail(**(values | more))


def lines_of(told: PersonDetail, width: int = 60, height: int = 80) -> list[Line]:
    lines = person_lines(told, width, height)
    assert len(lines) <= height
    assert all(width_of(each) <= width for each in lines)
    return lines


def text(told: PersonDetail, width: int = 60, height: int = 80) -> str:
    return plain(lines_of(told, width, height))


def flat(told: PersonDetail, **size: int) -> str:
    """Without line breaks: what is wrapped reads on."""
    return " ".join(text(told, **size).split())


def tone_of(told: PersonDetail, said: str) -> Tone:
    return next(span.tone for each in lines_of(told) for span in each if said in span.text)


def with_person(**more: Any) -> Person:
    return msgspec.structs.replace(ADA, **more)


# When


def test_a_stay_is_told_in_the_time_of_the_door_and_in_the_viewers() -> None:
    told = text(detail(ADA))
    assert "● Current" in told
    assert "ends in 2 d" in told
    assert "4 Mar 2026 16:00 to 9 Mar 2026 11:00" in told
    # The door's clock is put forward on 8 March, the viewer's is not.
    assert "Your time   4 Mar 23:00 to 9 Mar 17:00" in told
    assert "Door clock  Denver, 7 h behind" in told


def test_a_viewer_at_the_door_is_told_one_time() -> None:
    told = text(detail(ADA, zone=ZoneInfo("America/Denver")))
    assert "Your time" not in told
    assert "Door clock" not in told


def test_a_stay_at_doors_of_several_zones_and_of_an_unknown_one() -> None:
    there = msgspec.structs.replace(LODGE, zone="Europe/Warsaw")
    mine = access(ADA, POOL), access(ADA, there)
    assert "by the clock of each door" in flat(detail(ADA, *mine, devices=[POOL, there]))
    nowhere = msgspec.structs.replace(LODGE, zone=None)
    told = flat(detail(ADA, access(ADA, nowhere), devices=[nowhere]))
    assert "at the door, whose time zone is not known" in told
    assert "ends in" not in told, "nobody knows when"


def test_hours_that_differ_by_door_stand_with_the_doors() -> None:
    mine = access(ADA, POOL, guest_start=time(18)), access(ADA, LODGE)
    told = text(detail(ADA, *mine))
    assert "each door has times of its own" in told
    assert "4 Mar 2026 18:00 to 9 Mar 2026 11:00" in told
    assert "4 Mar 2026 16:00 to 9 Mar 2026 11:00" in told


def test_a_week_in_utc_is_told_at_the_door_with_its_drift() -> None:
    told = flat(detail(JAN))
    assert "Mon-Fri 09:00-17:00" in told
    assert "from 29 Mar 2026: Mon-Fri 10:00-18:00, since it is kept in UTC" in told


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (None, None, "always"),
        (datetime(2026, 3, 8, 18, 2, 20, tzinfo=UTC), None, "begins in 2 d"),
        (None, datetime(2026, 3, 6, 20, 2, 20, tzinfo=UTC), "ends in 2 h"),
        (None, datetime(2026, 3, 1, 18, 2, 20, tzinfo=UTC), "ended 5 d ago"),
    ],
)
def test_how_near_it_is(starts: datetime | None, ends: datetime | None, said: str) -> None:
    window = Window(starts_at=starts, ends_at=ends, in_utc=True)
    assert said in text(detail(HUGO, access(HUGO, BY_NAME["Front Door"], window=window)))


def test_how_near_is_not_told_where_each_door_differs() -> None:
    at = datetime(2026, 3, 7, tzinfo=UTC)
    mine = [
        access(HUGO, BY_NAME["Front Door"], window=Window(ends_at=at, in_utc=True), level=Level.admin),
        access(HUGO, BY_NAME["Garage"], level=Level.admin),
    ]
    told = text(detail(HUGO, *mine), width=34)
    assert "ends in" not in told
    assert "until 7 Mar 2026 01:00\n" in told
    assert "always" not in told, "what has no limits needs no line"


def test_a_status_that_we_have_no_word_for_is_quoted() -> None:
    told = detail(with_person(status=PersonStatus.unknown, status_raw="on_hold"))
    assert "? Unknown · on_hold" in text(told)
    assert tone_of(told, "Unknown") is Tone.unsure


def test_who_is_invited_and_who_is_deactivated() -> None:
    told = text(detail(IDA))
    assert "Pending · invited" in told
    assert "guest, nearby only" in told
    gone = text(detail(FAYE))
    assert "Deactivated" in gone
    assert "ends in" not in gone, "the end of the stay is of no account"


# Secrets


def test_a_pin_is_hidden_until_it_is_revealed() -> None:
    assert "PIN         ••••••  v shows it" in text(detail(ADA))
    shown = text(detail(with_person(has_card=True), credentials=Credentials(Secret("483921"), Secret("00000851"))))
    assert "PIN         483921  shown for 10 s" in shown
    assert "Card        00000851  shown for 10 s" in shown
    assert "Card        ••••••" in text(detail(with_person(has_card=True)))
    assert "PIN         ******" in text(detail(ADA, glyphs=ASCII))


def test_the_number_of_signs_says_nothing_of_the_pin() -> None:
    assert text(detail(ADA)).count("•") == 6


def test_no_pin_and_a_pin_that_nobody_can_show() -> None:
    assert "no PIN" in text(detail(with_person(has_pin=False)))
    told = flat(detail(HUGO))
    assert "v shows it" not in told
    assert told.count("a Tedee user opens with the app; a PIN is one of the keypad's") == 1, "said once"
    assert "opens once" in text(detail(msgspec.structs.replace(GINA, one_time=True)))


# The locks


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


def change(kind: ChangeKind, status: ChangeStatus, **more: Any) -> Change:
    values: dict[str, Any] = {
        "id": f"{kind}-{status}",
        "account": "rentals",
        "kind": kind,
        "actor": OWN,
        "person_name": ADA.name,
        "person_key": ADA.key,
        "requested_at": ago(minutes=20),
        "expires_at": NOW,
        "status": status,
    }
    return Change(**(values | more))


def test_what_was_done_is_told_with_who_and_why() -> None:
    changes = [
        change(ChangeKind.revoke, ChangeStatus.unknown, target_id=POOL.vendor_id, reason="no answer came"),
        change(ChangeKind.update, ChangeStatus.refused, details="pin", reason="the PIN is taken", actor=world.BEN),
        change(ChangeKind.create, ChangeStatus.done),
    ]
    told = detail(ADA, changes=changes)
    assert "17:42       take Pool gate · IN DOUBT\n" in text(told)
    assert tone_of(told, "IN DOUBT") is Tone.unsure
    assert "no answer came; it may have happened: look before it is asked for again" in flat(told)
    assert "change · REFUSED · ben, 10.0.0.5" in text(told)
    assert "pin; the PIN is taken" in text(told)
    assert "add · done\n" in text(told) + "\n"


def test_a_change_in_flight_is_a_wish() -> None:
    asked = change(ChangeKind.grant, ChangeStatus.requested, target_name="Lodge", actor=world.BEN)
    seen = msgspec.structs.replace(detail(ADA).view, change=asked)
    told = detail(ADA, view=seen)
    assert "… giving a door: Lodge (asked by ben, 10.0.0.5)" in text(told)
    assert tone_of(told, "giving a door") is Tone.asked


def event(device_id: str | None, who: str = "Ada Sample", how: str = "PIN") -> Event:
    made = world.event(POOL, EventKind.unlocked, ago(hours=2), who, how)
    return msgspec.structs.replace(made, device_id=device_id)


def test_events_of_a_person_name_the_door() -> None:
    told = text(detail(ADA, events=[event(POOL.vendor_id)]))
    assert "16:02       unlocked    Pool gate, PIN" in told


def test_what_is_not_possible_is_told_once_and_why() -> None:
    told = flat(detail(GINA, whole=True))
    assert told.count("a resort lock's PIN is made of its times: delete the guest and add them again") == 1
    assert "Not possible" not in text(detail(ADA, whole=True)), "there is nothing of the kind"
    assert "Not possible" not in text(detail(GINA)), "beside the list it is in the way"


def test_trouble_with_the_account_is_told() -> None:
    assert "Not read now: the vendor does not answer" in flat(detail(ADA, trouble="the vendor does not answer"))


# Sizes


def test_the_lowest_pane_is_one_line() -> None:
    assert text(detail(ADA), width=100, height=1) == (
        "Ada Sample · ● Current · ▲ 1 of 2 locks failed to take it · ends in 2 d · 2 doors"
    )


def test_a_low_pane_has_two_columns() -> None:
    lines = text(detail(ADA), width=76, height=7).splitlines()
    assert "4 Mar 2026 16:00 to 9 Mar 2026 11:00" in lines[1]
    assert "PIN         ••••••  v shows it" in lines[4]
    assert "Beach House 1 synced" in lines[4]


def test_many_doors_leave_room_for_what_was_done() -> None:
    doors = [each for each in people.DEVICES if each.account == ADA.account]
    mine = [access(ADA, each, synced()) for each in doors]
    told = text(detail(ADA, *mine, changes=[change(ChangeKind.create, ChangeStatus.done)]), width=50, height=22)
    assert "Enter shows all" in told
    assert "Last changes" in told
    whole = text(detail(ADA, *mine), width=50, height=100)
    assert "Enter shows all" not in whole
    assert all(each.name in whole for each in doors)


WORDS = st.text(max_size=60)


@given(
    name=WORDS,
    door=WORDS,
    email=st.none() | WORDS,
    reason=st.none() | WORDS,
    kind=st.sampled_from(PersonKind),
    sync=st.none() | st.sampled_from([synced(), pending(), failed(), Sync(total=9, synced=1, pending=2, failed=3)]),
    status=st.none() | st.sampled_from(PersonStatus),
    weekly=st.booleans(),
    width=st.integers(1, 220),
    height=st.integers(0, 70),
)
def test_no_size_and_no_text_breaks_the_pane(
    name: str,
    door: str,
    email: str | None,
    reason: str | None,
    kind: PersonKind,
    sync: Sync | None,
    status: PersonStatus | None,
    weekly: bool,
    width: int,
    height: int,
) -> None:
    somebody = with_person(name=name, email=email, kind=kind, status=status, status_raw=door, department=name)
    gate = msgspec.structs.replace(POOL, name=door)
    week = Window(days=frozenset({1, 3}), from_time=time(8), to_time=time(16), in_utc=True) if weekly else None
    told = detail(
        somebody,
        access(somebody, gate, sync, window=week),
        access(somebody, people.CABINS, sync, schedule_id=name),
        devices=[gate],
        changes=[change(ChangeKind.grant, ChangeStatus.unknown, target_name=door, reason=reason)],
        events=[event(gate.vendor_id, who=name, how=door)],
        trouble=reason or "",
    )
    for each in lines_of(told, width, height):
        assert all(span.text.isprintable() for span in each)
