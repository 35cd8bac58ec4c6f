"""The pane beside or below a list."""

from __future__ import annotations

from textual.message import Message

from lockdash.tui.widgets.lines import ScrollingLines


class DetailPane(ScrollingLines):
    """Says when it has another size, for what it shows depends on that. The style sheet may hide it meanwhile."""

    class Sized(Message):
        """There is another amount of room."""

    def on_resize(self) -> None:
        self.post_message(self.Sized())
