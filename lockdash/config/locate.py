"""Line numbers of the keys of a TOML document: `tomllib` gives values only.

The scanner is for text that `tomllib` has accepted, so it need not tell good syntax from bad; it has to
know where each key and value ends (TOML 1.0: strings, arrays, inline tables, headers).
"""

from __future__ import annotations

import re
import tomllib

Path = tuple[str | int, ...]
"""Names of keys and positions in arrays, from the document's root: `("accounts", 0, "name")`."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_STRINGS = (
    # Up to two quotation marks may stand right before the three that close a multi-line string.
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}(?!")', re.DOTALL),
    re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


def key_lines(text: str) -> dict[Path, int]:
    """Return the line, from 1, of every key, table and array item in `text`, by its path.

    A table that is only implied (`a` in `[a.b]`) has the line where it was first mentioned.
    """
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counted_to = 0
        self._line = 1
        self._lines: dict[Path, int] = {}
        self._items: dict[Path, int] = {}  # array of tables -> position of its newest table

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        self._skip_blank()
        while self._at < len(self._text):
            if self._peek("[["):
                table = self._header("[[", "]]")
            elif self._peek("["):
                table = self._header("[", "]")
            else:
                self._pair(table)
            self._skip_blank()
        return self._lines

    def _header(self, opening: str, closing: str) -> Path:
        line = self._here()
        self._at += len(opening)
        *parents, name = self._key()
        self._skip_blank()
        self._at += len(closing)
        path: Path = ()
        for parent in parents:
            path = (*path, parent)
            self._lines.setdefault(path, line)
            if path in self._items:
                path = (*path, self._items[path])
        path = (*path, name)
        self._lines.setdefault(path, line)
        if opening == "[[":
            self._items[path] = self._items.get(path, -1) + 1
            path = (*path, self._items[path])
        self._lines[path] = line
        return path

    def _pair(self, table: Path) -> None:
        line = self._here()
        path = table
        for part in self._key():
            path = (*path, part)
            self._lines.setdefault(path, line)
        self._skip_blank()
        self._at += 1  # the equals sign
        self._value(path)

    def _key(self) -> list[str]:
        parts = [self._key_part()]
        while True:
            self._skip_blank()
            if not self._peek("."):
                return parts
            self._at += 1
            parts.append(self._key_part())

    def _key_part(self) -> str:
        self._skip_blank()
        literal = self._string()
        if literal is not None:
            return str(tomllib.loads(f"key = {literal}")["key"])
        return self._take(_BARE_KEY)

    def _value(self, path: Path) -> None:
        self._skip_blank()
        if self._string() is not None:
            return
        if self._peek("["):
            self._array(path)
        elif self._peek("{"):
            self._inline_table(path)
        else:
            self._take(_SCALAR)

    def _array(self, path: Path) -> None:
        self._at += 1
        position = 0
        while self._more("]"):
            self._lines[(*path, position)] = self._here()
            self._value((*path, position))
            position += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._more("}"):
            self._pair(path)

    def _more(self, closing: str) -> bool:
        """Step over a comma, or over `closing`, and say whether another item follows."""
        self._skip_blank()
        if self._peek(","):
            self._at += 1
            self._skip_blank()
        if self._peek(closing) or self._at >= len(self._text):
            self._at += 1
            return False
        return True

    def _string(self) -> str | None:
        if not (self._peek('"') or self._peek("'")):
            return None
        for kind in _STRINGS:
            found = kind.match(self._text, self._at)
            if found:
                self._at = found.end()
                return found.group()
        raise ValueError(f"a string without an end in line {self._here()}")

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if not found or not found.group():
            raise ValueError(f"neither a key nor a value in line {self._here()}")
        self._at = found.end()
        return found.group()

    def _skip_blank(self) -> None:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _peek(self, token: str) -> bool:
        return self._text.startswith(token, self._at)

    def _here(self) -> int:
        """The line of the current position; counted onwards, so that the whole scan is linear."""
        self._line += self._text.count("\n", self._counted_to, self._at)
        self._counted_to = self._at
        return self._line
