"""The small terminal by which the benchmarks know what stands on a screen."""

from __future__ import annotations

import pytest

from tests.bench.screen import Screen

WRITTEN = (
    b"\x1b[?2026h\x1b[2J\x1b[H\x1b[1;38;2;1;2;3mFront\x1b[0m\x1b[3;4H\xe2\x96\xa0 Locked\r\nnext\x1b[?2026l"
    b"\x1b]0;a title\x07\x1b[2;1Hnothing here\x1b[2;9H\x1b[K\x1b[1;1H\x1b[2Cx"
)
SEEN = ["Frxnt", "nothing", "   ■ Locked", "next", ""]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_what_is_written_stands_on_the_screen_however_it_comes_in_pieces(size: int) -> None:
    screen = Screen(columns=20, rows=5)
    for start in range(0, len(WRITTEN), size):
        screen.feed(WRITTEN[start : start + size])
    assert [line.rstrip() for line in screen.lines] == SEEN
    assert {len(line) for line in screen.lines} == {20}


def test_what_is_written_over_is_gone_and_wide_characters_take_two_columns() -> None:
    screen = Screen(columns=10, rows=2)
    screen.feed("\x1b[1;1HUNLOCKED\x1b[1;1HLocked  \x1b[2;1H東京|".encode())
    assert [line.rstrip() for line in screen.lines] == ["Locked", "東京|"]


def test_text_ends_at_the_edge() -> None:
    screen = Screen(columns=4, rows=2)
    screen.feed(b"abcdefgh\x1b[9;9Hz")
    assert screen.lines == ["abcd", "   z"]
