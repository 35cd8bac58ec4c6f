"""A store in a folder of its own, and the same for each example of a property test."""

from __future__ import annotations

import pytest

from lockdash.store.store import Store


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path / "state")
    yield opened
    opened.close()
