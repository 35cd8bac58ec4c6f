"""The measure for everything: the smallest Textual app that shows N rows in the library's own table."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class Smallest(App[None]):
    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("Device", "State", "Battery", "Link", "Age")
        count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
        table.add_rows((f"Room {n:04}", "Locked", "80 %", "live", "<1 m") for n in range(count))
        table.focus()


if __name__ == "__main__":
    Smallest().run()
