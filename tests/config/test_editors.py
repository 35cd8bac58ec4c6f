"""Who has a file open, by the marks that editors leave."""

import os
import socket
import subprocess
import sys

import pytest

from lockdash.config.editors import holder


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "home.toml"
    path.write_text("")
    return path


@pytest.fixture
def dead():
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def vim(path, pid, *, user="ada", host=None, version=b"VIM 9.0"):
    """The first 108 bytes of a swap file (Vim, memline.c: struct block0)."""
    mark = path.with_name(f".{path.name}.swp")
    header = b"b0" + version.ljust(10, b"\0") + bytes(12) + pid.to_bytes(4, "little")
    header += user.encode().ljust(40, b"\0") + (host or socket.gethostname()).encode().ljust(40, b"\0")
    mark.write_bytes(header + bytes(4000))


def emacs(path, pid, host=None):
    path.with_name(f".#{path.name}").symlink_to(f"ada@{host or socket.gethostname()}.{pid}:1700000000")


def test_nobody(path):
    assert holder(path) == ""


def test_vim(path):
    vim(path, os.getpid())
    assert holder(path) == f"vim of ada (process {os.getpid()})"


def test_nano(path):
    vim(path, os.getpid(), version=b"nano 7.2")
    assert holder(path) == f"nano of ada (process {os.getpid()})"


def test_emacs(path):
    emacs(path, os.getpid())
    assert holder(path) == f"emacs of ada (process {os.getpid()})"


def test_on_another_machine_nobody_can_tell_whether_it_lives(path, dead):
    vim(path, dead, host="elsewhere")
    assert holder(path) == f"vim of ada (process {dead} on elsewhere)"
    emacs(path, dead, "else.where.example")
    assert holder(path) == f"emacs of ada (process {dead} on else.where.example)"


@pytest.mark.parametrize("leave", [vim, emacs])
def test_the_mark_of_a_dead_process_is_an_old_one(path, dead, leave):
    leave(path, dead)
    assert holder(path) == ""


def test_marks_that_say_nothing_are_marks_all_the_same(path):
    path.with_name(f".{path.name}.swp").write_bytes(b"")
    assert holder(path) == "an editor"
    path.with_name(f".{path.name}.swp").unlink()
    path.with_name(f".#{path.name}").symlink_to("nonsense")
    assert holder(path) == "an editor"
