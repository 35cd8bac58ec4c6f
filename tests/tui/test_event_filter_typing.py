"""The filter of the Events tab: a question for each pause, stale answers dropped, what does not parse pointed at."""

from __future__ import annotations

from datetime import timedelta

from lockdash.domain.event_query import Field
from lockdash.tui.screens.event_tail import TYPED
from lockdash.tui.widgets.filter_input import FilterInput
from tests.tui.build_log import ARCHIVES, STORY, busy
from tests.tui.event_stage import event_stage

MANY = busy(3000)


async def test_one_question_for_what_was_typed_in_one_go() -> None:
    async with event_stage(MANY) as on:
        on.log.asked.clear()
        await on.press("slash", *"cabin")
        assert on.log.questions("page") == []
        await on.wait(TYPED)
        asked = on.log.questions("page")
        assert [each[1].clauses[0].values for each in asked] == [("cabin",)]
        await on.quiet()
        assert "/cabin" in on.text("#title")
        assert {on.tab.view.event(key).door.split()[0] for key in on.tab.table.order if key[0] == "e"} == {"Cabin"}


async def test_keys_before_the_pause_is_over_put_it_off() -> None:
    async with event_stage(MANY) as on:
        on.log.asked.clear()
        await on.press("slash", "c")
        await on.wait(TYPED / 2)
        await on.press("a")
        await on.wait(TYPED / 2)
        assert on.log.questions("page") == []
        await on.wait(TYPED / 2)
        assert [each[1].clauses[0].values for each in on.log.questions("page")] == [("ca",)]


async def test_enter_does_not_wait_and_keeps_it() -> None:
    async with event_stage() as on:
        await on.press("slash", *"kind:denied", "enter")
        await on.quiet()
        assert on.listed == [107]
        assert on.text("#title").strip().startswith("Events · 1 · /kind:denied")
        await on.press("escape")
        await on.quiet()
        assert len(on.listed) == len(STORY)


async def test_esc_in_the_filter_shows_all_again_and_a_filter_not_begun_moves_nothing() -> None:
    async with event_stage(MANY) as on:
        await on.press("pageup", "pageup")
        cursor = on.cursor
        await on.press("slash", "escape")
        await on.wait(1)
        assert on.cursor == cursor
        await on.type("garage")
        await on.press("escape")
        await on.quiet()
        assert on.tab.view.wanted == ""
        assert on.cursor == 3000


async def test_the_list_stays_until_the_answer_comes_and_stale_answers_are_dropped() -> None:
    async with event_stage() as on:
        before = on.listed
        on.log.held.clear()
        await on.type("kind:locked")
        assert on.listed == before
        await on.press(*["backspace"] * 6, *"jammed")
        await on.wait(TYPED)
        assert on.listed == before
        on.log.held.set()
        await on.quiet()
        await on.quiet()
        assert on.listed == [110]
        assert "1 · /kind:jammed" in on.text("#title")


async def test_what_does_not_parse_is_pointed_at_and_the_list_stays() -> None:
    async with event_stage(width=120) as on:
        await on.type("kind:denied")
        on.log.asked.clear()
        await on.press("space", *"kidn:x")
        await on.wait(1)
        assert on.log.questions("page") == []
        assert on.listed == [107]
        field = on.app.screen.query_one(FilterInput)
        assert field._place == (12, 17)
        assert 'no key is called "kidn"' in on.picture()
        await on.press("enter")
        assert on.app.screen.focused is field
        await on.press("escape")
        await on.quiet()
        assert len(on.listed) == len(STORY)


async def test_the_whole_language_reaches_the_log() -> None:
    async with event_stage() as on:
        await on.press("slash", *'kind:denied,jammed door:"boat house" since:2d -late', "enter")
        await on.quiet()
        query = on.tab.view.query
        assert [(each.field, each.values, each.negated) for each in query.clauses] == [
            (Field.kind, ("denied", "jammed"), False),
            (Field.door, ("boat house",), False),
            (Field.late, (), True),
        ]
        assert query.since == on.clock.now() - timedelta(days=2)
        assert on.listed == [110]


async def test_keys_of_the_tab_are_letters_in_the_filter() -> None:
    async with event_stage() as on:
        with_bars = on.tab.with_bars
        await on.press("slash", *"hmwp")
        assert on.app.screen.query_one(FilterInput).value == "hmwp"
        assert on.tab.with_bars is with_bars


async def test_a_filter_is_followed_as_well() -> None:
    async with event_stage(MANY, ARCHIVES) as on:
        await on.type("door:garage")
        await on.press("enter")
        other, mine = busy(2, first=9000, until=on.clock.now())
        on.log.push(other, mine)
        await on.quiet()
        assert {on.tab.view.event(key).door for key in on.tab.table.order if key[0] == "e"} == {"Garage"}
