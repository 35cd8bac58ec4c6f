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
    import tomli_w

    return (
        f"# Written by lockdash on {now:%Y-%m-%d} (UTC). You may edit it: once it has a comment of yours,\n"
        f"# lockdash changes nothing in it any more.\n\n{tomli_w.dumps(document)}"
    )


def is_ours(text: str) -> bool:
    """Whether lockdash wrote the file and it has no comments but ours: they would be lost if it were written again."""
    header = _HEADER.match(text)
    if header is None:
        return False
    body = text[header.end() :]
    if "#" not in body:
        return True
    import tomli_w  # a name or a key may hold the sign; without it nobody needs this at a start

    return tomli_w.dumps(tomllib.loads(body)) == body
