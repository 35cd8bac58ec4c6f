"""What the log does not have of the time that was asked for is said with every list."""

import json

import pytest

from lockdash.__main__ import main
from lockdash.cli.event_coverage import missing
from lockdash.domain.event_query import EventQuery
from lockdash.engine.log.views import Archive, Gap
from lockdash.store.archive import Job, JobState
from lockdash.store.store import Store
from tests.cli.made import ago
from tests.cli.made_events import event

HOUR, DAY = 3_600, 86_400
GAP = Gap(account="home", label="Garage", since=ago(10 * DAY), until=ago(8 * DAY), why="Tedee shows no more of it")


def archive(**more):
    return Archive(**({"account": "home", "read": 5, "oldest": ago(5 * DAY), "is_complete": True} | more))


@pytest.mark.parametrize(
    ("known", "since", "told"),
    [
        (archive(), None, ""),
        (None, ago(HOUR), "home: nothing of the past was read yet"),
        (
            archive(is_complete=False),
            None,
            "home: not all of the past was read, only back to 2026-11-16 12:00:00; `lock",
        ),
        (archive(is_complete=False), ago(6 * DAY), "only back to 2026-11-16"),
        (archive(is_complete=False), ago(4 * DAY), ""),
        (
            archive(is_complete=False, oldest=None),
            ago(HOUR),
            "home: not all of the past was read; `lockdash events --b",
        ),
        (
            archive(gaps=(GAP,)),
            None,
            "home: a gap in the log, Garage, from 2026-11-11 12:00:00 to 2026-11-13 12:00:00",
        ),
        (archive(gaps=(GAP,)), ago(9 * DAY), "a gap in the log"),
        (archive(gaps=(GAP,)), ago(8 * DAY), ""),
    ],
)
def test_what_is_missing_since_then_is_told(known, since, told):
    found = list(missing({} if known is None else {"home": known}, ["home"], EventQuery(), since))
    assert len(found) == bool(told)
    assert told in "".join(found)


@pytest.mark.parametrize(("until", "count"), [(ago(10 * DAY), 0), (ago(9 * DAY), 1), (None, 1)])
def test_a_gap_after_what_was_asked_for_is_none(until, count):
    assert len(list(missing({"home": archive(gaps=(GAP,))}, ["home"], EventQuery(until=until), None))) == count


@pytest.mark.parametrize(
    ("since", "until", "span"),
    [
        (None, ago(DAY), "Garage, to 2026-11-20 12:00:00: "),
        (ago(DAY), None, "Garage, from 2026-11-20 12:00:00 on: "),
        (None, None, "Garage, some events: "),
    ],
)
def test_a_gap_may_have_no_end(since, until, span):
    gap = Gap(account="home", label="Garage", since=since, until=until, why="why \x1b[2J not")
    known = {"home": archive(gaps=(gap,))}
    [told] = missing(known, ["home"], EventQuery(), ago(HOUR) if until is None else None)
    assert told == f"home: a gap in the log, {span}why not"


def test_a_list_says_it_and_prints_what_there_is(files, tmp_path, capsys):
    where = files(accounts=["home"])
    with_past = {"account": "home", "series": "garage", "label": "Garage"}
    store = Store.open(tmp_path / "state")
    store.add_events(event(each) for each in range(60))
    store.add_events((), [Job(**with_past, state=JobState.lost, why="Tedee shows no more of it", before=ago(DAY))])
    store.add_events((), [Job(**with_past, oldest=ago(HOUR), read=3)])
    store.close()
    told = {}
    for form in ("--json", "--csv", "--limit=0", "--limit=50"):
        assert main([*where, "events", "--cached", form]) == 0
        out, told[form] = capsys.readouterr()
        assert ("a gap" in out, "the past" in out) == (False, False)
        if form == "--json":
            assert len(json.loads(out)["events"]) == 60
    for form in ("--json", "--csv", "--limit=0"):
        assert "home: not all of the past was read, only back to 2026-11-21 11:00:00" in told[form]
        assert "home: a gap in the log, Garage, to 2026-11-20 12:00:00: Tedee shows no more of it" in told[form]
    assert told["--limit=50"] == "These are the newest 50; --limit 0 lists all.\n"
