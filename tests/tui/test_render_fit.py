"""Text in a number of cells, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.fit import cut_end, cut_middle, fit_cell, steady, wrap

FAMILY = "👨\u200d👩\u200d👧"
NASTY = [
    "x [/] y",
    "[@click=app.quit]Front[/]",
    "\x1b[31mred\x1b[0m",
    "a\nb\tc\rd",
    "\u202eevil\u202c",
    "مرحبا بالعالم",
    "日本語の扉",
    f"{FAMILY} house",
    "☀\ufe0f sun",
    "🇩🇪 flat",
    "1\ufe0f\u20e3 key",
    "👍🏽 door",
    "e\u0301te\u0301",
    "\u0301lone",
    "",
    " ",
    "\u00a0\u2003wide blanks",
    "z" * 10_000,
]
ANY_TEXT = st.one_of(
    st.text(), st.sampled_from(NASTY), st.lists(st.sampled_from([*"ab日本é", "👍", FAMILY, "\u0301", " "])).map("".join)
)


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("Front Door", 10, "Front Door"),
        ("Beach House 12", 9, "Beac…e 12"),
        ("Beach House 12", 4, "Be…2"),
        ("Beach House 12", 3, "B…2"),
        ("Beach House 12", 2, "B…"),
        ("Beach House 12", 1, "B"),
        ("Beach House 12", 0, ""),
        ("日本語の扉", 7, "日本…扉"),
        ("日本語の扉", 6, "日…扉"),
    ],
)
def test_cut_in_the_middle(text, width, cut):
    assert cut_middle(text, width) == cut


@pytest.mark.parametrize(
    ("text", "width", "cut"), [("Not calibrated", 9, "Not cali…"), ("Not calibrated", 5, "Not…"), ("日本語", 4, "日…")]
)
def test_cut_at_the_end(text, width, cut):
    assert cut_end(text, width) == cut


@given(ANY_TEXT, st.integers(0, 40), st.sampled_from(["…", "~"]))
def test_never_wider_than_asked(text, width, ellipsis):
    text = steady(text)
    for cut in (cut_middle, cut_end):
        shown = cut(text, width, ellipsis)
        assert cell_len(shown) <= width
        assert shown == text or cell_len(text) > width


@given(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=60), st.integers(3, 40))
def test_both_ends_are_kept(text, width):
    shown = cut_middle(text, width)
    assert shown[0] == text[0]
    assert shown[-1] == text[-1]
    assert len(shown) == min(len(text), width)


@given(ANY_TEXT)
def test_steady_text_is_printable_and_stays_as_it_is(text):
    shown = steady(text)
    assert shown.isprintable()
    assert steady(shown) == shown
    # Its width is the sum of its parts': no terminal joins them.
    assert cell_len(shown) == sum(cell_len(char) for char in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain [/] text", "plain [/] text"),
        ("\x1b[31mred", "[31mred"),
        ("\u202eevil", "evil"),
        (FAMILY, "👨👩👧"),
        ("🇩🇪 flat", "DE flat"),
        ("1\ufe0f\u20e3", "1"),
        ("👍🏽", "👍"),
        ("a\u00a0b\nc", "a b c"),
        ("\u0301lone", "lone"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_steady(text, shown):
    assert steady(text) == shown


@pytest.mark.parametrize(
    ("width", "text", "tail"),
    [
        (9, " 54", " % ▄▃▃"),
        (8, " 54", ""),
        (3, " 54", ""),
    ],
)
def test_the_tail_goes_first(width, text, tail):
    assert fit_cell(Cell(" 54", Tone.calm, tail=" % ▄▃▃"), width) == (text, tail)


@pytest.mark.parametrize(
    ("width", "text"),
    [(17, "… locking (asked)"), (16, "… locking?"), (10, "… locking?"), (9, "… lockin…")],
)
def test_the_short_text_goes_before_a_cut(width, text):
    assert fit_cell(Cell("… locking (asked)", Tone.asked, short="… locking?"), width) == (text, "")


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, st.integers(-3, 30), st.booleans())
def test_a_cell_never_overflows(text, short, tail, width, middle):
    shown = fit_cell(Cell(text, Tone.calm, short=short, tail=tail), width, middle=middle)
    assert cell_len(shown[0]) + cell_len(shown[1]) <= max(width, 0)


@given(ANY_TEXT, st.integers(1, 40))
def test_wrapped_lines_fit(text, width):
    assert all(cell_len(line) <= width for line in wrap(text, width))


def test_wrap_breaks_at_blanks():
    assert wrap("No device matches this filter.", 12) == ["No device", "matches this", "filter."]
