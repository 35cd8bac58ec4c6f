"""A device as a row."""

from __future__ import annotations

from datetime import UTC

import msgspec
import pytest

from lockdash.domain.devices import LockState
from lockdash.domain.link import Link
from lockdash.tui.look.glyphs import ASCII, UNICODE
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.device_row import DEVICE_COLUMNS, age_cell, battery_cell, device_cells, link_cell

from .build_devices import NOW, ago, seen


def row(view, **more):
    cells = device_cells(view, None, UNICODE, NOW, UTC, **more)
    return {column.name: cell for column, cell in zip(DEVICE_COLUMNS, cells, strict=True)}


def test_a_fine_house_is_a_calm_page():
    cells = row(seen(location="Beach"))
    assert {cell.tone for cell in cells.values()} <= {Tone.calm, Tone.dim}
    assert cells["name"].text == "Front Door"
    assert cells["location"].text == "Beach"
    assert cells["account"].text == "home"


def test_an_open_door_is_the_only_loud_thing_in_its_row():
    loud = {Tone.warm, Tone.alarm, Tone.caution, Tone.unsure}
    assert [name for name, cell in row(seen(state=LockState.unlocked)).items() if cell.tone in loud] == ["state"]


@pytest.mark.parametrize(
    ("level", "points", "text", "tail", "tone"),
    [
        (54, (60, 55, 54), " 54", " % ▅▅▅", Tone.calm),
        (54, (100, 75, 50, 0), " 54", " % ▆▅▁", Tone.calm),
        (54, (54,), " 54", " %", Tone.calm),
        (100, (), "100", " %", Tone.calm),
        (12, (30, 20, 12), " 12 % low", "", Tone.caution),
        (0, (), "  0 % low", "", Tone.caution),
        (None, (54, 53), "  –", "", Tone.faint),
    ],
)
def test_battery(level, points, text, tail, tone):
    cell = battery_cell(seen(battery=level), UNICODE, points)
    assert (cell.text, cell.tail, cell.tone) == (text, tail, tone)


def test_battery_numbers_stand_in_one_line():
    widths = {battery_cell(seen(battery=level), UNICODE).text[:3] for level in (5, 54, 100)}
    assert widths == {"  5", " 54", "100"}


def test_a_battery_never_read_is_unknown():
    assert battery_cell(seen(battery=None), ASCII).text == "  -"


def test_the_trend_in_ascii():
    assert battery_cell(seen(), ASCII, (99, 60, 1)).tail == " % #=_"


def test_a_low_battery_that_is_charging_is_calm():
    cell = battery_cell(seen(battery=12, charging=True), UNICODE)
    assert (cell.text, cell.tail, cell.tone) == (" 12", " % chg", Tone.calm)


@pytest.mark.parametrize(
    ("link", "text", "tone"),
    [
        (Link.live, "live", Tone.dim),
        (Link.asleep, "asleep", Tone.dim),
        (Link.no_bridge, "no bridge", Tone.dim),
        (Link.overdue, "overdue", Tone.alarm),
        (Link.offline, "offline", Tone.alarm),
        (None, "", Tone.calm),
    ],
)
def test_link(link, text, tone):
    cell = link_cell(msgspec.structs.replace(seen(), link=link))
    assert (cell.text, cell.tone) == (text, tone)


def test_a_link_is_doubted_once_the_news_of_it_is_old():
    assert link_cell(seen(age=840)).text == "live?"
    overdue = msgspec.structs.replace(seen(age=840), link=Link.overdue)
    assert link_cell(overdue).text == "overdue"


def test_age_grows_louder_than_the_state_it_doubts():
    assert age_cell(seen(), UNICODE)[:2] == ("<1 m", Tone.dim)
    assert age_cell(seen(age=840), UNICODE)[:2] == ("14 m", Tone.calm)
    assert age_cell(seen(state=None, contact=None), UNICODE)[:2] == ("–", Tone.faint)


def test_a_device_that_is_gone_is_dimmed():
    assert row(seen(gone_at=ago(60)))["name"].tone is Tone.dim


def test_cells_of_equal_views_are_equal_within_an_age_bucket():
    assert row(seen(age=5)) == row(seen(age=40))
    assert row(seen(age=5)) != row(seen(age=65))
