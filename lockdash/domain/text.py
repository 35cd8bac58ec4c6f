"""Text from strangers, made safe to show: one line, no control characters, no direction tricks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NAME_LIMIT = 200

# CSI, OSC/DCS/APC/PM/SOS strings with their terminator, and the two-byte escapes (ECMA-48, 5.3 to 5.6).
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]).*?(?:\x1b\\|\x9c|\x07|$)"
    r"|\x1b[ -/]*[0-~]?",
    re.DOTALL,
)
_SPACES = re.compile(r"\s+")
_ZERO_WIDTH_JOINER = "\u200d"  # joins emoji; the only format character that shows something


def clean(text: str, limit: int = NAME_LIMIT) -> str:
    """Return `text` without escape sequences, control, format (bidi) and private characters.

    White space is folded to single blanks; what is longer than `limit` characters ends in an ellipsis.
    Idempotent. The result is plain text: callers must still not hand it to anything that reads markup.
    """
    # What Python calls printable has none of the categories below and no white space but the blank.
    visible = text if text.isprintable() else _visible(text)
    visible = (_SPACES.sub(" ", visible) if "  " in visible else visible).strip()
    if len(visible) <= limit:
        return visible
    return visible[: limit - 1].rstrip() + "…"


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return `text` without case and accents, for comparing: "Épicerie" and "epicerie" are the same."""
    if text.isascii():
        return text.lower()
    # Taken apart first: some letters are capitals only then.
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _visible(text: str) -> str:
    stripped = _ESCAPES.sub("", text)
    return "".join(
        char
        for char in _SPACES.sub(" ", stripped)
        if char == _ZERO_WIDTH_JOINER or unicodedata.category(char) not in _HIDDEN
    )


_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
