"""Devices to be marked, each with what it goes by, what it is to go by, and what became of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.steps import told_of
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.schedules.assign_form import Sent
from lockdash.tui.widgets.picker import Picker

_COLUMNS = (
    Column("name", "Device", 12, 24, 40, middle=True),
    Column("becomes", "Change", 8, 9, 9, rank=0),
    Column("schedule", "Goes by", 8, 16, 28, rank=1, middle=True),
    Column("kind", "Kind", 8, 11, 12, rank=3),
    Column("where", "Place", 8, 12, 24, rank=2),
)


class DevicePicker(Picker):
    """`sent`: by device, what became of it."""

    TITLE: ClassVar[str] = "Devices"
    NO_MATCH: ClassVar[str] = "No device matches."
    NOTHING: ClassVar[str] = "No device here can go by a schedule of this kind."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(columns=_COLUMNS, id=id)
        self._sent: dict[str, Sent] = {}

    def follow(self, sent: Mapping[str, Sent]) -> None:
        """Show what became of each."""
        before, self._sent = self._sent, dict(sent)
        if before != self._sent:
            self.table.refresh_rows([*before, *self._sent])

    def _cells(self, key: str) -> tuple[Cell, ...]:
        sent = self._sent.get(key)
        word, tone = ("", Tone.accent) if sent is None else told_of(sent)
        cells = zip(_COLUMNS, super()._cells(key), strict=True)
        return tuple(Cell(word or cell.text, tone) if each.name == "becomes" else cell for each, cell in cells)
