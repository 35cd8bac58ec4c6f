"""`lockdash audit`: who asked what of which device, and what came of it."""

import io
import json
from datetime import datetime, timedelta

import pytest

from lockdash.__main__ import main
from lockdash.cli import audit_listing
from lockdash.cli.outcomes import because, outcome
from lockdash.cli.terminal import Paper, width
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.commands import Actor, CommandKind, CommandStatus
from lockdash.engine.progress import who_exactly
from lockdash.store.store import Store
from tests.cli.made import NOON, ago, command, device

FRONT = device()
GARAGE = device("Garage")
OLD = device("Old Gate", gone_at=ago(9_000_000))
STUDIO = device("Studio", account="rentals")
ADA = Actor("ada", "10.0.0.7", "/dev/pts/3", 4711)
BEN = Actor("ben", None, None, 12)

COMMAND_KEYS = [
    "account",
    "key",
    "name",
    "command",
    "status",
    "requested_at",
    "sent_at",
    "accepted_at",
    "settled_at",
    "actor",
    "evidence",
    "reason",
]


def asked(of, seconds, status=CommandStatus.confirmed, **more):
    """A command that was asked `seconds` before NOON and settled 3 s later."""
    values = {
        "id": f"c{seconds}",
        "actor": ADA,
        "requested_at": ago(seconds),
        "sent_at": ago(seconds),
        "accepted_at": ago(seconds - 1),
        "settled_at": None if status.in_flight else ago(seconds - 3.2),
        "expires_at": ago(seconds - 20),
        "status": status,
    }
    return command(of, **(values | more))


COMMANDS = [
    asked(OLD, 5_000_000, evidence="locked at 19:06"),
    asked(FRONT, 90_000, CommandStatus.failed, kind=CommandKind.unlock, reason="the lock jammed", actor=BEN),
    asked(GARAGE, 7_200, CommandStatus.failed, reason="not sent: no answer", cause=Condition.offline),
    asked(STUDIO, 3_600, CommandStatus.refused, accepted_at=None, reason="Studio is busy"),
    asked(FRONT, 1_900, CommandStatus.unconfirmed, accepted_at=None, reason="no answer; it may still happen"),
    asked(FRONT, 600, evidence="locked at 11:50:03"),
    asked(GARAGE, 5, CommandStatus.accepted),
]


@pytest.fixture
def kept(files, tmp_path):
    """A store with a past, and how to name it on the command line."""
    where = files()
    store = Store.open(tmp_path / "state")
    store.put_devices([FRONT, GARAGE, OLD, STUDIO])
    for each in COMMANDS:
        store.put_command(each)
    store.close()
    return where


@pytest.fixture
def audit(kept, capfdbinary, time_machine):
    time_machine.move_to(NOON, tick=False)

    def run(*argv):
        capfdbinary.readouterr()
        code = main([*kept, "audit", *argv])
        out, err = (each.decode() for each in capfdbinary.readouterr())
        return code, out, err

    return run


def found(audit, *argv):
    code, out, err = audit(*argv, "--json")
    assert code == 0
    assert bool(err) == ("--limit" in argv and "0" not in argv), err
    return json.loads(out)["commands"]


def test_json_has_the_documented_keys_newest_first(audit):
    told = found(audit)
    assert [list(each) for each in told] == [COMMAND_KEYS] * len(COMMANDS)
    assert [each["requested_at"] for each in told] == sorted((each["requested_at"] for each in told), reverse=True)
    assert told[1] == {
        "account": "home",
        "key": FRONT.key,
        "name": "Front Door",
        "command": "lock",
        "status": "confirmed",
        "requested_at": "2026-11-21T11:50:00Z",
        "sent_at": "2026-11-21T11:50:00Z",
        "accepted_at": "2026-11-21T11:50:01Z",
        "settled_at": "2026-11-21T11:50:03.200Z",
        "actor": {"user": "ada", "origin": "10.0.0.7", "terminal": "/dev/pts/3", "process": 4711},
        "evidence": "locked at 11:50:03",
        "reason": None,
    }


@pytest.mark.parametrize(
    ("argv", "seconds"),
    [
        (["front"], [600, 1_900, 90_000]),
        ([FRONT.key.upper()], [600, 1_900, 90_000]),
        (["Old Gate"], [5_000_000]),
        (["--account", "rentals"], [3_600]),
        (["--since", "1h"], [5, 600, 1_900, 3_600]),
        (["--since", "2026-11-21T11:00"], [5, 600, 1_900, 3_600]),
        (["--since", "2026-11-21"], [5, 600, 1_900, 3_600, 7_200]),
        (["--limit", "2"], [5, 600]),
        (["front", "--since", "1d", "--limit", "1"], [600]),
        (["--limit", "0"], [5, 600, 1_900, 3_600, 7_200, 90_000, 5_000_000]),
    ],
)
def test_what_is_asked_for_is_listed(audit, argv, seconds):
    wanted = [datetime.fromisoformat(each["requested_at"]) for each in found(audit, *argv)]
    assert wanted == [ago(each) for each in seconds]


def test_what_is_gone_from_the_configuration_or_from_the_store_is_still_told(kept, tmp_path, audit):
    store = Store.open(tmp_path / "state")
    store.put_account(Account(name="villa", vendor="tedee", since=NOON))
    store.put_command(asked(device("Attic", account="villa"), 50))
    store.close()
    (told,) = found(audit, "--account", "villa")
    assert told["name"] == told["key"] == "villa/serial-Attic"
    assert found(audit, "villa/serial-Attic") == [told]
    assert "villa/serial-Attic" in audit("--since", "1m")[1]


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["attic"], 'no device, person or schedule is named "attic"'),
        (["--account", "villa"], 'no account is named "villa"'),
        (["frnt door"], 'did you mean "Front Door"'),
    ],
)
def test_who_or_what_never_was_is_2(audit, argv, told):
    code, out, err = audit(*argv)
    assert (code, out) == (2, "")
    assert told in err


def test_an_empty_list_is_a_sentence_and_done(audit):
    code, out, err = audit("--since", "1m", "front")
    assert (code, out) == (0, "")
    assert "Nothing fits that" in err
    assert found(audit, "--since", "1m", "front") == []


def test_before_the_first_command(lockdash):
    result = lockdash("audit")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("Nothing was asked yet.")


def test_it_asks_nobody(audit, sim):
    audit()
    assert not sim.requests


def test_for_people_there_is_a_line_each(audit):
    code, out, _ = audit()
    title, *rows = out.splitlines()
    assert (code, len(rows)) == (0, len(COMMANDS))
    assert title.split() == ["When", "About", "Asked", "Result", "Took", "Who", "Why"]
    for row in rows:
        assert row[title.index("Asked") :].startswith(("lock ", "unlock "))
    assert rows[0].split("  lock ")[1].split(maxsplit=1) == ["accepted", "ada, 10.0.0.7, pts/3"]
    assert "2026-11-21 11:50:00  Front Door (home)" in rows[1]
    assert "confirmed   3.2 s  ada, 10.0.0.7, pts/3  locked at 11:50:03" in rows[1]
    assert "unlock  failed      3.2 s  ben                   the lock jammed" in rows[5]


def test_what_is_left_out_is_said(audit):
    _, out, err = audit("--limit", "2")
    assert err == "These are the last 2; --limit 0 lists all.\n"
    assert len(out.splitlines()) == 1 + 2
    assert audit("--limit", str(len(COMMANDS)))[2] == ""


class Screen(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def shown(monkeypatch, columns, told=None, **how):
    monkeypatch.setenv("COLUMNS", str(columns))
    names = {FRONT.key: "Front Door", STUDIO.key: "Studio"}
    pairs = told or [(each, names.get(each.device_key, each.device_key)) for each in reversed(COMMANDS)]
    return audit_listing.lines(pairs, Paper(Screen(), **how))


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 100, 120, 200])
def test_every_width_holds_it_and_loses_no_reason(monkeypatch, columns):
    monkeypatch.setenv("NO_COLOR", "1")
    lines = shown(monkeypatch, columns)
    assert max(width(line) for line in lines) <= columns
    whole = "".join("".join(lines).split())
    for each in COMMANDS:
        assert "".join(because(each).split()) in whole
        assert "".join(who_exactly(each.actor).split()) in whole


def test_columns_stand_under_their_titles_at_eighty(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    title, *lines = shown(monkeypatch, 80)
    heads = [line for line in lines if line.startswith("2026")]
    assert len(heads) == len(COMMANDS)
    assert {line[title.index("Asked") :].split()[0] for line in heads} == {"lock", "unlock"}


def test_hostile_text_is_cleaned_and_plain_ascii_is_plain(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    evil = asked(
        FRONT, 5, CommandStatus.failed, actor=Actor("a\x1b]52;c;x\x07da", "\u202e10"), reason="\x1b[2Jgone\r\nZ" * 99
    )
    for how in ({}, {"ascii_only": True}):
        for columns in (30, 80, 4000):
            text = "".join(shown(monkeypatch, columns, [(evil, "Tür\x1b[31m\u202e")], **how))
            assert text.isprintable()
            assert "ada" in "".join(text.split())
            assert text.isascii() or not how


def test_colour_is_for_what_went_wrong(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    calm, wrong = (shown(monkeypatch, 200, [(each, "Front Door")])[-1] for each in (COMMANDS[5], COMMANDS[1]))
    assert "\x1b[1;35mfailed\x1b[0m" in wrong
    assert "confirmed" in calm
    assert "\x1b[1" not in calm


@pytest.mark.parametrize(
    ("made", "word", "why"),
    [
        (COMMANDS[0], "confirmed", "locked at 19:06"),
        (COMMANDS[1], "failed", "the lock jammed"),
        (COMMANDS[2], "not sent", "no answer"),
        (COMMANDS[3], "refused", "Studio is busy"),
        (COMMANDS[4], "unanswered", "no answer; it may still happen"),
        (asked(FRONT, 5, CommandStatus.failed, sent_at=None, reason="not sent: full"), "not sent", "full"),
        (asked(FRONT, 5, CommandStatus.unconfirmed, reason="nothing confirmed it"), "not confirmed", "nothing con"),
        (asked(FRONT, 5, CommandStatus.sent), "sent", ""),
        (asked(FRONT, 5, CommandStatus.accepted, earliest=ago(-600)), "accepted", "when it wakes, about 12:10"),
    ],
)
def test_each_end_reads_differently(made, word, why):
    assert outcome(made)[0] == word
    assert because(made).startswith(why)


def test_who_is_as_much_as_is_known():
    assert who_exactly(ADA) == "ada, 10.0.0.7, pts/3"
    assert who_exactly(BEN) == "ben"


def test_a_moment_that_is_not_understood_says_what_is(kept, capsys):
    with pytest.raises(SystemExit) as caught:
        main([*kept, "audit", "--since", "the other day"])
    assert caught.value.code == 2
    assert "30m, 12h, 2d" in capsys.readouterr().err


def test_it_took_as_long_as_it_took(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    for seconds, text in ((0.04, "0.0 s"), (9.94, "9.9 s"), (59, "59 s"), (61, "1 m"), (7300, "2 h"), (-5, "0.0 s")):
        made = asked(FRONT, 5, settled_at=ago(5) + timedelta(seconds=seconds))
        assert f" {text} " in shown(monkeypatch, 300, [(made, "Front Door")])[-1]
