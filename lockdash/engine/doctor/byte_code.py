"""Compiled byte code: without it the dashboard starts three times slower."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from importlib.machinery import PathFinder
from importlib.util import cache_from_source
from pathlib import Path

from lockdash.domain.findings import Finding
from lockdash.engine.doctor.section import ok, warning

SUBJECT = "byte code"
VARIABLE = "PYTHONDONTWRITEBYTECODE"
_LARGE = ("textual", "rich", "httpx", "pygments")
_ENOUGH = 0.1
"""The share of modules that may be without: a few that nobody imports, or one that was edited."""


def examine(home: Path, environ: Mapping[str, str]) -> Iterator[Finding]:
    """`home`: the folder of lockdash."""
    folders = [home, *_folders()]
    missing = [folder for folder in folders if _share_missing(folder) > _ENOUGH]
    forbidden = bool(environ.get(VARIABLE))
    if not missing:
        yield ok(SUBJECT, "compiled")
        return
    names = ", ".join(folder.name for folder in missing)
    if not forbidden and all(os.access(folder, os.W_OK) for folder in missing):
        yield ok(SUBJECT, f"not there yet for {names}: the first start of the dashboard writes it")
        return
    why = f"{VARIABLE} is set" if forbidden else "this user cannot write there"
    yield warning(
        SUBJECT,
        f"missing for {names}, and not written by itself: {why}. The dashboard starts three times slower",
        _remedy(missing, forbidden),
    )


def _remedy(missing: list[Path], forbidden: bool) -> str:
    freed = f"env -u {VARIABLE} " if forbidden else ""
    command = f"{freed}{shlex.quote(sys.executable)} -m compileall -q {shlex.join(map(str, missing))}"
    if all(os.access(folder, os.W_OK) for folder in missing):
        return f"run: {command}"
    return f"let whoever installed it run: {command}"


def _folders() -> Iterator[Path]:
    """The folders of the largest libraries, found without importing them."""
    for name in _LARGE:
        found = PathFinder.find_spec(name)
        if found is not None and found.origin is not None:
            yield Path(found.origin).parent


def _share_missing(folder: Path) -> float:
    sources = list(folder.rglob("*.py"))
    missing = sum(not os.path.exists(cache_from_source(str(source))) for source in sources)
    return missing / len(sources) if sources else 0.0
