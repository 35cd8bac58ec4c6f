"""`lockdash logs`: the logs of all processes as one, without a configuration."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from lockdash.__main__ import main
from lockdash.cli.log_files import LogFiles
from lockdash.cli.logs_parser import LIMIT

PATIENCE = 30
ROOT = Path(__file__).parents[2]


@pytest.fixture
def state(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def run(state, capfdbinary):
    def run(*argv):
        capfdbinary.readouterr()
        code = main(["--state-dir", str(state), "logs", *argv])
        out, err = capfdbinary.readouterr()
        return code, out.decode().splitlines(), err.decode()

    return run


def line(minute, process, text, level="INFO"):
    return f"2026-11-22T10:{minute:02}:00.000Z {level:<8} {process} lockdash.x: {text}"


def write(state, name, *lines):
    (state / "logs").mkdir(parents=True, exist_ok=True)
    with (state / "logs" / name).open("a", encoding="utf-8") as file:
        file.write("".join(f"{each}\n" for each in lines))


def three_processes(state):
    """Lines 1 to 9; the first process has two parts, the third begins before the second ends."""
    write(state, "2026-11-22T100100.000Z-11.1.log", line(1, 11, "1"), line(2, 11, "2", "DEBUG"))
    write(state, "2026-11-22T100100.000Z-11.log", line(5, 11, "5", "ERROR"), line(9, 11, "9"))
    write(state, "2026-11-22T100300.000Z-12.log", line(3, 12, "3"), line(6, 12, "6", "WARNING"))
    write(state, "2026-11-22T100400.000Z-13.log", line(4, 13, "4"), line(7, 13, "7"), line(8, 13, "8", "CRITICAL"))


def numbers(lines):
    return [int(each.rpartition(" ")[2]) for each in lines]


def test_all_processes_in_order_of_time(run, state):
    three_processes(state)
    code, out, err = run()
    assert (code, numbers(out), err) == (0, [1, 2, 3, 4, 5, 6, 7, 8, 9], "")
    assert out[0] == line(1, 11, "1")


@pytest.mark.parametrize(
    ("argv", "found"),
    [
        (["--limit", "2"], [8, 9]),
        (["--level", "warning"], [5, 6, 8]),
        (["--level", "info", "--limit", "0"], [1, 3, 4, 5, 6, 7, 8, 9]),
        (["--since", "2026-11-22T10:08"], [8, 9]),
        (["--since", "2026-11-22T10:05", "--level", "error", "--limit", "1"], [8]),
    ],
)
def test_choosing(run, state, argv, found):
    three_processes(state)
    assert numbers(run(*argv)[1]) == found


def test_two_hundred_are_usual(run, state):
    write(state, "2026-11-22T100000.000Z-1.log", *(line(number // 60, 1, number) for number in range(LIMIT + 5)))
    assert numbers(run()[1]) == list(range(5, LIMIT + 5))


def test_where_there_is_nothing_it_says_so(run, state):
    assert run() == (0, [], f"Nothing has been written to the log yet ({state}/logs).\n")
    three_processes(state)
    assert run("--since", "2030-01-01") == (0, [], f"Nothing that was asked for is in the log ({state}/logs).\n")


def test_the_folder(run, state):
    assert run("--path") == (0, [f"{state}/logs"], "")


def test_what_is_no_line_of_ours_stays_with_the_one_before_it_and_does_nothing(run, state):
    write(state, "2026-11-22T100100.000Z-1.log", line(1, 1, "first", "ERROR"), "\x1b[2Jtorn", line(3, 1, "third"))
    write(state, "2026-11-22T100200.000Z-2.log", line(2, 2, "second"))
    write(state, "notes.txt", "not a log")
    (state / "logs" / "2026-11-22T100400.000Z-3.log").write_bytes(b"\xff\x00\n" + line(5, 3, "half").encode())
    _, out, _ = run()
    assert [each.rpartition(" ")[2] for each in out] == ["first", "\\x1b[2Jtorn", "second", "third", "\ufffd\\x00"]
    assert run("--level", "error")[1] == out[:2]


def test_colours_are_for_a_terminal(run, state, monkeypatch):
    three_processes(state)
    assert not any("\x1b" in each for each in run()[1])
    monkeypatch.setattr("lockdash.cli.terminal.os.environ", {"TERM": "xterm"})
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    out = run("--level", "error")[1]
    assert [each.startswith("\x1b[1;35m") and each.endswith("\x1b[0m") for each in out] == [True, True]


def test_few_files_are_open_at_once(state):
    for number in range(50):
        write(state, f"2026-11-22T10{number:02}00.000Z-1.log", line(number, 1, "a"), line(number, 1, "b"))
    before = len(os.listdir("/proc/self/fd"))
    most = 0
    for _ in LogFiles(state / "logs").new():
        most = max(most, len(os.listdir("/proc/self/fd")) - before)
    assert most <= 3


def test_what_was_read_is_not_read_again_though_its_file_gets_another_name(state):
    three_processes(state)
    files = LogFiles(state / "logs")
    assert len(list(files.new())) == 9
    assert list(files.new()) == []
    newest = state / "logs" / "2026-11-22T100100.000Z-11.log"
    newest.replace(newest.with_name("2026-11-22T100100.000Z-11.1.log"))
    write(state, newest.name, line(10, 11, "10"))
    write(state, "2026-11-22T100300.000Z-12.log", line(11, 12, "11"))
    assert numbers(each.text for each in files.new()) == [10, 11]


@contextmanager
def following(state, *argv, **how):
    with subprocess.Popen(
        [sys.executable, "-m", "lockdash", "--state-dir", str(state), "logs", "--follow", *argv],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_following_goes_on_with_new_lines_of_old_and_new_processes(state):
    three_processes(state)
    with following(state, "--limit", "1", "--level", "info") as process:
        assert numbers([process.stdout.readline().decode()]) == [9]
        write(state, "2026-11-22T100100.000Z-11.log", line(20, 11, "20"), line(21, 11, "21", "DEBUG"))
        assert numbers([process.stdout.readline().decode()]) == [20]
        write(state, "2026-11-22T103000.000Z-14.log", line(30, 14, "30"))
        assert numbers([process.stdout.readline().decode()]) == [30]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_following_ends_with_its_reader(state):
    three_processes(state)
    with following(state, "--limit", "1") as process:
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(PATIENCE) in (0, 141)
        assert process.stderr.read() == b""


@pytest.mark.parametrize("level", ["debug", "OFF", ""])
def test_the_level_may_come_from_the_environment(run, monkeypatch, level):
    monkeypatch.setenv("LOCKDASH_LOG_LEVEL", level)
    assert run("--path")[0] == 0


def test_a_level_that_there_is_not_is_an_error_of_usage(monkeypatch, capfd):
    monkeypatch.setenv("LOCKDASH_LOG_LEVEL", "chatty")
    with pytest.raises(SystemExit) as ended:
        main(["logs"])
    assert ended.value.code == 2
    assert "LOCKDASH_LOG_LEVEL is 'chatty': debug, info, warning, error or off is needed" in capfd.readouterr()[1]
