"""What the command line takes, and what it answers to what it does not."""

from pathlib import Path

import pytest

from lockdash import __version__
from lockdash.cli.parser import parse
from lockdash.cli.people_parser import LETTER_NOW
from lockdash.domain.event_text import KIND_WORDS
from lockdash.domain.events import Outcome
from lockdash.domain.people import PersonStatus

GUESTS = ["guest", "guest add", "guest extend", "guest revoke"]
SCHEDULES = ["schedules", "schedules show", "schedules next"]
COMMANDS = [
    "status",
    "events",
    "prune",
    "audit",
    "lock",
    "unlock",
    "open",
    "demo",
    "simulator",
    "people",
    *GUESTS,
    *SCHEDULES,
]


@pytest.mark.parametrize(
    "argv",
    [
        ["--config", "a", "--state-dir", "b", "--read-only", "--ascii", "--theme", "t", "status"],
        ["status", "--config", "a", "--state-dir", "b", "--read-only", "--ascii", "--theme", "t"],
        ["--config", "a", "--ascii", "--theme", "t", "status", "--state-dir", "b", "--read-only"],
    ],
)
def test_global_options_stand_before_or_after_the_subcommand(argv):
    given = parse(argv)
    assert (given.config, given.state_dir) == (Path("a"), Path("b"))
    assert (given.read_only, given.ascii, given.theme) == (True, True, "t")


def test_without_a_subcommand():
    given = parse([])
    assert (given.command, given.config, given.state_dir, given.theme) == (None, None, None, None)
    assert (given.ascii, given.read_only) == (False, False)


def test_a_command_with_everything():
    given = parse(["unlock", "Front Door", "gate", "--account", "home", "--wait", "1.5", "--json", "--yes"])
    assert (given.names, given.account, given.wait) == (["Front Door", "gate"], "home", 1.5)
    assert (given.json, given.yes) == (True, True)


def test_a_guest_with_everything():
    given = parse(
        ["guest", "add", "--name", "Ada", "--door", "a", "--door", "b", "--letter", "--from", "1", "--to", "2"]
    )
    assert (given.command, given.deed, given.doors) == ("guest", "add", ["a", "b"])
    assert (given.starts, given.ends, given.pin, given.letter, given.wait) == ("1", "2", None, LETTER_NOW, 30.0)
    assert parse(["guest", "add", "--name", "Ada", "--letter", "3"]).letter == 3


def test_a_status_is_several_or_all():
    assert parse(["people"]).status == {"current", "upcoming", "pending", "unknown"}
    assert parse(["people", "--status", "Expired, deactivated"]).status == {"expired", "deactivated"}
    assert parse(["people", "--status", "all"]).status == {each.value for each in PersonStatus}


@pytest.mark.parametrize(
    "argv",
    [
        ["schedules", "--json", "--cached", "--account", "a", "show", "night"],
        ["schedules", "show", "night", "--json", "--cached", "--account", "a"],
        ["schedules", "--cached", "show", "--account", "a", "night", "--json"],
    ],
)
def test_options_of_schedules_stand_before_or_after_the_deed(argv):
    given = parse(argv)
    assert (given.deed, given.name) == ("show", "night")
    assert (given.json, given.cached, given.account) == (True, True, "a")


def test_schedules_without_a_deed():
    given = parse(["schedules"])
    assert (given.deed, given.json, given.cached, given.account) == (None, False, False, None)
    given = parse(["schedules", "next"])
    assert (given.deed, given.json, given.cached, given.account) == ("next", False, False, None)


def test_a_pin_that_is_not_understood_is_not_repeated(capsys):
    with pytest.raises(SystemExit):
        parse(["guest", "add", "--name", "x", "--pin", "483921", "--generate-pin"])
    assert "483921" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv",
    [
        ["lock"],
        ["lok", "x"],
        ["lock", "x", "--wait", "soon"],
        ["lock", "x", "--wait", "-1"],
        ["lock", "x", "--wait", "nan"],
        ["lock", "x", "--wait", "inf"],
        ["audit", "--since", "soon"],
        ["audit", "--limit", "-1"],
        ["audit", "front", "garage"],
        ["status", "--jsn"],
        ["status", "--js"],  # no abbreviations: they change their meaning when an option is added
        ["simulator", "--port", "65536"],
        ["simulator", "--port", "-1"],
        ["demo", "--seed", "x"],
        ["--config"],
        ["people", "--status", "gone"],
        ["guest"],
        ["guest", "ad"],
        ["guest", "add"],
        ["guest", "add", "--name", "x", "--letter", "soon"],
        ["guest", "add", "--name", "x", "--pin", "1234", "--generate-pin"],
        ["guest", "extend"],
        ["guest", "revoke", "x", "--deactivate", "--delete"],
        ["events", "--since", "soon"],
        ["events", "--limit", "-1"],
        ["events", "--json", "--csv"],
        ["events", "--follow", "--cached"],
        ["events", "--cached", "--backfill"],
        ["prune"],
        ["prune", "--before", "soon"],
        ["schedules", "show"],
        ["schedules", "night"],
        ["schedules", "next", "night"],
    ],
)
def test_what_is_not_understood_ends_with_2(argv, capsys):
    with pytest.raises(SystemExit) as caught:
        parse(argv)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_version(capsys):
    with pytest.raises(SystemExit) as caught:
        parse(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"lockdash {__version__}\n"


def test_help_names_all_that_a_filter_of_events_takes(capsys):
    with pytest.raises(SystemExit):
        parse(["events", "--help"])
    told = capsys.readouterr().out.replace("\n", " ")
    kinds = told.split("Kinds: ")[1].split(".")[0].split(", ")
    assert kinds == [words.replace(" ", "-") for words in KIND_WORDS.values()]
    assert f"Outcomes: {', '.join(Outcome)}." in told


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(command, capsys):
    with pytest.raises(SystemExit) as caught:
        parse([*command.split(), "--help"])
    assert caught.value.code == 0
    told = capsys.readouterr().out
    assert "examples:" in told
    assert f"lockdash {command}" in told
    assert "--config FILE" in told


@pytest.mark.parametrize(
    "command", ["status", "events", "prune", "audit", "lock", "unlock", "open", "people", *GUESTS, *SCHEDULES]
)
def test_help_says_what_the_exit_codes_mean(command, capsys):
    with pytest.raises(SystemExit):
        parse([*command.split(), "--help"])
    told = capsys.readouterr().out
    assert all(f"\n  {code}  " in told for code in range(5))
    assert max(len(line) for line in told.splitlines()) <= 100
