"""What stands on a terminal's screen, from the bytes that a program wrote: as much of a terminal as Textual uses."""

from __future__ import annotations

import codecs
import re
import unicodedata

# Text, or one control: CSI with its parameters and final byte, OSC up to its end, other escapes, single controls.
_TOKEN = re.compile(
    r"\x1b\[(?P<parameters>[0-9;?<=>]*)[ -/]*(?P<final>[@-~])"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|\x1b[ -/]*[0-OQ-WYZ`-~]"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])|(?P<text>[^\x00-\x1f\x7f]+)"
)


class Screen:
    """Feed it bytes in any pieces; `lines` is what a viewer sees. Colours are not kept."""

    def __init__(self, columns: int = 120, rows: int = 40) -> None:
        self._columns = columns
        self._rows = rows
        self._cells = [[" "] * columns for _ in range(rows)]
        self._row = self._column = 0
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""

    @property
    def lines(self) -> list[str]:
        return ["".join(row) for row in self._cells]

    def feed(self, data: bytes) -> None:
        text = self._rest + self._decode(data)
        position = 0
        while position < len(text) and (token := _TOKEN.match(text, position)) is not None:
            self._take(token)
            position = token.end()
        self._rest = text[position:]  # a sequence of which the end is still to come

    def _take(self, token: re.Match[str]) -> None:
        if (written := token["text"]) is not None:
            for character in written:
                self._put(character)
        elif (final := token["final"]) is not None:
            self._obey(final, token["parameters"])
        elif token["control"] == "\r":
            self._column = 0
        elif token["control"] == "\n":
            self._row = min(self._row + 1, self._rows - 1)
        elif token["control"] == "\b":
            self._column = max(self._column - 1, 0)

    def _put(self, character: str) -> None:
        if unicodedata.combining(character):
            return
        width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for offset in range(width):
            if self._column + offset < self._columns:
                self._cells[self._row][self._column + offset] = "" if offset else character
        self._column = min(self._column + width, self._columns)

    def _obey(self, final: str, parameters: str) -> None:
        numbers = [int(number) if number.isdigit() else 0 for number in parameters.split(";")]
        count = max(numbers[0], 1)
        if final in "Hf":
            self._row = min(max(numbers[0], 1), self._rows) - 1
            self._column = min(max(numbers[1] if len(numbers) > 1 else 1, 1), self._columns) - 1
        elif final == "G":
            self._column = min(count, self._columns) - 1
        elif final == "A":
            self._row = max(self._row - count, 0)
        elif final == "B":
            self._row = min(self._row + count, self._rows - 1)
        elif final == "C":
            self._column = min(self._column + count, self._columns - 1)
        elif final == "D":
            self._column = max(self._column - count, 0)
        elif final == "J" and numbers[0] in (2, 3):
            self._cells = [[" "] * self._columns for _ in range(self._rows)]
        elif final == "K":
            first = 0 if numbers[0] else self._column
            last = self._column + 1 if numbers[0] == 1 else self._columns
            self._cells[self._row][first:last] = [" "] * (last - first)
