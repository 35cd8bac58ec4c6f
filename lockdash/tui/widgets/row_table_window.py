"""What part of a table is in view: which row stands on which line. Pure, no Textual."""

from __future__ import annotations

import msgspec

HEADER_FROM = 4
"""Lines from which on one of them is spent on the column titles."""


class Window(msgspec.Struct, frozen=True):
    """`height`: lines in view, titles included. `top`: place of the row in the first line below the titles."""

    height: int
    top: int

    @property
    def header(self) -> int:
        """Lines taken by the titles."""
        return 1 if self.height >= HEADER_FROM else 0

    @property
    def page(self) -> int:
        """Rows that fit into view."""
        return max(0, self.height - self.header)

    @property
    def end(self) -> int:
        """Place after the last row in view."""
        return self.top + self.page

    def shows(self, place: int) -> bool:
        return self.top <= place < self.end

    def line(self, place: int) -> int:
        """Return the line on which the row at `place` stands."""
        return place - self.top + self.header

    def place(self, line: int) -> int | None:
        """Return the place of the row on `line`, None on the titles."""
        return None if line < self.header else line - self.header + self.top

    def top_for(self, place: int) -> int:
        """Return the nearest top with which the row at `place` is in view."""
        if self.shows(place) or not self.page:
            return self.top
        return place if place < self.top else place - self.page + 1
