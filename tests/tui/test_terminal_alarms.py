"""The bytes of a bell and of a notification, as a real process writes them into a pseudo-terminal."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.bench.terminal import Terminal, python

TOLD = b"2 to see"
BELL, NOTIFY, TMUX = b"\x07", b"\x1b]9;", b"\x1bPtmux;\x1b"
ORDER = re.compile(rb"\x1b\][^\x07]*\x07")
"""An operating system command; the byte that ends it is no bell."""
LATER = 1.5
"""Seconds in which whatever rings has rung."""


@contextmanager
def terminal(*wanted: str, **environment: str) -> Iterator[Terminal]:
    nowhere = {"COLUMNS": "", "LINES": "", "TMUX": "", "STY": ""}
    with Terminal(python("-m", "tests.tui.pty_alarms", *wanted), environment=nowhere | environment) as opened:
        opened.wait_for(TOLD, 30)
        yield opened


def bells(opened: Terminal) -> int:
    """How often the bell was rung so far."""
    return ORDER.sub(b"", bytes(opened.output)).count(BELL)


def test_without_the_settings_nothing_rings() -> None:
    with terminal() as opened:
        opened.listen(LATER)
        assert bells(opened) == 0
        assert NOTIFY not in opened.output


def test_the_bell_rings_once() -> None:
    with terminal("bell") as opened:
        until = time.monotonic() + 30
        while not bells(opened) and time.monotonic() < until:
            opened.read(0.1)
        opened.listen(LATER)
        assert bells(opened) == 1
        assert NOTIFY not in opened.output


@pytest.mark.parametrize(
    ("environment", "before", "after"),
    [({}, b"", b"\x07"), ({"TMUX": "/tmp/tmux-0/default,1,0"}, TMUX, b"\x07\x1b\\")],
    ids=["plain", "tmux"],
)
def test_the_notification_is_written_once(environment: dict[str, str], before: bytes, after: bytes) -> None:
    with terminal("notify", **environment) as opened:
        opened.wait_for(NOTIFY, 30)
        opened.listen(LATER)
        assert opened.output.count(NOTIFY) == 1
        assert bells(opened) == 0
        begin = opened.output.index(NOTIFY)
        assert opened.output[:begin].endswith(before)
        text, _, _ = bytes(opened.output[begin:]).partition(BELL)
        assert text.startswith(NOTIFY + b"Somebody tried a wrong PIN at Front Door, ")
        assert text.endswith(b", and 1 more")
        assert bytes(opened.output[begin + len(text) :]).startswith(after)
