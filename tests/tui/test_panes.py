"""What the panes around the list say, as plain text."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import msgspec
import pytest

from lockdash.domain.commands import CommandStatus
from lockdash.domain.devices import LockState
from lockdash.domain.events import EventKind
from lockdash.engine.views import Counts, view
from lockdash.tui.look.glyphs import UNICODE
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.card import card_lines
from lockdash.tui.panes.clocks import door_clock, moment, retry_step, retry_text
from lockdash.tui.panes.detail import Detail, detail_lines
from lockdash.tui.panes.detail_events import who_of_state
from lockdash.tui.panes.detail_facts import bar, days_left
from lockdash.tui.panes.frame import said_lines, status_line, title_line
from lockdash.tui.panes.header import header_parts, next_change
from lockdash.tui.panes.lines import Span, fit, spread, width_of, wrap, wrap_spans
from lockdash.tui.widgets.lines import _differing, plain
from tests.tui import world
from tests.tui.world import EVENTS, FRONT, HISTORY, HOME, LODGE, LOFT, NOW, RENTALS_OFFLINE, ZONE, ago

COUNTS = Counts(total=18, locked=14, unlocked=2, jammed=1, low_battery=3)


def told(width: int) -> str:
    left, right = header_parts([HOME, RENTALS_OFFLINE], COUNTS, NOW, width, UNICODE)
    assert width_of(left) + width_of(right) <= width
    return plain([spread(left, right, width)])


def test_header_says_less_as_room_goes_and_the_open_doors_last() -> None:
    assert told(140).split() == (
        [
            "lockdash",
            "home",
            "●",
            "live",
            "·",
            "rentals",
            "○",
            "offline",
            "4",
            "m,",
            "retry",
            "in",
            "45",
            "s",
            "14",
            "locked",
            "2",
            "UNLOCKED",
            "1",
            "jammed",
            "3",
            "low",
            "battery",
        ]
    )
    assert "lockdash" not in told(105)
    assert "retry" not in told(90)
    assert "offline 4 m" in told(90)
    assert "2 UNLOCKED" in told(60)
    for width in range(20, 141):
        assert "2 UNLOCKED" in told(width) or "2 □" in told(width), width


def test_a_calm_header_never_changes_by_itself() -> None:
    assert next_change([HOME], NOW) == float("inf")
    assert 0 < next_change([HOME, RENTALS_OFFLINE], NOW) <= 60


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "soon"), (15, "soon"), (16, "in 30 s"), (45, "in 45 s"), (61, "in 2 m"), (3601, "in 2 h")],
)
def test_retries_are_told_in_steps(seconds: float, text: str) -> None:
    assert retry_text(seconds) == text


def test_a_step_is_as_long_as_its_text_stays_the_same() -> None:
    for seconds in range(16, 4000, 7):
        step = retry_step(seconds)
        assert retry_text(seconds - step + 0.02) == retry_text(seconds)
        assert retry_text(seconds - step) != retry_text(seconds)


def test_moments_and_the_doors_own_time() -> None:
    assert moment(NOW, NOW, ZoneInfo("Europe/Warsaw")) == "19:02"
    assert moment(ago(days=1), NOW, UTC) == "Thu 18:02"
    assert moment(ago(days=40), NOW, UTC) == "25 Jan 18:02"
    assert moment(ago(days=400), NOW, UTC) == "30 Jan 2025"
    assert door_clock("Europe/Warsaw", NOW, ZONE) == "Warsaw, 1 h ahead"
    assert door_clock("America/Denver", NOW, ZONE) == "Denver, 7 h behind"
    assert door_clock("Asia/Kathmandu", NOW, ZONE) == "Kathmandu, 5 h 45 m ahead"
    assert door_clock("Europe/London", NOW, ZONE) == "", "the same clock as the viewer's"
    for odd in (None, "", "Mars/Olympus", "../../etc/passwd", "\0"):
        assert door_clock(odd, NOW, ZONE) == ""


def detail(device, **more) -> str:
    made = Detail(view=view(device, more.get("command"), NOW), now=NOW, zone=ZONE, glyphs=UNICODE, account=0, **more)
    lines = detail_lines(made, 60, 60)
    assert all(width_of(line) <= 60 for line in lines)
    return plain(lines)


def test_detail_of_a_wish_says_what_was_read_last_and_when_it_can_be() -> None:
    text = detail(LODGE, command=world.ASKED)
    assert "asked, not confirmed" in text
    assert "Last read   Locked, 2 m ago" in text
    assert "accepted, waiting for proof" in text
    assert "can act at 18:14 at the earliest" in text


def test_detail_of_the_unknown_shows_the_vendors_own_word() -> None:
    assert "Raw value   9" in detail(LOFT)


def test_detail_of_a_failure_gives_the_reason_whole() -> None:
    reason = "the bolt did not move " * 6
    failed = msgspec.structs.replace(world.CONFIRMED, status=CommandStatus.failed, reason=reason.strip(), evidence=None)
    assert " ".join(reason.split()) in " ".join(detail(FRONT, command=failed).split())


@pytest.mark.parametrize(("raw", "said"), [("DoorOpened", "door opened"), ("acs_door_closed", "acs door closed")])
def test_an_event_of_a_door_says_which_way_it_went(raw: str, said: str) -> None:
    event = world.event(FRONT, EventKind.door, ago(60), None, None, kind_raw=raw)
    assert said in detail(FRONT, events=[event])


def test_detail_fits_every_size() -> None:
    made = Detail(
        view=view(FRONT, None, NOW),
        now=NOW,
        zone=ZONE,
        glyphs=UNICODE,
        account=0,
        command=world.CONFIRMED,
        events=EVENTS[FRONT.key],
        history=HISTORY[FRONT.key],
    )
    for width in range(10, 130, 7):
        for height in range(40):
            lines = detail_lines(made, width, height)
            assert len(lines) <= height
            assert all(width_of(line) <= width for line in lines), (width, height)


def test_who_is_told_only_by_an_event_that_explains_the_state() -> None:
    events = EVENTS[FRONT.key]
    assert who_of_state(LockState.locked, events).who == "Ada Sample"
    assert who_of_state(LockState.unlocked, events) is None, "something newer says otherwise"
    assert who_of_state(LockState.unlocked, events[1:]).how == "PIN"
    assert who_of_state(LockState.unlocked, events[2:3]) is None, "a denied PIN opened nothing"


def test_battery_days_need_a_fall_and_start_at_the_last_change() -> None:
    history = [(ago(days=40), 10), (ago(days=20), 100), (ago(days=10), 90), (ago(), 80)]
    assert days_left(history) == 80
    assert days_left(history[:1]) is None
    assert days_left([(ago(days=9), 80), (ago(), 79)]) is None
    assert days_left([(ago(days=1), 90), (ago(), 80)]) is None


def test_a_bar_is_never_empty_for_what_is_not() -> None:
    assert bar(0, UNICODE) == "╌" * 8
    assert bar(1, UNICODE) == "━" + "╌" * 7
    assert bar(100, UNICODE) == "━" * 8


def test_card_has_the_worst_first_at_every_size() -> None:
    for height in range(5, 12):
        for width in range(20, 60):
            lines = card_lines([HOME, RENTALS_OFFLINE], COUNTS, NOW, width, height, UNICODE)
            text = plain(lines)
            assert text.lstrip().startswith("2 UNLOCKED")
            assert len(lines) <= height
            assert all(width_of(line) <= width for line in lines)


def test_title_and_status_drop_what_has_no_room() -> None:
    assert "Events" in plain([title_line("Devices", ["18"], 80)])
    assert plain([title_line("Devices", ["18 of 64", "/beach"], 40)]).strip() == "Devices · 18 of 64 · /beach"
    for width in range(20, 120):
        assert width_of(status_line([], (Span("budget 80 %"),), width)) <= width


def test_a_long_message_is_wrapped_and_a_short_one_keeps_the_facts() -> None:
    facts = (Span("budget 80 %"),)
    assert "budget" in plain(said_lines((Span("Copied."),), facts, 60))
    lines = said_lines((Span("word " * 30),), facts, 40)
    assert len(lines) == 3
    assert all(width_of(line) <= 40 for line in lines)
    assert "…" in plain(lines)


def test_lines_are_cut_wrapped_and_compared_by_columns() -> None:
    assert plain([fit((Span("Front"), Span(" Door", Tone.dim)), 8)]) == "Front D…"
    assert fit((Span("Front"),), 5) == (Span("Front"),)
    assert [plain([line]) for line in wrap("one two three", 7)] == ["one two", "three"]
    wrapped = wrap_spans((Span("one two"), Span(" three four", Tone.dim)), 9, 2)
    assert [plain([line]) for line in wrapped] == ["one two", "three fo…"]
    assert _differing((Span("a"), Span("b"), Span("c")), (Span("a"), Span("x"), Span("c"))) == 2
    assert _differing((Span("a"),), (Span("ab"),)) == 2
