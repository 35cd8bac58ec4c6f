"""What the detail of a person says, as plain text."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.accesses import Level, Sync
from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.events import Event, EventKind
from lockdash.domain.people import Credentials, PersonKind, PersonStatus
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.tui.look.glyphs import ASCII
from lockdash.tui.look.tones import Tone
from tests.tui import build_people as people
from tests.tui import world
from tests.tui.build_people import ADA, BY_NAME, FAYE, GINA, HUGO, IDA, JAN, access, failed, pending, synced
from tests.tui.fake_engine import OWN
from tests.tui.person_details import LODGE, POOL, detail, flat, lines_of, text, tone_of, with_person
from tests.tui.world import NOW, ago


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


def test_many_doors_leave_room_for_what_was_done() -> None:
    doors = [each for each in people.DEVICES if each.account == ADA.account]
    mine = [access(ADA, each, synced()) for each in doors]
    told = text(detail(ADA, *mine, changes=[change(ChangeKind.create, ChangeStatus.done)]), width=50, height=22)
    assert "Enter shows all" in told
    assert "Last changes" in told
    whole = text(detail(ADA, *mine), width=50, height=100)
    assert "Enter shows all" not in whole
    assert all(each.name in whole for each in doors)
