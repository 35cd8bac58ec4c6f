"""Completions for shells: built ahead, as the parser is now, and of use in a real shell."""

import shutil
import subprocess

import pytest

from lockdash.__main__ import main
from lockdash.cli import parser
from lockdash.cli.completion_parser import SHELLS
from tests.cli.test_program import HEAVY, imported_by
from tests.tools import completions

PATIENCE = 30


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_what_the_parser_gives_now(shell, capfd):
    """If it is not: python -m tests.tools.completions."""
    assert main(["completion", shell]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert out == completions.build(shell)


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_its_instructions(shell):
    help_text = next(
        action.choices["completion"].format_help() for action in parser.build()._actions if action.dest == "command"
    )
    assert f"lockdash completion {shell} >" in help_text


def test_another_shell_is_2(capfd):
    with pytest.raises(SystemExit) as ended:
        main(["completion", "cmd"])
    assert ended.value.code == 2
    assert "bash" in capfd.readouterr().err


def completed(script, *words):
    """What bash offers for the last word."""
    line = " ".join(f"'{word}'" for word in words)
    code = (
        f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; "
        'name=$(complete -p lockdash | sed "s/.*-F \\([^ ]*\\).*/\\1/"); $name lockdash "${COMP_WORDS[COMP_CWORD]}" '
        '"${COMP_WORDS[COMP_CWORD-1]}"; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=True)
    return done.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_commands_deeds_and_options(tmp_path):
    script = completions.FOLDER / "lockdash.bash"
    assert completed(script, "lockdash", "stat") == ["status"]
    assert completed(script, "lockdash", "config", "") == ["path", "show", "check", "schema"]
    assert completed(script, "lockdash", "status", "--ca") == ["--cached"]
    assert completed(script, "lockdash", "completion", "f") == ["fish"]


def test_it_imports_next_to_nothing():
    loaded = set(imported_by("completion", "bash"))
    assert "lockdash.cli.completion" in loaded
    assert not {*HEAVY, "shtab", "lockdash.config.loading"} & loaded
