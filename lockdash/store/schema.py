"""The tables, and the steps that lead from each version of them to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from lockdash.store.errors import StoreError
from lockdash.store.moments import epoch

APPLICATION = 0x4C4B4453  # "LKDS", in the file's header: tells our file from any other SQLite file

Step = Sequence[str]

_FIRST: Step = (
    # The revision: raised once by every transaction that changed an account, device, command or event.
    "CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL)",
    "INSERT INTO counter VALUES (1, 0)",
    "CREATE TABLE accounts (name TEXT PRIMARY KEY, rev INTEGER NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX accounts_rev ON accounts (rev)",
    "CREATE TABLE devices (key TEXT PRIMARY KEY, account TEXT NOT NULL, rev INTEGER NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX devices_rev ON devices (rev)",
    """CREATE TABLE battery (
        key TEXT NOT NULL REFERENCES devices (key) ON DELETE CASCADE, at REAL NOT NULL, level INTEGER NOT NULL,
        PRIMARY KEY (key, at)) WITHOUT ROWID""",
    # `seq` is the order in which commands were begun: clocks may jump, this does not. `newest`: of its device.
    """CREATE TABLE commands (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, device_key TEXT NOT NULL,
        in_flight INTEGER NOT NULL, newest INTEGER NOT NULL, rev INTEGER NOT NULL, body TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX commands_in_flight ON commands (device_key) WHERE in_flight = 1",
    "CREATE UNIQUE INDEX commands_newest ON commands (device_key) WHERE newest = 1",
    "CREATE INDEX commands_newest_rev ON commands (rev) WHERE newest = 1",
    "CREATE INDEX commands_device ON commands (device_key, seq)",
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY, account TEXT NOT NULL, id TEXT NOT NULL, device_id TEXT,
        occurred_at REAL NOT NULL, rev INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (account, id))""",
    "CREATE INDEX events_rev ON events (rev)",
    "CREATE INDEX events_when ON events (occurred_at DESC, id)",
    "CREATE INDEX events_account ON events (account, occurred_at DESC, id)",
    "CREATE INDEX events_device ON events (device_id, account, occurred_at DESC, id)",
    "CREATE TABLE requests (account TEXT NOT NULL, at REAL NOT NULL, purpose TEXT NOT NULL)",
    "CREATE INDEX requests_at ON requests (account, at)",
    """CREATE TABLE budgets (
        account TEXT PRIMARY KEY, allowed INTEGER, remaining INTEGER, resets_at REAL NOT NULL,
        window_end REAL NOT NULL, blocked_until REAL NOT NULL, seen_at REAL NOT NULL)""",
    """CREATE TABLE feeds (
        account TEXT NOT NULL, feed TEXT NOT NULL, started_at REAL, ok_at REAL, cursor TEXT,
        PRIMARY KEY (account, feed)) WITHOUT ROWID""",
    "CREATE TABLE tokens (account TEXT PRIMARY KEY, access TEXT NOT NULL, refresh TEXT, expires_at TEXT NOT NULL)",
    f"PRAGMA application_id = {APPLICATION}",
)

_SECOND: Step = (
    # The audit list asks by account and time as well; the bodies of old commands know both.
    "ALTER TABLE commands ADD COLUMN account TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE commands ADD COLUMN requested_at REAL NOT NULL DEFAULT 0",
    "UPDATE commands SET account = command_account(body), requested_at = command_requested_at(body)",
    "DROP INDEX commands_device",
    "CREATE INDEX commands_device ON commands (device_key, seq, requested_at)",
    "CREATE INDEX commands_account ON commands (account, seq, requested_at)",
    "CREATE INDEX commands_when ON commands (requested_at)",
    # From when a feed's floor counts: when its last read was begun or ended.
    "ALTER TABLE feeds ADD COLUMN last_at REAL",
    "UPDATE feeds SET last_at = max(ifnull(started_at, ok_at), ifnull(ok_at, started_at))",
)

_THIRD: Step = (
    "CREATE TABLE people (key TEXT PRIMARY KEY, account TEXT NOT NULL, rev INTEGER NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX people_rev ON people (rev)",
    "CREATE INDEX people_account ON people (account)",
    """CREATE TABLE accesses (
        key TEXT PRIMARY KEY, account TEXT NOT NULL, person_key TEXT NOT NULL, target_id TEXT NOT NULL,
        rev INTEGER NOT NULL, body TEXT NOT NULL)""",
    "CREATE INDEX accesses_rev ON accesses (rev)",
    "CREATE INDEX accesses_person ON accesses (person_key)",
    "CREATE INDEX accesses_target ON accesses (account, target_id)",
    # Without a body: dropped. The row tells followers so.
    """CREATE TABLE door_groups (
        account TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, body TEXT, PRIMARY KEY (account, id))""",
    "CREATE INDEX door_groups_rev ON door_groups (rev)",
    """CREATE TABLE places (
        account TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, body TEXT, PRIMARY KEY (account, id))""",
    "CREATE INDEX places_rev ON places (rev)",
    "CREATE TABLE account_defaults (account TEXT PRIMARY KEY, rev INTEGER NOT NULL, body TEXT NOT NULL)",
    # `seq` is the order in which changes were begun, as that of commands.
    """CREATE TABLE changes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, person_key TEXT,
        requested_at REAL NOT NULL, in_flight INTEGER NOT NULL, rev INTEGER NOT NULL, body TEXT NOT NULL)""",
    "CREATE INDEX changes_rev ON changes (rev)",
    "CREATE INDEX changes_in_flight ON changes (requested_at) WHERE in_flight = 1",
    "CREATE INDEX changes_person ON changes (person_key, seq, requested_at)",
    "CREATE INDEX changes_account ON changes (account, seq, requested_at)",
    "CREATE INDEX changes_when ON changes (requested_at)",
)

_WHO = "CASE WHEN json_valid(body) THEN json_extract(body, '$.who_id') END"
KIND = "CASE WHEN json_valid(body) THEN json_extract(body, '$.kind') END"
"""What was done, as the index on it has it; NULL for a body that is damaged."""

_FOURTH: Step = (
    """CREATE TABLE schedules (
        account TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, body TEXT, PRIMARY KEY (account, id))""",
    "CREATE INDEX schedules_rev ON schedules (rev)",
    """CREATE TABLE access_exceptions (
        account TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, body TEXT, PRIMARY KEY (account, id))""",
    "CREATE INDEX access_exceptions_rev ON access_exceptions (rev)",
    f"CREATE INDEX events_who ON events (account, {_WHO}, occurred_at DESC, id)",
    f"CREATE INDEX changes_kind ON changes ({KIND}, seq)",
)

_FIFTH: Step = (
    # What events are found by, apart from their bodies. It is made of them (`store.log_index`), and made again where it
    # is lost: `log_todo` has the events that are not in it yet. `n`: how many events have this class, door, ...; number
    # 0 stands for none.
    """CREATE TABLE log_classes (
        no INTEGER PRIMARY KEY, account TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL,
        kind_raw TEXT NOT NULL, how TEXT NOT NULL, phrase TEXT NOT NULL, late INTEGER NOT NULL,
        n INTEGER NOT NULL DEFAULT 0,
        UNIQUE (account, kind, outcome, kind_raw, how, phrase, late))""",
    *(
        f"""CREATE TABLE {table} (
        no INTEGER PRIMARY KEY, account TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
        n INTEGER NOT NULL DEFAULT 0, UNIQUE (account, id, name))"""
        for table in ("log_doors", "log_people")
    ),
    """CREATE TABLE log_remarks (
        no INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, n INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE log (
        at REAL NOT NULL, seq INTEGER NOT NULL, class INTEGER NOT NULL, door INTEGER NOT NULL, person INTEGER NOT NULL,
        remark INTEGER NOT NULL, PRIMARY KEY (at, seq)) WITHOUT ROWID""",
    # Each has all that the log has: whatever is asked for, one of them answers it alone.
    "CREATE INDEX log_class ON log (class, at, seq, door, person, remark)",
    "CREATE INDEX log_door ON log (door, at, seq, class, person, remark) WHERE door > 0",
    "CREATE INDEX log_person ON log (person, at, seq, class, door, remark) WHERE person > 0",
    "CREATE INDEX log_remark ON log (remark, at, seq, class, door, person) WHERE remark > 0",
    "CREATE TABLE log_todo (seq INTEGER PRIMARY KEY)",
    # Wanted by somebody, seen by nobody; `rung`: some session was handed it to ring for.
    "CREATE TABLE log_unseen (seq INTEGER PRIMARY KEY, rung INTEGER NOT NULL)",
    "CREATE TRIGGER events_added AFTER INSERT ON events BEGIN INSERT OR IGNORE INTO log_todo VALUES (new.seq); END",
    """CREATE TRIGGER events_changed AFTER UPDATE ON events BEGIN
        DELETE FROM log WHERE at = old.occurred_at AND seq = old.seq;
        INSERT OR IGNORE INTO log_todo VALUES (new.seq);
    END""",
    """CREATE TRIGGER events_removed AFTER DELETE ON events BEGIN
        DELETE FROM log WHERE at = old.occurred_at AND seq = old.seq;
        DELETE FROM log_todo WHERE seq = old.seq;
        DELETE FROM log_unseen WHERE seq = old.seq;
    END""",
    *(
        f"""CREATE TRIGGER log_{when} AFTER {what} ON log BEGIN
        UPDATE log_classes SET n = n {sign} 1 WHERE no = {row}.class;
        UPDATE log_doors SET n = n {sign} 1 WHERE no = {row}.door;
        UPDATE log_people SET n = n {sign} 1 WHERE no = {row}.person;
        UPDATE log_remarks SET n = n {sign} 1 WHERE no = {row}.remark;
    END"""
        for when, what, sign, row in (("added", "INSERT", "+", "new"), ("removed", "DELETE", "-", "old"))
    ),
    "INSERT INTO log_todo SELECT seq FROM events",
    "DROP INDEX events_when",
    "DROP INDEX events_account",
    "DROP INDEX events_device",
    "DROP INDEX events_who",
    # How far the past was read: see `store.archive`.
    """CREATE TABLE archive (
        id INTEGER PRIMARY KEY, account TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL)""",
    # Moments before which the user wanted nothing kept, as text; the latest counts.
    "CREATE TABLE pruned (before TEXT NOT NULL UNIQUE)",
)

STEPS: tuple[Step, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH)
"""Step n leads from version n to n + 1. What was released is never edited; changes are appended."""

CURRENT = len(STEPS)

_TABLES = (
    *("counter", "accounts", "devices", "battery", "commands", "events", "requests", "budgets", "feeds", "tokens"),
    *("people", "accesses", "door_groups", "places", "schedules", "access_exceptions", "account_defaults", "changes"),
    *("log", "log_classes", "log_doors", "log_people", "log_remarks", "log_todo", "log_unseen", "archive", "pruned"),
)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the open file's tables, 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check(connection: sqlite3.Connection, path: Path, known: int = CURRENT) -> int:
    """Return the version of the file's tables. Raises StoreError for a file of another program or of a newer
    lockdash, which must be left exactly as it is."""
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if application != APPLICATION and (application or tables):
        raise StoreError(f"{path} belongs to another program: move it away, or choose another folder with --state-dir")
    return check_version(connection, path, known)


def check_version(connection: sqlite3.Connection, path: Path, known: int = CURRENT) -> int:
    """Return the version of the file's tables. Raises StoreError for that of a newer lockdash."""
    version = version_of(connection)
    if version > known:
        raise StoreError(
            f"{path} was written by a newer lockdash (store version {version}, this one knows up to {known}): "
            "update lockdash and start it again, or choose another folder with --state-dir"
        )
    return version


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[Step] = STEPS) -> None:
    """Bring the file to the version `len(steps)`, in one transaction: wholly or not at all. See `check`."""
    if check(connection, path, len(steps)) == len(steps):
        return
    connection.create_function("command_account", 1, lambda body: _asked(body)[0])
    connection.create_function("command_requested_at", 1, lambda body: _asked(body)[1])
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again: another session may have done it while this one waited.
        for step in steps[check(connection, path, len(steps)) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


class _Asked(msgspec.Struct):
    account: str
    requested_at: datetime


_decode_asked = msgspec.json.Decoder(_Asked).decode


def _asked(body: str) -> tuple[str, float]:
    """Return the account of a stored command and when it was requested; for one that cannot be read ("", 0.0)."""
    try:
        asked = _decode_asked(body)
        return asked.account, epoch(asked.requested_at)
    except (msgspec.DecodeError, ValueError):
        return "", 0.0


def touch(connection: sqlite3.Connection) -> None:
    """Read the first page of every table: finds a damaged file for the price of some microseconds."""
    for table in _TABLES:
        connection.execute(f"SELECT 1 FROM {table} NOT INDEXED LIMIT 1").fetchone()
