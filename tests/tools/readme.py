"""`python -m tests.tools.readme`: write the tables of the README anew, of the registry of actions and the schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from lockdash.config.reference import reference
from lockdash.tui.actions import keys_table

README = Path(__file__).parents[2] / "README.md"

TABLES: Mapping[str, Callable[[], str]] = {"keys": keys_table, "configuration": reference}
"""What stands between `<!-- NAME -->` and `<!-- /NAME -->`."""


def with_tables(text: str) -> str:
    """Return the README with each table as the program has it now. Raises ValueError for one that has no place."""
    for name, made in TABLES.items():
        beginning, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        place = re.compile(f"{re.escape(beginning)}.*?{re.escape(end)}", re.DOTALL)
        table = f"{beginning}{made().rstrip()}\n{end}"
        text, number = place.subn(lambda _, table=table: table, text)
        if number != 1:
            raise ValueError(f"{README.name} has {number} places for the table {name}")
    return text


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
