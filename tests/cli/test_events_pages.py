"""Events are asked for piece by piece, as they are written: 20,000 take no more room than 200."""

import io
import json
import sys

import pytest

from lockdash.__main__ import main
from lockdash.cli.event_pages import PAGE, Asked, Newest, oldest_first
from lockdash.domain.event_query import Clause, EventQuery, Field
from lockdash.store.log import Log
from lockdash.store.store import Store
from tests.cli.made import NOON
from tests.cli.made_events import event

MANY = 20_000


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """The folder of a store with so many events, one a second, the newest at NOON."""
    folder = tmp_path_factory.mktemp("many")
    store = Store.open(folder)
    store.add_events(event(each) for each in range(MANY))
    store.close()
    return folder


@pytest.fixture
def store(many):
    opened = Store.open(many)
    yield opened
    opened.close()


class Reading:
    """Reads a store's log, and remembers how many rows it was asked for each time."""

    def __init__(self, store):
        self._log = store.log
        self.limits = []

    def __call__(self, query, before, after, limit):
        self.limits.append(limit)
        return self._log.page(query, before, after, limit)


def seconds(pages):
    return [(NOON - row.event.occurred_at).total_seconds() for page in pages for row in page]


@pytest.mark.parametrize("limit", [1, PAGE - 1, PAGE, PAGE + 1, 1_000])
def test_a_limit_is_kept_from_both_ends_and_reads_one_more_at_most(store, limit):
    reading = Reading(store)
    newest = Newest(reading, Asked(query=EventQuery(), limit=limit))
    assert seconds(newest) == list(range(limit))
    assert newest.is_more
    assert newest.oldest.event.id == f"e{limit - 1}"
    assert sum(reading.limits) == limit + 1
    assert seconds(oldest_first(reading, Asked(query=EventQuery(), limit=limit))) == list(range(limit))[::-1]
    assert max(reading.limits) <= PAGE


def test_all_are_given_in_order_from_both_ends(store):
    asked = Asked(query=EventQuery())
    newest = Newest(Reading(store), asked)
    assert seconds(newest) == list(range(MANY))
    assert not newest.is_more
    assert seconds(oldest_first(Reading(store), asked)) == list(range(MANY))[::-1]


def test_nothing_is_read_before_it_is_wanted(store):
    reading = Reading(store)
    for pages in (iter(Newest(reading, Asked(query=EventQuery()))), oldest_first(reading, Asked(query=EventQuery()))):
        reading.limits.clear()
        assert len(next(pages)) == PAGE
        assert len(reading.limits) == 1
        next(pages)
        assert len(reading.limits) == 2


def test_the_limit_counts_what_is_given_of_one_account_only(tmp_path):
    store = Store.open(tmp_path)
    store.add_events(event(each, account="home" if each % 3 == 0 else "homestead") for each in range(900))
    asked = Asked(query=EventQuery((Clause(Field.account, ("home",)),)), account="home", limit=250)
    newest = Newest(store.log.page, asked)
    assert seconds(newest) == list(range(0, 750, 3))
    assert newest.is_more
    assert seconds(oldest_first(store.log.page, asked)) == list(range(0, 750, 3))[::-1]
    store.close()


@pytest.mark.parametrize("limit", [0, 5])
def test_nothing_is_no_page(tmp_path, limit):
    store = Store.open(tmp_path)
    asked = Asked(query=EventQuery(), limit=limit)
    newest = Newest(store.log.page, asked)
    assert (list(newest), newest.is_more, newest.oldest) == ([], False, None)
    assert list(oldest_first(store.log.page, asked)) == []
    store.close()


class Output(io.RawIOBase):
    """A standard output that notes how far the log had been read at each time that it was written to."""

    def __init__(self, reads):
        self.reads = reads
        self.seen = []
        self.data = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.seen.append(len(self.reads))
        self.data += data
        return len(data)


@pytest.mark.parametrize("form", ["--json", "--csv", "--limit=0"])
def test_each_page_is_written_before_the_next_one_is_read(many, files, monkeypatch, form):
    reads = []
    whole = Log.page

    def page(self, query, before, after, limit):
        reads.append(limit)
        return whole(self, query, before, after, limit)

    monkeypatch.setattr(Log, "page", page)
    out = Output(reads)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(out, 1024), encoding="utf-8"))
    where = [*files(accounts=["home"])[:2], "--state-dir", str(many)]
    assert main([*where, "events", "--cached", form]) == 0
    assert len(reads) == MANY / PAGE + 1
    assert max(reads) == PAGE
    assert out.seen[0] == 1
    assert set(out.seen) >= set(range(1, len(reads)))  # something was written between any two of them
    if form == "--json":
        assert [each["id"] for each in json.loads(out.data)["events"]] == [f"e{each}" for each in range(MANY)]
    else:
        assert out.data.count(b"\n") == MANY + 1
