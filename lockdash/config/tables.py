"""One table of a configuration, read key by key: what is wrong is noted with its line, and reading goes on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lockdash.config.origins import Place
from lockdash.config.problems import Problem, quoted
from lockdash.domain.nearest import nearest
from lockdash.domain.text import clean

if TYPE_CHECKING:
    from lockdash.config import locate


class Sheet:
    """A document under check: its text, what TOML makes of it, why others can read it ("": they cannot), and the
    problems so far."""

    def __init__(self, path: Path, text: str, document: Mapping[str, Any], exposed: str = "") -> None:
        self.path = path
        self.text = text
        self.document = document
        self.exposed = exposed
        self.problems: list[Problem] = []

    @cached_property
    def _lines(self) -> Mapping[locate.Path, int]:
        """Asked for only once something is wrong, or somebody wants to know: a good file is not read twice."""
        from lockdash.config.locate import key_lines

        return key_lines(self.text)

    def note(self, where: locate.Path, what: str) -> None:
        """Note a problem at the key or table `where`, or at the nearest thing around it that has a line."""
        self.problems.append(Problem(self.path, self.line(where), what))

    def line(self, where: locate.Path) -> int | None:
        """Return the line of the key or table `where`, or of the nearest thing around it that has one."""
        return next((self._lines[where[:end]] for end in range(len(where), 0, -1) if where[:end] in self._lines), None)

    def table(self, key: str) -> Table:
        """Return a table of the top level; an empty one if it is missing, or is no table, which is noted."""
        values = self.document.get(key, {})
        if isinstance(values, dict):
            return Table(self, (key,), values)
        self.note((key,), f'"{key}" must be a table that starts with [{key}], not {kind_of(values)}')
        return Table(self, (key,), {})


class Table:
    """A table of the document. Every getter returns None for a key that is absent or wrong (and noted)."""

    def __init__(self, sheet: Sheet, where: locate.Path, values: Mapping[str, Any]) -> None:
        self._sheet = sheet
        self._where = where
        self.values = values

    def note(self, what: str, key: str | None = None) -> None:
        """Note a problem of the table, or of one of its keys."""
        self._sheet.note(self._at(key), what)

    def place(self, key: str | None = None) -> Place:
        """Where the table stands, or one of its keys."""
        return Place(self._sheet.path, lambda: self._sheet.line(self._at(key)), self._sheet.text)

    def table(self, key: str) -> Table:
        """A table within this one. Asked only for a key that is one."""
        return Table(self._sheet, self._at(key), self.values[key])

    def name(self, key: str) -> str:
        """The dotted name of a key, from the table of the top level on: `scope.action` in `[keys]`."""
        return ".".join(str(each) for each in (*self._where[1:], key))

    def text(self, key: str, *, secret: bool = False) -> str | None:
        """A text that is not empty. What is wrong with a secret is said without showing any of it."""
        value = self._typed(key, str, "text")
        if value is None:
            return None
        if not value.strip():
            self.note(f'"{key}" is empty', key)
            return None
        if secret and any(ord(char) < 32 or ord(char) == 127 for char in value):
            self.note(f'"{key}" has more than one line, or control characters', key)
            return None
        return str(value)

    def flag(self, key: str) -> bool | None:
        value: bool | None = self._typed(key, bool, "true or false")
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        value: str | None = self._typed(key, str, quoted(choices))
        if value is None or value in choices:
            return value
        self.note(f'"{key}" must be {quoted(choices)}, not "{shown(value)}"{nearest(value, choices)}', key)
        return None

    def only(self, known: Collection[str]) -> None:
        """Note every key that is not known, with the known one that is most like it."""
        for key in self.values:
            if key not in known:
                self.note(f'unknown key "{shown(key)}"{nearest(key, known)}', key)

    def _at(self, key: str | None) -> locate.Path:
        return self._where if key is None else (*self._where, key)

    def _typed(self, key: str, kind: type, expected: str) -> Any:
        if key not in self.values:
            return None
        value = self.values[key]
        if isinstance(value, kind):
            return value
        self.note(f'"{key}" must be {expected}, not {kind_of(value)}', key)
        return None


def kind_of(value: object) -> str:
    """Return what a TOML value is, in words, without showing it."""
    if isinstance(value, bool):
        return "true or false"
    names: tuple[tuple[type, str], ...] = (
        (str, "text"),
        (int, "a whole number"),
        (float, "a number"),
        (list, "a list"),
        (dict, "a table"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "a date or time")


def shown(text: str, limit: int = 40) -> str:
    """Return a user's own word, safe and short enough to be quoted in a message."""
    return clean(text, limit)
