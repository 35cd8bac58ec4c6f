"""The forms in which events are written, piece by piece: a form never holds more than the page that it is given."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Protocol

import msgspec

from lockdash.cli.event_report import FIELDS, ZoneOf, cells, item
from lockdash.domain.log_rows import LogRow


class Form(Protocol):
    """Events as bytes: what stands before them, any number of pages, and what stands behind them."""

    def head(self) -> bytes: ...

    def rows(self, rows: Iterable[LogRow]) -> bytes: ...

    def tail(self) -> bytes: ...


class JsonObject:
    """One object with `events[]`, laid out as the other commands' JSON."""

    def __init__(self, zone_of: ZoneOf) -> None:
        self._zone_of = zone_of
        self._is_first = True

    def head(self) -> bytes:
        return b'{\n  "events": ['

    def rows(self, rows: Iterable[LogRow]) -> bytes:
        return b"".join(map(self._row, rows))

    def tail(self) -> bytes:
        return b"]\n}\n" if self._is_first else b"\n  ]\n}\n"

    def _row(self, row: LogRow) -> bytes:
        between, self._is_first = b"" if self._is_first else b",", False
        laid_out = msgspec.json.format(msgspec.json.encode(item(row, self._zone_of(row))), indent=2)
        return between + b"\n    " + laid_out.replace(b"\n", b"\n    ")  # no line ends within a value


class JsonLines:
    """An object a line."""

    def __init__(self, zone_of: ZoneOf) -> None:
        self._zone_of = zone_of

    def head(self) -> bytes:
        return b""

    def rows(self, rows: Iterable[LogRow]) -> bytes:
        return b"".join(msgspec.json.encode(item(row, self._zone_of(row))) + b"\n" for row in rows)

    def tail(self) -> bytes:
        return b""


class Csv:
    """RFC 4180 in UTF-8, the names of the fields in its first line."""

    def __init__(self, zone_of: ZoneOf) -> None:
        self._zone_of = zone_of

    def head(self) -> bytes:
        return _csv([FIELDS])

    def rows(self, rows: Iterable[LogRow]) -> bytes:
        return _csv(cells(row, self._zone_of(row)) for row in rows)

    def tail(self) -> bytes:
        return b""


def _csv(lines: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()
