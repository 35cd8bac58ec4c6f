"""The program itself: versions, where it is installed, and whether its byte code is there."""

from __future__ import annotations

import platform
import re
import shlex
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

import lockdash
from lockdash.domain.findings import Finding
from lockdash.engine.doctor import byte_code
from lockdash.engine.doctor.section import Section, failure, ok, warning

NAME = "program"
LIBRARIES = {"Textual": "textual", "msgspec": "msgspec", "httpx": "httpx", "oauthlib": "oauthlib"}
_LIMIT = re.compile(r"(>=|<)\s*([0-9.]+)")


def examine(environ: Mapping[str, str]) -> Section:
    """Nothing that is named here is imported: what is broken can be told as well."""
    home = Path(lockdash.__file__).resolve().parent
    return Section(
        NAME,
        (
            ok("lockdash", f"{lockdash.__version__}, in {home}"),
            ok("Python", f"{platform.python_version()} ({platform.python_implementation()}), {sys.executable}"),
            *(_library(label, name) for label, name in LIBRARIES.items()),
            ok("SQLite", sqlite3.sqlite_version),
            ok("platform", platform.platform()),
            *byte_code.examine(home, environ),
        ),
    )


def versions() -> dict[str, str | None]:
    """Return the versions of all that matters; None for what is not installed."""
    return {
        "lockdash": lockdash.__version__,
        "Python": platform.python_version(),
        **{label: _version(name) for label, name in LIBRARIES.items()},
        "SQLite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.machine()}",
    }


def _library(label: str, name: str) -> Finding:
    remedy = f"run: {shlex.quote(sys.executable)} -m pip install --upgrade lockdash"
    found = _version(name)
    if found is None:
        return failure(label, "is not installed", remedy)
    wanted = _requirement(name)
    if wanted and not _fits(found, wanted):
        return warning(label, f"{found}, and lockdash was made for {wanted}", remedy)
    return ok(label, found)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _requirement(name: str) -> str:
    """Return which versions lockdash asks for, "" if it is not installed as a package or does not say."""
    try:
        listed = metadata.requires("lockdash") or []
    except metadata.PackageNotFoundError:
        return ""
    found = (each for each in listed if re.match(rf"{re.escape(name)}\b", each) and "extra" not in each)
    return next((each.removeprefix(name).strip() for each in found), "")


def _fits(version: str, wanted: str) -> bool:
    found = tuple(_numbers(version))
    for sign, limit in _LIMIT.findall(wanted):
        bound = tuple(_numbers(limit))
        if found < bound if sign == ">=" else found >= bound:
            return False
    return True


def _numbers(version: str) -> Iterator[int]:
    """The release of a version: `8.2.8rc1` is 8, 2, 8."""
    for part in version.split("."):
        digits = re.match(r"\d+", part)
        if digits is None:
            return
        yield int(digits[0])
