"""A letter in HTML as plain text: what it says, and nothing that a terminal would obey."""

from __future__ import annotations

from contextlib import suppress
from html.parser import HTMLParser

from lockdash.domain.text import clean

_LONGEST = 200_000
_LINES = 200
_LINE = 500
_BREAKS = frozenset({"p", "br", "div", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
_UNSEEN = frozenset({"script", "style", "head", "title"})


def plain(html: str) -> str:
    """Return the text of `html` in lines, without more than one blank line in a row."""
    reader = _Reader()
    with suppress(AssertionError):  # the parser's word for a declaration that makes no sense
        reader.feed(html[:_LONGEST])
        reader.close()
    lines: list[str] = []
    for line in "".join(reader.said).split("\n"):
        words = clean(line, _LINE)
        if words or (lines and lines[-1]):
            lines.append(words)
    return "\n".join(lines[:_LINES]).strip()


class _Reader(HTMLParser):
    """A break in the source is a blank, one in the markup a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unseen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen is None and tag in _UNSEEN:
            self._unseen = tag
        self._break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = None
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._unseen is None:
            self.said.append(data.replace("\n", " "))

    def _break(self, tag: str) -> None:
        if tag in _BREAKS:
            self.said.append("\n")
