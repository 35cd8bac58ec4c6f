"""`lockdash prune`: what happened before a day goes, once somebody has said so."""

import pytest

from lockdash.__main__ import main
from lockdash.store.store import Store
from tests.cli.made import NOON, ago
from tests.cli.made_events import event
from tests.cli.test_program import Terminal

DAY = 86_400
BEFORE = "2026-11-11T12:00"
"""Ten days before NOON."""


@pytest.fixture
def kept(files, tmp_path):
    """A log of three weeks, one event a day, and how to name it on the command line."""
    store = Store.open(tmp_path / "state")
    store.add_events(event(day * DAY, id=f"day {day}") for day in range(21))
    store.close()
    return files(accounts=["home"])


@pytest.fixture
def days(tmp_path):
    """The ids of what is in the log, newest first."""

    def read():
        store = Store.open(tmp_path / "state")
        try:
            return [each.id for each in store.events(limit=-1)]
        finally:
            store.close()

    return read


@pytest.fixture
def prune(kept, capfdbinary, time_machine):
    time_machine.move_to(NOON, tick=False)

    def run(*argv):
        capfdbinary.readouterr()
        code = main([*kept, "prune", *argv])
        out, err = (each.decode() for each in capfdbinary.readouterr())
        assert out == ""
        return code, err

    return run


@pytest.mark.parametrize("moment", [BEFORE, "10d", "2026-11-11T13:00+01:00"])
def test_what_happened_before_goes_and_it_is_said(prune, days, sim, moment):
    code, err = prune("--before", moment, "--yes")
    assert code == 0
    assert err == (
        "Removed 10 events from before 2026-11-11 12:00:00. The oldest that is kept happened 2026-11-11 12:00:00.\n"
    )
    assert days() == [f"day {day}" for day in range(11)]
    assert not sim.requests


def test_without_a_yes_it_says_what_would_go_and_is_2(prune, days):
    code, err = prune("--before", BEFORE)
    assert code == 2
    assert "Remove 10 events from before 2026-11-11 12:00:00, for good?" in err
    assert "The oldest that is kept happened 2026-11-11 12:00:00." in err
    assert "add --yes" in err
    assert len(days()) == 21


def test_what_is_gone_stays_gone(prune, tmp_path):
    prune("--before", BEFORE, "--yes")
    store = Store.open(tmp_path / "state")
    assert store.archive.pruned_before() == ago(10 * DAY)
    store.close()


def test_nothing_to_remove_needs_no_yes_and_is_not_read_again_either(prune, days, tmp_path):
    code, err = prune("--before", "2026-01-01")
    assert (code, err) == (0, "No event is kept from before 2026-01-01 00:00:00.\n")
    assert len(days()) == 21
    store = Store.open(tmp_path / "state")
    assert store.archive.pruned_before().year == 2026
    store.close()


def test_all_may_go(prune, days):
    code, err = prune("--before", "0m", "--yes")
    assert code == 0
    assert err.startswith("Removed 20 events")  # one happens at this moment
    code, err = prune("--before", "2026-11-21T12:00", "--yes")
    assert err == "No event is kept from before 2026-11-21 12:00:00.\n"
    assert days() == ["day 0"]


@pytest.mark.parametrize("moment", ["2026-11-22", "2027-01-01T00:00", "soon", "-1d"])
def test_a_day_to_come_or_none_is_2(prune, days, moment):
    try:
        code, _ = prune("--before", moment, "--yes")
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    assert len(days()) == 21


def test_an_account_that_allows_only_looking_is_pruned_as_well(prune, days):
    code, _ = prune("--read-only", "--before", BEFORE, "--yes")
    assert code == 0
    assert len(days()) == 11


@pytest.mark.parametrize(("answer", "code", "left"), [("\n", 1, 21), ("n\n", 1, 21), ("y\n", 0, 11)])
def test_on_a_terminal_it_asks(kept, days, answer, code, left):
    person = Terminal(*kept, "prune", "--before", BEFORE)
    person.until("[y/N] ")
    assert "Remove 10 events from before 2026-11-11 12:00:00, for good?" in person.seen
    person.type(answer)
    assert person.end() == (code, "")
    assert len(days()) == left


def test_on_a_terminal_it_says_how_far_it_has_come(kept, days, tmp_path):
    store = Store.open(tmp_path / "state")
    store.add_events(event(30 * DAY + each) for each in range(6_000))
    store.close()
    person = Terminal(*kept, "prune", "--before", BEFORE, "--yes")
    person.until("removed 5,000 of 6,010")
    person.until("Removed 6,010 events")
    assert person.end() == (0, "")
    assert len(days()) == 11
