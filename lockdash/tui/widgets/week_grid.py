"""The week that is drawn upon, by keys and by clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from lockdash.domain.text import clean
from lockdash.domain.week_days import FIGURES
from lockdash.domain.week_grid import CELLS
from lockdash.tui.look.styles import Styles
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.week_grid import GridPicture, grid_picture
from lockdash.tui.schedules.edit_state import WORKDAYS, WeekEdit
from lockdash.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

_REVERSE = RichStyle(reverse=True)
_MOVES = {
    "left": (0, -1),
    "right": (0, 1),
    "up": (-1, 0),
    "down": (1, 0),
    "home": (0, -CELLS),
    "end": (0, CELLS),
}
"""By days and half hours."""
_CARET = {"left": -1, "right": 1, "home": -1000, "end": 1000}
_FIGURES = frozenset("0123456789")


class WeekGrid(Lines, can_focus=True):
    """Does what keys say to `edit`, and tells that it did."""

    can_focus = True

    app: LockdashApp

    class Changed(Message):
        """The week, the cursor or what was begun is another one."""

    def __init__(self, edit: WeekEdit, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.edit = edit
        self._picture: GridPicture | None = None
        self._cursor_style: RichStyle | None = None

    def redraw(self) -> None:
        """Show the week as it is now."""
        width, height = self.content_size
        if not width:
            return
        before = self._picture
        self._picture = grid_picture(self.edit, width, height, self.app.glyphs, is_here=self.has_focus)
        self.show(self._picture.lines)
        for y in {self._picture.y, before.y if before is not None else self._picture.y}:
            self.refresh(Region(0, y, width, 1))

    def on_resize(self) -> None:
        self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        if self.is_mounted:
            self.redraw()

    def render_line(self, y: int) -> Strip:
        strip, picture = super().render_line(y), self._picture
        if picture is None or y != picture.y or not self.has_focus:
            return strip
        if self._cursor_style is None:
            self._cursor_style = Styles(self.app.theme_variables).tone(Tone.accent) + _REVERSE
        end = picture.x + picture.width
        here = [
            Segment(each.text, (each.style or RichStyle()) + self._cursor_style) for each in strip.crop(picture.x, end)
        ]
        return Strip.join([strip.crop(0, picture.x), Strip(here), strip.crop(end)])

    def notify_style_update(self) -> None:
        self._cursor_style = None
        super().notify_style_update()

    # What the user does

    def on_key(self, event: events.Key) -> None:
        """All keys here, and none as a binding: those that come in one go count in their order. What is no key of the
        grid goes on to the screen."""
        done = self._type(event) if self.edit.entry is not None else self._press(event)
        if done:
            event.stop()
            event.prevent_default()
            self._tell()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.edit.entry is not None:
            self.edit.entry = self.edit.entry.typed(clean(event.text))
            self._tell()

    def _press(self, event: events.Key) -> bool:
        edit, key = self.edit, event.key
        if key in _MOVES:
            edit.move(*_MOVES[key])
        elif key in ("pageup", "pagedown"):
            self._jump(1 if key == "pagedown" else -1)
        elif edit.targets is not None:
            return self._choose(key)
        elif key == "enter" and edit.anchor is None:
            edit.begin_entry()
        elif key in ("space", "enter"):
            if not edit.press():
                edit.begin_entry()
        elif key in ("x", "delete", "backspace"):
            edit.erase()
        elif key in ("c", "z", "Z"):
            {"c": edit.begin_copy, "z": edit.undo, "Z": edit.redo}[key]()
        elif event.character is not None and event.character in _FIGURES:
            edit.begin_entry(event.character)
        else:
            return False
        return True

    def _choose(self, key: str) -> bool:
        """The days to which one is copied."""
        edit = self.edit
        if key == "space":
            edit.toggle_target()
            edit.move(days=1)
        elif key in ("w", "a"):
            edit.choose_targets(WORKDAYS if key == "w" else range(7))
        elif key == "enter":
            edit.copy()
        else:
            return False
        return True

    def _type(self, event: events.Key) -> bool:
        """Exact times."""
        edit, key = self.edit, event.key
        assert edit.entry is not None
        if key == "enter":
            edit.put_entry()
        elif key in ("backspace", "delete"):
            edit.entry = edit.entry.deleted(before=key == "backspace")
        elif key in _CARET:
            edit.entry = edit.entry.moved(_CARET[key])
        elif event.is_printable and event.character is not None:
            edit.entry = edit.entry.typed(event.character)
        else:
            return key in _MOVES
        return True

    def _jump(self, by: int) -> None:
        """To the next figure of the scale."""
        step, cell = FIGURES[2] * 2, self.edit.cursor.cell
        self.edit.move(cells=(cell // step + 1) * step - cell if by > 0 else (-(cell % step) or -step))

    def on_click(self, event: events.Click) -> None:
        picture, offset = self._picture, event.get_content_offset(self)
        found = picture.cursor_at(offset.x, offset.y) if picture is not None and offset is not None else None
        if found is not None and self.edit.entry is None:
            self.edit.go(found)
            self._tell()

    def _tell(self) -> None:
        self.redraw()
        self.post_message(self.Changed())
