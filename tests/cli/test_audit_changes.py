"""`lockdash audit` of what was done to people and schedules."""

import json
from datetime import datetime

import pytest

from lockdash.__main__ import main
from lockdash.domain.accesses import Group, TargetKind
from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.commands import CommandStatus
from lockdash.domain.people import Person, PersonKind
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.engine.change_words import CHANGE_NAMES, OUTCOME_WORDS
from lockdash.store.store import Store
from tests.cli.made import NOON, ago, device
from tests.cli.test_audit import ADA, asked

CABIN = device("Cabin", account="rentals")
NORA = Person(
    key="rentals/people/7",
    account="rentals",
    id="7",
    origin="people",
    kind=PersonKind.guest,
    name="Nora Lindqvist",
    email="nora@example.com",
)
NIGHT = Schedule(account="rentals", id="s1", name="Locked at night", kind=ScheduleKind.lock_action)
ROOMS = Group(account="rentals", id="g1", name="All rooms")
CHANGE_KEYS = [
    "account",
    "kind",
    "person",
    "person_key",
    "target",
    "target_kind",
    "target_id",
    "status",
    "requested_at",
    "settled_at",
    "actor",
    "details",
    "reason",
]


def change(seconds, kind, status=ChangeStatus.done, **more):
    """A change that was asked `seconds` before NOON and settled 2 s later."""
    values = {
        "id": f"h{seconds}",
        "account": "rentals",
        "kind": kind,
        "actor": ADA,
        "person_name": NORA.name,
        "person_key": NORA.key,
        "requested_at": ago(seconds),
        "expires_at": ago(seconds - 120),
        "status": status,
        "settled_at": None if status.in_flight else ago(seconds - 2),
    }
    return Change(**(values | more))


NOBODY = {"person_name": "", "person_key": None}
AT_CABIN = {"target_kind": TargetKind.device, "target_id": CABIN.vendor_id}
COMMAND = asked(CABIN, 400, CommandStatus.confirmed, evidence="locked")
CHANGES = [
    change(900, ChangeKind.create, person_name="Zoe Failed", person_key=None, status=ChangeStatus.refused, reason="no"),
    change(500, ChangeKind.create),
    change(450, ChangeKind.grant, target_name="Cabin (old)", **AT_CABIN),
    change(300, ChangeKind.revoke, ChangeStatus.unknown, **AT_CABIN),
    change(250, ChangeKind.revoke, target_kind=TargetKind.door_group, target_id=ROOMS.id),
    change(200, ChangeKind.update_schedule, target_id=NIGHT.id, target_name=NIGHT.name, details="week", **NOBODY),
    change(100, ChangeKind.assign_schedule, target_id=CABIN.vendor_id, target_name="Cabin", **NOBODY),
    change(50, ChangeKind.delete_schedule, target_id="s9", target_name="Gone hours", **NOBODY),
    change(5, ChangeKind.reveal, ChangeStatus.requested),
]


@pytest.fixture
def audit(files, tmp_path, capfdbinary, time_machine):
    time_machine.move_to(NOON, tick=False)
    where = files()
    store = Store.open(tmp_path / "state")
    store.put_devices([CABIN])
    store.put_people([NORA])
    store.put_named([NIGHT])
    store.put_named([ROOMS])
    store.put_command(COMMAND)
    for each in CHANGES:
        store.put_change(each)
    store.close()

    def run(*argv):
        capfdbinary.readouterr()
        code = main([*where, "audit", *argv])
        out, err = (each.decode() for each in capfdbinary.readouterr())
        return code, out, err

    return run


def found(audit, *argv):
    code, out, _ = audit(*argv, "--json")
    assert code == 0
    return json.loads(out)


def moments(told):
    return [int((NOON - datetime.fromisoformat(each["requested_at"])).total_seconds()) for each in told]


def test_json_has_the_documented_keys_beside_the_commands(audit):
    told = found(audit)
    assert list(told) == ["commands", "changes"]
    assert [each["name"] for each in told["commands"]] == ["Cabin"]
    assert [list(each) for each in told["changes"]] == [CHANGE_KEYS] * len(CHANGES)
    assert moments(told["changes"]) == [5, 50, 100, 200, 250, 300, 450, 500, 900]
    assert told["changes"][5] == {
        "account": "rentals",
        "kind": "revoke",
        "person": "Nora Lindqvist",
        "person_key": NORA.key,
        "target": "Cabin",
        "target_kind": "device",
        "target_id": CABIN.vendor_id,
        "status": "unknown",
        "requested_at": "2026-11-21T11:55:00Z",
        "settled_at": "2026-11-21T11:55:02Z",
        "actor": {"user": "ada", "origin": "10.0.0.7", "terminal": "/dev/pts/3", "process": 4711},
        "details": "",
        "reason": None,
    }
    assert told["changes"][3]["person"] is None
    assert [told["changes"][index]["target"] for index in (4, 6)] == ["All rooms", "Cabin (old)"]


@pytest.mark.parametrize(
    ("argv", "commands", "changes"),
    [
        (["nora"], [], [5, 250, 300, 450, 500]),
        (["NORA@example.com"], [], [5, 250, 300, 450, 500]),
        ([NORA.key], [], [5, 250, 300, 450, 500]),
        (["cabin"], [400], [100, 300, 450]),
        (["locked at"], [], [200]),
        (["rentals/schedule/s1"], [], [200]),
        (["gone HOURS"], [], [50]),  # known by nothing but its end
        (["zoe failed"], [], [900]),  # who never was
        (["gone hours", "--since", "2026-11-21T11:59:30"], [], []),
        (["--account", "home"], [], []),
        (["--since", "5m"], [], [5, 50, 100, 200, 250, 300]),
        (["nora", "--since", "5m", "--limit", "2"], [], [5, 250]),
        (["cabin", "--limit", "2"], [], [100, 300]),
        (["cabin", "--limit", "3"], [400], [100, 300]),
    ],
)
def test_what_is_asked_for_is_listed(audit, argv, commands, changes):
    told = found(audit, *argv)
    assert (moments(told["commands"]), moments(told["changes"])) == (commands, changes)


def test_a_name_of_two_kinds_of_things_is_ambiguous(audit, tmp_path):
    store = Store.open(tmp_path / "state")
    store.put_named([Schedule(account="rentals", id="s2", name="Cabin")])
    store.close()
    code, out, err = audit("cabin")
    assert (code, out) == (2, "")
    assert '"cabin" fits 2 things:' in err
    assert "rentals/schedule/s2" in err
    assert moments(found(audit, CABIN.key)["changes"]) == [100, 300, 450]


def test_for_people_both_stand_in_one_table_newest_first(audit):
    code, out, _ = audit()
    title, *rows = out.splitlines()
    assert (code, title.split()) == (0, ["When", "About", "Asked", "Result", "Took", "Who", "Why"])
    told = [row[21:].split("  ")[0] for row in rows]
    assert told == [
        "Nora Lindqvist (rentals)",
        "Gone hours (rentals)",
        "Cabin (rentals)",
        "Locked at night (rentals)",
        *["Nora Lindqvist (rentals)"] * 2,
        "Cabin (rentals)",
        *["Nora Lindqvist (rentals)"] * 2,
        "Zoe Failed (rentals)",
    ]
    words = [row[title.index("Asked") : title.index("Took")].split("  ") for row in rows]
    assert [(each[0], [part.strip() for part in each if part.strip()][1]) for each in words] == [
        ("show the PIN", "asked"),
        ("delete schedule", "done"),
        ("assign schedule", "done"),
        ("change schedule", "done"),
        ("take All rooms", "done"),
        ("take Cabin", "in doubt"),
        ("lock", "confirmed"),
        ("give Cabin (old)", "done"),
        ("add", "done"),
        ("add", "refused"),
    ]
    assert rows[5].endswith("it may have happened: look before it is asked for again")
    assert rows[3].endswith("ada, 10.0.0.7, pts/3  week")
    assert rows[-1].endswith("  no")


def test_hostile_words_are_cleaned(audit, tmp_path):
    store = Store.open(tmp_path / "state")
    evil = "\x1b]52;c;x\x07Eve\u202e"
    store.put_change(change(1, ChangeKind.create, person_name=evil, person_key=None, reason="\x1b[2Jgone\r\nZ"))
    store.close()
    _, out, _ = audit()
    assert all(line.isprintable() for line in out.splitlines())
    assert "Eve (rentals)" in out


def test_every_kind_and_every_end_has_a_word():
    assert set(CHANGE_NAMES) == set(ChangeKind)
    assert len(set(CHANGE_NAMES.values())) == len(ChangeKind)
    assert set(OUTCOME_WORDS) == set(ChangeStatus)


def test_what_the_program_did_is_listed(rentals, guests):
    assert rentals("guest", "revoke", "nora", "--door", "beach", "--yes").code == 0
    [made] = rentals("audit", "nora", "--json").json["changes"]
    assert (made["kind"], made["status"], made["target"]) == ("revoke", "done", "Beach House")
    assert "6182" not in rentals("audit").out
