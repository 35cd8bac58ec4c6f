"""The table of `lockdash people`: what stands in it, and how it gives way on narrow terminals."""

from datetime import datetime

import pytest

from lockdash.cli import people_listing
from lockdash.cli.people_reach import reached
from lockdash.cli.terminal import Paper, width
from lockdash.domain.accesses import Access, Sync, TargetKind
from lockdash.domain.people import Person, PersonKind, PersonStatus
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import AccountState, PeopleSnapshot
from tests.cli.made import NOON, ago, device

STAY = Window(starts_at=datetime(2026, 11, 20, 16), ends_at=datetime(2026, 12, 5, 11))
HOUSE = device("Beach House", account="rentals", zone="America/Denver")
DIRECTORY_OF = {HOUSE.key: HOUSE}


def person(name="Ada Sample", **more):
    fields = {
        "key": f"rentals/people/{name}",
        "account": "rentals",
        "id": name,
        "origin": "people",
        "kind": PersonKind.guest,
        "name": name,
        "status": PersonStatus.current,
        "stay": STAY,
    }
    return Person(**(fields | more))


def access(of, **more):
    fields = {
        "key": f"rentals/access/{of.id}",
        "account": "rentals",
        "person_key": of.key,
        "target_kind": TargetKind.device,
        "target_id": HOUSE.vendor_id,
        "id": of.id,
    }
    return Access(**(fields | more))


def shown(*people, accesses=(), read=True, columns=None, ascii_only=False, pins=None):
    by_person = {each.key: tuple(one for one in accesses if one.person_key == each.key) for each in people}
    known = PeopleSnapshot(
        revision=1,
        at=NOON,
        people={each.key: each for each in people},
        by_person={key: mine for key, mine in by_person.items() if mine},
        accounts={"rentals": AccountState(accesses_read_at=NOON if read else None)},
    )
    paper = Paper(ascii_only=ascii_only)
    paper.width = columns
    found = reached(known, Directory(known, DIRECTORY_OF), {"rentals"}, NOON)
    return people_listing.lines(found, NOON, paper, pins)


def sync(**counts):
    return Sync(**({"total": 3, "synced": 0, "pending": 0, "failed": 0} | counts))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (access(person(), sync=sync(synced=3)), "all synced"),
        (access(person(), sync=sync(synced=1, pending=2), pending_since=ago(14 * 60)), "2 pending 14 m"),
        (access(person(), sync=sync(synced=2, failed=1)), "1 failed"),
        (access(person(), sync=sync(failed=1, pending=2), pending_since=ago(30)), "1 failed, 2 pending <1 m"),
    ],
)
def test_the_locks_word_is_told(given, told):
    row = shown(person(), accesses=[given])[1]
    assert row.startswith(f"Ada Sample  current  {told}  20 Nov 2026 16:00 to 5 Dec 2026 11:00  Beach House")


def test_what_was_not_read_does_not_look_like_nothing():
    assert "  not read  " in shown(person(), read=False)[1]
    assert "  none  " in shown(person())[1]
    assert "Beach House, perhaps more" in shown(person(), accesses=[access(person())], read=False)[1]


def test_who_needs_a_person_stands_first_and_who_is_over_last():
    bob, cleo, dan = person("Bob"), person("Cleo", status=PersonStatus.expired), person("Dan")
    failing = access(dan, sync=sync(failed=1))
    names = [line.split()[0] for line in shown(bob, cleo, dan, accesses=[failing])[1:]]
    assert names == ["Dan", "Bob", "Cleo"]


def test_a_word_of_the_vendor_that_we_do_not_have_is_told():
    assert "  paused  " in shown(person(status=PersonStatus.unknown, status_raw="paused"))[1]


def test_pins_stand_behind_the_name():
    head, row = shown(person(), pins={person().key: Secret("483921")})
    assert head.split()[:2] == ["Person", "PIN"]
    assert row.startswith("Ada Sample  483921  current")
    assert "483921" not in "".join(shown(person()))


@pytest.mark.parametrize("columns", [120, 100, 80, 60, 40, 24])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(columns):
    mine = access(person(), sync=sync(synced=1, pending=2), pending_since=ago(14 * 60))
    lines = shown(person("Ada Sample of the longest name that anybody has"), person(), accesses=[mine], columns=columns)
    assert max(map(width, lines)) <= columns
    text = " ".join(" ".join(lines).split())
    for words in ("2 pending", "Beach House", "guest", "rentals", "20 Nov"):
        assert words in text


def test_ascii_is_ascii():
    assert all(line.isascii() for line in shown(person("Zoë 玄関"), ascii_only=True))
