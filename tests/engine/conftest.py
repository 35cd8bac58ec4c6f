from __future__ import annotations

from pathlib import Path

import pytest

from lockdash.engine.writer import Writer
from lockdash.store.store import Store
from tests.engine.stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "state")


@pytest.fixture
async def writer(tmp_path):
    store = Store.open(tmp_path)
    writer = Writer(store)
    yield writer
    await writer.close()
    store.close()
