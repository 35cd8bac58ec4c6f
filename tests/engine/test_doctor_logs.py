"""The doctor on the logs and the crash reports."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from lockdash.domain.findings import Level
from lockdash.engine.doctor import logs
from lockdash.engine.journal import crash, journal, line


def first(findings, subject):
    return next(each for each in findings if each.subject == subject)


def now():
    return datetime.now(UTC)


def logged(folder, *records):
    folder.mkdir(parents=True, mode=0o700)
    path = folder / "2026-11-21T120000.000Z-7.log"
    text = "".join(f"{line.moment_text(moment)} {level:<7} 7 lockdash.x: said\n" for moment, level in records)
    path.write_text(text)
    return path


def test_no_logs_are_fine(tmp_path):
    found = logs.examine(tmp_path, now()).findings
    assert {each.level for each in found} == {Level.ok}


def test_errors_of_the_last_day_are_counted(tmp_path):
    recent, old = now() - timedelta(hours=2), now() - timedelta(days=3)
    logged(journal.folder(tmp_path), (old, "ERROR"), (recent, "ERROR"), (recent, "CRITICAL"), (recent, "WARNING"))
    found = first(logs.examine(tmp_path, now()).findings, "errors")
    assert (found.level, found.said) == (Level.warning, "2 errors in the last 24 hours")
    assert "lockdash logs" in found.remedy


@pytest.mark.parametrize(("days", "level"), [(1, Level.warning), (30, Level.ok)])
def test_the_newest_crash_report_is_named(tmp_path, days, level):
    try:
        raise KeyError("canary")
    except KeyError as error:
        path = crash.report(error, tmp_path)
    then = (now() - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))
    found = first(logs.examine(tmp_path, now()).findings, "crash reports")
    assert found.level is level
    assert found.said == f"1 report, the newest of {days} d ago: {path}"


def test_a_log_folder_that_others_may_read_is_a_warning(tmp_path):
    logged(journal.folder(tmp_path), (now(), "INFO"))
    journal.folder(tmp_path).chmod(0o755)
    found = first(logs.examine(tmp_path, now()).findings, "folder")
    assert found.level is Level.warning
    assert "chmod 700" in found.remedy
