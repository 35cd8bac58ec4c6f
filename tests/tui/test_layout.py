from __future__ import annotations

import pytest

from lockdash.tui.layout import Arrangement, Form, arrange


@pytest.mark.parametrize(
    ("width", "height", "form", "detail_width", "detail_height"),
    [
        (20, 5, Form.card, 0, 0),
        (39, 50, Form.card, 0, 0),
        (300, 11, Form.card, 0, 0),
        (40, 12, Form.below, 0, 1),
        (80, 17, Form.below, 0, 1),
        (80, 18, Form.below, 0, 6),
        (80, 24, Form.below, 0, 8),
        (109, 60, Form.below, 0, 16),
        (110, 12, Form.beside, 46, 0),
        (120, 40, Form.beside, 48, 0),
        (200, 50, Form.beside, 76, 0),
        (300, 100, Form.beside, 76, 0),
    ],
)
def test_where_things_go(width: int, height: int, form: Form, detail_width: int, detail_height: int) -> None:
    found = arrange(width, height)
    assert (found.form, found.detail_width, found.detail_height) == (form, detail_width, detail_height)


def test_the_list_keeps_more_than_half_of_every_size() -> None:
    for width in range(20, 301, 7):
        for height in range(5, 101):
            found = arrange(width, height)
            if found.form is Form.beside:
                assert width - found.detail_width > width // 2
            if found.form is Form.below:
                assert height - 3 - found.detail_height > found.detail_height


def test_full_detail_takes_all_but_never_the_card() -> None:
    assert arrange(80, 24, full=True) == Arrangement(Form.detail, 80, 21, False)
    assert arrange(30, 24, full=True).form is Form.card
