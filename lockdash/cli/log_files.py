"""Reading the files of the log: of all processes, in order of time, and no file twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from heapq import heappop, heappush
from pathlib import Path

import msgspec

from lockdash.engine.journal import parts
from lockdash.engine.journal.line import read, visible


class Said(msgspec.Struct, frozen=True):
    """A line of the log. `stamp`: when, sorting as text; `level`: one of `line.LEVELS`; `text`: the whole line, with
    nothing in it that a terminal would act upon."""

    stamp: str
    level: str
    text: str


class LogFiles:
    """The files in a folder, which need not be there (yet)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._looks: dict[Path, tuple[int, int, int]] = {}
        # Up to which byte a file was read, by its first line: a part that gets another name (and the next one its
        # inode) keeps it.
        self._ends: dict[bytes, int] = {}

    def new(self) -> Iterator[Said]:
        """Return the lines that were not returned before, in order of time. Few files are open at once."""
        waiting = deque(path for path in parts.all_of(self._folder) if self._has_changed(path))
        ready: list[tuple[str, int, Said, Iterator[Said]]] = []
        number = 0
        while waiting or ready:
            if waiting and (not ready or parts.begun(waiting[0]) <= ready[0][0]):
                lines, number = self._lines(waiting.popleft()), number + 1
                place = number
            else:
                _, place, said, lines = heappop(ready)
                yield said
            if (following := next(lines, None)) is not None:
                heappush(ready, (following.stamp, place, following, lines))

    def _has_changed(self, path: Path) -> bool:
        with suppress(OSError):
            found = path.stat()
            before, look = self._looks.get(path), (found.st_ino, found.st_size, found.st_mtime_ns)
            self._looks[path] = look
            return look != before
        return False

    def _lines(self, path: Path) -> Iterator[Said]:
        """Return the lines that are whole. One that is not ours belongs to the one before it."""
        stamp, level = parts.begun(path), "INFO"
        with suppress(OSError), path.open("rb") as file:
            first = file.readline()
            end = self._ends.get(first, 0)
            file.seek(end)
            for data in file:
                if not data.endswith(b"\n"):
                    break
                end += len(data)
                self._ends[first] = end
                text = data[:-1].decode("utf-8", "replace")
                stamp, level = read(text) or (stamp, level)
                yield Said(stamp, level, visible(text))
