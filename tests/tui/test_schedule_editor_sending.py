"""What the schedule editor sends, and what it makes of what comes back: conflicts, refusals, doubt."""

from __future__ import annotations

import msgspec
from msgspec import UNSET

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.weeks import Week
from lockdash.engine.schedules.orders import CreateSchedule, UpdateSchedule
from lockdash.tui.deliberate import HASTE
from lockdash.tui.screens.schedule_conflict import ConflictScreen
from lockdash.tui.widgets.lines import Lines, ScrollingLines
from tests.tui.build_schedules import HOLIDAYS, WORK
from tests.tui.editor_stage import THEIRS, OnEditor, editor, ends


def conflict(made: OnEditor, *, gone: bool = False) -> None:
    now = None if gone else THEIRS
    made.engine.outcomes[UpdateSchedule] = ends(
        ChangeStatus.refused, "not sent: somebody has changed it meanwhile", is_conflict=True, now=now
    )


async def test_a_conflict_shows_how_it_stands_and_mine_can_go_on_against_it() -> None:
    async with editor(WORK) as made:
        conflict(made)
        await made.press("space", "space")
        await made.save()
        assert isinstance(made.on.app.screen, ConflictScreen)
        told = made.on.app.screen.query_one("#conflict-told", ScrollingLines).text
        assert "+ Office" in told
        assert "+ 07:00-15:00" in told
        await made.on.wait(HASTE)
        await made.press("k")
        assert made.screen.form.name == "Office"
        assert made.week.startswith("mon 08:00-08:30")
        made.engine.outcomes.clear()
        await made.save()
        order = made.engine.orders[-1]
        assert isinstance(order, UpdateSchedule)
        assert order.schedule == THEIRS
        assert order.change.name is UNSET
        assert isinstance(order.change.week, Week)


async def test_a_conflict_can_be_left_to_them_and_mine_is_a_step_back() -> None:
    async with editor(WORK) as made:
        conflict(made)
        await made.press("space", "space")
        mine = made.week
        await made.save()
        await made.on.wait(HASTE)
        await made.press("t")
        assert made.week == "mon-fri 07:00-15:00"
        assert not made.screen.form.is_edited
        await made.press("z")
        assert made.week == mine


async def test_nothing_is_decided_by_escape_or_in_haste() -> None:
    async with editor(WORK) as made:
        conflict(made)
        await made.press("space", "space")
        await made.save()
        await made.press("t")
        assert isinstance(made.on.app.screen, ConflictScreen)
        await made.on.wait(HASTE)
        await made.press("escape")
        assert made.screen.form.base == WORK
        assert made.week.startswith("mon 08:00-08:30")


async def test_what_was_deleted_meanwhile_can_be_made_anew() -> None:
    async with editor(WORK) as made:
        conflict(made, gone=True)
        await made.press("space", "space")
        await made.save()
        await made.on.wait(HASTE)
        await made.press("n")
        await made.save()
        order = made.engine.orders[-1]
        assert isinstance(order, CreateSchedule)
        assert (order.new.name, order.new.exception_id) == ("Weekdays 9-17", HOLIDAYS.id)


async def test_refusals_are_told_in_their_field() -> None:
    async with editor(WORK) as made:
        fields = {"name": "has already been taken", "wed": "is too long", "": "try later"}
        made.engine.outcomes[UpdateSchedule] = ends(ChangeStatus.refused, "refused", fields=fields)
        await made.press("space", "space")
        await made.save()
        assert "has already been taken" in made.screen.rows["name"].query_one(".remark").text  # type: ignore[attr-defined]
        assert "Wed: is too long" in made.said("troubles")
        assert "try later" in made.said("notices")
        await made.press("right", "space", "space")
        assert made.said("troubles") == ""
        assert made.left == []


async def test_no_clear_answer_to_a_new_one_is_asked_about_before_the_next_try() -> None:
    async with editor(None, ScheduleKind.access) as made:
        made.engine.outcomes[CreateSchedule] = ends(ChangeStatus.unknown, "no clear answer, it may have happened")
        made.screen.go_to(made.screen.rows["name"].control)
        await made.press(*"Late")
        made.screen.go_to(made.screen.grid)
        await made.press("space", "space")
        await made.save()
        assert "it may have happened" in made.said("notices")
        await made.press("ctrl+o")
        asked = " ".join(made.on.app.screen.query_one("#asking", Lines).text.split())
        assert "there may be two" in asked


async def test_what_comes_back_otherwise_is_told() -> None:
    async with editor(WORK) as made:
        alarm = "the week is now never"
        made.engine.outcomes[UpdateSchedule] = lambda order, usual: msgspec.structs.replace(usual, alarms=(alarm,))
        await made.press("space", "space")
        await made.save()
        assert f"is saved, but {alarm}" in made.on.said


async def test_nothing_is_sent_twice_and_nobody_leaves_while_it_is_on_its_way() -> None:
    async with editor(WORK) as made:
        made.engine.held.clear()
        await made.press("space", "space")
        await made.save()
        await made.press("ctrl+o", "escape")
        assert made.on.app.screen is made.screen
        assert len(made.engine.orders) == 1
        assert "sending" in made.said("notices")
        made.engine.held.set()
        await made.on.quiet()
        assert len(made.left) == 1
