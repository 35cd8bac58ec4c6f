"""The audit of what was done to people survives damage, and what is not known any more is not taken for certain."""

from __future__ import annotations

import pytest

from lockdash.domain.changes import ChangeStatus, advance
from lockdash.store import salvage
from lockdash.store.opening import NAME
from lockdash.store.pages import Row
from lockdash.store.store import Store
from tests.store import damage
from tests.store.build import a_change, a_person, fresh_store, later
from tests.store.damage import copied


def test_the_end_of_a_change_that_only_a_damaged_log_holds_is_taken_over(tmp_path):
    """Nothing else is in that part of the log, and the change itself is known: its end is the news."""
    running = Store.open(tmp_path / "running")
    asked, other = a_change("x1"), a_change("x2")
    for change in (asked, other):
        running.put_change(change)
    running.close()
    running = Store.open(tmp_path / "running")
    running.put_people([a_person()])
    running.put_change(advance(asked, ChangeStatus.done, later(1)))
    path = copied(running.path, tmp_path / "copy")
    running.close()
    damage.overwrite(path.with_name(f"{NAME}-wal"), 32 + 24 + 9, b"\xee" * 16)
    store = Store.open(path.parent)
    assert store.changes() == [other, advance(asked, ChangeStatus.done, later(1))]
    assert store.changes(in_flight=True) == [other]
    assert "1 change to people" in store.notice
    store.close()


@pytest.mark.parametrize("lost", [0, 1])
def test_a_change_whose_end_is_lost_may_have_happened(tmp_path, lost):
    """Of the two versions of its row only the first is left."""
    with fresh_store() as source:
        asked = a_change()
        rows = []
        for each in (asked, advance(asked, ChangeStatus.failed, later(1))):
            source.put_change(each)
            with source._database.read() as connection:
                values = connection.execute("SELECT * FROM changes").fetchone()
            rows.append(Row(values[0], (None, *values[1:])))
    with fresh_store() as store:
        with store._database.write() as transaction:
            salvage.take_over([rows[:1]] if lost else [rows[::-1], rows], transaction.connection)
        store.expire_changes(later(3600))
        (found,) = store.changes()
        assert found.status is (ChangeStatus.unknown if lost else ChangeStatus.failed)
