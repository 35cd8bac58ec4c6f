"""What the command line takes, and what it answers to what it does not."""

from pathlib import Path

import pytest

from lockdash import __version__
from lockdash.cli.parser import parse

COMMANDS = ["status", "audit", "lock", "unlock", "open", "demo", "simulator"]


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


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(command, capsys):
    with pytest.raises(SystemExit) as caught:
        parse([command, "--help"])
    assert caught.value.code == 0
    told = capsys.readouterr().out
    assert "examples:" in told
    assert f"lockdash {command}" in told
    assert "--config FILE" in told


@pytest.mark.parametrize("command", ["status", "audit", "lock", "unlock", "open"])
def test_help_says_what_the_exit_codes_mean(command, capsys):
    with pytest.raises(SystemExit):
        parse([command, "--help"])
    told = capsys.readouterr().out
    assert all(f"\n  {code}  " in told for code in range(5))
    assert max(len(line) for line in told.splitlines()) <= 100
