"""The table as a user meets it, on a tiny host."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App
from textual.geometry import Region

from lockdash.tui.look.glyphs import ASCII, UNICODE
from lockdash.tui.look.themes import FALLBACK_VARIABLES, THEMES
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.render.device_row import DEVICE_COLUMNS, device_cells
from lockdash.tui.widgets.row_table import RowTable

from .build_devices import NOW, seen

COLUMNS = (Column("name", "Name", 5, 20, 40, middle=True), Column("state", "State", 6, 10, 20))
HOSTILE = [
    "x [/] y",
    "[@click=app.quit]Front[/]",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "\u202eright to left\u202c",
    "مرحبا بالعالم الكبير جدا",
    "👨\u200d👩\u200d👧 日本語の扉 🇩🇪",
    "a\nb\tc\u0000d",
    "n" * 10_000,
    "",
]


class Watched(RowTable):
    """Notes which lines are asked for and which regions are to be painted."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.lines: list[int] = []
        self.regions: list[Region] = []

    def render_line(self, y):
        self.lines.append(y)
        return super().render_line(y)

    def refresh(self, *regions, **more):
        if self.is_mounted:
            self.regions.extend(regions or [self.size.region])
        return super().refresh(*regions, **more)


class Host(App):
    def __init__(self, keys, columns=COLUMNS, theme="lockdash-dark", glyphs=UNICODE):
        super().__init__()
        self.words = dict.fromkeys(keys, "Locked")
        self.asked: list[str] = []
        self.heard: list[tuple[str, str | None]] = []
        self.table = Watched(columns, glyphs=glyphs, id="devices")
        self.table.provide(self.cells_of, lambda key: 0)
        self.table.set_order(list(keys))
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme

    def get_theme_variable_defaults(self):
        return dict(FALLBACK_VARIABLES)

    def compose(self):
        yield self.table

    def on_mount(self):
        self.table.focus()

    def cells_of(self, key):
        self.asked.append(key)
        return Cell(f"Door {key}"), Cell(self.words[key], Tone.calm)

    def on_row_table_highlighted(self, message):
        assert message.control is self.table
        self.heard.append(("highlighted", message.key))

    def on_row_table_chosen(self, message):
        assert message.control is self.table
        self.heard.append(("chosen", message.key))

    def screen_lines(self):
        return [strip.text for strip in self.screen._compositor.render_strips()]

    async def settle(self, pilot):
        """Wait until nothing is to be painted, then forget what was."""
        await pilot.pause()
        self.table.lines.clear()
        self.table.regions.clear()
        self.asked.clear()


def keys(count):
    return [str(number) for number in range(count)]


async def test_rows_are_asked_for_when_they_come_into_view():
    app = Host(keys(10_000))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        assert sorted(app.asked, key=int) == keys(11)
        app.asked.clear()
        await pilot.press("pagedown")
        await pilot.pause()
        assert sorted(app.asked, key=int) == [str(number) for number in range(11, 12)]
        app.asked.clear()
        await pilot.press("G")
        await pilot.pause()
        assert len(app.asked) == 11
        assert app.screen_lines()[-1].startswith("▌  Door 9999")


async def test_nothing_that_is_equal_is_painted():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        await app.settle(pilot)
        app.table.refresh_rows(keys(100))
        app.table.set_order(keys(100))
        await pilot.pause()
        assert app.table.lines == []
        assert app.table.regions == []
        assert sorted(app.asked, key=int) == keys(11)


async def test_a_changed_row_paints_one_line_up_to_the_change():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        await app.settle(pilot)
        app.words["4"] = "UNLOCKED"
        app.table.refresh_rows(["4"])
        await pilot.pause()
        assert app.table.lines == [5]
        assert [(region.y, region.height) for region in app.table.regions] == [(5, 1)]
        assert app.table.regions[0].width < 60
        assert "UNLOCKED" in app.screen_lines()[5]


async def test_a_change_out_of_view_is_only_shown_when_it_comes_into_view():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("end", "home")
        await app.settle(pilot)
        app.words["99"] = "UNLOCKED"
        app.table.refresh_rows(["99", "a stranger"])
        await pilot.pause()
        assert app.asked == []
        assert app.table.lines == []
        await pilot.press("end")
        await pilot.pause()
        assert "UNLOCKED" in app.screen_lines()[-1]


async def test_the_cursor_keeps_its_key_when_the_order_changes():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("down", "j", "j")
        assert app.table.cursor_key == "3"
        await app.settle(pilot)
        app.heard.clear()
        order = keys(100)
        order[3], order[6] = order[6], order[3]
        app.table.set_order(order)
        await pilot.pause()
        assert app.table.cursor_key == "3"
        assert app.heard == []
        assert sorted(app.table.lines) == [4, 7]
        assert app.screen_lines()[7].startswith("▌")
        assert app.asked == []


async def test_the_view_follows_a_cursor_that_the_order_takes_away():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        order = [*keys(100)[1:], "0"]
        app.table.set_order(order)
        await pilot.pause()
        assert app.table.cursor_key == "0"
        assert app.screen_lines()[-1].startswith("▌  Door 0")


async def test_a_view_that_was_scrolled_away_from_the_cursor_stays():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.scroll_to(y=50, animate=False, immediate=True)
        await pilot.pause()
        app.table.set_order(keys(100)[::-1])
        await pilot.pause()
        assert app.table.scroll_y == 50
        await pilot.press("k")
        await pilot.pause()
        assert app.table.cursor_key == "1"
        assert any(line.startswith("▌") for line in app.screen_lines())


async def test_a_vanished_row_leaves_the_cursor_in_its_place():
    app = Host(keys(10))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("end")
        app.table.set_order(keys(9))
        await pilot.pause()
        assert app.table.cursor_key == "8"
        app.table.set_order([])
        await pilot.pause()
        assert app.table.cursor_key is None
        app.table.set_order(keys(3))
        await pilot.pause()
        assert app.table.cursor_key == "0"
        assert app.heard == [("highlighted", key) for key in ("0", "9", "8", None, "0")]


async def test_keys_move_the_cursor():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        for pressed, expected in [
            ("k", "0"),
            ("pagedown", "11"),
            ("pagedown", "22"),
            ("pageup", "11"),
            ("up", "10"),
            ("G", "99"),
            ("pagedown", "99"),
            ("j", "99"),
            ("g", "0"),
            ("pageup", "0"),
            ("end", "99"),
            ("home", "0"),
        ]:
            await pilot.press(pressed)
            assert app.table.cursor_key == expected, pressed
        app.table.cursor_key = "42"
        await pilot.pause()
        assert any(line.startswith("▌  Door 42") for line in app.screen_lines())
        app.table.cursor_key = "nobody"
        assert app.table.cursor_key == "42"


async def test_enter_and_double_click_choose():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("down", "enter")
        await pilot.click("#devices", offset=(10, 4))
        assert app.table.cursor_key == "3"
        await pilot.click("#devices", offset=(10, 6), times=2)
        await pilot.pause()
        assert app.heard == [
            ("highlighted", "0"),
            ("highlighted", "1"),
            ("chosen", "1"),
            ("highlighted", "3"),
            ("highlighted", "5"),
            ("chosen", "5"),
        ]


async def test_a_click_on_the_titles_or_below_the_rows_does_nothing():
    app = Host(keys(2))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("down")
        await pilot.click("#devices", offset=(10, 0), times=2)
        await pilot.click("#devices", offset=(10, 9), times=2)
        await pilot.pause()
        assert app.table.cursor_key == "1"
        assert ("chosen", "1") not in app.heard


async def test_the_wheel_scrolls_and_leaves_the_cursor():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        wheel = events.MouseScrollDown(app.table, 5, 5, 0, 1, 0, False, False, False)
        app.table.post_message(wheel)
        await pilot.pause()
        assert app.table.scroll_y > 0
        assert app.table.cursor_key == "0"


async def test_the_mouse_passing_over_paints_nothing():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        await app.settle(pilot)
        for line in range(1, 10):
            await pilot.hover("#devices", offset=(5, line))
        assert app.table.lines == []


async def test_marks():
    app = Host(keys(100))
    async with app.run_test(size=(60, 12)) as pilot:
        await app.settle(pilot)
        app.table.toggle_mark()
        app.table.toggle_mark("3")
        await pilot.pause()
        assert app.table.marked == {"0", "3"}
        assert sorted(app.table.lines) == [1, 4]
        assert [line[:2] for line in app.screen_lines()[1:5]] == ["▌✓", "▎ ", "▎ ", "▎✓"]
        app.table.toggle_mark("3")
        app.table.marked = app.table.marked | {"5"}
        assert app.table.marked == {"0", "5"}
        app.table.set_order(keys(100)[1:])
        assert app.table.marked == {"5"}


async def test_columns_keep_their_places_while_data_changes():
    app = Host(keys(5))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        before = app.screen_lines()[1].index("Locked")
        app.words |= dict.fromkeys(app.words, "A very much longer state than before")
        app.table.refresh_rows(keys(5))
        app.table.set_order(keys(5)[:2])
        await pilot.pause()
        assert app.screen_lines()[1].index("A very") == before
        app.words |= dict.fromkeys(keys(100), "Locked")
        app.table.set_order(keys(100))
        app.table.refresh_rows(keys(100))
        await pilot.pause()
        assert app.screen_lines()[1].index("Locked") == before


async def test_an_empty_table_says_why():
    app = Host([])
    async with app.run_test(size=(40, 12)) as pilot:
        app.table.set_message([Cell("No devices yet.", Tone.heading), Cell("Press r to read them now.")])
        await pilot.press("down", "enter", "end", "pageup")
        await pilot.click("#devices", offset=(3, 3))
        text = "\n".join(app.screen_lines())
        assert "No devices yet." in text
        assert "Press r to read them now." in text
        assert app.heard == []
        app.words = {"7": "Locked"}
        app.table.set_order(["7"])
        await pilot.pause()
        assert "No devices" not in "\n".join(app.screen_lines())
        assert app.table.cursor_key == "7"


async def test_a_new_theme_paints_in_its_colours():
    app = Host(keys(5))
    async with app.run_test(size=(40, 12)) as pilot:
        grounds = []
        for theme in [*(theme.name for theme in THEMES), "textual-dark"]:
            app.theme = theme
            await pilot.pause()
            strip = app.screen._compositor.render_strips()[2]
            grounds.append(str(list(strip)[1].style))
        assert len(set(grounds[:4])) == 4
        assert "UNLOCKED" not in grounds


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
async def test_every_size_and_hostile_names(glyphs):
    """From 20x5 to 300x100, smaller ones as well; names are text, whatever they contain."""
    app = Host([], columns=DEVICE_COLUMNS, glyphs=glyphs)
    views = {f"home/{number}": seen(name, location=name) for number, name in enumerate(HOSTILE)}
    app.table.provide(lambda key: device_cells(views[key], None, glyphs, NOW, NOW.tzinfo), lambda key: 3)
    app.table.set_order(list(views))
    async with app.run_test(size=(20, 5)) as pilot:
        for size in [(20, 5), (1, 1), (3, 2), (8, 4), (40, 12), (61, 13), (80, 24), (120, 40), (300, 100), (20, 5)]:
            await pilot.resize_terminal(*size)
            await pilot.press("down", "end", "home")
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {size[0]}
            assert len(strips) == size[1]
            assert all(strip.text.isprintable() for strip in strips)
            assert not any("@click" in segment.style.meta for strip in strips for segment in strip if segment.style)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        text = "\n".join(app.screen_lines())
        assert "x [/] y" in text
        assert "[@click=app.quit]Front[/]" in text
        await pilot.click("#devices", offset=(6, 2))
        assert app.is_running
        assert app.table.cursor_key == "home/1"


async def test_the_cursor_stays_in_view_when_the_terminal_shrinks():
    app = Host(keys(100))
    async with app.run_test(size=(60, 40)) as pilot:
        app.table.cursor_key = "35"
        await pilot.resize_terminal(60, 10)
        await pilot.pause()
        assert any(line.startswith("▌  Door 35") for line in app.screen_lines())


async def test_losing_the_focus_keeps_the_cursor_visible():
    app = Host(keys(5))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        focused = list(app.screen._compositor.render_strips()[1])[1].style
        app.set_focus(None)
        await pilot.pause()
        blurred = list(app.screen._compositor.render_strips()[1])[1].style
        assert focused.bgcolor != blurred.bgcolor
        assert app.screen_lines()[1].startswith("▌")
