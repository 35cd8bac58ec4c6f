"""Pointing at the place in what somebody typed."""

from __future__ import annotations

from lockdash.cli.terminal import width
from lockdash.domain.mistyped import Mistyped
from lockdash.domain.text import clean

_MARGIN = "  "
_SHOWN = 60
"""Characters of a long text around its mistake."""


def pointed(text: str, error: Mistyped) -> str:
    """Return what is wrong with `text`, and under it the text with a caret below each character that is meant."""
    begin = max(0, min(error.at - _SHOWN // 2, len(text) - _SHOWN))
    before, meant, after = (
        _plain(text[begin : error.at]),
        _plain(text[error.at : error.at + error.length][:_SHOWN]),
        _plain(text[error.at + error.length : begin + _SHOWN]),
    )
    dots = "..." if begin else ""
    end = "..." if begin + _SHOWN < len(text) else ""
    carets = " " * width(dots + before) + "^" * max(width(meant), 1)
    return f"{error}\n{_MARGIN}{dots}{before}{meant}{after}{end}\n{_MARGIN}{carets}"


def _plain(text: str) -> str:
    """Each character for itself; what cannot be seen, or is acted upon, as `?`."""
    return "".join(char if char == " " or clean(char) == char else " " if char.isspace() else "?" for char in text)
