"""What the panes around the list say, as plain text."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import msgspec
import pytest

from lockdash.domain.budget import Budget
from lockdash.domain.commands import Actor, CommandStatus
from lockdash.domain.devices import LockState
from lockdash.domain.events import EventKind
from lockdash.engine.progress import who, who_exactly
from lockdash.engine.views import Counts, view
from lockdash.tui.budget_meter import Reading
from lockdash.tui.look.glyphs import ASCII, UNICODE
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.card import card_lines
from lockdash.tui.panes.clocks import door_clock, moment, retry_step, retry_text
from lockdash.tui.panes.detail import Detail, detail_lines
from lockdash.tui.panes.detail_events import who_of_state
from lockdash.tui.panes.frame import facts_line, said_lines, status_facts, status_line, title_line
from lockdash.tui.panes.header import header_parts, next_change
from lockdash.tui.panes.lines import Span, fit, spread, width_of, wrap, wrap_spans
from lockdash.tui.widgets.lines import _differing, plain
from tests.tui import world
from tests.tui.fake_engine import OWN
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


def detail(device, height=60, **more) -> str:
    newest = next(iter(more.get("commands", ())), None)
    made = Detail(view=view(device, newest, NOW), now=NOW, zone=ZONE, glyphs=UNICODE, account=0, **more)
    lines = detail_lines(made, 60, height)
    assert len(lines) <= height
    assert all(width_of(line) <= 60 for line in lines)
    return plain(lines)


def test_detail_of_a_wish_says_what_was_read_last_and_when_it_can_be() -> None:
    text = detail(LODGE, commands=[world.ASKED], own=OWN)
    assert "asked, not confirmed" in text
    assert "Last read   Locked, 2 m ago" in text
    assert "lock accepted · ada, 10.0.0.7" in text
    assert "… locking (accepted, about 18:14)" in text
    assert "when it wakes, about 18:14" in text


def test_detail_of_a_wish_of_another_session_says_who_asked() -> None:
    asked = msgspec.structs.replace(world.ASKED, actor=world.BEN, earliest=None)
    assert "… locking (asked by ben, 10.0.0.5)" in detail(LODGE, commands=[asked], own=OWN)
    own = detail(LODGE, commands=[asked], own=world.BEN)
    assert "… locking (accepted)" in own
    assert "waiting for proof" in own


def test_a_wish_that_needs_the_whole_line_has_it() -> None:
    asked = msgspec.structs.replace(world.ASKED, actor=world.BEN, earliest=None)
    made = Detail(view=view(LODGE, asked, NOW), now=NOW, zone=ZONE, glyphs=UNICODE, account=0, commands=[asked])
    assert "… locking (asked by ben, 10.0.0.5)" in plain(detail_lines(made, 40, 40))


def test_detail_lists_the_last_commands_the_newest_with_its_story() -> None:
    lines = detail(FRONT, commands=[world.CONFIRMED, *world.EARLIER], own=OWN).splitlines()
    begin = lines.index("Last commands")
    assert [line.rstrip() for line in lines[begin + 1 : begin + 5]] == [
        "18:00       lock confirmed · ada, 10.0.0.7",
        "            the lock reported it at 18:00:19",
        "16:27       unlock failed · ben, 10.0.0.5",
        "Thu 15:02   lock confirmed · ada, 10.0.0.7",
    ]
    assert "16:27" not in detail(FRONT, height=24, commands=[world.CONFIRMED, *world.EARLIER], own=OWN)


def test_who_asked_is_told_as_well_as_it_is_known() -> None:
    assert who(OWN) == "ada, 10.0.0.7"
    assert who_exactly(OWN) == "ada, 10.0.0.7, pts/3"
    assert who(Actor("eve", None, "/dev/tty1")) == "eve, tty1"
    assert who_exactly(Actor("eve")) == "eve"


def test_detail_of_the_unknown_shows_the_vendors_own_word() -> None:
    assert "Raw value   9" in detail(LOFT)


def test_detail_of_a_failure_gives_the_reason_whole() -> None:
    reason = "the bolt did not move " * 6
    failed = msgspec.structs.replace(world.CONFIRMED, status=CommandStatus.failed, reason=reason.strip(), evidence=None)
    assert " ".join(reason.split()) in " ".join(detail(FRONT, commands=[failed]).split())


@pytest.mark.parametrize(("raw", "said"), [("DoorOpened", "Door opened"), ("acs_door_closed", "Acs door closed")])
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
        commands=[world.CONFIRMED, *world.EARLIER],
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


def battery_told(width: int, device=FRONT, history=HISTORY[FRONT.key]) -> str:
    made = Detail(view=view(device, None, NOW), now=NOW, zone=ZONE, glyphs=UNICODE, account=0, history=history)
    lines = plain(detail_lines(made, width, 40)).splitlines()
    return next(each for each in lines if each.startswith("Battery")).removeprefix("Battery").strip()


def test_the_battery_says_how_long_it_lasts_in_words_before_it_is_drawn() -> None:
    assert battery_told(60) == "54 %  ━━━━╌╌╌╌  █▇▇▇▆▆▅▅  about 40 days left"
    assert battery_told(48) == "54 %  █▇▇▇▆▆▅▅  about 40 days left"
    assert battery_told(44) == "54 %  ▇▇▆▆▅▅  about 40 days left"
    assert battery_told(38) == "54 %  about 40 days left"
    assert battery_told(34) == "54 %  ~40 days left"
    assert battery_told(60, history=HISTORY[FRONT.key][-2:]) == "54 %  ━━━━╌╌╌╌  ▅▅", "too few points for a trend"
    assert battery_told(60, history=()) == "54 %  ━━━━╌╌╌╌"
    charging = msgspec.structs.replace(FRONT, charging=True)
    assert battery_told(60, charging) == "54 % charging  ━━━━╌╌╌╌  █▇▇▇▆▆▅▅"


def test_a_bar_is_never_empty_for_what_is_not() -> None:
    assert UNICODE.bar(0, 8) == "╌" * 8
    assert UNICODE.bar(1, 8) == "━" + "╌" * 7
    assert UNICODE.bar(100, 8) == "━" * 8
    assert ASCII.bar(50, 4) == "==.."


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


def header(width: int, unseen: int) -> str:
    left, right = header_parts([HOME], COUNTS, NOW, width, UNICODE, unseen)
    assert width_of(left) + width_of(right) <= width
    return plain([spread(left, right, width)])


def test_events_to_see_stand_where_they_push_nothing_aside() -> None:
    calm, some, many = (header(100, unseen) for unseen in (0, 3, 120))
    assert "to see" not in calm
    assert "3 to see  14 locked  2 UNLOCKED" in some
    assert calm.index("14 locked") == some.index("14 locked") == many.index("14 locked")
    assert "3 to see" in header(80, 3)
    for width in range(20, 140):
        assert "2 UNLOCKED" in header(width, 120) or "2 □" in header(width, 120), width


def title(width: int, unseen: int, tab: str = "Devices", facts: tuple[str, ...] = ("18 of 64",)) -> str:
    found = title_line(tab, facts, width, unseen=unseen)
    assert width_of(found) <= width
    return plain([found])


def test_the_events_tab_says_how_many_are_to_be_seen() -> None:
    assert title(80, 3).rstrip().endswith("3 Schedules  4 Events (3)")
    assert title(80, 100).rstrip().endswith("4 Events (99+)")
    places = {title(80, unseen).index("4 Events") for unseen in (1, 12, 99, 100, 5000)}
    assert len(places) == 1, "a number that grows moves no name"
    assert title(80, 3, "Events", ("1204",)).startswith(" Events (3) · 1204")
    assert title(80, 0).rstrip().endswith("4 Events")


def test_without_room_for_all_tabs_the_one_with_something_to_see_stays() -> None:
    facts = ("18 of 64", "/beach", "by battery")
    assert "Events" not in title(64, 0, facts=facts)
    assert title(64, 3, facts=facts).rstrip().endswith("by battery          4 Events (3)")
    assert title(44, 3, facts=facts).strip() == "Devices · 18 of 64 · /beach · by battery"


def test_a_card_says_what_is_to_be_seen_after_what_is_urgent() -> None:
    lines = plain(card_lines([HOME, RENTALS_OFFLINE], COUNTS, NOW, 39, 11, UNICODE, unseen=3)).split("\n")
    told = [each.strip() for each in lines]
    assert told.index("2 UNLOCKED") < told.index("3 to see")


FULL = Reading(5, "")
LOW = Reading(2, "rentals", Budget(120, 43, None, 12))
SPENT = Reading(1, "rentals", Budget(120, 11, None, 12))


@pytest.mark.parametrize(
    ("reading", "sessions", "read_only", "width", "told"),
    [
        (FULL, 1, False, 80, "budget ━━━━━"),
        (FULL, 2, False, 80, "budget ━━━━━ · 2 sessions"),
        (FULL, 2, True, 120, "budget ━━━━━ · 2 sessions · read-only"),
        (FULL, 2, True, 80, "2 sessions · read-only"),
        (FULL, 2, False, 60, "2 sessions"),
        (FULL, 2, False, 59, ""),
        (FULL, 1, False, 30, ""),
        (LOW, 10, False, 120, "budget ━━╌╌╌ 43/120 (rentals) · 10 sessions"),
        (LOW, 10, False, 80, "budget ━━╌╌╌ 43/120 (rentals)"),
        (LOW, 2, True, 50, "budget ━━╌╌╌ 43/120 (rentals) · read-only"),
        (SPENT, 3, False, 60, "budget kept for commands (rentals)"),
        (None, 3, False, 80, "3 sessions"),
        (None, 1, False, 80, ""),
    ],
)
def test_the_status_line_drops_first_what_matters_least(
    reading: Reading | None, sessions: int, read_only: bool, width: int, told: str
) -> None:
    facts = status_facts(reading, sessions, read_only, UNICODE)
    assert plain([facts_line(facts, width, UNICODE)]) == told


def test_the_meter_has_an_ascii_form() -> None:
    assert plain([facts_line(status_facts(LOW, 2, False, ASCII), 200, ASCII)]) == (
        "budget ==... 43/120 (rentals) - 2 sessions"
    )


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
