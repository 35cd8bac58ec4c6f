"""`lockdash events --backfill`: the past is read, and it is said how far."""

import re
import signal
from datetime import timedelta

import pytest

from lockdash.cli import event_backfill
from lockdash.engine.log.views import Archive, Gap
from lockdash.store.store import Store
from tests.cli.made import ago
from tests.cli.test_program import Terminal, start

PATIENCE = 30
MANY = 700


@pytest.fixture
def past(sim, guests):
    """Somebody has come to the Beach House every hour for some days."""
    with sim.world.guard:
        house = next(each for each in guests.devices.values() if each.name == "Beach House")
        began = sim.world.now - timedelta(hours=MANY)
        made = []
        for hour in range(MANY):
            visit = house.record("unlocked", source="user", person=guests.people.named("Nora Lindqvist"))
            visit.occurred_at = visit.created_at = began + timedelta(hours=hour)
            made.append(visit)
        guests.events.remember(made)
    return began


def test_all_that_the_vendor_shows_is_here_then(rentals, past):
    listed = rentals("events", "--json", "--filter", "kind:unlocked")
    assert "nothing of the past was read yet" in listed.err
    assert len(listed.json["events"]) < MANY
    result = rentals("events", "--backfill")
    assert (result.code, result.out) == (0, "")
    *_, last = result.err.splitlines()
    assert re.fullmatch(r"rentals: [\d,]+ events of the past read, back to [\d-]+: complete", last)
    assert f"back to {past.astimezone():%Y-%m-%d}" in last
    listed = rentals("events", "--cached", "--json", "--filter", "kind:unlocked")
    assert listed.err == "rentals: some people are known by number only; `lockdash people` reads their names\n"
    assert len(listed.json["events"]) == MANY
    assert rentals("events", "--backfill").err.splitlines()[-1] == last


def test_an_account_that_cannot_be_reached_is_not_complete(rentals, sim, past):
    sim.faults.add("/remotelock/", cut=True)
    result = rentals("events", "--backfill")
    assert result.code == 4
    assert "rentals: offline" in result.err


def test_ctrl_c_says_that_it_goes_on_from_there(files, sim, past, tmp_path):
    sim.faults.add("/remotelock/events", delay=0.5)
    with start(*files(accounts=["rentals"]), "events", "--backfill") as process:
        assert b"events of the past read, back to" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (130, b"")
    *_, state, last = err.decode().splitlines()
    assert state.endswith(": not complete")
    assert last == "Stopped. The next time, and the dashboard, go on from there."
    store = Store.open(tmp_path / "state")
    [job] = [each for each in store.archive.jobs("rentals") if each.until is None]
    assert job.read
    assert job.cursor is not None or job.oldest is not None
    store.close()


def test_on_a_terminal_one_line_is_written_over(files, past):
    person = Terminal(*files(accounts=["rentals"]), "events", "--backfill")
    person.until(": complete")
    assert person.end() == (0, "")
    assert "\r\x1b[Krentals: " in person.seen


def archive(**more):
    return Archive(**({"account": "home", "read": 1_234, "oldest": ago(0)} | more))


def test_where_nobody_watches_each_month_is_told_once(capsys):
    progress = event_backfill._Progress(["home", "beach"])
    for days in (0, 1, 10, 30, 2, 40, 70):
        progress.show({"home": archive(oldest=ago(days * 86_400))})
    assert capsys.readouterr().err.splitlines() == [
        "home: 1,234 events of the past read, back to 2026-11-21",
        "home: 1,234 events of the past read, back to 2026-10-22",
        "home: 1,234 events of the past read, back to 2026-09-12",
    ]


def test_the_end_tells_what_is_lost_and_why(capsys):
    gap = Gap(account="home", label="Garage", since=None, until=ago(86_400), why="Tedee shows no more of it")
    progress = event_backfill._Progress(["home", "beach", "villa"])
    progress.end(
        {"home": archive(is_complete=True, gaps=(gap,)), "beach": archive(account="beach", read=1, failure="no answer")}
    )
    assert capsys.readouterr().err.splitlines() == [
        "home: 1,234 events of the past read, back to 2026-11-21: complete",
        "home: a gap in the log, Garage, to 2026-11-20 12:00:00: Tedee shows no more of it",
        "beach: 1 event of the past read, back to 2026-11-21: no answer",
        "villa: nothing of the past was read",
    ]
