"""Choosing the devices that go by a schedule on the screen: one order each, and what became of it beside it."""

from __future__ import annotations

import pytest

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.schedules import ScheduleKind
from lockdash.engine.schedules.orders import Assign, Order, Outcome
from lockdash.tui.screens.assign import AssignScreen
from lockdash.tui.screens.form_summary import SummaryScreen
from lockdash.tui.screens.question import QuestionScreen
from lockdash.tui.widgets.lines import Lines
from tests.tui.build_schedules import DEVICES, OPENING
from tests.tui.deeds import asked, ends, key, say_yes
from tests.tui.schedule_stage import ScheduleStage, key_of, schedule_stage

BY_NAME = {each.name: each for each in DEVICES}
BEACH1, BOAT, LODGE, LOFT = (BY_NAME[name] for name in ("Beach House 1", "Boat house", "Lodge", "Loft"))
KIND = ScheduleKind.lock_action


async def choosing(on: ScheduleStage, *toggled: str) -> AssignScreen:
    """Open it, and press Space on these devices."""
    on.tab.go_to(key_of(OPENING))
    await on.press("plus")
    await on.quiet()
    screen = on.app.screen
    assert isinstance(screen, AssignScreen)
    for each in toggled:
        screen._devices.table.cursor_key = each
        await on.press("space")
    await on.quiet()
    return screen


async def send(on: ScheduleStage) -> None:
    await on.press("ctrl+o")
    await on.quiet()
    assert isinstance(on.app.screen, SummaryScreen)
    await say_yes(on)
    await on.quiet()


def title(on: ScheduleStage) -> str:
    return on.app.screen.query_one("#form-picker > .title", Lines).text


def row(on: ScheduleStage, name: str) -> str:
    return next(each for each in on.picture().splitlines() if name in each)


async def test_todays_are_marked() -> None:
    async with schedule_stage() as on:
        await choosing(on)
        mark = on.app.glyphs.mark
        assert mark in row(on, "Beach House 1")
        assert mark in row(on, "Pool gate")
        assert mark not in row(on, "Loft")
        assert "2 of 12 marked" in title(on)


async def test_each_change_is_one_order_and_says_what_became_of_it() -> None:
    async with schedule_stage() as on:
        screen = await choosing(on, BEACH1.key, LOFT.key)
        assert "1 to add, 1 to take" in title(on)
        assert "taken" in row(on, "Beach House 1")
        assert "added" in row(on, "Loft")
        await send(on)
        assert on.schedules.orders == [Assign(BEACH1, KIND, None), Assign(LOFT, KIND, OPENING)]
        assert on.app.screen is screen
        assert "2 of 2 done" in title(on)
        assert "done" in row(on, "Loft")
        await on.press("escape")
        assert on.app.screen is on.tab
        assert on.said == "Shop door: 2 of 2 done"


async def test_one_is_sent_after_the_other_and_the_rest_can_be_stopped() -> None:
    async with schedule_stage() as on:
        screen = await choosing(on, BEACH1.key, LOFT.key)
        on.schedules.held.clear()
        await send(on)
        assert [each.device for each in on.schedules.orders if isinstance(each, Assign)] == [BEACH1]
        assert "sending" in row(on, "Beach House 1")
        assert "waiting" in row(on, "Loft")
        await on.press("space", "escape")
        assert on.app.screen is screen
        on.schedules.held.set()
        await on.quiet()
        assert len(on.schedules.orders) == 1
        assert "not sent" in row(on, "Loft")
        assert "1 of 2 done, 1 not sent" in title(on)


async def test_what_goes_wrong_is_told_beside_its_device_and_in_full() -> None:
    def come(order: Order, usual: Outcome) -> Outcome:
        assert isinstance(order, Assign)
        wrong = {BOAT.key: (ChangeStatus.refused, "it never connected"), LODGE.key: (ChangeStatus.unknown, "no answer")}
        return ends(*wrong[order.device.key])(order, usual) if order.device.key in wrong else usual  # type: ignore[arg-type, return-value]

    async with schedule_stage() as on:
        on.schedules.outcomes[Assign] = come
        screen = await choosing(on, BOAT.key, LODGE.key, LOFT.key)
        await send(on)
        assert "REFUSED" in row(on, "Boat house  ")
        assert "IN DOUBT" in row(on, "Lodge  ")
        assert "1 of 3 done, 1 FAILED, 1 IN DOUBT" in title(on)
        notices = screen.query_one("#form-notices", Lines).text
        assert "Boat house: it never connected" in notices
        assert "Lodge: no answer" in notices
        on.schedules.outcomes.clear()
        await send(on)
        tried = [each.device for each in on.schedules.orders if isinstance(each, Assign)]
        assert tried == [BOAT, LODGE, LOFT, BOAT, LODGE]


async def test_one_that_nobody_foresaw_does_not_stop_the_others() -> None:
    def come(order: Order, usual: Outcome) -> Outcome:
        assert isinstance(order, Assign)
        if order.device.key == BEACH1.key:
            raise RuntimeError("boom")
        return usual

    async with schedule_stage() as on:
        on.schedules.outcomes[Assign] = come
        await choosing(on, BEACH1.key, LOFT.key)
        await send(on)
        assert "IN DOUBT" in row(on, "Beach House 1  ")
        assert "done" in row(on, "Loft")


async def test_nothing_is_sent_without_a_mark() -> None:
    async with schedule_stage() as on:
        screen = await choosing(on)
        await on.press("ctrl+o")
        await on.quiet()
        assert on.app.screen is screen
        assert "nothing would change" in on.picture()
        await on.press("escape")
        assert on.app.screen is on.tab


async def test_marks_are_not_lost_without_a_question() -> None:
    async with schedule_stage() as on:
        screen = await choosing(on, LOFT.key)
        await on.press("escape")
        await on.quiet()
        assert isinstance(on.app.screen, QuestionScreen)
        await key(on, "escape")
        assert on.app.screen is screen


async def test_after_sending_the_question_does_not_say_that_nothing_was_sent() -> None:
    async with schedule_stage() as on:
        on.schedules.outcomes[Assign] = ends(ChangeStatus.refused, "it never connected", now=None)  # type: ignore[assignment]
        await choosing(on, LOFT.key)
        await send(on)
        await on.press("escape")
        await on.quiet()
        assert asked(on) == "Leave the form? What did not succeed is not sent again."
        await say_yes(on)
        assert on.app.screen is on.tab


async def test_a_device_is_looked_for() -> None:
    async with schedule_stage() as on:
        screen = await choosing(on)
        await on.press("slash", *"cabin", "enter")
        await on.quiet()
        assert all(screen.assign._devices[each].name.startswith("Cabin") for each in screen._devices.table.order)
        await on.press("escape")
        assert on.app.screen is screen
        assert len(screen._devices.table.order) == 12


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (60, 16), (300, 100)])
async def test_no_size_crashes(size: tuple[int, int]) -> None:
    async with schedule_stage() as on:
        await choosing(on, LOFT.key)
        await on.pilot.resize_terminal(*size)
        await on.quiet()
        assert on.picture().strip()
