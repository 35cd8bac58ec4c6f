"""Rows straight from pages: what SQLite wrote is found again without SQLite, and no page of any content is an error."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.store.pages import Image, Log, rows_of

values = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from([0, 1, 127, -128, 128, 2**15, 2**23, -(2**23), 2**31, 2**47, -(2**47), 2**47 - 1]),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    st.binary(max_size=20),
    st.integers(0, 20_000).map(lambda length: "ä" * length),
    st.integers(0, 20_000).map(lambda length: b"\xfe" * length),
)


def same(one, other) -> bool:
    """A whole float is stored as an integer; https://www.sqlite.org/fileformat2.html, 2.1."""
    return one == other and isinstance(one, str | bytes | None) == isinstance(other, str | bytes | None)


def found(path: Path) -> list:
    image = Image(path)
    try:
        return [row for page in image.pages() for row in page]
    finally:
        image.close()


@pytest.mark.parametrize("wal", [False, True])
@pytest.mark.parametrize("size", [512, 4096, 65536])
@given(st.dictionaries(st.integers(-(2**63), 2**63 - 1), st.tuples(values, values), min_size=1, max_size=12))
def test_any_row_is_found_as_it_was_written(size, wal, rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA page_size = {size}")
            if wal:
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, a, b)")
            connection.execute("CREATE TABLE pairs (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID")
            for number, (a, b) in rows.items():
                connection.execute("INSERT INTO rows VALUES (?, ?, ?)", (number, a, b))
                if a is not None and b is not None:
                    connection.execute("INSERT OR IGNORE INTO pairs VALUES (?, ?)", (a, b))
            connection.commit()
            pairs = connection.execute("SELECT a, b FROM pairs").fetchall()
            read = found(path)
        by_id = {row.rowid: row.values for row in read if row.rowid is not None}
        assert set(by_id) == set(rows)
        for number, expected in rows.items():
            assert len(by_id[number]) == 3
            assert all(same(*each) for each in zip(by_id[number][1:], expected, strict=True))
        without = [row.values for row in read if row.rowid is None]
        assert len(without) == len(pairs)
        assert all(any(same(one[0], pair[0]) and same(one[1], pair[1]) for one in without) for pair in pairs)


@given(st.sampled_from([0x0D, 0x0A, 0x02, 0x05]), st.binary(max_size=600), st.integers(0, 200))
def test_no_page_is_an_error(kind, content, count):
    page = (bytes([kind, 0, 0, 0, count, 0, 0, 0]) + content).ljust(512, b"\x81")
    for row in rows_of(page, lambda number: page if number % 2 else b"", 512):
        assert isinstance(row.values, tuple)


@given(st.binary(max_size=300))
def test_no_log_is_an_error(content):
    assert Log(content).frames == []


def test_what_was_not_committed_is_not_found(tmp_path):
    path = tmp_path / "file"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA cache_size = 1")  # so that a transaction has to write before it ends
        connection.execute("CREATE TABLE rows (a)")
        connection.execute("INSERT INTO rows VALUES ('committed')")
        before = (tmp_path / "file-wal").stat().st_size
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO rows VALUES (?)", [("x" * 3000,)] * 50)
        assert (tmp_path / "file-wal").stat().st_size > before
        assert [row.values for row in found(path)] == [("committed",)]
