"""The detail of an event and the histogram: what is told, in whose time, that it is text only, and that it fits."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lockdash.domain.event_filter import event_query
from lockdash.domain.events import EventKind, Outcome
from lockdash.engine.log.views import LogRow
from lockdash.tui.events.periods import Slot, Unit, period_of
from lockdash.tui.look.glyphs import ASCII, UNICODE, Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.event import EventDetail, event_lines
from lockdash.tui.panes.event_raw import raw_lines
from lockdash.tui.panes.histogram import HEIGHT, bars_in, histogram_lines
from lockdash.tui.widgets.lines import plain
from tests.tui.build_log import BATTERY, DENIED, GONE, LATE, STORY, UNLOCKED, row
from tests.tui.world import NOW, ZONE, ago

replace = msgspec.structs.replace


def told(of: LogRow, width: int = 60, height: int = 60, glyphs: Glyphs = UNICODE, **more: Any) -> str:
    detail = EventDetail(row=of, now=NOW, zone=ZONE, glyphs=glyphs, account=0, **more)
    return plain(event_lines(detail, width, height))


def with_raw(raw: str) -> LogRow:
    return replace(UNLOCKED, event=replace(UNLOCKED.event, raw=raw))


def test_the_sentence_comes_first_then_who_how_and_where() -> None:
    lines = told(UNLOCKED).split("\n")
    assert lines[0].startswith("□ unlocked")
    assert lines[0].endswith("home")
    assert lines[2] == "Ada Sample unlocked Front Door with a PIN"
    text = told(UNLOCKED)
    for label, value in (("Who", "Ada Sample"), ("How", "PIN"), ("Where", "Front Door"), ("Outcome", "succeeded")):
        assert f"{label:<12}{value}" in text


def test_all_times_by_the_viewers_clock_and_the_doors_where_it_differs() -> None:
    text = told(LATE, door_zone="America/Denver")
    assert "Happened    Fri 6 Mar 2026 13:02:20" in text
    assert "At the door 06:02:20 Denver" in text
    assert "Recorded    16:02:20" in text
    assert "Late        3 h" in text
    assert "At the door" not in told(LATE)
    assert "At the door" not in told(LATE, door_zone="Europe/London")
    assert "Late" not in told(UNLOCKED)
    days = replace(LATE.event, recorded_at=NOW, occurred_at=ago(days=3))
    assert "Recorded    6 Mar 18:02:20" in told(replace(LATE, event=days))


def test_the_zone_that_the_event_names_counts_first() -> None:
    of = replace(UNLOCKED, event=replace(UNLOCKED.event, zone="Asia/Tokyo"))
    assert "At the door Sat 7 Mar 02:31:20 Tokyo" in told(of, door_zone="America/Denver")


def test_what_is_not_known_is_said_so() -> None:
    text = told(DENIED)
    assert "Who         not known" in text
    assert "Outcome     failed" in text
    unknown = replace(GONE, door=None, who=None, event=replace(GONE.event, outcome=Outcome.unknown))
    assert "the vendor does not say" in told(unknown)
    assert "Where       not known" in told(unknown)
    nowhere = row(1, NOW, EventKind.system, None)
    assert "at no device" in told(nowhere)


def test_a_sentence_begins_with_a_capital_but_a_name_as_it_is_written() -> None:
    assert told(BATTERY).split("\n")[2] == "The battery of Garage is at 12 %"
    assert told(next(each for each in STORY if each.who == "ada")).split("\n")[2].startswith("ada asked")


def test_value_type_and_number_are_the_vendors() -> None:
    text = told(BATTERY)
    assert "Value       12 %" in text
    assert "Type        battery_event" in text
    assert "Number      id-105" in text


def test_what_lockdash_noted_itself_says_so() -> None:
    of = next(each for each in STORY if each.event.kind is EventKind.command)
    assert "Noted by    lockdash itself" in told(of)
    assert "Number" not in told(of)


def test_the_raw_answer_is_pretty_and_text_only() -> None:
    of = with_raw(json.dumps({"name": "x [/] y\x1b[31m\u202e", "pin": "•••", "nested": {"list": [1, 2]}}))
    text = told(of, width=80)
    assert '"name": "x [/] y' in text
    assert '    "list": [' in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "•••" in text


@pytest.mark.parametrize("raw", ["", "{}", "null", "[]"])
def test_an_empty_answer_is_left_out(raw: str) -> None:
    assert raw_lines(raw, 40, "…") == []


def test_what_lockdash_noted_is_not_called_a_vendors_answer() -> None:
    raw = '{"user": "ada"}'
    assert plain(raw_lines(raw, 60, "…")).startswith("The vendor's answer")
    assert plain(raw_lines(raw, 60, "…", is_ours=True)).startswith("lockdash's own record")


def test_an_answer_that_is_no_json_is_shown_as_it_is() -> None:
    assert "not json [" in plain(raw_lines("not json [\nsecond line", 40, "…"))
    assert raw_lines("[" * 100_000, 40, "…")
    assert len(raw_lines(json.dumps(list(range(5000))), 40, "…")) <= 402


@given(st.text(max_size=300), st.integers(5, 90))
def test_whatever_a_vendor_answers_fits_and_is_printable(text: str, width: int) -> None:
    for each in (text, json.dumps({"a": {"b": text}})):
        for line in plain(raw_lines(each, width, "…")).split("\n")[1:]:
            assert cell_len(line) <= width
            assert line == "" or line.isprintable()


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [20, 40, 64, 76, 120])
@pytest.mark.parametrize("height", [1, 2, 7, 12, 60])
def test_every_pane_is_filled_and_not_more(width: int, height: int, glyphs: Glyphs) -> None:
    hostile = replace(LATE, door="日本語の扉 " * 9, who="n" * 300)
    for of in (*STORY, hostile):
        text = told(of, width, height, glyphs, door_zone="America/Denver")
        lines = text.split("\n")
        assert len(lines) <= height
        assert all(cell_len(line) <= width for line in lines)
        if glyphs is ASCII and of is not hostile:
            assert text.replace("•", "").isascii()


def test_nothing_is_told_in_no_lines() -> None:
    assert event_lines(EventDetail(row=LATE, now=NOW, zone=ZONE, glyphs=UNICODE, account=0), 40, 0) == []


# The histogram


def bars(*totals: int | tuple[int, int], unit: Unit = Unit.day, width: int = 80, glyphs: Glyphs = UNICODE) -> str:
    period = period_of(event_query("", NOW, ZONE), NOW, ZONE, max(len(totals), 7), dense=False)
    counts = [each if isinstance(each, tuple) else (each, 0) for each in totals]
    slots = [Slot(at, *counts) for at, counts in zip(period.edges, counts, strict=False)]
    return plain(histogram_lines(slots, unit, ZONE, width, glyphs))


def test_the_greatest_bar_is_full_and_its_number_is_told() -> None:
    upper, lower, _ = bars(*[0] * 6, 1204, 602, 1).split("\n")
    assert upper.startswith("     1,204 ")
    assert lower.startswith("     a day ")
    assert upper.count("█") == lower.count("█") - 5 or upper.count("█") < lower.count("█")
    assert "▁" in lower, "what is not nothing is not drawn as nothing"


def test_trouble_has_a_sign_beside_its_bar() -> None:
    lines = bars(5, (5, 1), 5, (5, 5), 5, 5, 5)
    assert lines.count("▲") == 2
    period = period_of(event_query("", NOW, ZONE), NOW, ZONE, 7, dense=False)
    spans = histogram_lines([Slot(period.edges[0], 5, 1)], Unit.day, ZONE, 80, UNICODE)[1]
    assert [each.tone for each in spans if "▲" in each.text] == [Tone.alarm]
    assert bars(5, (5, 1), 5, 5, 5, 5, 5, glyphs=ASCII).count("!") == 1


def test_the_scale_names_mondays_and_hours() -> None:
    assert "2 Mar" in bars(*[1] * 20)
    period = period_of(event_query("", NOW, ZONE), NOW, ZONE, 40, dense=True)
    told = plain(histogram_lines([Slot(each, 1) for each in period.edges[:-1]], Unit.hour, ZONE, 100, UNICODE))
    assert "an hour" in told
    for name in ("18:00", "Fri", "06:00", "12:00"):
        assert name in told


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("unit", list(Unit))
def test_a_histogram_fits_every_width(unit: Unit, glyphs: Glyphs) -> None:
    for width in (60, 61, 79, 80, 120, 200, 300):
        for dense in (False, True):
            period = period_of(event_query("", NOW, ZoneInfo("Asia/Kolkata")), NOW, ZONE, bars_in(width), dense=dense)
            slots = [Slot(at, index % 9, index % 2) for index, at in enumerate(period.edges[:-1])]
            lines = plain(histogram_lines(slots, unit, ZONE, width, glyphs)).split("\n")
            assert len(lines) == HEIGHT
            assert all(cell_len(each) <= width for each in lines)
            if glyphs is ASCII:
                assert all(each.isascii() for each in lines)


def test_no_events_are_no_bars() -> None:
    assert plain(histogram_lines([], Unit.day, ZONE, 80, UNICODE)).split("\n")[0].strip() == "0"
