"""Whether a browser is at hand, and that opening one leaves the terminal alone."""

from __future__ import annotations

import os
import stat
import sys
import time

import pytest

from lockdash.engine.signing.browser import browser_at_hand, open_page

# Says what it was asked for, and whether it can get at a terminal.
BROWSER = """#!/bin/sh
echo shown
echo complaint >&2
if (: >/dev/tty) 2>/dev/null; then tty=yes; else tty=no; fi
printf '%s %s' "$tty" "$1" > "$OUT.part" && mv "$OUT.part" "$OUT"
"""


@pytest.mark.parametrize(
    ("environ", "platform", "at_hand"),
    [
        ({}, "linux", False),
        ({}, "darwin", True),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "a b"}, "linux", False),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", False),
        ({"BROWSER": "firefox", "SSH_CONNECTION": "a b"}, "linux", True),
        ({"BROWSER": "/usr/bin/w3m"}, "linux", False),
        ({"BROWSER": "lynx -nocolor", "DISPLAY": ":0"}, "linux", False),
        ({"BROWSER": f"w3m{os.pathsep}firefox %s"}, "linux", True),
        ({"BROWSER": "'unended"}, "linux", True),
        ({"BROWSER": " ", "SSH_TTY": "/dev/pts/1"}, "linux", False),
    ],
)
def test_when_a_browser_is_at_hand(monkeypatch, environ, platform, at_hand):
    monkeypatch.setattr(sys, "platform", platform)
    assert browser_at_hand(environ) is at_hand


def test_a_page_is_opened_without_a_word_on_the_terminal(tmp_path, monkeypatch, capfd):
    script, out = tmp_path / "browser", tmp_path / "out"
    script.write_text(BROWSER)
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    # What stands in the folder of the user is no module of the program.
    (tmp_path / "webbrowser.py").write_text("raise SystemExit('wrong')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BROWSER", str(script))
    monkeypatch.setenv("OUT", str(out))
    open_page("http://127.0.0.1:1/?a=1&b='2'")
    until = time.monotonic() + 30
    while not out.exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    assert out.read_text() == "no http://127.0.0.1:1/?a=1&b='2'"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("executable", ["", "/nowhere/python"])
def test_where_none_can_be_opened_nothing_happens(monkeypatch, capfd, executable):
    monkeypatch.setattr(sys, "executable", executable)
    open_page("http://127.0.0.1:1/")
    assert capfd.readouterr() == ("", "")
