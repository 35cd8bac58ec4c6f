from __future__ import annotations

import pytest

from lockdash.domain.commands import Actor
from lockdash.engine.file_lock import FileLock
from lockdash.engine.sessions import EVERY, FOLDER, Sessions
from lockdash.engine.work import Work
from tests.engine.stage import Shift


class Building(Shift):
    """Sessions that come and go."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.told: list[str] = []

    def enter(self, name: str) -> Sessions:
        work = self.works[name] = Work(self.clock)
        sessions = Sessions(self.folder, Actor(user=name), work, lambda: self.told.append(name))
        work.spawn(sessions.run(), name)
        return sessions


@pytest.fixture
async def building(tmp_path):
    building = Building(tmp_path)
    yield building
    await building.end()


def names(sessions: Sessions) -> list[str]:
    return [each.user for each in sessions.present]


async def test_everybody_sees_everybody_and_oneself_first(building):
    ann, ben, cas = (building.enter(name) for name in ("ann", "ben", "cas"))
    assert names(ann) == []
    await building.pass_time(EVERY)
    for each, own in ((ann, "ann"), (ben, "ben"), (cas, "cas")):
        assert names(each)[0] == own
        assert sorted(names(each)) == ["ann", "ben", "cas"]


async def test_who_leaves_is_missed_within_one_look(building):
    ann, ben = building.enter("ann"), building.enter("ben")
    await building.pass_time(EVERY)
    assert names(ann) == ["ann", "ben"]
    await building.works.pop("ben").stop()
    ben.leave()
    await building.pass_time(EVERY)
    assert names(ann) == ["ann"]


async def test_what_a_killed_session_left_behind_is_taken_away(building, tmp_path):
    """Its file stays, but the kernel has freed the lock."""
    (tmp_path / FOLDER).mkdir()
    left = tmp_path / FOLDER / "4711-abcd.lock"
    left.write_bytes(b'{"user": "dead"}')
    ann = building.enter("ann")
    await building.pass_time(EVERY)
    assert names(ann) == ["ann"]
    assert not left.exists()


async def test_what_cannot_be_read_is_nobody(building, tmp_path):
    (tmp_path / FOLDER).mkdir()
    strange = FileLock(tmp_path / FOLDER / "1-strange.lock")
    assert strange.take()
    strange.path.write_bytes(b"\xff{")
    ann = building.enter("ann")
    await building.pass_time(EVERY)
    assert names(ann) == ["ann"]
    strange.release()


async def test_a_folder_that_was_swept_is_entered_again(building, tmp_path):
    ann, ben = building.enter("ann"), building.enter("ben")
    await building.pass_time(EVERY)
    for path in (tmp_path / FOLDER).iterdir():
        path.unlink()
    await building.pass_time(2 * EVERY)
    assert sorted(names(ann)) == sorted(names(ben)) == ["ann", "ben"]


async def test_without_a_place_for_files_a_session_is_alone_and_goes_on(building, tmp_path):
    (tmp_path / FOLDER).write_text("a file, no folder")
    ann = building.enter("ann")
    await building.pass_time(3 * EVERY)
    assert names(ann) == ["ann"]
    assert building.told == ["ann"]
