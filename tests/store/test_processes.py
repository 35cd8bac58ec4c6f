"""Several real processes on one store: what one may do, all together may not exceed, and death loses nothing."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from lockdash.domain.budget import reserve_of
from lockdash.domain.changes import ChangeStatus
from lockdash.domain.commands import CommandStatus
from lockdash.store.opening import NAME
from lockdash.store.store import Store
from tests.store.build import later, of_vendors
from tests.store.damage import filled, root_of, spoil_header, spoil_page
from tests.store.follower import Follower
from tests.store.worker import ALLOWANCE, BATCH, DEVICES, PAGES

ROOT = Path(__file__).parents[2]
PROCESSES = 4


started: list[subprocess.Popen[str]] = []


@pytest.fixture(autouse=True)
def nobody_is_left_behind():
    yield
    while started:
        with started.pop() as process:
            process.kill()


def begin(work: str, folder: Path, number: int) -> subprocess.Popen[str]:
    started.append(
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.worker", work, str(folder), str(number)],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
    )
    return started[-1]


def begun_together(work: str, folder: Path) -> list[subprocess.Popen[str]]:
    """Let several processes work at the same time."""
    processes = [begin(work, folder, number) for number in range(PROCESSES)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return processes


def all_said(processes: list[subprocess.Popen[str]]) -> list[list[str]]:
    """Wait until all have ended well; return what each said."""
    said = [process.communicate(timeout=60)[0].splitlines() for process in processes]
    assert [process.returncode for process in processes] == [0] * PROCESSES
    return said


def together(work: str, folder: Path) -> list[list[str]]:
    return all_said(begun_together(work, folder))


def test_processes_spend_no_more_than_the_budget_together(tmp_path):
    granted = Counter(word for said in together("spend", tmp_path) for word in said)
    assert granted.total() == ALLOWANCE.limit
    assert granted["poll"] <= ALLOWANCE.limit - reserve_of(ALLOWANCE.limit)


def test_one_command_per_device_holds_across_processes(tmp_path):
    said = [word.split() for words in together("begin", tmp_path) for word in words]
    begun = {word[1] for word in said if word[0] == "begun"}
    assert len(begun) == DEVICES
    assert {word[1] for word in said if word[0] == "busy"} <= begun
    assert len(said) == DEVICES * PROCESSES


def test_one_process_claims_a_feed(tmp_path):
    claimed = Counter(word for said in together("claim", tmp_path) for word in said)
    assert claimed == {f"claimed {feed}": 1 for feed in range(DEVICES)}


@pytest.mark.parametrize("damaged", [False, True])
def test_processes_that_start_at_once_open_one_store(tmp_path, damaged):
    if damaged:
        (tmp_path / NAME).write_bytes(b"not a database at all" * 100)
    said = [word for words in together("open", tmp_path) for word in words]
    assert sum(word.startswith("notice") for word in said) == damaged
    assert len(list(tmp_path.glob("*.corrupt-*"))) == damaged
    store = Store.open(tmp_path)
    assert {device.key for device in store.load().devices} == {str(number) for number in range(PROCESSES)}
    store.close()


def test_processes_that_find_the_same_damage_save_it_once(tmp_path):
    path = filled(tmp_path, events=500)
    spoil_header(path)
    said = [word for words in together("open", tmp_path) for word in words]
    (notice,) = [word for word in said if word.startswith("notice")]
    assert "620 events" in notice
    store = Store.open(tmp_path)
    assert len(of_vendors(store)) == 500
    assert len(store.load().devices) == 8 + PROCESSES
    store.close()


@pytest.mark.parametrize("damage", ["a page", "the header"])
def test_what_others_write_while_the_store_is_mended_is_not_lost(tmp_path, damage):
    """They work on the damaged file until one of the processes puts a new one in its place."""
    path = filled(tmp_path, events=500)
    processes = [begin("insist", tmp_path, number) for number in range(PROCESSES - 1)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    if damage == "a page":
        spoil_page(path, root_of(path, "tokens"))
    else:
        spoil_header(path)
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [[process.stdout.readline() for _ in range(5)] for process in processes]
    store = Store.open(tmp_path)
    for process, words in zip(processes, said, strict=True):
        while damage == "a page" and "reopened\n" not in words:
            words.append(process.stdout.readline())
            assert words[-1]
        words.append(process.stdout.readline())
        process.stdin.write("enough\n")
        process.stdin.flush()
        words += process.stdout.readlines()
        assert process.wait(timeout=60) == 0
    known = {event.id for event in of_vendors(store)}
    acknowledged = {word.split()[1] for words in said for word in words if word.startswith("event ")}
    assert len(acknowledged) >= 6 * len(processes)
    assert acknowledged <= known
    assert len(known) == 500 + len(acknowledged)
    # The first page may stand in the log as well, where it heals the header.
    kept = [file for file in tmp_path.glob("*.corrupt-*") if not file.name.endswith(("-wal", "-shm"))]
    assert len(kept) == 1 or (damage == "the header" and not kept)
    store.close()


@pytest.mark.parametrize("acknowledged", [1, 6, 15])
def test_kill_9_in_the_middle_of_writing_loses_nothing_that_was_acknowledged(tmp_path, acknowledged):
    process = begin("write", tmp_path, 0)
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()
    said = [process.stdout.readline() for _ in range(acknowledged)]
    process.kill()
    said += process.stdout.readlines()
    assert process.wait(timeout=60) == -signal.SIGKILL

    store = Store.open(tmp_path)
    assert store.notice == ""
    events = Counter(event.id.split("-")[0] for event in of_vendors(store))
    assert set(events.values()) <= {BATCH}
    commands = {command.id: command.status for command in store.commands(limit=-1)}
    assert len(said) >= acknowledged
    for line in said:
        kind, batch = re.fullmatch(r"(begun|events|settled) (\d+)\n?", line).groups()
        assert batch in (events if kind == "events" else commands)
        assert kind != "settled" or commands[batch] is CommandStatus.failed
    assert len({device.name for device in store.load().devices}) <= 1
    store.close()


def test_processes_that_write_the_same_people_leave_whole_pages_and_every_follower_knows_them(tmp_path):
    store, follower = Store.open(tmp_path), Follower()
    processes = begun_together("people", tmp_path)
    while any(process.poll() is None for process in processes):
        follower.hear(store)
    written = [int(word) for said in all_said(processes) for word in said]
    assert set(written) == {BATCH}
    follower.hear(store)
    newcomer = Follower()
    newcomer.hear(store)
    assert follower.known == newcomer.known
    rows = store.load_people()
    assert len(written) <= rows.revision <= len(written) * 2
    assert len(rows.people) == len(rows.accesses) == PAGES * BATCH
    for pages in (
        Counter((int(each.id) // BATCH, each.name) for each in rows.people),
        Counter((int(each.key) // BATCH, each.schedule_id) for each in rows.accesses),
    ):
        assert set(pages.values()) == {BATCH}
        assert len(pages) == PAGES
    store.close()


@pytest.mark.parametrize("acknowledged", [1, 2, 7])
def test_kill_9_leaves_every_change_that_was_begun_and_none_as_if_it_had_not_happened(tmp_path, acknowledged):
    process = begin("change", tmp_path, 0)
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()
    said = [process.stdout.readline() for _ in range(acknowledged)]
    process.kill()
    said += process.stdout.readlines()
    assert process.wait(timeout=60) == -signal.SIGKILL

    store = Store.open(tmp_path)
    open_before = store.changes(in_flight=True)
    assert len(open_before) <= 1
    assert [each.id for each in store.expire_changes(later(3600))] == [each.id for each in open_before]
    found = {each.id: each.status for each in store.changes(limit=-1)}
    assert len(said) >= acknowledged
    for line in said:
        step, id = line.split()
        assert found[id] is ChangeStatus.done or (step == "begun" and found[id] is ChangeStatus.unknown)
    assert set(found.values()) <= {ChangeStatus.done, ChangeStatus.unknown}
    store.close()
