"""The files of a configuration: `config.toml`, and beside it `config.d/*.toml` in the order of their names."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from lockdash.config.permissions import exposure, looseness, trusted_owners
from lockdash.config.problems import Problem
from lockdash.config.tables import Sheet, shown

DROP_INS = "config.d"

_SYNTAX_LINE = re.compile(r" \((?:at line (\d+), column \d+|at end of document)\)$")


class _Unusable(Exception):
    def __init__(self, path: Path, line: int | None, what: str) -> None:
        self.problem = Problem(path, line, what)


def drop_in_folder(path: Path) -> Path:
    """Return the folder of drop-ins that belongs to the configuration file `path`; it need not exist."""
    return path.parent / DROP_INS


def drop_ins(path: Path) -> list[Path]:
    """Return the drop-ins of the configuration file `path`, sorted by name. Raises OSError.

    Files that editors hide, lock or keep as a copy are none: `.home.toml.swp`, `.#home.toml`, `#home.toml#`,
    `home.toml~`.
    """
    folder = drop_in_folder(path)
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    return [folder / name for name in sorted(names) if name.endswith(".toml") and name[0] not in ".#"]


def read_all(path: Path) -> tuple[list[Sheet], list[Problem]]:
    """Return every file that can be read, `path` first, and what is wrong with the others. Neither: there are none."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    try:
        more = drop_ins(path)
        loose = looseness(drop_in_folder(path), trusted_owners(path)) if more else ""
    except OSError as error:
        more, loose = [], f"cannot be read: {error.strerror}"
    for each in (path, *more):
        if loose and each is not path:
            continue
        try:
            sheet = _read(each) if each is path else _read_drop_in(each, trusted_owners(path))
        except _Unusable as error:
            problems.append(error.problem)
        else:
            sheets += [] if sheet is None else [sheet]
    if loose:
        problems.append(Problem(drop_in_folder(path), None, loose))
    return sheets, problems


def _read_drop_in(path: Path, trusted: frozenset[int]) -> Sheet | None:
    """A file that nobody named: it counts only if nobody else could have put it there, and it is a plain file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _Unusable(path, None, "is no plain file")
        loose = looseness(path, trusted)
    except FileNotFoundError:
        if path.is_symlink():
            raise _Unusable(path, None, "leads to a file that is not there") from None
        return None  # an editor is putting another one in its place
    except OSError as error:
        raise _Unusable(path, None, f"cannot be read: {error.strerror}") from None
    if loose:
        raise _Unusable(path, None, loose)
    return _read(path)


def _read(path: Path) -> Sheet | None:
    """The file, None if it is not there. Raises _Unusable."""
    try:
        content = path.read_bytes()
        exposed = exposure(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _Unusable(path, None, f"cannot be read: {error.strerror}") from None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Unusable(path, line, "not UTF-8 text, which TOML has to be") from None
    return Sheet(path, text, _parse(path, text), exposed)


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.rstrip("\n").count("\n") + 1
        raise _Unusable(path, line, f"not valid TOML: {_SYNTAX_LINE.sub('', str(error))}") from None
    except RecursionError:
        raise _Unusable(path, None, "not usable: lists or tables are nested too deeply") from None
    except ValueError as error:  # a date that does not exist, a number with too many digits
        raise _Unusable(path, None, f"not valid TOML: {shown(str(error), 200)}") from None
