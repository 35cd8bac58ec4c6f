"""Which drop-ins are ours: lockdash wrote them, and may write them again without losing a word of the user's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

_HEADER = re.compile(r"# Written by lockdash on \d{4}-\d\d-\d\d \(UTC\)\. [^\n]*\n[^\n]*\n\n")


def text_of(document: Mapping[str, Any], now: datetime) -> str:
    """Return the text of a drop-in. `now`: UTC."""
    return (
        f"# Written by lockdash on {now:%Y-%m-%d} (UTC). You may edit it: once it has a comment of yours,\n"
        f"# lockdash changes nothing in it any more.\n\n{_body(document)}"
    )


def is_ours(text: str) -> bool:
    """Whether lockdash wrote the file and it has no comments but ours: they would be lost if it were written again."""
    header = _HEADER.match(text)
    if header is None:
        return False
    body = text[header.end() :]
    # A name or a key may hold the sign; without it nobody needs to write it again to see that at a start.
    return "#" not in body or _body(tomllib.loads(body)) == body


def _body(document: Mapping[str, Any]) -> str:
    """Each account as a table of its own: the library puts short ones into one line."""
    import tomli_w

    rest = {key: value for key, value in document.items() if key != "accounts"}
    tables = [f"[[accounts]]\n{tomli_w.dumps(account)}" for account in document.get("accounts", [])]
    return "\n".join([*tables, *([tomli_w.dumps(rest)] if rest else [])])
