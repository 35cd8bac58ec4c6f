"""A lock that the kernel keeps: one holder, freed by death, and clear words where there can be none."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lockdash.engine.file_lock import FileLock
from lockdash.store.store import StoreError

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys, pathlib
from lockdash.engine.file_lock import FileLock
lock = FileLock(pathlib.Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "turn.lock"


def refusing(monkeypatch, module, name, code, only=None):
    """Let `module.name` fail with `code`, for the file names that hold `only`."""
    real = getattr(module, name)

    def call(target, *rest, **named):
        if only is None or only in str(target):
            raise OSError(code, os.strerror(code), str(target))
        return real(target, *rest, **named)

    monkeypatch.setattr(module, name, call)


def test_one_holds_it_and_the_next_after_that(path):
    one, other = FileLock(path), FileLock(path)
    assert one.take()
    assert (one.held, other.held) == (True, False)
    assert not other.take()
    assert not one.take(), "it is no counter: two tasks that share the object take turns as well"
    one.release()
    assert not one.held
    assert other.take()
    other.release()
    other.release()
    assert one.take()


def test_the_file_is_for_its_user_only_and_keeps_its_content(path):
    previous = os.umask(0)
    try:
        lock = FileLock(path)
        assert lock.take()
    finally:
        os.umask(previous)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("who has it")
    lock.release()
    assert FileLock(path).take()
    assert path.read_text() == "who has it"


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM])
def test_a_holder_that_dies_lets_it_go(path, blow):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == "True\n"
        assert not FileLock(path).take()
        holder.send_signal(blow)
        assert holder.wait(10) == -blow
    assert FileLock(path).take()


def test_a_file_that_was_taken_away_guards_nothing(path):
    one, other = FileLock(path), FileLock(path)
    assert one.take()
    path.unlink()
    assert other.take()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_told(path, monkeypatch, code):
    refusing(monkeypatch, fcntl, "flock", code)
    lock = FileLock(path)
    with pytest.raises(StoreError, match="has no locks") as told:
        lock.take()
    assert str(path) in str(told.value)
    assert "local disk with --state-dir" in str(told.value)
    assert not lock.held
    monkeypatch.undo()
    assert lock.take(), "it is tried anew each time"


def test_a_folder_that_cannot_be_written_is_told(path, monkeypatch):
    for code in (errno.EACCES, errno.EROFS):
        with monkeypatch.context() as patch:
            refusing(patch, os, "open", code, only="turn.lock")
            with pytest.raises(StoreError, match="cannot be written") as told:
                FileLock(path).take()
        assert str(path.parent) in str(told.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
def test_a_folder_without_write_permission_is_told(path):
    path.parent.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="make it writable"):
            FileLock(path).take()
    finally:
        path.parent.chmod(0o700)


def test_a_file_of_somebody_else_is_told(path, monkeypatch):
    path.touch()
    refusing(monkeypatch, os, "open", errno.EACCES, only="turn.lock")
    with pytest.raises(StoreError, match="belongs to another user"):
        FileLock(path).take()


def test_a_missing_folder_is_told_and_not_made(tmp_path):
    with pytest.raises(StoreError, match="is no folder"):
        FileLock(tmp_path / "gone" / "turn.lock").take()
    assert not (tmp_path / "gone").exists()


def test_anything_else_in_its_place_is_told(path):
    path.mkdir()
    with pytest.raises(StoreError, match="cannot be used"):
        FileLock(path).take()
