"""The order of a table's rows, where a key stands in it, and what is marked. Pure, no Textual."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Rows:
    """Keys in order. Finding a key's place costs a look-up; a new order costs one pass over it."""

    def __init__(self) -> None:
        self.keys: tuple[str, ...] = ()
        self._places: dict[str, int] = {}
        self.marked: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def place(self, key: str | None) -> int | None:
        """Return the place of `key`, None if it is not among the rows."""
        return None if key is None else self._places.get(key)

    def at(self, place: int) -> str | None:
        """Return the key at `place`, the nearest one if that is past an end, None if there are no rows."""
        return self.keys[min(max(place, 0), len(self.keys) - 1)] if self.keys else None

    def between(self, start: int, stop: int) -> tuple[str, ...]:
        return self.keys[max(start, 0) : max(stop, 0)]

    def reorder(self, keys: Sequence[str], cursor: str | None) -> str | None:
        """Take a new order and return where the cursor belongs: the same key, else the same place.

        A key that comes twice counts where it comes first. Marks of keys that are gone are dropped.
        """
        before = self.place(cursor)
        self.keys = tuple(dict.fromkeys(keys))
        self._places = {key: place for place, key in enumerate(self.keys)}
        self.marked = frozenset(key for key in self.marked if key in self._places)
        return cursor if cursor in self._places else self.at(before or 0)

    def mark(self, keys: Iterable[str]) -> frozenset[str]:
        """Mark exactly `keys`, as far as they are rows, and return those whose mark changed."""
        marked = frozenset(key for key in keys if key in self._places)
        changed = marked ^ self.marked
        self.marked = marked
        return changed
