"""The names that the store holds, of people, doors and places: what a report to strangers must not tell."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from lockdash.store.errors import explained
from lockdash.store.looking import file_of, opened

_BODIES = {
    "people": "person",
    "devices": "device",
    "door_groups": "group",
    "places": "place",
    "schedules": "schedule",
    "access_exceptions": "exception",
    "changes": "person",
}
_COLUMNS = (
    ("accounts", "name", "account"),
    ("tokens", "account", "account"),
    ("log_people", "name", "person"),
    ("log_doors", "name", "device"),
)
_TELLING = {
    "name": "",
    "person_name": "person",
    "target_name": "device",
    "email": "person",
    "department": "person",
    "serial": "device",
    "location": "place",
    "user": "person",
}
"""Keys of the bodies whose values are names, each with what it is of, "" for the thing that the table is about."""


def names_in(state_dir: Path) -> set[tuple[str, str]]:
    """Return what the store in `state_dir` calls people, doors, places and accounts: pairs of what it is (`person`) and
    how it is called. Raises StoreError if they cannot all be read."""
    path = file_of(state_dir)
    if not path.exists():
        return set()
    try:
        with closing(opened(path)) as connection:
            return {(kind, name) for kind, name in _found(connection) if name}
    except sqlite3.Error as error:
        raise explained(error, path) from error


def _found(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, kind in _BODIES.items():
        if table in tables:
            for (body,) in connection.execute(f"SELECT body FROM {table} WHERE body IS NOT NULL"):
                yield from _told(_decoded(body), kind)
    for table, column, kind in _COLUMNS:
        if table in tables:
            yield from ((kind, str(name)) for (name,) in connection.execute(f"SELECT {column} FROM {table}"))


def _decoded(body: str) -> Any:
    """A body that is damaged shows its names nowhere else either."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def _told(value: Any, kind: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for inner in value:
            yield from _told(inner, kind)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and key in _TELLING:
                yield _TELLING[key] or kind, inner
            else:
                yield from _told(inner, kind)
