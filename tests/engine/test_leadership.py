from __future__ import annotations

import os
import stat
from contextlib import asynccontextmanager

import pytest

from lockdash.domain.commands import Actor
from lockdash.engine.file_lock import FileLock
from lockdash.engine.leadership import SILENT, TRY, Leadership, leader_path
from lockdash.engine.work import Work
from lockdash.store.errors import StoreError
from tests.engine.stage import Shift


class Contest(Shift):
    """Several sessions that want to poll one account."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.told: list[str] = []

    def join(self, name: str, account: str = "home") -> Leadership:
        work = self.works[name] = Work(self.clock)
        actor = Actor(user=name, process=len(self.works))
        leadership = Leadership(account, self.folder, actor, self.clock, work, changed=lambda: self.told.append(name))
        work.spawn(leadership.run(), name)
        return leadership


@pytest.fixture
async def contest(tmp_path):
    contest = Contest(tmp_path)
    yield contest
    await contest.end()


@asynccontextmanager
async def blocked(leadership: Leadership):
    """The session of `leadership` does not stir: its event loop stands."""
    look, leadership._look = leadership._look, lambda: None
    try:
        yield
    finally:
        leadership._look = look


async def test_one_leads_and_the_others_know_who(contest):
    ann, ben = contest.join("ann"), contest.join("ben")
    await contest.pass_time(30)
    assert (ann.leading, ben.leading) == (True, False)
    assert ben.holder == ann.holder == Actor(user="ann", process=1)
    assert contest.told == ["ann", "ben"]


async def test_accounts_are_led_each_by_itself(contest):
    ann, ben = contest.join("ann", "home"), contest.join("ben", "rentals")
    await contest.pass_time(5)
    assert ann.leading
    assert ben.leading


async def test_the_file_is_for_this_user_only(contest):
    contest.join("ann")
    await contest.idle()
    assert stat.S_IMODE(leader_path(contest.folder, "home").stat().st_mode) == 0o600


async def test_who_gives_up_is_replaced_within_a_second(contest):
    ann, ben = contest.join("ann"), contest.join("ben")
    await contest.pass_time(30)
    ann.release()
    assert not ann.leading
    await contest.pass_time(TRY)
    assert ben.leading
    await contest.pass_time(30)
    assert not ann.leading


async def test_a_suspended_session_leads_no_more_and_may_lead_again(contest):
    ann, ben = contest.join("ann"), contest.join("ben")
    await contest.pass_time(30)
    ann.suspend()
    await contest.pass_time(TRY)
    assert (ann.leading, ben.leading) == (False, True)
    ann.resume()
    await contest.pass_time(5)
    assert (ann.leading, ben.leading) == (False, True)
    ben.suspend()
    await contest.pass_time(TRY)
    assert (ann.leading, ben.leading) == (True, False)


async def test_a_leader_that_does_not_stir_is_replaced_and_steps_down_before_it_reads(contest):
    ann, ben, cas = contest.join("ann"), contest.join("ben"), contest.join("cas")
    await contest.pass_time(30)
    async with blocked(ann):
        await contest.pass_time(SILENT + 2 * TRY)
        assert ann.leading  # it does not know
        assert [ben.leading, cas.leading].count(True) == 1
    assert not ann.confirmed()
    assert not ann.leading
    await contest.pass_time(60)
    assert [each.leading for each in (ann, ben, cas)].count(True) == 1


async def test_a_file_that_is_replaced_while_it_is_taken_makes_nobody_lead_twice(contest, monkeypatch):
    """The silent leader lets go just as another session puts a new file in the place of its own."""
    path, take = leader_path(contest.folder, "home"), FileLock.take
    path.write_bytes(b"")
    others = FileLock(path)
    replacements = [others]

    def take_and_be_replaced(lock):
        taken = take(lock)
        if replacements:
            path.unlink()
            assert take(replacements.pop())
        return taken

    monkeypatch.setattr(FileLock, "take", take_and_be_replaced)
    ann = contest.join("ann")
    await contest.pass_time(5)
    assert others.held
    assert not ann.leading
    others.release()
    await contest.pass_time(TRY)
    assert ann.leading


async def test_a_leader_that_stirs_is_not_replaced(contest):
    ann, ben = contest.join("ann"), contest.join("ben")
    await contest.pass_time(3600)
    assert ann.confirmed()
    assert not ben.leading


async def test_a_file_that_vanishes_makes_nobody_lead_twice(contest):
    ann, ben = contest.join("ann"), contest.join("ben")
    await contest.pass_time(30)
    leader_path(contest.folder, "home").unlink()
    await contest.pass_time(TRY)
    assert not (ann.confirmed() and ben.confirmed())
    await contest.pass_time(10)
    assert [ann.confirmed(), ben.confirmed()].count(True) == 1


@pytest.mark.parametrize("content", [b"", b"\x00garbage", b'{"user": 5}'])
async def test_a_stale_file_stands_in_nobodys_way(contest, content):
    leader_path(contest.folder, "home").write_bytes(content)
    ann = contest.join("ann")
    await contest.idle()
    assert ann.leading


async def test_without_locks_the_account_is_polled_all_the_same_and_it_says_why(contest, monkeypatch):
    def refuse(lock):
        raise StoreError("there are no locks here: choose a local disk")

    with monkeypatch.context() as patch:
        patch.setattr("lockdash.engine.file_lock.FileLock.take", refuse)
        ann = contest.join("ann")
        await contest.pass_time(5)
        assert ann.confirmed()
        assert ann.trouble == "there are no locks here: choose a local disk"
        assert contest.told == ["ann"]
    await contest.pass_time(5)
    assert ann.leading
    assert ann.trouble == ""


async def test_a_full_disk_keeps_nobody_from_leading(contest, monkeypatch):
    def refuse(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", refuse)
    ann, ben = contest.join("ann"), contest.join("ben")
    await contest.pass_time(30)
    assert (ann.leading, ben.leading, ben.holder) == (True, False, None)


async def test_the_machines_sleep_is_not_taken_for_the_leaders(contest):
    """The file is hours old when the machine wakes, but it was untouched for a moment of anybody's time only."""
    ann, ben = contest.join("ann"), contest.join("ben")
    await contest.pass_time(30)
    os.utime(leader_path(contest.folder, "home"), (0, 0))
    await contest.pass_time(5)
    assert ann.leading
    assert not ben.leading
