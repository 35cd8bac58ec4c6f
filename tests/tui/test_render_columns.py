"""Which columns are shown at a width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lockdash.tui.render.columns import Column, arrange
from lockdash.tui.render.device_row import DEVICE_COLUMNS


def shown(width):
    return [DEVICE_COLUMNS[place.index].name for place in arrange(DEVICE_COLUMNS, width)]


def test_columns_leave_from_the_least_important():
    assert shown(16) == ["name", "state"]
    assert shown(39) == ["name", "state", "age"]
    assert shown(49) == ["name", "state", "battery", "age"]
    assert shown(62) == ["name", "state", "battery", "link", "age"]
    assert shown(74) == ["name", "state", "battery", "link", "age", "account"]
    assert shown(88) == ["name", "state", "battery", "link", "age", "location", "account"]


def test_few_columns_that_have_the_room_for_it_stand_apart_also_in_a_narrow_pane():
    two = (Column("a", "A", 4, 8, 8), Column("b", "B", 4, 8, 8))
    assert [each.x for each in arrange(two, 18)] == [0, 10]
    assert [each.x for each in arrange(two, 17)] == [0, 9]


def test_wider_never_shows_less():
    before: set[str] = set()
    for width in range(300):
        now = set(shown(width))
        # One exception: from 60 cells on gaps are wider.
        assert before <= now or width == 60
        before = now


def test_an_unlocked_door_is_legible_on_the_smallest_screen():
    places = {DEVICE_COLUMNS[place.index].name: place for place in arrange(DEVICE_COLUMNS, 20 - 1 - 3)}
    assert places["state"].width == len("□ UNLOCKED")
    assert places["name"].width == 5


columns = st.lists(
    st.builds(
        lambda name, widths, rank: Column(name, name, *sorted(widths), rank=rank),
        st.text(max_size=5),
        st.tuples(st.integers(1, 30), st.integers(1, 30), st.integers(1, 60)),
        st.integers(-1, 4),
    ),
    max_size=9,
)


@given(columns, st.integers(0, 320))
def test_places_lie_side_by_side_inside_the_width(chosen, width):
    places = arrange(chosen, width)
    end = -1
    for place in places:
        assert place.x > end
        assert 0 < place.width <= chosen[place.index].most
        end = place.x + place.width
    assert end <= width
    assert [place.index for place in places] == sorted(place.index for place in places)
