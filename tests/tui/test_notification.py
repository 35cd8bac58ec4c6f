"""What is written to the terminal for a notification, and what of it is said in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lockdash.tui.notification import alarm_text, notify_sequence
from tests.tui.build_alarms import alarm
from tests.tui.world import NOW, ZONE, ago

TMUX, SCREEN = {"TMUX": "/tmp/tmux-1000/default,1,0"}, {"STY": "1234.pts-0"}


def test_one_alarm_is_told_with_its_time() -> None:
    assert alarm_text([alarm(1, NOW)], NOW, ZONE) == "Somebody tried a wrong PIN at Front Door, 18:02"


def test_several_are_one_notification_of_the_last() -> None:
    rows = [alarm(1, ago(30), "Garage"), alarm(2, ago(3)), alarm(3, ago(9), "Lodge")]
    assert alarm_text(rows, NOW, ZONE) == "Somebody tried a wrong PIN at Front Door, 18:02, and 2 more"


NAMES = st.text(st.characters(codec="utf-8"), max_size=300)


@given(NAMES, NAMES)
def test_no_name_gets_anything_to_the_terminal_but_text(door: str, phrase: str) -> None:
    text = alarm_text([alarm(1, NOW, door, "{door}" + phrase)] * 3, NOW, ZONE)
    assert text.isprintable()
    assert cell_len(text) <= 120
    assert text.endswith(", 18:02, and 2 more")
    assert notify_sequence(text, {}).count("\x1b") == notify_sequence(text, {}).count("\x07") == 1


def test_it_goes_to_the_terminal_outside() -> None:
    assert notify_sequence("A door", {}) == "\x1b]9;A door\x07"
    assert notify_sequence("A door", TMUX) == "\x1bPtmux;\x1b\x1b]9;A door\x07\x1b\\"
    assert notify_sequence("A door", SCREEN) == "\x1bP\x1b]9;A door\x07\x1b\\"


@pytest.mark.parametrize("name", ["4;1;50", "12 Elm Street jammed", "\u0664;1"])
def test_a_name_that_begins_like_an_order_is_none(name: str) -> None:
    assert notify_sequence(name, {}) == f"\x1b]9;lockdash: {name}\x07"
