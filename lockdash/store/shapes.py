"""Tells from a bare row which table it is of: its columns have the right types, and its body repeats them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
from msgspec import UNSET

from lockdash.domain.budget import Purpose
from lockdash.store.pages import Row, Value


class Piece(NamedTuple):
    """What a row holds, in the order of its table's columns (see `salvage`). `revision`: of what changed, else 0.
    `rowid`: the order in which commands or changes were begun, else 0."""

    table: str
    values: tuple[Value, ...]
    revision: int = 0
    rowid: int = 0


class _Body(msgspec.Struct):
    """What the bodies of all tables say of themselves."""

    account: str = ""
    id: str | None = ""
    device_key: str = ""
    key: str = ""
    name: str = ""
    series: str = ""
    state: object = UNSET
    requested_at: datetime | None = None
    person_key: str | None = None
    target_id: str | None = None
    origin: object = UNSET
    device_ids: object = UNSET
    kind: object = UNSET
    dates: object = UNSET

    @property
    def table(self) -> str:
        """Which table it is of, if the columns are a key of two, the revision and the body."""
        if self.origin is not UNSET:
            return "people"
        if self.key:
            return "devices"
        if self.device_ids is not UNSET:
            return "door_groups"
        if self.dates is not UNSET:
            return "access_exceptions"
        return "schedules" if self.kind is not UNSET else "places"

    @property
    def identity(self) -> tuple[str | None, ...]:
        """The key of such a table."""
        return (self.key, self.account) if self.key else (self.account, self.id)


_decode = msgspec.json.Decoder(_Body).decode

_PURPOSES = frozenset(Purpose)
_HIGHEST = 1 << 53
"""No revision is higher; one that is stands in a row that is damaged."""
_EARLIEST, _LATEST = datetime(1, 1, 2, tzinfo=UTC).timestamp(), datetime(9999, 12, 30, tzinfo=UTC).timestamp()


def recognised(row: Row) -> Piece | None:
    """Return what `row` holds, None if it is of an index, of no table of ours, or damaged."""
    return _of_table(row.rowid, row.values) if row.rowid is not None else _without_rowid(row.values)


def _of_table(rowid: int, values: tuple[Value, ...]) -> Piece | None:
    if values[:1] == (None,):
        return _numbered(rowid, values)
    match values:
        case (str(), str(), int() as revision, str() as body):
            found = _body(body)
            return _piece(found.table, values, revision) if found and found.identity == values[:2] else None
        case (str() as key, str() as account, str() as person, str() as target, int() as revision, str() as body):
            named = (key, account, person, target)
            fits = (found := _body(body)) and (found.key, found.account, found.person_key, found.target_id) == named
            return _piece("accesses", values, revision) if fits else None
        case (str() as name, int() as revision, str() as body) if body.startswith("{"):
            if (found := _body(body)) is None or name not in (found.name, found.account):
                return None
            return _piece("accounts" if found.name else "account_defaults", values, revision)
        case (str() as text,) if _is_text_of_moment(text):
            return Piece("pruned", values)
        case (str(), at, str() as purpose) if purpose in _PURPOSES and _are_moments(at):
            return Piece("requests", (rowid, *values))
        case (str(), str(), None | str(), str() as expires_at) if _is_text_of_moment(expires_at):
            return Piece("tokens", values)
        case (str(), None | int(), None | int(), _, _, _, _) if _are_moments(*values[3:]):
            return Piece("budgets", values)
    return None


def _numbered(rowid: int, values: tuple[Value, ...]) -> Piece | None:
    """Of a table whose first column is the number of its row, which stands elsewhere."""
    match values:
        case (None, str() as account, str() as id, None | str(), at, int() as revision, str() as body):
            fits = _are_moments(at) and (found := _body(body)) and (found.account, found.id) == (account, id)
            return _piece("events", values[1:], revision) if fits else None
        case (None, str() as id, str() as key, 0 | 1, 0 | 1, int() as revision, str() as body, *_):
            found = _body(body)
            if not found or (found.id, found.device_key) != (id, key) or found.requested_at is None:
                return None
            requested = found.requested_at.timestamp()
            return _piece("commands", (id, key, found.account, requested, revision, body), revision, rowid)
        case (None, str() as id, str() as account, None | str(), at, 0 | 1, int() as revision, str() as body):
            fits = _are_moments(at) and (found := _body(body)) and (found.id, found.account) == (id, account)
            return _piece("changes", values[1:], revision, rowid) if fits else None
        case (None, str() as account, str() as state, str() as body):
            found = _body(body)
            if not found or not found.series or (found.account, found.state) != (account, state):
                return None
            return Piece("archive", (rowid, *values[1:]))
        case (None, int() as revision):
            return _piece("counter", (), revision)
    return None


def _without_rowid(values: tuple[Value, ...]) -> Piece | None:
    match values:
        case (str(), at, int() as level) if 0 <= level <= 100 and _are_moments(at):
            return Piece("battery", values)
        case (str(), str(), started, ok, None | str(), *last):
            noted = [each for each in (started, ok, *last) if each is not None]
            if _are_moments(*noted) and len(last) <= 1:
                return Piece("feeds", (*values[:5], max(map(_seconds, noted), default=None)))
    return None


def _piece(table: str, values: tuple[Value, ...], revision: int, rowid: int = 0) -> Piece | None:
    return Piece(table, values, revision, rowid) if 0 <= revision <= _HIGHEST else None


def _body(text: str) -> _Body | None:
    try:
        body = _decode(text)
    except (msgspec.DecodeError, ValueError):
        return None
    return None if body.requested_at is not None and body.requested_at.tzinfo is None else body


def _are_moments(*values: Value) -> bool:
    """Whether each is a number of seconds that a datetime can take."""
    return all(isinstance(value, int | float) and _EARLIEST <= value <= _LATEST for value in values)


def _seconds(value: Value) -> float:
    return value if isinstance(value, int | float) else 0.0


def _is_text_of_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
