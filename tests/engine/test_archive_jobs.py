"""Which parts of the past are to be read, and how far they are: the rules."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.accounts import Account, Condition
from lockdash.engine.archive import jobs as rules
from lockdash.engine.archive.progress import archives
from lockdash.store.archive import Job, JobState
from lockdash.vendors.past import Lost, PastPage, Series, Stretch
from tests.engine.stage import START, event

DOOR = Series("door", "Front Door")


def ago(hours: float):
    return START - timedelta(hours=hours)


def job(series: str = "door", id: int | None = None, **more) -> Job:
    return Job(**{"account": "home", "series": series, "label": "Front Door", "id": id} | more)


def hole(since: float, until: float, series: str = "door") -> tuple[str, Stretch]:
    """From so many hours ago until so many hours ago."""
    return series, Stretch(before=ago(until), until=ago(since))


def test_each_series_has_one_job_for_all_of_its_past():
    assert rules.missing([], "home", [DOOR]) == [job()]
    for known in (job(id=1), job(id=1, state=JobState.done), job(id=1, cursor="c", oldest=ago(5))):
        assert rules.missing([known], "home", [DOOR]) == []
    lost = job(id=1, state=JobState.lost)
    filled = job(id=2, state=JobState.done, until=ago(3))
    assert rules.missing([lost, filled], "home", [DOOR]) == [job()]


def test_a_door_that_is_called_otherwise_now_is_so_in_its_job():
    known = job(id=1, oldest=ago(5), cursor="c")
    (changed,) = rules.missing([known], "home", [Series("door", "Back Door")])
    assert changed == msgspec.structs.replace(known, label="Back Door")


def test_a_hole_is_a_job_of_its_own():
    whole = job(id=1, cursor="c", oldest=ago(100))
    (dug,) = rules.dug([whole], "home", [hole(5, 3)])
    assert dug == job(before=ago(3), until=ago(5))


@pytest.mark.parametrize(
    "known",
    [
        job(id=1),
        job(id=1, cursor="c", oldest=ago(2)),
        job(id=1, cursor="c", oldest=ago(3)),
        job(id=1, before=ago(2), until=ago(6)),
        job(id=1, before=ago(3), until=ago(5)),
    ],
    ids=["all of it, not begun", "not that far yet", "just that far", "a larger hole", "the same hole"],
)
def test_a_hole_that_will_be_read_anyway_is_none(known):
    assert rules.dug([known], "home", [hole(5, 3)]) == []


@pytest.mark.parametrize(
    "known",
    [
        job(id=1, cursor="c"),
        job(id=1, cursor="c", oldest=ago(4)),
        job(id=1, state=JobState.done, oldest=ago(900)),
        job(id=1, state=JobState.lost, before=ago(3), until=ago(5)),
        job("other", id=1),
        job(id=1, before=ago(3), until=ago(4), cursor="c", oldest=ago(3.5)),
    ],
    ids=["nobody knows how far", "further", "all read", "lost", "of another door", "a smaller one under way"],
)
def test_a_hole_that_nobody_will_read_is_dug(known):
    assert rules.dug([known], "home", [hole(5, 3)]) == [job(before=ago(3), until=ago(5), label=_label(known))]


def _label(known: Job) -> str:
    return "door" if known.series != "door" or known.state is JobState.lost else known.label


def test_holes_next_to_each_other_are_read_as_one():
    first = job(id=7, before=ago(3), until=ago(5))
    (grown,) = rules.dug([first], "home", [hole(3, 2.9)])
    assert grown == msgspec.structs.replace(first, before=ago(2.9))
    apart = rules.dug([first], "home", [hole(2, 1)])
    assert apart == [job(before=ago(1), until=ago(2))]


def test_holes_of_one_answer_are_not_dug_twice():
    found = rules.dug([], "home", [hole(5, 4), hole(5, 4), hole(4, 3)])
    assert found == [job(label="door", before=ago(3), until=ago(5))]


def test_a_new_hole_takes_the_place_of_one_that_is_filled():
    whole = job(id=1, state=JobState.done, oldest=ago(900), read=5000)
    filled = job(id=2, state=JobState.done, before=ago(50), until=ago(60), oldest=ago(60), read=40)
    (dug,) = rules.dug([whole, filled], "home", [hole(5, 3)])
    assert dug == job(id=2, before=ago(3), until=ago(5), read=40)


@given(
    st.lists(
        st.tuples(st.floats(0, 50), st.floats(0.01, 20)).map(lambda pair: hole(pair[0] + pair[1], pair[0])),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_holes_there_are_every_moment_of_them_will_be_read(holes):
    known: dict[int, Job] = {}
    for one in holes:
        for dug in rules.dug(list(known.values()), "home", [one]):
            number = dug.id or len(known) + 1
            known[number] = msgspec.structs.replace(dug, id=number)
    for _, stretch in holes:
        assert any(each.before >= stretch.before and each.until <= stretch.until for each in known.values())


def test_a_flood_that_leaves_a_hole_with_each_read_makes_no_heap_of_jobs():
    known: dict[int, Job] = {}
    for minute in range(1000):
        since = START + timedelta(seconds=15 * minute)
        left = "door", Stretch(before=since + timedelta(seconds=13), until=since)
        for dug in rules.dug(list(known.values()), "home", [left]):
            number = dug.id or len(known) + 1
            known[number] = msgspec.structs.replace(dug, id=number)
    assert len(known) == 1


def test_a_page_moves_its_job_on_and_the_last_one_ends_it():
    page = PastPage(events=(event("a", ago(1)), event("b", ago(2))), cursor="c", oldest=ago(2))
    moved = rules.moved(job(id=1, why="it failed before"), page)
    assert moved == job(id=1, cursor="c", oldest=ago(2), read=2)
    last = rules.moved(moved, PastPage(events=(event("c", ago(3)),), cursor=None, oldest=None))
    assert last == job(id=1, oldest=ago(2), read=3, state=JobState.done)


def test_what_the_user_has_removed_is_not_read_again():
    assert rules.stretch_of(job(), None) == Stretch()
    assert rules.stretch_of(job(), ago(10)) == Stretch(None, ago(10))
    assert rules.stretch_of(job(before=ago(5), until=ago(20)), ago(10)) == Stretch(ago(5), ago(10))
    assert rules.stretch_of(job(before=ago(5), until=ago(7)), ago(10)) == Stretch(ago(5), ago(7))
    assert rules.stretch_of(job(before=ago(11), until=ago(20)), ago(10)) is None
    assert rules.stretch_of(job(cursor="c", oldest=ago(10)), ago(10)) is None
    assert rules.stretch_of(job(cursor="c"), ago(10)) == Stretch(None, ago(10))


def test_what_is_lost_is_a_gap_and_told_twice_it_is_still_one():
    (gap,) = rules.gaps([], job(id=1), [Lost(ago(9), ago(7), "too much at once")])
    assert gap == job(state=JobState.lost, before=ago(7), until=ago(9), why="too much at once")
    known = msgspec.structs.replace(gap, id=2)
    assert rules.gaps([known], job(id=1), [Lost(ago(9), ago(7), "too much at once")]) == []
    (wider,) = rules.gaps([known], job(id=1), [Lost(None, ago(8), "too much at once")])
    assert wider == msgspec.structs.replace(known, until=None)
    assert len(rules.gaps([known], job(id=1), [Lost(ago(9), ago(7), "for another reason")])) == 1
    assert len(rules.gaps([known], job(id=1), [Lost(ago(7), ago(6), "too much at once")])) == 1


def test_holes_are_read_first_and_then_all_doors_go_back_in_time_together():
    known = [
        job("far", id=1, cursor="c", oldest=ago(900)),
        job("near", id=2, cursor="c", oldest=ago(20)),
        job("new", id=3),
        job("hole", id=4, before=ago(1), until=ago(2)),
        job("read", id=5, state=JobState.done),
        job("gap", id=6, state=JobState.lost),
    ]
    assert [each.series for each in rules.in_turn(known)] == ["hole", "new", "near", "far"]


def test_an_archive_has_come_as_far_as_the_door_that_has_come_the_least_far():
    known = [
        job("a", id=1, cursor="c", oldest=ago(900), read=90),
        job("b", id=2, cursor="c", oldest=ago(20), read=2),
        job("c", id=3, state=JobState.done, oldest=ago(5), read=1),
        job("a", id=4, state=JobState.done, before=ago(1), until=ago(2), oldest=ago(2), read=7),
    ]
    (archive,) = archives(known).values()
    assert (archive.account, archive.read, archive.oldest, archive.is_complete) == ("home", 100, ago(20), False)


def test_a_complete_archive_goes_back_to_the_oldest_of_all():
    known = [
        job("a", state=JobState.done, oldest=ago(900), read=90),
        job("b", state=JobState.done, oldest=ago(20), read=2),
        job("b", state=JobState.lost, before=ago(30), until=None, why="older ones are gone", label="Shed"),
        job("a", state=JobState.lost, before=None, until=ago(2), why="unreadable"),
    ]
    (archive,) = archives(known).values()
    assert archive.is_complete
    assert archive.oldest == ago(900)
    assert [(each.label, each.since, each.until, each.why) for each in archive.gaps] == [
        ("Front Door", ago(2), None, "unreadable"),
        ("Shed", None, ago(30), "older ones are gone"),
    ]


def test_it_does_not_go_on_only_if_nothing_of_it_does():
    one, other = job("a", why="the vendor refused it"), job("b")
    assert archives([one, other])["home"].failure == ""
    assert archives([one])["home"].failure == "the vendor refused it"
    assert archives([msgspec.structs.replace(one, state=JobState.done)])["home"].failure == ""


@pytest.mark.parametrize(
    ("condition", "failure"),
    [
        (Condition.offline, "no answer"),
        (Condition.unauthorised, "no answer"),
        (Condition.rate_limited, ""),
        (Condition.clock_skew, ""),
        (Condition.live, ""),
    ],
)
def test_an_account_that_is_down_says_why_its_past_does_not_go_on(condition, failure):
    account = Account(name="home", vendor="pretend", since=START, condition=condition, detail="no answer")
    assert archives([job()], {"home": account})["home"].failure == failure
    assert archives([job(state=JobState.done)], {"home": account})["home"].failure == ""
