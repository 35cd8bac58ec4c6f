"""Plain and coloured text of a known width, for a stream that may or may not be a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from enum import StrEnum
from typing import TextIO


class Tone(StrEnum):
    """How loud a piece of text is; the value is its SGR parameter."""

    calm = ""
    dim = "2"
    asked = "3"
    warm = "1;33"
    alarm = "1;35"


class Paper:
    """What is written on: whether it takes colour, which characters, how wide it is (None: any width)."""

    def __init__(self, stream: TextIO | None = None, *, ascii_only: bool = False) -> None:
        stream = stream or sys.stdout
        terminal = stream.isatty()
        self.colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.ascii_only = ascii_only or not _takes(stream, "…·")
        self.width = shutil.get_terminal_size().columns if terminal else None

    def paint(self, text: str, tone: Tone) -> str:
        return f"\x1b[{tone.value}m{text}\x1b[0m" if self.colour and tone.value and text else text

    def plain(self, text: str) -> str:
        """Return `text` as this paper can hold it: our own signs have ASCII forms, the rest becomes `?`."""
        if not self.ascii_only:
            return text
        for sign, form in (("…", "..."), (" · ", " - "), ("–", "-")):
            text = text.replace(sign, form)
        return text.encode("ascii", "replace").decode("ascii")


def width(text: str) -> int:
    """Return how many cells `text` takes: East Asian wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 2 if _is_wide(char) else 1 for char in text)


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Return `text` filled up with blanks to `cells`; `right`: it stands at the right."""
    blanks = " " * max(0, cells - width(text))
    return blanks + text if right else text + blanks


def cut(text: str, cells: int, sign: str = "…") -> str:
    """Return `text` in at most `cells`: what is too long loses its middle, its ends tell most."""
    if width(text) <= cells:
        return text
    room = cells - width(sign)
    if room < 2:
        return sign[:cells] if room < 0 else sign + " " * room
    head = _first(text, room - room // 2)
    tail = _first(text[::-1], room // 2)[::-1]
    return f"{head}{sign}{tail}"


def wrap(text: str, cells: int) -> list[str]:
    """Return `text` broken at blanks into lines of at most `cells`; a word that is longer is broken anywhere."""
    lines = [""]
    for word in text.split():
        if lines[-1] and width(lines[-1]) + 1 + width(word) <= cells:
            lines[-1] += f" {word}"
            continue
        while width(word) > cells and (head := _first(word, cells)):
            lines.append(head)
            word = word[len(head) :]
        lines.append(word)
    return lines[1:] if len(lines) > 1 else []


def _first(text: str, cells: int) -> str:
    end = used = 0
    for char in text:
        used += width(char)
        if used > cells:
            break
        end += 1
    return text[:end]


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _takes(stream: TextIO, signs: str) -> bool:
    try:
        signs.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
