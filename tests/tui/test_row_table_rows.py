"""The parts of the table that need no screen: rows, window, painter."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.style import Style

from lockdash.domain.devices import LockState
from lockdash.tui.look.glyphs import ASCII, UNICODE
from lockdash.tui.look.styles import Styles
from lockdash.tui.look.themes import DARK, PLAIN_THEME
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.render.device_row import DEVICE_COLUMNS, device_cells
from lockdash.tui.widgets.row_table_paint import EDGE, Ground, Painter
from lockdash.tui.widgets.row_table_rows import Rows
from lockdash.tui.widgets.row_table_window import Window

from .build_devices import NOW, seen

COLUMNS = (Column("name", "Name", 5, 10, 20, middle=True), Column("n", "Number", 4, 6, 6, rank=1, right=True))


def rows(*keys):
    made = Rows()
    made.reorder(keys, None)
    return made


def painter(width=40, columns=COLUMNS, glyphs=UNICODE, theme=DARK):
    background = Style(color="#c5ced8", bgcolor="#0f1318") if theme is DARK else Style(color="default")
    return Painter(columns, glyphs, Styles(theme.variables), background, width, width)


@pytest.mark.parametrize(
    ("keys", "cursor", "expected"),
    [
        (("c", "b", "a"), "b", "b"),
        (("a", "c"), "b", "c"),
        (("a",), "c", "a"),
        (("x", "y", "z"), "b", "y"),
        (("a", "b"), None, "a"),
        ((), "b", None),
    ],
)
def test_the_cursor_keeps_its_key_else_its_place(keys, cursor, expected):
    assert rows("a", "b", "c").reorder(keys, cursor) == expected


def test_a_key_that_comes_twice_counts_once():
    assert rows("a", "b", "a").keys == ("a", "b")


def test_marks_leave_with_their_rows():
    made = rows("a", "b", "c")
    assert made.mark({"a", "b", "stranger"}) == {"a", "b"}
    assert made.mark({"b", "c"}) == {"a", "c"}
    made.reorder(("c", "a"), None)
    assert made.marked == {"c"}


@given(st.integers(0, 60), st.integers(0, 100), st.integers(0, 200))
def test_the_top_for_a_place_shows_it_and_moves_no_more_than_needed(height, top, place):
    window = Window(height, top)
    moved = Window(height, window.top_for(place))
    if window.page:
        assert moved.shows(place)
        assert moved.place(moved.line(place)) == place
    if window.shows(place):
        assert moved == window


def test_titles_give_way_on_very_low_screens():
    assert (Window(3, 0).header, Window(4, 0).header) == (0, 1)
    assert Window(4, 0).place(0) is None
    assert Window(3, 0).place(0) == 0


@pytest.mark.parametrize("ground", list(Ground))
@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_a_line_has_the_width_of_the_table(ground, marked, glyphs):
    for width in (*range(12), 40, 300):
        strip = painter(width, glyphs=glyphs).row((Cell("日本語の扉 of a long name"), Cell("12345")), 1, ground, marked)
        assert strip.cell_length == width
        assert sum(segment.cell_length for segment in strip) == width


def test_titles_stand_over_their_cells():
    paint = painter(40)
    text = paint.row((Cell("Front"), Cell("7")), None, Ground.plain, False).text
    title = paint.header().text
    assert title.index("Name") == text.index("Front")
    assert title.rstrip().endswith("Number")
    assert title.rstrip().rindex("r") == text.rstrip().rindex("7")


def test_edge_and_mark():
    paint = painter(40)
    cells = (Cell("Front"), Cell("7"))
    assert paint.row(cells, 0, Ground.plain, False).text.startswith("▎  Front")
    assert paint.row(cells, 0, Ground.cursor, True).text.startswith("▌✓ Front")
    assert paint.row(cells, None, Ground.plain, False).text.startswith("   Front")
    assert painter(40, glyphs=ASCII).row(cells, 0, Ground.cursor, False).text.startswith(">  Front")


def test_a_row_says_where_the_cursor_is_without_colour():
    paint = painter(40, theme=PLAIN_THEME)
    cells = (Cell("Front"), Cell("7"))
    plain, cursor = (list(paint.row(cells, 0, ground, False)) for ground in (Ground.plain, Ground.cursor))
    assert any(segment.style.reverse for segment in cursor)
    assert not any(segment.style.reverse for segment in plain)


def test_the_account_stays_a_thin_mark_under_a_reversed_cursor():
    first = next(iter(painter(40, theme=PLAIN_THEME).row((Cell("Front"), Cell("7")), 0, Ground.cursor, False)))
    assert first.text == "▌  "
    assert not first.style.reverse


def test_a_calm_row_is_two_colours():
    strip = painter(60).row((Cell("Front"), Cell("7", Tone.dim)), 0, Ground.plain, False)
    assert len(list(strip)) == 3


def test_a_change_is_painted_up_to_where_it_is():
    paint = painter(40)
    one = (Cell("Front"), Cell("7"))
    assert paint.right_of(one, one) == 0
    assert paint.right_of(one, (Cell("Back"), Cell("7"))) == EDGE + paint.places[0].width
    assert paint.right_of(one, (Cell("Front"), Cell("8"))) == EDGE + paint.places[1].x + paint.places[1].width


def test_what_must_not_be_cut_goes_on_over_its_neighbours():
    paint = painter(24)
    assert len(paint.places) == 2
    grace = Cell("unlocking, Esc stops", Tone.asked, short="unlocking", spans=True)
    assert paint.row((grace, Cell("7")), 0, Ground.plain, False).text == "▎  unlocking, Esc stops "
    assert paint.row((Cell("Front", spans=True), Cell("7")), 0, Ground.plain, False).text.endswith("7")
    assert painter(16).row((grace, Cell("7")), 0, Ground.plain, False).text == "▎  unlocking    "
    # What it covered is painted again when it goes.
    assert paint.right_of((grace, Cell("7")), (Cell("Front"), Cell("7"))) == 24


def test_a_change_in_a_column_that_is_not_shown_paints_nothing():
    paint = painter(12)
    assert len(paint.places) == 1
    assert paint.right_of((Cell("Front"), Cell("7")), (Cell("Front"), Cell("8"))) == 0


@pytest.mark.parametrize(
    "view",
    [
        seen(location="Beach House"),
        seen(state=LockState.unlocked, location="Beach House"),
        seen(state=LockState.unlocked, battery=12, connected=False, age=900, location="Beach House"),
        seen(state=LockState.jammed, battery=12, connected=False, age=900, location="Beach House"),
    ],
    ids=["calm", "open", "open, low, offline, old", "jammed, low, offline, old"],
)
def test_a_changed_row_costs_at_most_400_bytes(view):
    """The budget at 120 columns in 16 million colours, with the frame that Textual puts around an update."""
    frame = len("\x1b[?2026h\x1b[40;1H\x1b[?2026l")
    console = Console(force_terminal=True, color_system="truecolor")
    paint = painter(120, DEVICE_COLUMNS)
    cells = device_cells(view, None, UNICODE, NOW, UTC, (80, 60, 54))
    before = device_cells(seen("Front Door", None, battery=99, contact=None), None, UNICODE, NOW, UTC)
    right = paint.right_of(before, cells)
    strip = paint.row(cells, 0, Ground.cursor, True).crop(0, right)
    assert len(strip.render(console).encode()) + frame <= 400


def test_a_message_wraps_and_fits():
    lines = painter(24).message([Cell("No device matches.", Tone.heading), Cell("Press Escape to see all of them.")])
    assert [line.text.strip() for line in lines] == ["No device matches.", "Press Escape to see", "all of them."]
    assert {line.cell_length for line in lines} == {24}
    assert painter(0).message([Cell("x")])[0].cell_length == 0
