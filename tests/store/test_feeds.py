"""Claims of feeds: never sooner than the floor, whatever the clock does."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lockdash.store.moments import SKEW
from lockdash.store.store import FeedRow
from tests.store.build import NOW, fresh_store, later, moments, texts

TICK = timedelta(microseconds=1)


@given(
    st.sampled_from([0.0, 0.5, 20.0, 60.0]),
    st.lists(st.tuples(st.floats(0, 30), st.none() | st.floats(0, 1e5), st.booleans()), max_size=40),
)
def test_claims_are_never_closer_than_the_floor(floor, history):
    with fresh_store() as store:
        real, behind, claimed = NOW, timedelta(0), None
        for step, back, wait in history:
            real += timedelta(seconds=step)
            behind += timedelta(seconds=back or 0.0)
            free_at = store.claim("home", "sync", floor, real - behind)
            if free_at is not None:
                now = real - behind
                assert now < free_at <= now + timedelta(seconds=floor + SKEW)
                assert store.claim("home", "sync", floor, max(now, free_at - TICK)) == free_at
                if not wait:
                    continue
                real = free_at + behind
                assert store.claim("home", "sync", floor, free_at) is None
            assert claimed is None or real - claimed >= timedelta(seconds=floor) - TICK
            claimed = real


def test_a_clock_that_is_set_back_by_a_year_costs_one_floor(store):
    assert store.claim("home", "sync", 20.0, NOW) is None
    a_year_ago = later(-365 * 86400)
    assert store.claim("home", "sync", 20.0, a_year_ago) == a_year_ago + timedelta(seconds=20)
    assert store.claim("home", "sync", 20.0, a_year_ago + timedelta(seconds=20)) is None


def test_feeds_and_accounts_are_claimed_apart(store):
    assert store.claim("home", "sync", 20.0, NOW) is None
    assert store.claim("home", "list", 20.0, NOW) is None
    assert store.claim("other", "sync", 20.0, NOW) is None
    assert store.claim("home", "sync", 20.0, NOW) == later(20)


def test_a_feed_remembers_its_reads(store):
    assert store.feed("home", "events") == FeedRow(None, None, None)
    store.claim("home", "events", 20.0, NOW)
    assert store.feed("home", "events") == FeedRow(NOW, None, None)
    store.finish("home", "events", cursor="page-7", now=later(1))
    assert store.feed("home", "events") == FeedRow(NOW, later(1), "page-7")
    store.claim("home", "events", 20.0, later(20))
    assert store.feed("home", "events") == FeedRow(later(20), later(1), "page-7")
    assert store.load().revision == 0


@given(texts, texts, st.none() | texts, moments, moments)
def test_any_moment_and_cursor_comes_back(account, feed, cursor, started, ok):
    with fresh_store() as store:
        store.claim(account, feed, 1.0, started)
        store.finish(account, feed, cursor=cursor, now=ok)
        assert store.feed(account, feed) == FeedRow(started, ok, cursor)
