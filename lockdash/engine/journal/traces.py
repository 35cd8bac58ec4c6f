"""An exception as lines that anybody may read: its kind, its places and their source lines, and what led to it.

No local variables, which hold tokens and PINs; no text of strange exceptions, which may quote the wire; and no folder
of this machine, which may name its user.
"""

from __future__ import annotations

import linecache
import sysconfig
import traceback
from collections.abc import Iterator
from pathlib import Path

import lockdash
from lockdash.engine.journal.line import visible
from lockdash.engine.journal.redaction import redacted

_DEEPEST = 8
"""Exceptions that are told of one that was raised because of another, and so on."""
_PLACES = 60
_ROOTS = tuple(
    Path(each).resolve()
    for each in (
        sysconfig.get_path("purelib"),
        sysconfig.get_path("platlib"),
        Path(lockdash.__file__).parents[1],
        sysconfig.get_path("stdlib"),
    )
)


def lines(error: BaseException) -> Iterator[str]:
    """Return `error` and what led to it, each with its places, the innermost last."""
    yield from _of(error, "", set())


def name_of(error: BaseException) -> str:
    """Return its kind, and its text if the kind is ours: that is written for the user."""
    kind = type(error)
    text = str(error) if kind.__module__.split(".")[0] == lockdash.__name__ else ""
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return visible(redacted(f"{name}: {text}" if text else name))


def _of(error: BaseException, indent: str, told: set[int]) -> Iterator[str]:
    if id(error) in told or len(told) >= _DEEPEST:
        return
    told.add(id(error))
    yield f"{indent}{name_of(error)}"
    places = traceback.extract_tb(error.__traceback__)
    if len(places) > _PLACES:
        yield f"{indent}  ({len(places) - _PLACES} more places before these)"
    for place in places[-_PLACES:]:
        yield f"{indent}  {_path(place.filename)}:{place.lineno} in {place.name}"
        yield f"{indent}      {visible(linecache.getline(place.filename, place.lineno or 0).strip())}"
    for each in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _of(each, f"{indent}  | ", told)
    if error.__cause__ is not None:
        yield f"{indent}because of"
        yield from _of(error.__cause__, indent, told)
    elif error.__context__ is not None and not error.__suppress_context__:
        yield f"{indent}while this was handled"
        yield from _of(error.__context__, indent, told)


def _path(name: str) -> str:
    path = Path(name)
    for root in _ROOTS:
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
