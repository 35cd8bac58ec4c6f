"""What is wrong with a configuration: every problem with its file and line, in words that a user can act on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing to mend. `line` counts from 1; None: the file as a whole. `what` never holds a secret."""

    path: Path
    line: int | None
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}" if self.line is None else f"{self.path}:{self.line}: {self.what}"


class ConfigError(Exception):
    """A configuration that cannot be used. `str` gives one `file:line: what` a line, in the file's order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: each.line or 0))
        super().__init__("\n".join(str(each) for each in self.problems))


class ConfigMissing(ConfigError):
    """There is no configuration file at `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__([Problem(path, None, "there is no such file")])
        self.path = path


def quoted(words: Iterable[str]) -> str:
    """Return the words as a list in a sentence: `"a", "b" or "c"`."""
    each = [f'"{word}"' for word in words]
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} or {each[-1]}" if each else "nothing"
