"""How a secret may be spelled in a text: as it is, percent-encoded (RFC 3986, forms), escaped for JSON (RFC 8259, 7) or
by Python's repr, broken over lines."""

from __future__ import annotations

import re

FOLD = re.compile(r"[\r\n][\r\n \t]*")
_BETWEEN = rf"(?:{FOLD.pattern})?"
_ESCAPE = r"\\{1,7}"  # more than one: an escaped text was escaped again
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]+")
_SHORT = {"\n": "n", "\t": "t", "\r": "r", "\b": "b", "\f": "f", '"': '"', "'": "'", "/": "/", "\\": "\\"}


def spelled(text: str) -> re.Pattern[str] | None:
    """Return what finds `text` however it is spelled; None if it has only characters that every encoding leaves alone
    (as keys and tokens do): then it need not be looked for by a pattern, but for its line breaks."""
    if _UNRESERVED.fullmatch(text):
        return None
    return re.compile(_BETWEEN.join(map(_ways, text)))


def _ways(char: str) -> str:
    if _UNRESERVED.fullmatch(char):
        return char
    number = ord(char)
    data = char.encode("utf-8", "surrogatepass")
    units = char.encode("utf-16-be", "surrogatepass").hex()
    ways = [
        re.escape(char),
        "".join(rf"%(?:25)*(?i:{byte:02x})" for byte in data),
        "".join(rf"{_ESCAPE}u(?i:{units[at : at + 4]})" for at in range(0, len(units), 4)),
        rf"{_ESCAPE}U(?i:{number:08x})",
    ]
    if number < 256:
        ways.append(rf"{_ESCAPE}x(?i:{number:02x})")
    if char in _SHORT:
        ways.append(rf"{_ESCAPE}{re.escape(_SHORT[char])}")
    if char == " ":
        ways.append(r"\+")
    return f"(?:{'|'.join(ways)})"
