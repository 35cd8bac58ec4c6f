"""Reads rows straight from the pages of an SQLite file, trusting neither its header nor its trees.

After https://www.sqlite.org/fileformat2.html: 1.3 (header), 1.6 (b-tree pages), 2.1 (records), 4 (write-ahead log).
What does not fit that format is passed over; nothing here raises for what a page holds.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

Value = None | int | float | str | bytes

_MAGIC = b"SQLite format 3\0"
_LOG_MAGIC = (0x377F0682, 0x377F0683)
_LOG_HEADER = 32
_FRAME_HEADER = 24
_USUAL_SIZE = 4096
_LONGEST = 1 << 24  # of a record; a broken length must not fill the memory
# First byte of a page with rows -> (size of its header, bytes before a cell's payload, whether cells have a rowid).
# Rows of a table WITHOUT ROWID stand in index pages, also in those above the leaves.
_KINDS = {0x0D: (8, 0, True), 0x0A: (8, 0, False), 0x02: (12, 4, False)}
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # serial type -> bytes


class Row(NamedTuple):
    """A record as its page holds it. `rowid`: None in an index, or a table WITHOUT ROWID."""

    rowid: int | None
    values: tuple[Value, ...]


class Frame(NamedTuple):
    """A page in the write-ahead log; `place`: how many frames stand before it."""

    place: int
    number: int
    content: bytes


class Log:
    """A write-ahead log: `frames` are those that belong to a committed transaction, by the salts and marks they carry.

    Checksums are not asked: SQLite stops at the first that is wrong, and all that was committed later is lost to it.
    """

    def __init__(self, content: bytes) -> None:
        self.size = 0
        self.frames: list[Frame] = []
        if len(content) < _LOG_HEADER + _FRAME_HEADER:
            return
        magic, _, size, _, *salts = struct.unpack_from(">6I", content)
        if magic not in _LOG_MAGIC:  # the frames know the salts as well
            size, salts = _USUAL_SIZE, list(struct.unpack_from(">2I", content, _LOG_HEADER + 8))
        if not _is_size(size):
            return
        self.size = size
        pending: list[Frame] = []
        step = _FRAME_HEADER + size
        for place, start in enumerate(range(_LOG_HEADER, len(content) - step + 1, step)):
            number, commit, *found = struct.unpack_from(">4I", content, start)
            if found != salts:
                continue
            pending.append(Frame(place, number, content[start + _FRAME_HEADER : start + step]))
            if commit:
                self.frames += pending
                pending = []


class Image:
    """All pages of a file and of its log, in every version that is left of them. Close it when done."""

    def __init__(self, path: Path) -> None:
        self._log = Log(read_log(path))
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._size = 100
        header = self._in_file(1)
        size = _USUAL_SIZE
        if header.startswith(_MAGIC):
            written = int.from_bytes(header[16:18], "big")
            size = 65536 if written == 1 else written
        self._size = self._log.size or (size if _is_size(size) else _USUAL_SIZE)
        self._usable = self._size - (header[20] if header.startswith(_MAGIC) else 0)
        self._newest = {frame.number: frame.content for frame in self._log.frames}

    def close(self) -> None:
        os.close(self._file)

    def pages(self) -> Iterator[Iterator[Row]]:
        """Yield the rows of each page, what was written last first as far as the order of pages tells."""
        for frame in reversed(self._log.frames):
            yield rows_of(frame.content, self._page, self._usable)
        for number in range(os.fstat(self._file).st_size // self._size, 1, -1):  # the first page tells of tables only
            yield rows_of(self._in_file(number), self._page, self._usable)

    def _page(self, number: int) -> bytes:
        return self._newest.get(number) or self._in_file(number)

    def _in_file(self, number: int) -> bytes:
        try:
            return os.pread(self._file, self._size, (number - 1) * self._size)
        except (OSError, OverflowError):  # a sector that the disk cannot read; no such place
            return b""


def read_log(path: Path) -> bytes:
    """Return the content of the log of the file at `path`, b"" if there is none that can be read. SQLite keeps no lock
    on it that a second reader could drop."""
    try:
        return path.with_name(f"{path.name}-wal").read_bytes()
    except OSError:
        return b""


def rows_of(page: bytes, follow: Callable[[int], bytes], usable: int) -> Iterator[Row]:
    """Yield the rows of `page`, none if it is of another kind. `follow` returns the page of a number, b"" if there is
    none; `usable`: bytes of a page that SQLite uses."""
    if not page or page[0] not in _KINDS:
        return
    header, skipped, has_rowid = _KINDS[page[0]]
    for position in range(header, header + 2 * int.from_bytes(page[3:5], "big"), 2):
        start = int.from_bytes(page[position : position + 2], "big")
        try:
            if start < header or position + 2 > len(page):
                continue
            length, start = _varint(page, start + skipped)
            rowid = None
            if has_rowid:
                rowid, start = _varint(page, start)
            yield Row(rowid, _record(_payload(page, start, length, has_rowid, follow, usable)))
        except (IndexError, ValueError, struct.error):
            continue


def _payload(
    page: bytes, start: int, length: int, in_table: bool, follow: Callable[[int], bytes], usable: int
) -> bytes:
    """Return the bytes of a record, most of them on pages of their own if it is long (1.6, cell payload overflow)."""
    most = usable - 35 if in_table else (usable - 12) * 64 // 255 - 23
    if length <= most:
        return page[start : start + length]
    least = (usable - 12) * 32 // 255 - 23
    local = least + (length - least) % (usable - 4)
    if local > most:
        local = least
    if length > _LONGEST:
        raise ValueError("no record is that long")
    parts, missing = [page[start : start + local]], length - local
    following = int.from_bytes(page[start + local : start + local + 4], "big")
    while missing > 0:
        content = follow(following) if following else b""
        if len(content) < usable:
            raise ValueError("the rest of the record is not there")
        parts.append(content[4 : 4 + min(missing, usable - 4)])
        missing -= usable - 4
        following = int.from_bytes(content[:4], "big")
    return b"".join(parts)


def _record(payload: bytes) -> tuple[Value, ...]:
    end, position = _varint(payload, 0)
    start, values = end, []
    while position < end:
        kind, position = _varint(payload, position)
        value, size = _value(payload, start, kind)
        start += size
        if start > len(payload):
            raise ValueError("the record is longer than its payload")
        values.append(value)
    return tuple(values)


def _value(payload: bytes, start: int, kind: int) -> tuple[Value, int]:
    """Return the value of serial type `kind` at `start`, and its size in bytes."""
    if kind >= 12:
        size = (kind - 12) // 2
        content = payload[start : start + size]
        return (content.decode() if kind % 2 else content), size
    if kind in _INTEGERS:
        size = _INTEGERS[kind]
        return int.from_bytes(payload[start : start + size], "big", signed=True), size
    if kind == 7:
        return float(struct.unpack_from(">d", payload, start)[0]), 8
    if kind in (0, 8, 9):
        return (None, 0, 1)[max(0, kind - 7)], 0
    raise ValueError(f"there is no serial type {kind}")


def _varint(content: bytes, start: int) -> tuple[int, int]:
    """Return the number of variable length at `start`, and where it ends."""
    value = 0
    for position in range(start, start + 8):
        byte = content[position]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, position + 1
    value = value << 8 | content[start + 8]
    return (value - (1 << 64) if value >> 63 else value), start + 9


def _is_size(size: int) -> bool:
    return 512 <= size <= 65536 and size & (size - 1) == 0
