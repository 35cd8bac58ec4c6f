"""Lists of what was done, the last begun first, out of a table that only grows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


class Listing:
    """`indexes`: which index of `table` answers a condition, the one that narrows most first. They are named in the
    query because the planner would rather walk back through all rows than sort the few that match."""

    def __init__(self, table: str, indexes: Mapping[str, str]) -> None:
        self._table = table
        self._indexes = indexes

    def newest(self, connection: sqlite3.Connection, asked: Mapping[str, Any], limit: int) -> Iterable[tuple[str]]:
        """Yield the bodies of the last rows that meet the conditions in `asked`. A condition with a `?` has the value
        that is given for it, and does not count if that is None; one without counts if it is true."""
        return self.bodies(connection, self.numbers(connection, asked, limit))

    def numbers(self, connection: sqlite3.Connection, asked: Mapping[str, Any], limit: int) -> list[int]:
        """Return the numbers of the same, the last first. The index alone gives them."""
        met = {
            condition: asked[condition]
            for condition in self._indexes
            if asked.get(condition) is not None and ("?" in condition or asked[condition])
        }
        source = f"{self._table} INDEXED BY {self._indexes[next(iter(met))]}" if met else self._table
        where = f"WHERE {' AND '.join(met)} " if met else ""
        found = connection.execute(
            f"SELECT seq FROM {source} {where}ORDER BY seq DESC LIMIT ?",
            (*(value for condition, value in met.items() if "?" in condition), limit),
        )
        return [number for (number,) in found]

    def bodies(self, connection: sqlite3.Connection, numbers: Sequence[int]) -> Iterable[tuple[str]]:
        """Yield the bodies of these rows, the last first."""
        return connection.execute(
            f"SELECT body FROM {self._table} WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq DESC",
            (json.dumps(list(numbers)),),
        )
