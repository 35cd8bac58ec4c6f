"""The live end of the log: it goes with what comes while one looks at it, and stays put when one looks elsewhere."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from lockdash.domain.event_query import Place
from lockdash.domain.events import EventKind
from lockdash.tui.events.reading import Part
from lockdash.tui.events.seeing import SEEN_AFTER
from lockdash.tui.events.window import MOST
from lockdash.tui.screens.event_tail import SUMS_AFTER
from lockdash.tui.screens.help import HelpScreen
from tests.tui.build_log import ARCHIVES, DENIED, STORY, busy, row
from tests.tui.event_stage import EventStage, event_stage
from tests.tui.world import NOW, ago

replace = msgspec.structs.replace
MANY = busy(5000)


def fresh(seq: int, **more):
    return row(seq, NOW + timedelta(seconds=seq), EventKind.locked, "Lodge", **more)


def lines(on: EventStage) -> list[str]:
    """The rows as they stand on the screen, without the cursor and the names of columns."""
    top = on.tab.table.region.y + 1
    return [line[1:] for line in on.picture().split("\n")[top : on.tab.table.region.bottom]]


async def test_the_newest_is_last_and_has_the_cursor() -> None:
    async with event_stage() as on:
        assert on.listed[-3:] == [110, 108, 109]
        assert on.cursor == 109
        assert on.tab.table.is_at_end
        assert "13" in on.text("#title")


async def test_what_comes_is_shown_while_one_looks_at_the_end() -> None:
    async with event_stage(MANY) as on:
        on.log.push(fresh(9001), fresh(9002))
        await on.quiet()
        assert on.cursor == 9002
        assert on.seen_rows[-2:] == [9001, 9002]
        assert "newer" not in on.text("#title")


async def test_rows_stay_where_they_are_when_one_has_moved_up_and_a_note_says_how_many_came() -> None:
    async with event_stage(MANY) as on:
        await on.press("pageup")
        before, cursor = lines(on), on.cursor
        on.log.push(*(fresh(9000 + number) for number in range(12)))
        await on.quiet()
        assert (lines(on), on.cursor) == (before, cursor)
        assert "12 newer, G shows them" in on.text("#title")
        await on.press("G")
        await on.quiet()
        assert on.cursor == 9011
        assert "newer" not in on.text("#title")
        on.log.push(fresh(9100))
        await on.quiet()
        assert on.cursor == 9100


async def test_the_note_counts_what_one_has_not_come_past() -> None:
    async with event_stage(MANY) as on:
        await on.press("up")
        on.log.push(*(fresh(9000 + number) for number in range(8)))
        await on.quiet()
        assert "8 newer" in on.text("#title")
        for _ in range(3):
            await on.press("down")
        assert "6 newer" in on.text("#title")


async def test_more_than_a_page_at_once_is_caught_up_with() -> None:
    async with event_stage(MANY) as on:
        on.log.push(*(fresh(9000 + number) for number in range(900)))
        await on.quiet()
        await on.quiet()
        assert on.cursor == 9899
        assert on.tab.view.window.at_newest
        assert on.listed == sorted(on.listed)


async def test_the_past_is_read_before_one_gets_there_and_rows_do_not_move_for_it() -> None:
    async with event_stage(MANY) as on:
        assert len(on.listed) == 200
        for _ in range(40):
            await on.press("pageup")
            await on.quiet()
        assert on.cursor is not None
        assert on.cursor <= 5000 - 40 * 7
        assert on.listed == list(range(on.listed[0], on.listed[-1] + 1))
        asked = [each for each in on.log.asked if each[0] == "page" and each[2] is not None]
        assert asked
        before = lines(on)
        top = on.seen_rows[0]
        on.tab._questions.ask(Part.older, on.tab.view.window.oldest)
        await on.quiet()
        assert on.seen_rows[0] == top
        assert lines(on) == before


async def test_no_more_than_some_thousand_rows_are_kept() -> None:
    async with event_stage(MANY, width=120, height=50) as on:
        for _ in range(110):
            await on.press("pageup")
            await on.quiet()
        assert on.cursor is not None
        assert on.cursor < 1500
        assert len(on.listed) <= MOST
        assert not on.tab.view.window.at_newest
        assert all(each[4] <= 200 for each in on.log.asked if each[0] == "page"), "no question asks for more"
        on.log.push(*(fresh(9000 + number) for number in range(7)))
        await on.quiet()
        assert "7 newer" in on.text("#title")
        await on.press("end")
        await on.quiet()
        assert on.cursor == 9006


async def test_home_goes_to_the_oldest_of_all_and_tells_where_the_log_begins() -> None:
    async with event_stage(MANY, height=40) as on:
        await on.press("home")
        await on.quiet()
        assert on.cursor == 1
        picture = on.picture()
        assert "home: back to 30 Jan 2025, the vendor shows nothing older" in picture
        assert on.seen_rows[0] == 1
        page = next(each for each in on.log.asked if each[0] == "page" and each[3] == Place(float("-inf"), 0))
        assert page[4] == 200
        for _ in range(30):
            await on.press("pagedown")
            await on.quiet()
        assert on.listed == list(range(1, on.listed[-1] + 1))
        assert on.listed[-1] > 500


async def test_older_events_that_are_read_meanwhile_come_above_and_nothing_is_left_out() -> None:
    later = MANY[1000:]
    async with event_stage(later) as on:
        await on.press("home")
        await on.quiet()
        assert on.cursor == 1001
        line = on.picture().split("\n").index(next(each for each in on.picture().split("\n") if each[0] == "▌"))
        for start in (900, 500, 100):
            on.log.push(*MANY[start:1000])
            await on.quiet()
            await on.quiet()
        assert on.cursor == 1001
        assert on.picture().split("\n")[line][0] == "▌"
        assert on.listed == list(range(on.listed[0], on.listed[-1] + 1))
        assert on.listed[0] < 950
        await on.press("home")
        await on.quiet()
        assert on.cursor == 101


async def test_what_came_late_out_of_sight_is_there_when_one_gets_there() -> None:
    async with event_stage(MANY[::2]) as on:
        await on.press("pageup", "pageup", "end")
        on.log.push(*MANY[1::2])
        await on.quiet()
        for _ in range(12):
            await on.press("pageup")
            await on.quiet()
            assert on.seen_rows == list(range(on.seen_rows[0], on.seen_rows[-1] + 1))


async def test_reading_again_comes_to_rest() -> None:
    async with event_stage(MANY) as on:
        for key in ("pageup", "home", "pagedown", "end", "pageup"):
            on.log.push(fresh(9001))
            await on.press(key)
            await on.quiet()
            await on.quiet()
            on.log.asked.clear()
            await on.quiet()
            assert on.log.asked == []


async def test_what_came_late_comes_in_where_it_belongs() -> None:
    async with event_stage(MANY) as on:
        late = replace(row(9001, ago(minutes=25), EventKind.denied, "Lodge", late=True), person_key=None)
        on.log.push(late)
        await on.quiet()
        assert on.seen_rows.index(9001) < on.seen_rows.index(5000)
        assert on.cursor == 5000


async def test_what_is_told_otherwise_by_now_is_shown_so() -> None:
    async with event_stage() as on:
        assert "Ada Sample" in on.said_of(STORY[0])
        on.log.push(replace(STORY[0], who="Nobody Else"))
        await on.quiet()
        assert "Nobody Else" in on.picture()


async def test_the_cursor_skips_days_and_beginnings() -> None:
    async with event_stage(height=40) as on:
        seen = []
        for _ in range(12):
            seen.append(on.cursor)
            await on.press("up")
        assert seen == [109, 108, 110, 107, 106, 111, 105, 104, 112, 103, 102, 113]
        await on.press("up", "up")
        assert on.cursor == 101
        assert on.tab.table.scroll_y == 0, "what heads the first row is shown with it"


async def test_nothing_is_asked_while_the_tab_is_hidden() -> None:
    async with event_stage(MANY) as on:
        await on.press("1")
        await on.quiet()
        assert on.log.listeners == []
        on.log.asked.clear()
        on.log.push(fresh(9001))
        await on.wait(60)
        assert on.log.asked == []
        await on.press("4")
        await on.quiet()
        assert len(on.log.listeners) == 1
        assert on.cursor == 9001


async def test_the_log_is_followed_under_what_is_opened_above_it() -> None:
    async with event_stage(MANY) as on:
        await on.press("question_mark")
        assert isinstance(on.app.screen, HelpScreen)
        on.log.push(fresh(9001))
        await on.quiet()
        assert on.cursor == 9001


async def test_news_ask_for_no_more_than_what_is_newer_and_in_sight() -> None:
    async with event_stage(MANY) as on:
        newest = on.tab.view.window.newest
        on.log.asked.clear()
        on.log.push(fresh(9001))
        await on.quiet()
        asked = on.log.questions("page")
        assert all(each[3] is not None for each in asked)
        assert [each[3] for each in asked if each[4] == 200] == [newest]
        assert len(asked) == 2


async def test_a_hundred_news_in_a_second_are_summed_up_once() -> None:
    async with event_stage(MANY) as on:
        on.log.asked.clear()
        for number in range(30):
            on.log.push(fresh(9000 + number))
            await on.quiet()
        assert on.cursor == 9029
        assert [each for each in on.log.asked if each[0] in ("count", "bars")] == []
        await on.wait(SUMS_AFTER)
        assert [each[0] for each in on.log.asked if each[0] in ("count", "bars")] == ["bars", "count"]
        assert "5,030" in on.text("#title")


async def test_the_detail_that_is_read_stays_while_events_come() -> None:
    async with event_stage(MANY) as on:
        await on.press("enter")
        on.log.push(fresh(9001))
        await on.quiet()
        assert on.cursor == 5000
        await on.press("escape")
        assert on.cursor == 5000
        assert 9001 in on.listed


async def test_what_nobody_had_seen_has_a_sign_and_is_acknowledged_after_a_second_in_sight() -> None:
    async with event_stage() as on:
        assert "14:02 new" in on.picture()
        assert on.log.seen == []
        await on.wait(SEEN_AFTER / 2)
        assert on.log.seen == []
        await on.wait(SEEN_AFTER)
        assert sorted(each.seq for each in on.log.seen) == [107, 110]
        assert "14:02 new" in on.picture(), "one still wants to know which they were"
        await on.wait(5)
        assert len(on.log.seen) == 2
        await on.press("1", "4")
        await on.quiet()
        assert "14:02" in on.picture()
        assert "14:02 new" not in on.picture()


async def test_what_is_covered_or_out_of_sight_is_not_seen() -> None:
    unseen = [replace(MANY[10], is_unseen=True), *MANY[11:]]
    async with event_stage(unseen) as on:
        await on.wait(3)
        assert on.log.seen == []
        await on.press("home")
        await on.quiet()
        await on.press("question_mark")
        await on.wait(3)
        assert on.log.seen == []
        await on.press("escape")
        await on.wait(SEEN_AFTER)
        assert [each.seq for each in on.log.seen] == [11]


async def test_the_day_stands_above_rows_whose_day_is_out_of_sight() -> None:
    async with event_stage(MANY) as on:
        header = on.picture().split("\n")[on.tab.table.region.y]
        assert header.strip().startswith("Fri 6 Mar")
        await on.press("home")
        await on.quiet()
        assert on.picture().split("\n")[on.tab.table.region.y].strip().startswith("Time")


async def test_nothing_is_painted_while_nothing_changes(monkeypatch) -> None:
    async with event_stage(STORY[:3], ARCHIVES, width=120) as on:
        await on.wait(5)
        painted: list[object] = []
        for widget in (on.tab.table, on.tab.pane):
            monkeypatch.setattr(widget, "refresh", lambda *regions, **more: painted.append(regions))
        on.log.push()
        await on.wait(5)
        assert painted == []


async def test_news_beyond_the_view_paint_no_row(monkeypatch) -> None:
    async with event_stage(MANY) as on:
        await on.press("pageup", "pageup")
        painted: list[int] = []
        real = on.tab.table.render_line
        monkeypatch.setattr(on.tab.table, "render_line", lambda y: painted.append(y) or real(y))
        on.log.push(fresh(9001))
        await on.quiet()
        assert "1 newer" in on.text("#title")
        assert painted == []


async def test_an_unseen_event_that_comes_is_marked_at_once() -> None:
    async with event_stage() as on:
        on.log.push(replace(DENIED, place=Place(NOW.timestamp() + 1, 200), is_unseen=True))
        await on.quiet()
        assert on.cursor == 200
        assert on.said_of("e200").startswith("14:02 new")
