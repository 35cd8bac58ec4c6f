"""What is wrong with a configuration: every problem with its file and line, in words that a user can act on."""

from __future__ import annotations

from collections.abc import Iterable
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
    """A configuration that cannot be used. `str` gives one `file:line: what` a line, in the order of each file; the
    files in the order in which they are first named."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        by_file: dict[Path, list[Problem]] = {}
        for each in problems:
            by_file.setdefault(each.path, []).append(each)
        self.problems = tuple(
            each for found in by_file.values() for each in sorted(found, key=lambda each: each.line or 0)
        )
        super().__init__("\n".join(str(each) for each in self.problems))


class NoAccounts(ConfigError):
    """Nothing is wrong with the configuration at `path` but that it names no account (yet)."""

    def __init__(self, path: Path, problem: Problem) -> None:
        super().__init__([problem])
        self.path = path


class ConfigMissing(NoAccounts):
    """There is no configuration: no file at `path`, and nothing beside it that could stand in for it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, Problem(path, None, "there is no such file"))


def quoted(words: Iterable[str]) -> str:
    """Return the words as a list in a sentence: `"a", "b" or "c"`."""
    each = [f'"{word}"' for word in words]
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} or {each[-1]}" if each else "nothing"
