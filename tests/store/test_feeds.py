"""Claims of feeds: never sooner than the floor after the last read, whatever the clock does."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from lockdash.store.feeds import UNENDED
from lockdash.store.moments import SKEW
from lockdash.store.store import FeedRow
from tests.store.build import NOW, fresh_store, later, moments, texts

TICK = timedelta(microseconds=1)


@given(
    st.sampled_from([0.0, 0.5, 20.0, 60.0]),
    st.lists(
        st.tuples(
            st.floats(0, 30),
            st.none() | st.floats(0, 1e5),
            st.sampled_from(["claim", "wait and claim", "rest", "finish"]),
        ),
        max_size=40,
    ),
)
def test_claims_are_never_closer_than_the_floor_to_the_last_read(floor, history):
    """`real` is the time that passes; the clock shows it less what it was set back by."""
    with fresh_store() as store:
        real, behind, read = NOW, timedelta(0), None
        for step, back, what in history:
            real += timedelta(seconds=step)
            behind += timedelta(seconds=back or 0.0)
            now = real - behind
            if what in ("rest", "finish"):
                if what == "rest":
                    store.rest("home", "sync", now)
                else:
                    store.finish("home", "sync", cursor=None, now=now)
                read = real
                continue
            free_at = store.claim("home", "sync", floor, now)
            if free_at is not None:
                assert now < free_at <= now + timedelta(seconds=floor + SKEW + UNENDED)
                assert store.claim("home", "sync", floor, max(now, free_at - TICK)) == free_at
                if what == "claim":
                    continue
                real = free_at + behind
                assert store.claim("home", "sync", floor, free_at) is None
            assert read is None or real - read >= timedelta(seconds=floor) - TICK
            read = real


@given(
    st.lists(
        st.tuples(st.floats(-1e5, 1e5) | st.just(0.0), st.sampled_from(["claim", "rest", "finish"])),
        max_size=20,
    )
)
def test_a_read_counts_as_ok_once_it_has_finished_and_until_the_next(history):
    """Also when the clock is set while it is under way, or stands still."""
    with fresh_store() as store:
        now, claimed = NOW, False
        for step, what in history:
            now += timedelta(seconds=step)
            before = store.feed("home", "sync").was_ok
            if what == "claim":
                granted = store.claim("home", "sync", 0.0, now) is None
                assert store.feed("home", "sync").was_ok is (before and not granted)
                claimed = claimed or granted
            elif what == "rest":
                store.rest("home", "sync", now)
                assert not store.feed("home", "sync").was_ok
            else:
                store.finish("home", "sync", cursor=None, now=now)
                assert store.feed("home", "sync").was_ok is claimed


def test_a_clock_that_is_set_back_by_a_year_costs_one_floor(store):
    assert store.claim("home", "sync", 20.0, NOW) is None
    store.finish("home", "sync", cursor=None, now=NOW)
    a_year_ago = later(-365 * 86400)
    assert store.claim("home", "sync", 20.0, a_year_ago) == a_year_ago + timedelta(seconds=20)
    assert store.claim("home", "sync", 20.0, a_year_ago + timedelta(seconds=20)) is None


def test_a_read_that_has_not_ended_may_still_be_on_its_way_to_the_vendor(store):
    """Its process may have been killed, or its request is slow."""
    assert store.claim("home", "sync", 20.0, NOW) is None
    assert store.claim("home", "sync", 20.0, later(20)) == later(20 + UNENDED)
    a_year_ago = later(-365 * 86400)
    assert store.claim("home", "sync", 20.0, a_year_ago) == a_year_ago + timedelta(seconds=20 + UNENDED)
    assert store.claim("home", "sync", 20.0, a_year_ago + timedelta(seconds=20 + UNENDED)) is None


def test_a_read_that_ended_in_the_same_instant_has_ended(store):
    for feed, end in (("sync", store.rest), ("list", partial(store.finish, cursor=None))):
        assert store.claim("home", feed, 20.0, NOW) is None
        end("home", feed, now=NOW)
        assert later(20) <= store.claim("home", feed, 20.0, NOW) <= later(20.001)


def test_a_slow_read_is_followed_by_the_whole_floor(store):
    assert store.claim("home", "sync", 20.0, NOW) is None
    store.rest("home", "sync", later(30))
    assert store.claim("home", "sync", 20.0, later(31)) == later(50)
    assert store.claim("home", "sync", 20.0, later(50)) is None
    store.finish("home", "sync", cursor=None, now=later(55))
    assert store.claim("home", "sync", 20.0, later(70)) == later(75)


def test_a_process_that_read_its_clock_earlier_does_not_shorten_the_floor(store):
    store.rest("home", "sync", later(10))
    store.rest("home", "sync", later(8))
    store.finish("home", "sync", cursor=None, now=later(9))
    assert store.claim("home", "sync", 20.0, later(11)) == later(30)


def test_feeds_and_accounts_are_claimed_apart(store):
    assert store.claim("home", "sync", 20.0, NOW) is None
    assert store.claim("home", "list", 20.0, NOW) is None
    assert store.claim("other", "sync", 20.0, NOW) is None
    assert store.claim("home", "sync", 20.0, NOW) == later(20 + UNENDED)


def test_a_feed_remembers_its_reads(store):
    assert store.feed("home", "events") == FeedRow(None, None, None, None)
    store.claim("home", "events", 20.0, NOW)
    assert store.feed("home", "events") == FeedRow(NOW, None, None, NOW)
    store.finish("home", "events", cursor="page-7", now=later(1))
    assert store.feed("home", "events") == FeedRow(NOW, later(1), "page-7", later(1))
    store.claim("home", "events", 20.0, later(21))
    assert store.feed("home", "events") == FeedRow(later(21), later(1), "page-7", later(21))
    store.rest("home", "events", later(25))
    assert store.feed("home", "events") == FeedRow(later(21), later(1), "page-7", later(25))
    assert store.load().revision == 0


@given(texts, texts, st.none() | texts, moments, moments)
def test_any_moment_and_cursor_comes_back(account, feed, cursor, started, ok):
    with fresh_store() as store:
        store.claim(account, feed, 1.0, started)
        store.finish(account, feed, cursor=cursor, now=ok)
        row = store.feed(account, feed)
        assert (row.ok_at, row.cursor) == (ok, cursor)
        assert row.started_at == min(started, ok)


@given(history=st.lists(st.sampled_from(["claim", "finish", "rest"]), max_size=3))
def test_a_claim_that_was_not_used_leaves_no_trace(history):
    with fresh_store() as store:
        for step, minutes in zip(history, (1, 2, 3), strict=False):
            moment = NOW + timedelta(minutes=minutes)
            if step == "claim":
                store.claim("home", "sync", 1, moment)
            elif step == "finish":
                store.finish("home", "sync", cursor="c", now=moment)
            else:
                store.rest("home", "sync", moment)
        before, now = store.feed("home", "sync"), NOW + timedelta(hours=1)
        assert store.claim("home", "sync", 20, now) is None
        assert store.claim("home", "sync", 20, now) is not None
        store.withdraw_claim("home", "sync", before)
        assert store.feed("home", "sync") == before
        assert store.claim("home", "sync", 20, now) is None
