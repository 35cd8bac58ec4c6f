"""`lockdash events` over what is stored, and over the network."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from lockdash.__main__ import main
from lockdash.domain.accounts import Account
from lockdash.domain.events import EventKind, Outcome
from lockdash.store.store import Store
from tests.cli.made import NOON, ago, device
from tests.cli.made_events import FIELDS, FRONT, event

STUDIO = device("Studio", account="homestead")
EVENTS = [
    event(10),
    event(
        60,
        who="Ben",
        kind=EventKind.denied,
        kind_raw="access_denied",
        outcome=Outcome.failed,
        phrase="{who} was refused at {door}",
    ),
    event(3_600, late=True, recorded_at=ago(1_800)),
    event(90_000, device_id=None, who=None, how=None, phrase="the account was live again", kind=EventKind.account),
    event(5, account="homestead", id="h5"),
    event(9_000_000),
]


@pytest.fixture
def kept(files, tmp_path):
    """A store with a past, and how to name it on the command line."""
    where = files()
    store = Store.open(tmp_path / "state")
    store.put_devices([FRONT, STUDIO])
    store.put_account(Account(name="homestead", vendor="tedee", since=NOON))
    store.add_events(EVENTS)
    store.close()
    return where


@pytest.fixture
def cached(kept, capfdbinary, time_machine):
    time_machine.move_to(NOON, tick=False)

    def run(*argv):
        capfdbinary.readouterr()
        code = main([*kept, "events", "--cached", *argv])
        out, err = (each.decode() for each in capfdbinary.readouterr())
        return code, out, err

    return run


def ids(cached, *argv):
    code, out, _ = cached(*argv, "--json")
    assert code == 0
    return [each["id"] for each in json.loads(out)["events"]]


def test_json_has_exactly_the_documented_fields_newest_first(cached):
    code, out, _ = cached("--json")
    told = json.loads(out)
    assert (code, list(told)) == (0, ["events"])
    assert [list(each) for each in told["events"]] == [FIELDS] * len(EVENTS)
    assert [each["id"] for each in told["events"]] == ["h5", "e10", "e60", "e3600", "e90000", "e9000000"]
    assert told["events"][3] == {
        "account": "home",
        "id": "e3600",
        "kind": "unlocked",
        "kind_raw": "unlock",
        "outcome": "succeeded",
        "device": "Front Door",
        "who": "Ada Sample",
        "how": "PIN",
        "text": "Ada Sample unlocked Front Door with a PIN",
        "occurred_at": "2026-11-21T11:00:00Z",
        "recorded_at": "2026-11-21T11:30:00Z",
        "late": True,
        "device_id": "1",
        "first_seen_at": "2026-11-21T11:00:01Z",
        "zone": None,
    }
    assert (told["events"][4]["device"], told["events"][4]["who"], told["events"][4]["how"]) == (None, None, None)


@pytest.mark.parametrize(
    ("argv", "found"),
    [
        (["--limit", "2"], ["h5", "e10"]),
        (["--limit", "0", "--until", "1d"], ["e90000", "e9000000"]),
        (["--since", "2h"], ["h5", "e10", "e60", "e3600"]),
        (["--since", "2h", "--until", "30m"], ["e3600"]),
        (["--until", "2026-11-20"], ["e90000", "e9000000"]),
        (["--filter", "kind:denied"], ["e60"]),
        (["--filter", "who:ada -late", "--since", "1d"], ["h5", "e10"]),
        (["--filter", "since:2h until:30m"], ["e3600"]),
        (["--filter", "since:2h", "--since", "30m"], ["h5", "e10", "e60"]),
        (["--account", "home", "--since", "1m"], ["e10", "e60"]),
        (["--account", "home", "--since", "2h", "--limit", "1"], ["e10"]),
        (["--account", "homestead"], ["h5"]),
        (["--filter", "nobody"], []),
    ],
)
def test_what_is_asked_for_is_found(cached, argv, found):
    assert ids(cached, *argv) == found


def test_nothing_is_an_empty_list(cached):
    code, out, _ = cached("--json", "--filter", "nobody")
    assert (code, json.loads(out)) == (0, {"events": []})
    assert out == '{\n  "events": []\n}\n'
    code, out, err = cached("--filter", "nobody")
    assert (code, out) == (0, "")
    assert "Nothing that is known fits that" in err


def test_a_list_for_people_says_that_there_are_more(cached, kept, tmp_path):
    code, out, err = cached("--limit", "2")
    title, *lines = out.splitlines()
    assert (code, title.split(), len(lines)) == (0, ["When", "Account", "What"], 2)
    assert lines[1] == "2026-11-21 11:59:50  home     Ada Sample unlocked Front Door with a PIN"
    assert "These are the newest 2; --limit 0 lists all." in err
    assert "These are the newest" not in cached("--limit", str(len(EVENTS)))[2]
    store = Store.open(tmp_path / "state")
    store.add_events(event(20_000 + each) for each in range(60))
    store.close()
    code, out, err = cached()
    assert len(out.splitlines()) == 1 + 50
    assert "These are the newest 50" in err
    assert len(ids(cached)) == 60 + len(EVENTS)


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--filter", "knid:denied"], 'no key is called "knid"'),
        (["--filter", 'door:"front'], "no second one"),
        (["--filter", "kind:denide"], 'did you mean "denied"'),
    ],
)
def test_a_filter_that_cannot_be_read_is_2_and_points_at_the_place(cached, argv, told):
    code, out, err = cached(*argv)
    assert (code, out) == (2, "")
    assert told in err
    _, shown, carets = err.rstrip("\n").splitlines()
    assert shown.strip() == argv[1]
    assert set(carets.strip()) == {"^"}
    assert carets.index("^") >= shown.index(argv[1])


@pytest.mark.parametrize(
    "argv",
    [
        ["--account", "villa"],
        ["--since", "soon"],
        ["--since", "1h", "--until", "2h"],
        ["--filter", "since:1h", "--until", "2h"],
        ["--limit", "-1"],
        ["--json", "--csv"],
        ["--follow"],
        ["--backfill"],
    ],
)
def test_what_cannot_be_is_2(kept, argv, capsys):
    try:
        code = main([*kept, "events", "--cached", *argv])
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    assert capsys.readouterr().out == ""


def test_backfill_prints_no_events(lockdash):
    result = lockdash("events", "--backfill", "--csv", "--since", "2d")
    assert (result.code, result.out) == (2, "")
    assert "leave out --csv, --since" in result.err


def test_cached_asks_nobody(cached, sim):
    for argv in ([], ["--json"], ["--csv"]):
        assert cached(*argv)[0] == 0
    assert not sim.requests


@pytest.fixture
def visited(sim, guests):
    """Somebody with a PIN has just come to the Beach House, and somebody without one."""
    with sim.world.guard:
        house = next(each for each in guests.devices.values() if each.name == "Beach House")
        house.upload = guests.publish  # at once
        house.use("unlocked", guests.people.named("Nora Lindqvist"), pin="6182", method="pin")
        house.refuse("1111")
    return guests


def test_what_is_due_is_read_first(rentals, sim, visited):
    rentals("people")
    told = rentals("events", "--json")
    assert told.code == 0
    found = {each["kind"]: each for each in told.json["events"]}
    refused, entered = found["denied"], found["unlocked"]
    assert list(refused) == FIELDS
    assert (entered["account"], entered["kind"], entered["kind_raw"]) == ("rentals", "unlocked", "unlocked_event")
    assert (entered["device"], entered["who"], entered["how"]) == ("Beach House", "Nora Lindqvist", "PIN")
    assert (refused["kind"], refused["outcome"]) == ("denied", "failed")
    assert entered["recorded_at"].endswith("Z")
    asked = len(sim.requests)
    assert asked
    assert rentals("events", "--cached", "--json").json == told.json
    assert len(sim.requests) == asked
    assert not {"6182", "1111", sim.tokens.client_secret} & set(told.out.replace('"', " ").split())


def test_the_text_for_people_is_one_sentence_an_event(rentals, visited):
    result = rentals("events", "--filter", "kind:denied,unlocked")
    assert len(result.out.splitlines()) == 3
    entered = next(line for line in result.out.splitlines() if "unlocked Beach House with a PIN" in line)
    assert "  rentals  ! " in result.out
    assert entered.endswith(" Los Angeles")  # its clock shows another time than this machine's


def test_no_connection_is_4_and_prints_what_is_known(rentals, sim, visited, time_machine):
    before = rentals("events", "--json").json["events"]
    assert before
    sim.faults.add("/remotelock/", cut=True)
    time_machine.move_to(datetime.now(UTC) + timedelta(hours=2))
    result = rentals("events", "--json", "--filter=-kind:account")
    assert result.code == 4
    assert result.json["events"] == before
    assert "rentals: offline" in result.err


def test_people_whom_nobody_knows_by_name_are_told(cached, tmp_path):
    number_only = "known by number only; `lockdash people` reads their names"
    assert number_only not in cached()[2]
    store = Store.open(tmp_path / "state")
    store.add_events([event(1, id="n1", who=None, who_id="4711")])
    store.close()
    _, out, err = cached()
    assert "Somebody unlocked" in out
    assert f"home: some people are {number_only}" in err
