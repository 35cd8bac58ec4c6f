"""What the doctor says of terminals, tmux and locales, and what its report looks like."""

import io
import os
import stat
import subprocess
import sys

import pytest

from lockdash.cli import doctor_listing, doctor_multiplexer, doctor_terminal
from lockdash.cli.terminal import Paper, width
from lockdash.domain.findings import Level
from lockdash.engine.doctor.section import Section, failure, ok, warning

PLAIN = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}


def examined(**environ):
    return {each.subject: each for each in doctor_terminal.examine(PLAIN | environ).findings}


def sized(monkeypatch, columns, rows):
    """A terminal of that size, whatever the tests run on."""
    monkeypatch.setattr(doctor_terminal, "_terminals", lambda: [sys.__stderr__])
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, rows)))


@pytest.mark.parametrize(
    ("size", "level"),
    [
        ((80, 24), Level.ok),
        ((40, 12), Level.ok),
        ((39, 24), Level.warning),
        ((80, 11), Level.warning),
        ((0, 0), Level.warning),
    ],
)
def test_a_terminal_that_is_too_small_is_a_warning(monkeypatch, size, level):
    sized(monkeypatch, *size)
    found = examined()["size"]
    assert found.level is level
    assert bool(found.remedy) == (level is Level.warning)


def test_colours_are_those_of_the_environment_or_the_description():
    assert examined(COLORTERM="truecolor")["colours"].said.startswith("16 million")


@pytest.mark.parametrize(
    ("count", "said", "in_tmux"),
    [
        (None, "not known", Level.ok),
        (-1, "none: signs and words", Level.warning),
        (8, "8 (by TERM)", Level.warning),
        (256, "256 (by TERM)", Level.ok),
    ],
)
def test_few_colours_are_fine_but_where_tmux_hides_more(monkeypatch, count, said, in_tmux):
    monkeypatch.setattr(doctor_terminal, "_described_colours", lambda _: count)
    found = examined()["colours"]
    assert found.level is Level.ok
    assert said in found.said
    assert examined(STY="1.x")["colours"].level is in_tmux


@pytest.mark.parametrize(("name", "count"), [("xterm-256color", "256"), ("no-such-terminal", "None")])
def test_colours_by_the_description_of_the_terminal(name, count):
    """In a process of its own: curses reads one description only."""
    code = f"from lockdash.cli.doctor_terminal import _described_colours; print(_described_colours({name!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"{count}\n", "")


def test_no_color_is_told():
    assert "NO_COLOR" in examined(NO_COLOR="1")
    assert "NO_COLOR" not in examined()


@pytest.mark.parametrize("name", ["", "dumb", "unknown"])
def test_what_cannot_place_text_is_a_failure(name):
    found = examined(TERM=name)["TERM"]
    assert found.level is Level.failure
    assert "TERM=" in found.remedy


def test_over_ssh_it_says_from_where():
    assert examined(SSH_CONNECTION="10.0.0.7 5000 10.0.0.1 22")["SSH"].said == "from 10.0.0.7"


def test_a_zone_that_nobody_knows_is_a_warning():
    assert examined(TZ="Europe/Warsaw")["time zone"].level is Level.ok
    assert examined(TZ="No/Where")["time zone"].level is Level.warning


@pytest.fixture
def tmux(tmp_path, monkeypatch):
    """Put a tmux into the path that answers with these options; None: it does not know the option."""

    def install(**options):
        script = tmp_path / "tmux"
        cases = "".join(f"  {name.replace('_', '-')}) echo {value};;\n" for name, value in options.items())
        script.write_text(
            f'#!/bin/sh\n[ "$1" = -V ] && echo "tmux 3.4" && exit\ncase "$3" in\n{cases}  *) exit 1;;\nesac\n'
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        return {each.subject: each for each in doctor_multiplexer.examine({"TMUX": "/tmp/x,1,0"})}

    return install


def test_tmux_as_it_comes_keeps_what_is_copied(tmux):
    found = tmux(set_clipboard="external", allow_passthrough="off")
    assert found["tmux"].said == "3.4"
    assert found["clipboard"].level is Level.warning
    assert "set-clipboard on" in found["clipboard"].remedy
    assert found["notifications"].level is Level.ok


@pytest.mark.parametrize(
    "options",
    [
        {"set_clipboard": "on", "allow_passthrough": "off"},
        {"set_clipboard": "external", "allow_passthrough": "on"},
        {"set_clipboard": "external"},
    ],
)
def test_a_tmux_that_lets_copies_through_is_fine(tmux, options):
    assert tmux(**options)["clipboard"].level is Level.ok


def test_a_tmux_that_hangs_is_not_waited_for(tmp_path, monkeypatch):
    script = tmp_path / "tmux"
    script.write_text("#!/bin/sh\nexec sleep 60\n")
    script.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(doctor_multiplexer, "SECONDS", 0.2)
    (found,) = doctor_multiplexer.examine({"TMUX": "x"})
    assert found.level is Level.warning


def test_without_tmux_and_screen_there_is_nothing_to_tell():
    assert list(doctor_multiplexer.examine({})) == []


SECTIONS = [
    Section("store", (ok("folder", "for this user only"), ok("disk", "61 GB free"))),
    Section(
        "account Küche",
        (
            warning("clock", "this machine is 10 min behind", "set it: timedatectl set-ntp true"),
            failure("signed in", "the key is not accepted " * 6, "make a new key " * 6),
        ),
    ),
]


class Screen(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def paper(monkeypatch, columns, **more):
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((columns, 24)))
    return Paper(Screen(), **more)


def test_into_a_pipe_a_finding_is_a_line_and_its_remedy_another():
    assert doctor_listing.lines([SECTIONS[0], Section("x", (SECTIONS[1].findings[0],))], Paper(io.StringIO())) == [
        "store",
        "  .         folder          for this user only",
        "  .         disk            61 GB free",
        "",
        "x",
        "  ! warning clock           this machine is 10 min behind",
        "                            -> set it: timedatectl set-ntp true",
        "",
        "no failures, 1 warning, 2 fine",
    ]


@pytest.mark.parametrize("columns", [20, 40, 59, 60, 80, 120, 300])
def test_no_line_is_wider_than_the_terminal(monkeypatch, columns):
    monkeypatch.setenv("NO_COLOR", "1")
    lines = doctor_listing.lines(SECTIONS, paper(monkeypatch, columns))
    assert max(map(width, lines)) <= max(columns, 32)
    text = " ".join(" ".join(lines).split())
    assert "FAILURE signed in the key is not accepted the key" in text
    assert "→ make a new key make a new key" in text


def test_what_is_fine_is_quiet_and_what_is_not_is_loud(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    lines = doctor_listing.lines(SECTIONS, paper(monkeypatch, 80))
    assert next(line for line in lines if "folder" in line).startswith("\x1b[2m  · ")
    assert next(line for line in lines if "clock" in line).startswith("\x1b[1;33m  ! warning clock")
    assert next(line for line in lines if "signed in" in line).startswith("\x1b[1;35m  ✗ FAILURE signed in")


def test_in_ascii_signs_and_names_have_other_forms(monkeypatch):
    text = "\n".join(doctor_listing.lines(SECTIONS, paper(monkeypatch, 80, ascii_only=True)))
    assert text.isascii()
    assert "x FAILURE signed in" in text
    assert "-> make a new key" in text


def test_what_a_stranger_says_moves_nothing_on_the_terminal(monkeypatch):
    nasty = Section("account \x1b[2J", (failure("scopes\x07", "said\x1b]0;x\x07 \u202e", "do\r\nthis"),))
    monkeypatch.setenv("NO_COLOR", "1")
    text = "\n".join(doctor_listing.lines([nasty], paper(monkeypatch, 80)))
    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(text)


def test_all_well_is_one_sentence():
    assert doctor_listing.summary(SECTIONS[:1], Paper(io.StringIO())) == ["Nothing is wrong: all 2 are fine."]
