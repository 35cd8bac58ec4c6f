"""The part of the log that is in memory: whatever pages come, rows are in order, none twice, none left out."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from lockdash.domain.event_query import Place
from lockdash.domain.events import EventKind
from lockdash.engine.log.views import LogRow, Page
from lockdash.tui.events.window import BEGINNING, LogWindow
from tests.tui.build_log import numbers, row

_ROWS = {
    seq: row(seq, datetime.fromtimestamp(1000 + seq // 2, UTC), EventKind.locked, "Lodge") for seq in range(1, 200)
}

STEPS = ["older", "newer", "again", "newest", "oldest", "arrive", "past"]


class Archive:
    """A log that the pages come from."""

    def __init__(self, seqs: set[int]) -> None:
        self.rows = sorted((_ROWS[seq] for seq in seqs), key=lambda each: each.place)

    def page(self, limit: int, before: Place | None = None, after: Place | None = None) -> Page:
        if after is not None:
            found = [each for each in self.rows if each.place > after]
            return Page(tuple(reversed(found[:limit])), len(found) <= limit)
        found = [each for each in self.rows if before is None or each.place < before]
        return Page(tuple(reversed(found[-limit:])), len(found) <= limit)


def filled(count: int = 50, most: int = 2000, limit: int = 10) -> tuple[Archive, LogWindow]:
    archive, window = Archive(set(range(1, count + 1))), LogWindow(most)
    window.begin(archive.page(limit))
    return archive, window


def is_right(window: LogWindow, archive: Archive, most: int) -> None:
    """The window holds one stretch of the archive, and knows whether it ends where that does."""
    places = [each.place for each in window.rows]
    assert len(places) <= most
    there = [each.place for each in archive.rows]
    start = there.index(places[0]) if places else 0
    assert places == there[start : start + len(places)]
    if not window.wants_older and places:
        assert places[0] == there[0]
    if window.at_newest and places:
        assert places[-1] == there[-1]


@settings(max_examples=200, deadline=None)
@given(
    st.sets(st.integers(60, 150), min_size=1),
    st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(1, 40)),
        max_size=30,
    ),
    st.integers(8, 60),
    st.data(),
)
def test_rows_are_one_stretch_of_the_log_whatever_is_read(seqs, steps, most, data) -> None:
    archive, window = Archive(seqs), LogWindow(most)
    window.begin(archive.page(10))
    for step, number in steps:
        eye = data.draw(st.sampled_from([None, *(each.place for each in window.rows)]))
        if step == "newest":
            window.begin(archive.page(number))
        elif step == "oldest":
            window.begin(archive.page(number, after=BEGINNING), at_oldest=True)
        elif step == "older":
            window.add_older(archive.page(number, before=window.oldest), window.oldest, eye)
        elif step == "newer":
            window.add_newer(archive.page(number, after=window.newest), window.newest, eye)
        elif step == "again":
            after = window.before(data.draw(st.sampled_from(window.rows)).place)
            window.renew(archive.page(number, after=after), after, eye)
        elif step == "past":  # older events than all are read into the log, and what is in sight is looked at again
            seqs = {*seqs, *range(max(min(seqs) - number, 1), min(seqs))}
            archive, after = Archive(seqs), window.before(window.rows[0].place)
            window.renew(archive.page(number, after=after), after, eye)
        else:  # what happens now is the newest, and is read at once
            seqs = {*seqs, min(max(seqs) + number, 199)}
            archive = Archive(seqs)
            if window.at_newest:
                window.add_newer(archive.page(number, after=window.newest), window.newest, None)
        is_right(window, archive, most)


def test_pages_are_put_together_on_both_sides() -> None:
    archive, window = filled()
    assert numbers(window.rows) == list(range(41, 51))
    assert (window.at_oldest, window.at_newest) == (False, True)
    window.add_older(archive.page(10, before=window.oldest), window.oldest, None)
    assert numbers(window.rows) == list(range(31, 51))
    window.begin(archive.page(10, after=BEGINNING), at_oldest=True)
    assert numbers(window.rows) == list(range(1, 11))
    assert (window.at_oldest, window.at_newest) == (True, False)
    window.add_newer(archive.page(100, after=window.newest), window.newest, None)
    assert numbers(window.rows) == list(range(1, 51))
    assert window.at_newest


def test_a_page_that_comes_too_late_to_fit_is_not_taken() -> None:
    archive, window = filled()
    asked = window.oldest
    page = archive.page(10, before=asked)
    window.add_older(archive.page(5, before=asked), asked, None)
    before = list(window.rows)
    window.add_older(page, asked, None)
    assert window.rows == before


def test_rows_go_that_are_the_farthest_from_where_one_looks() -> None:
    archive, window = filled(most=20)
    for _ in range(3):
        window.add_older(archive.page(10, before=window.oldest), window.oldest, window.oldest)
    assert numbers(window.rows) == list(range(11, 31))
    assert not window.at_newest
    window.add_newer(archive.page(10, after=window.newest), window.newest, None)
    assert numbers(window.rows) == list(range(21, 41))


def test_what_came_late_comes_in_and_what_was_pruned_goes() -> None:
    _, window = filled(limit=50)
    later = Archive({*range(1, 20), *range(22, 51)})
    after = window.before(_ROWS[10].place)
    window.renew(later.page(30, after=after), after, None)
    assert numbers(window.rows) == [*range(1, 20), *range(22, 51)]
    window.renew(Archive(set(range(1, 51))).page(30, after=after), after, None)
    assert numbers(window.rows) == list(range(1, 51))


def test_what_is_in_the_window_is_told_anew_and_nothing_beyond_it_comes() -> None:
    _, window = filled(count=30, limit=30)
    changed = msgspec.structs.replace(_ROWS[29], who="somebody else")
    rows = [_ROWS[seq] for seq in range(60, 20, -1) if seq != 29]
    place = rows.index(_ROWS[28])
    window.renew(Page((*rows[:place], changed, *rows[place:]), True), _ROWS[20].place, None)
    assert numbers(window.rows) == list(range(1, 31))
    assert window.rows[28].who == "somebody else"


def test_an_event_that_turns_out_to_have_happened_later_stands_there_only() -> None:
    _, window = filled(count=30, limit=30)
    moved = LogRow(place=Place(_ROWS[40].place.at, 12), event=_ROWS[12].event)
    window.add_newer(Page((moved,), True), window.newest, None)
    assert numbers(window.rows) == [*range(1, 12), *range(13, 31), 12]


def test_rows_that_were_seen_are_marked_so() -> None:
    window = LogWindow()
    unseen = [msgspec.structs.replace(_ROWS[seq], is_unseen=True) for seq in (3, 2, 1)]
    window.begin(Page(tuple(unseen), True))
    window.mark_seen([_ROWS[2].place])
    assert [each.is_unseen for each in window.rows] == [True, False, True]
    assert window.count_after(_ROWS[1].place) == 2
