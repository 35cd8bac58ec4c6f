"""The log of a process: one file of its own, small, private, and never in the way."""

from __future__ import annotations

import logging
import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lockdash.domain.secret import Secret
from lockdash.engine.journal import journal, parts
from lockdash.engine.journal.line import LONGEST
from lockdash.engine.journal.redaction import forget_secrets, keep_secret
from lockdash.store.errors import StoreError
from lockdash.vendors.errors import Unreachable

log = logging.getLogger("lockdash.engine.poller")


@pytest.fixture(autouse=True)
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # pytest has handlers of its own, which these messages are too bad for.
    monkeypatch.setattr(logging.getLogger("lockdash"), "propagate", False)
    yield
    journal.close_journal()
    forget_secrets()


def logs(state: Path) -> Path:
    return journal.folder(state)


def lines(state: Path) -> list[str]:
    return [line for path in parts.all_of(logs(state)) for line in path.read_text("utf-8").splitlines()]


def messages(state: Path) -> list[str]:
    """Without the line that names the version."""
    return [line.partition(": ")[2] for line in lines(state) if " lockdash: " not in line]


def test_nothing_is_made_before_there_is_something_to_write(tmp_path: Path) -> None:
    journal.open_journal(tmp_path, "info")
    log.debug("too small")
    assert list(tmp_path.iterdir()) == []
    log.info("account home: this session polls it")
    head, line = lines(tmp_path)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO     \d+ lockdash: lockdash \S+, Python .*", head)
    assert line.endswith(f"Z INFO     {os.getpid()} lockdash.engine.poller: account home: this session polls it")
    assert head.partition(" ")[0] == line.partition(" ")[0]


def test_only_the_user_may_look(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        journal.open_journal(tmp_path, "info")
        log.info("something")
    finally:
        os.umask(before)
    assert stat.S_IMODE(logs(tmp_path).stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in logs(tmp_path).iterdir()] == [0o600]


@pytest.mark.parametrize(("level", "kept"), [("debug", 4), ("info", 3), ("warning", 2), ("error", 1), ("off", 0)])
def test_levels(tmp_path: Path, level: str, kept: int, capfd: pytest.CaptureFixture[str]) -> None:
    journal.open_journal(tmp_path, level)
    for each in (log.debug, log.info, log.warning, log.error):
        each("something")
    assert len(messages(tmp_path)) == kept
    assert capfd.readouterr() == ("", "")


def test_the_last_call_counts(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        journal.open_journal(tmp_path / name, "info")
    log.info("once")
    assert (messages(tmp_path / "a"), messages(tmp_path / "b")) == ([], ["once"])


def test_a_message_is_one_line_and_does_nothing_to_a_terminal(tmp_path: Path) -> None:
    journal.open_journal(tmp_path, "info")
    log.info("a lock named %s", "Front\r\n\x1b[2J\u202eDoor\udcff é 門")
    assert messages(tmp_path) == ["a lock named Front\\r\\n\\x1b[2J\\u202eDoor\\udcff é 門"]
    log.info("x" * 100_000)
    assert len(lines(tmp_path)[-1]) < LONGEST + 200


def test_secrets_are_not_written(tmp_path: Path) -> None:
    keep_secret(Secret("hunter22-hunter22"))
    journal.open_journal(tmp_path, "info")
    log.info("hunter22-hunter22 and %s", {"pin": "4821"})
    assert messages(tmp_path) == ["•••• and {'pin': '••••'}"]


def test_of_strange_exceptions_only_the_kind_and_the_places_are_told(tmp_path: Path) -> None:
    journal.open_journal(tmp_path, "info")
    try:
        {}["48213907"]
    except KeyError as error:
        log.error("it failed: %s", error)
        log.exception("it failed")
        log.error(error)
    assert "48213907" not in "".join(lines(tmp_path))
    assert all("KeyError at test_journal.py:" in each for each in messages(tmp_path))
    assert "Traceback" not in "".join(lines(tmp_path))


def test_our_own_errors_tell_what_they_say(tmp_path: Path) -> None:
    journal.open_journal(tmp_path, "info")
    log.warning("%s", Unreachable("api.tedee.com does not answer", remedy="look at the network"))
    log.warning("%s", StoreError("the disk is full"))
    assert messages(tmp_path) == ["api.tedee.com does not answer; look at the network", "unexpected: the disk is full"]


def test_a_call_with_wrong_arguments_is_no_end_of_anything(tmp_path: Path) -> None:
    journal.open_journal(tmp_path, "info")
    log.info("%d of %d", "three")
    assert messages(tmp_path) == ["%d of %d"]


def test_two_parts_of_a_megabyte_at_most(tmp_path: Path) -> None:
    journal.open_journal(tmp_path, "info")
    for number in range(3000):
        log.info("%06d %s", number, "x" * 1000)
    older, newer = parts.all_of(logs(tmp_path))
    assert older == parts.older(newer)
    assert older.stat().st_size <= parts.PART_SIZE
    assert newer.stat().st_size <= parts.PART_SIZE
    kept = [int(each.partition(" ")[0]) for each in messages(tmp_path)]
    assert kept == list(range(kept[0], 3000))


def make(state: Path, name: str, size: int, age: timedelta = timedelta()) -> Path:
    logs(state).mkdir(exist_ok=True)
    path = logs(state) / name
    path.write_bytes(b"x" * size)
    then = time.time() - age.total_seconds()
    os.utime(path, (then, then))
    return path


def test_what_is_too_old_or_too_much_goes_at_the_beginning(tmp_path: Path) -> None:
    old = make(tmp_path, "2024-01-01T000000.000Z-1.log", 10, timedelta(days=31))
    made = [make(tmp_path, f"2026-01-{day:02}T000000.000Z-{day}.log", 1_500_000) for day in range(1, 11)]
    other = make(tmp_path, "notes.txt", 10, timedelta(days=400))
    journal.open_journal(tmp_path, "info")
    log.info("something")
    assert not old.exists()
    assert [path.exists() for path in made] == [False] * 4 + [True] * 6
    assert other.exists()


def test_many_little_files_go_too(tmp_path: Path) -> None:
    for number in range(parts.MOST + 20):
        make(tmp_path, f"2026-01-01T0000{number // 1000:02}.{number % 1000:03}Z-1.log", 1)
    journal.open_journal(tmp_path, "info")
    log.info("something")
    assert len(parts.all_of(logs(tmp_path))) == parts.MOST + 1


_LIVING = """
import logging, sys
from pathlib import Path
from lockdash.engine.journal.journal import open_journal
open_journal(Path(sys.argv[1]), "info")
for number in range(1200):
    logging.getLogger("lockdash.other").info("%04d %s", number, "x" * 1000)
print("written", flush=True)
sys.stdin.read()
"""


def test_files_of_a_process_that_lives_stay(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _LIVING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"written\n"
        theirs = parts.all_of(logs(tmp_path))
        assert len(theirs) == 2
        for path in theirs:
            os.utime(path, (0, 0))
        parts.tidy(logs(tmp_path), time.time())
        assert parts.all_of(logs(tmp_path)) == theirs
        other.communicate()
    parts.tidy(logs(tmp_path), time.time())
    assert parts.all_of(logs(tmp_path)) == []


def test_a_file_that_was_removed_is_begun_anew(tmp_path: Path) -> None:
    journal.open_journal(tmp_path, "info")
    log.info("first")
    for path in parts.all_of(logs(tmp_path)):
        path.unlink()
    logs(tmp_path).rmdir()
    log.info("second")
    assert messages(tmp_path) == ["second"]


def test_a_state_folder_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    journal.open_journal(tmp_path / "state", "info")
    (tmp_path / "state").rmdir()
    log.info("something")
    assert not (tmp_path / "state").exists()
    assert "cannot be written" in journal.trouble()


def test_a_folder_that_takes_nothing_hurts_nobody(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    logs(tmp_path).write_text("a file in its place")
    journal.open_journal(tmp_path, "info")
    log.info("something")
    assert capfd.readouterr() == ("", "")
    assert f"the log cannot be written below {tmp_path}" in journal.trouble()
    logs(tmp_path).unlink()
    log.info("again")
    assert (messages(tmp_path), journal.trouble()) == (["again"], "")


def test_a_full_disk_hurts_nobody_and_tears_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.open_journal(tmp_path, "info")
    log.info("before")
    write, calls = os.write, []

    def full(file: int, data: bytes) -> int:
        calls.append(data)
        if len(calls) == 1:
            return write(file, data[:20])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        log.info("half of it")
        log.info("none of it")
    assert "No space left on device" in journal.trouble()
    log.info("after")
    assert capfd.readouterr() == ("", "")
    assert len(lines(tmp_path)) == 4
    assert messages(tmp_path)[-1] == "after"
