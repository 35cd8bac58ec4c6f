"""What the doors and people of the log are called now: for rows that are shown, and for names that are searched.

Kept by whoever reads the log (`log_reading`), and brought up to date by what changed since.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from lockdash.domain.event_text import KIND_WORDS
from lockdash.domain.events import EventKind
from lockdash.domain.text import fold
from lockdash.store.values import Codec


class _Device(msgspec.Struct):
    key: str
    account: str
    vendor_id: str
    name: str
    former_ids: tuple[str, ...] = ()


class _Person(msgspec.Struct):
    key: str
    account: str
    id: str
    name: str


class Known(msgspec.Struct, frozen=True):
    """Whom an id belongs to: a device or person of the store."""

    key: str
    name: str


class Class(msgspec.Struct, frozen=True):
    """A row of `log_classes`, folded for comparing but for `account_name` and `what` (kind and outcome).

    `terms`: words at whose beginnings a search finds it.
    """

    no: int
    account_name: str
    account: str
    kind: str
    outcome: str
    how: str
    terms: tuple[str, ...]
    is_late: bool
    what: tuple[str, str]


_devices, _people = Codec(_Device), Codec(_Person)
_PLACES = str.maketrans("", "", "{}")


class Names:
    """Names of one store's devices and people, and what its log has numbers for."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self.classes: dict[int, Class] = {}
        self.remarks: dict[int, str] = {}
        self._revision = -1
        self._devices: dict[tuple[str, str], Known] = {}
        self._people: dict[tuple[str, str], dict[str, Known]] = {}
        self._doors: dict[int, tuple[str, str, str]] = {}
        self._who: dict[int, tuple[str, str, str]] = {}

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Take in what changed, as the transaction that is under way sees it."""
        revision = int(connection.execute("SELECT revision FROM counter").fetchone()[0])
        if revision == self._revision:
            return
        if revision < self._revision:  # another file stands in the place of the store
            self._forget()
        for device in _devices.values(_since(connection, "devices", self._revision)):
            for id in (*device.former_ids, device.vendor_id):
                self._devices[device.account, id] = Known(device.key, device.name)
        for person in _people.values(_since(connection, "people", self._revision)):
            self._people.setdefault((person.account, person.id), {})[person.key] = Known(person.key, person.name)
        self._learn(connection)
        self._revision = revision

    def device(self, account: str, id: str | None) -> Known | None:
        """Return the device that the vendor calls, or called, `id`."""
        return self._devices.get((account, id or ""))

    def person(self, account: str, id: str | None) -> Known | None:
        """Return the person whom the vendor calls `id`. None if two of its lists use the number for two people."""
        found = self._people.get((account, id or ""), {})
        return next(iter(found.values())) if len(found) == 1 else None

    def doors_called(self, value: str) -> Iterator[int]:
        """Yield the numbers of doors in whose name, now or then, `value` (folded) stands."""
        for no, (account, id, name) in self._doors.items():
            known = self.device(account, id)
            if value in fold(name) or (known is not None and value in fold(known.name)):
                yield no

    def people_called(self, value: str) -> Iterator[int]:
        """Yield the numbers of people in whose name, now or then, `value` (folded) stands."""
        for no, (account, id, name) in self._who.items():
            known = self.person(account, id)
            if value in fold(name) or (known is not None and value in fold(known.name)):
                yield no

    def doors_of(self, account: str | None, ids: frozenset[str]) -> Iterator[int]:
        """Yield the numbers of the doors with these ids of the vendor's."""
        return (no for no, (of, id, _) in self._doors.items() if id in ids and account in (None, of))

    def people_of(self, account: str | None, id: str) -> Iterator[int]:
        """Yield the numbers of the person with this id of the vendor's."""
        return (no for no, (of, each, _) in self._who.items() if each == id and account in (None, of))

    def classes_of(self, account: str) -> Iterator[int]:
        """Yield the numbers of the classes of an account."""
        return (no for no, each in self.classes.items() if each.account_name == account)

    def _learn(self, connection: sqlite3.Connection) -> None:
        """Numbers are given out in order and mean the same for ever."""
        for no, account, kind, outcome, raw, how, phrase, late in connection.execute(
            "SELECT no, account, kind, outcome, kind_raw, how, phrase, late FROM log_classes WHERE no > ?",
            (max(self.classes, default=0),),
        ):
            self.classes[no] = _class(no, account, kind, outcome, raw, how, phrase, late)
        for table, known in (("log_doors", self._doors), ("log_people", self._who)):
            found = connection.execute(
                f"SELECT no, account, id, name FROM {table} WHERE no > ?", (max(known, default=0),)
            )
            known.update((no, (account, id, name)) for no, account, id, name in found)
        found = connection.execute("SELECT no, text FROM log_remarks WHERE no > ?", (max(self.remarks, default=0),))
        self.remarks.update((no, fold(text)) for no, text in found)


def _class(no: int, account: str, kind: str, outcome: str, raw: str, how: str, phrase: str, late: int) -> Class:
    words = _kind_words(kind)
    said = [words, raw, how, phrase.translate(_PLACES), account, *(["late"] if late else [])]
    folded = fold("\n".join(said)).split("\n")
    terms = tuple(dict.fromkeys(term for each in folded for term in (each, *each.split())))
    return Class(no, account, fold(account), fold(words), fold(outcome), fold(how), terms, bool(late), (kind, outcome))


def _kind_words(kind: str) -> str:
    try:
        return KIND_WORDS[EventKind(kind)]
    except (ValueError, KeyError):  # of a newer lockdash
        return kind


def _since(connection: sqlite3.Connection, table: str, revision: int) -> Iterator[tuple[str]]:
    return iter(connection.execute(f"SELECT body FROM {table} WHERE rev > ? AND body IS NOT NULL", (revision,)))
