"""The table of a log: rows stay on their lines, some only part the others, and an end may be elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App
from textual.pilot import Pilot

from lockdash.tui.look.themes import FALLBACK_VARIABLES
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.widgets.log_table import LogTable

COLUMNS = (
    Column("time", "Time", 5, 5, 5),
    Column("what", "What", 4, 10, 10),
    Column("door", "Door", 4, 10, 20),
)


def keys(first: int, last: int) -> list[str]:
    """Events by their numbers; before each tenth one stands a row that only parts them."""
    found = []
    for number in range(first, last + 1):
        found += [f"day {number}"] if number % 10 == 0 else []
        found.append(f"e{number}")
    return found


class Host(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.table = LogTable(COLUMNS, lambda key: key[0] == "e", id="list")
        self.table.provide(lambda key: (Cell(key, spans=True), Cell(""), Cell("")), lambda key: None)
        self.heard: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(FALLBACK_VARIABLES)

    def compose(self):
        yield self.table

    def on_mount(self) -> None:
        self.table.focus()

    def on_log_table_scrolled(self, event: LogTable.Scrolled) -> None:
        assert event.control is self.table
        self.heard.append("scrolled")

    def on_log_table_end_wanted(self, event: LogTable.EndWanted) -> None:
        assert event.control is self.table
        self.heard.append("oldest" if event.oldest else "newest")

    def put(self, first: int, last: int) -> None:
        self.table.set_log(keys(first, last))

    @property
    def lines(self) -> list[str]:
        """What the rows in view say."""
        return [strip.text[1:].strip() for strip in self.screen._compositor.render_strips()[1:]]


@asynccontextmanager
async def host(height: int = 12) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    app = Host()
    async with app.run_test(size=(60, height)) as pilot:
        app.put(101, 160)
        await pilot.pause()
        app.table.go_to_last()
        await pilot.pause()
        app.heard.clear()
        yield app, pilot


async def test_rows_in_view_stay_on_their_lines_whatever_comes_above_or_goes() -> None:
    async with host() as (app, pilot):
        before = app.lines
        assert before[-1] == "e160"
        for first in (31, 95, 131):
            app.put(first, 160)
            await pilot.pause()
            assert app.lines == before
            assert app.table.cursor_key == "e160"


async def test_what_comes_below_is_not_in_view_until_one_goes_there() -> None:
    async with host() as (app, pilot):
        before = app.lines
        assert app.table.is_at_end
        app.put(101, 175)
        await pilot.pause()
        assert app.lines == before
        assert not app.table.is_at_end
        app.table.go_to_last()
        await pilot.pause()
        assert app.lines[-1] == "e175"
        assert app.table.is_at_end


async def test_the_cursor_skips_what_parts_rows_in_both_directions() -> None:
    async with host() as (app, pilot):
        assert app.lines[-2] == "day 160"
        await pilot.press("up")
        assert app.table.cursor_key == "e159"
        await pilot.press("down")
        assert app.table.cursor_key == "e160"
        app.table.cursor_key = "e151"
        await pilot.press("up", "up")
        assert app.table.cursor_key == "e149"
        await pilot.press("down")
        assert app.table.cursor_key == "e150"


async def test_the_first_row_is_shown_with_what_heads_it() -> None:
    async with host() as (app, pilot):
        app.put(100, 160)
        app.table.go_to_first()
        await pilot.pause()
        assert app.table.cursor_key == "e100"
        assert app.lines[:2] == ["day 100", "e100"]
        assert set(app.heard) == {"scrolled"}


async def test_a_cursor_whose_row_goes_stands_on_one_that_it_may_stand_on() -> None:
    async with host() as (app, pilot):
        app.table.set_log(["e1", "day 2", "e3"])
        app.table.cursor_key = "e3"
        app.table.set_log(["e1", "e2", "day 3"])
        await pilot.pause()
        assert app.table.cursor_key == "e2"


async def test_the_ends_of_the_log_are_asked_for() -> None:
    async with host() as (app, pilot):
        await pilot.press("g", "home", "G", "end")
        assert app.heard == ["oldest", "oldest", "newest", "newest"]
        assert app.table.cursor_key == "e160"


async def test_how_many_rows_are_out_of_sight() -> None:
    async with host() as (app, pilot):
        count = len(app.table.order)
        assert (app.table.rows_above, app.table.rows_below) == (count - 11, 0)
        await pilot.press("pageup", "pageup")
        await pilot.pause()
        assert app.table.rows_above + 11 + app.table.rows_below == count
        assert app.table.rows_below > 0


async def test_a_heading_takes_the_place_of_the_first_titles_and_the_others_stay() -> None:
    async with host() as (app, pilot):

        def header() -> str:
            return app.screen._compositor.render_strips()[0].text

        assert header().split() == ["Time", "What", "Door"]
        place = header().index("Door")
        app.table.set_heading("Fri 6 Mar, which is too long")
        await pilot.pause()
        assert header().split()[:2] == ["Fri", "6"]
        assert header().index("Door") == place
        app.table.set_heading("")
        await pilot.pause()
        assert header().split() == ["Time", "What", "Door"]


async def test_rows_that_come_out_of_sight_paint_nothing(monkeypatch) -> None:
    async with host() as (app, pilot):
        painted: list[int] = []
        real = app.table.render_line
        monkeypatch.setattr(app.table, "render_line", lambda y: painted.append(y) or real(y))
        app.put(101, 170)
        await pilot.pause()
        assert painted == []


async def test_other_columns_ask_for_all_rows_again() -> None:
    async with host() as (app, pilot):
        app.table.provide(lambda key: tuple(Cell("new") for _ in app.table.columns), lambda key: None)
        app.table.set_columns(COLUMNS[:1])
        await pilot.pause()
        assert app.lines[-1] == "new"
        assert app.table.columns == COLUMNS[:1]


async def test_no_rows_have_no_ends() -> None:
    async with host() as (app, pilot):
        app.table.set_log([])
        await pilot.press("home", "end", "up", "down")
        app.table.go_to_first()
        app.table.go_to_last()
        await pilot.pause()
        assert app.table.cursor_key is None
