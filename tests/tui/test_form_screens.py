"""Changing somebody, and giving and taking doors, by keys: what is asked of the engine."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from lockdash.domain.changes import ChangeStatus
from lockdash.engine.people.orders import ChangeAccess, Grant, Order, Outcome, Revoke, Update
from lockdash.tui.deliberate import HASTE, QUIET
from lockdash.tui.screens.form import FormScreen
from lockdash.tui.screens.form_change import ChangeScreen
from lockdash.tui.screens.form_doors import DoorsScreen
from lockdash.tui.screens.form_summary import SummaryScreen
from lockdash.tui.screens.steps import StepsScreen
from lockdash.tui.widgets.lines import Lines
from lockdash.vendors.people import PersonChange
from tests.tui.build_people import ACCESSES, ADA, GINA, HUGO, IDA, PEOPLE, people_snapshot
from tests.tui.form_known import WITH_HUTS
from tests.tui.stage import Stage, stage


async def opened(on: Stage, kind: type[Any], key: str) -> Any:
    """The form on the screen; what it gives when it is left is in its `left`."""
    await on.engine.people.open()
    screen = kind(key)
    screen.left = []
    on.app.push_screen(screen, screen.left.append)
    await on.quiet()
    return screen


def on_stage(width: int = 100, height: int = 40) -> Any:
    return stage(width, height, people=people_snapshot(), devices=WITH_HUTS)


async def yes(on: Stage) -> None:
    await on.wait(HASTE + QUIET)
    await on.press("y")
    await on.wait(QUIET)
    await on.quiet()


def notices(screen: FormScreen) -> str:
    return screen.query_one("#form-notices", Lines).text


async def test_another_name_is_one_update_with_nothing_else() -> None:
    async with on_stage() as on:
        screen = await opened(on, ChangeScreen, ADA.key)
        assert screen.where == "name"
        await on.press("end", "space", *"II", "ctrl+o")
        assert "Ada Sample, from now on Ada Sample II" in on.picture()
        await yes(on)
        assert on.engine.people.orders == [Update(ADA, PersonChange(name="Ada Sample II"))]
        assert isinstance(on.app.screen, StepsScreen)
        await on.press("escape")
        assert screen.left == [ADA.key]


async def test_nothing_changed_is_nothing_to_send() -> None:
    async with on_stage() as on:
        screen = await opened(on, ChangeScreen, ADA.key)
        await on.press("ctrl+o")
        assert "nothing would change" in notices(screen)
        await on.press("escape")
        assert screen.left == [None]


async def test_a_change_from_elsewhere_is_told_and_has_to_be_meant() -> None:
    async with on_stage() as on:
        screen = await opened(on, ChangeScreen, ADA.key)
        await on.press("end", *"X")
        theirs = msgspec.structs.replace(ADA, name="Ada Theirs", email="theirs@example.com")
        on.engine.people.show(people_snapshot([theirs if each.key == ADA.key else each for each in PEOPLE]))
        await on.quiet()
        assert "Ada Theirs" in screen.rows["name"].query_one(".remark", Lines).text
        assert screen.change.text("email") == "theirs@example.com"
        await on.press("ctrl+o")
        assert "Ada Theirs" in on.app.screen.query_one("#asking", Lines).text
        await yes(on)
        await yes(on)
        assert on.engine.people.orders == [Update(theirs, PersonChange(name="Ada SampleX"))]


@pytest.mark.parametrize("kind", [ChangeScreen, DoorsScreen])
async def test_somebody_who_is_deleted_meanwhile(kind: type[FormScreen]) -> None:
    async with on_stage() as on:
        screen = await opened(on, kind, ADA.key)
        on.engine.people.show(people_snapshot([each for each in PEOPLE if each.key != ADA.key]))
        await on.quiet()
        assert "somebody has deleted them" in notices(screen)
        await on.press("ctrl+o")
        assert on.app.screen is screen
        assert on.engine.people.orders == []


async def test_a_refused_change_comes_back_to_its_field() -> None:
    async with on_stage() as on:

        def refused(order: Order, usual: Outcome) -> Outcome:
            change = msgspec.structs.replace(usual.change, status=ChangeStatus.refused, reason="422")
            return Outcome(change=change, fields={"email": "is not allowed"})

        on.engine.people.outcomes[Update] = refused
        screen = await opened(on, ChangeScreen, ADA.key)
        await on.press("tab", "end", *"m", "ctrl+o")
        await yes(on)
        await on.press("escape")
        assert on.app.screen is screen
        assert screen.where == "email"
        assert "is not allowed" in screen.rows["email"].query_one(".remark", Lines).text
        assert screen.change.text("email") == "ada@example.comm"


async def test_who_cannot_be_changed_is_told_why() -> None:
    async with on_stage() as on:
        screen = await opened(on, ChangeScreen, HUGO.key)
        await on.press("ctrl+o")
        assert "own Tedee account" in notices(screen)


async def test_doors_are_given_then_taken() -> None:
    async with on_stage() as on:
        screen = await opened(on, DoorsScreen, ADA.key)
        assert screen.where == "targets"
        assert on.engine.people.focused[-1] == ADA.key
        await on.press("down", "space", "space")
        assert "1 to give, 1 to take" in screen.query_one("#form-picker .title", Lines).text
        await on.press("ctrl+o")
        assert isinstance(on.app.screen, SummaryScreen)
        await yes(on)
        orders = on.engine.people.orders
        assert [type(each) for each in orders] == [Grant, Revoke]
        assert orders[0].access.target.name == "Beach House 2"
        assert orders[1].access == ACCESSES[1]
        await on.press("escape")
        assert screen.left == [ADA.key]


async def test_a_schedule_is_chosen_and_given_to_a_door() -> None:
    async with on_stage() as on:
        screen = await opened(on, DoorsScreen, ADA.key)
        screen.go_to("schedule_id")
        await on.press("w")
        screen.go_to("targets")
        await on.press("s", "ctrl+o")
        await yes(on)
        (order,) = on.engine.people.orders
        assert isinstance(order, ChangeAccess)
        assert order.access == ACCESSES[0]
        assert order.terms.schedule_id == "s2"


async def test_a_failed_grant_leaves_the_old_door_and_can_be_sent_again() -> None:
    async with on_stage() as on:

        def failed(order: Order, usual: Outcome) -> Outcome:
            change = msgspec.structs.replace(usual.change, status=ChangeStatus.failed, reason="not sent: offline")
            return Outcome(change=change)

        on.engine.people.outcomes[Grant] = failed
        screen = await opened(on, DoorsScreen, ADA.key)
        await on.press("down", "space", "space", "ctrl+o")
        await yes(on)
        assert [type(each) for each in on.engine.people.orders] == [Grant]
        await on.press("escape")
        assert on.app.screen is screen
        assert "not sent: offline" in notices(screen)
        del on.engine.people.outcomes[Grant]
        await on.press("ctrl+o")
        await yes(on)
        assert [type(each) for each in on.engine.people.orders[1:]] == [Grant, Revoke]


async def test_all_doors_taken_is_asked_about() -> None:
    async with on_stage() as on:
        await opened(on, DoorsScreen, ADA.key)
        await on.press("space", "space", "ctrl+o")
        assert "no door any more" in on.app.screen.query_one("#asking", Lines).text
        await yes(on)
        assert on.engine.people.orders == []
        await yes(on)
        assert [type(each) for each in on.engine.people.orders] == [Revoke, Revoke]


async def test_where_nothing_can_be_given_or_taken_the_reason_is_told() -> None:
    async with on_stage() as on:
        screen = await opened(on, DoorsScreen, GINA.key)
        await on.press("space", "ctrl+o")
        assert "resort lock" in notices(screen)
        assert on.engine.people.orders == []


@pytest.mark.parametrize("kind", [ChangeScreen, DoorsScreen])
@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24), (300, 100)])
async def test_no_size_crashes(kind: type[FormScreen], size: tuple[int, int]) -> None:
    async with on_stage(*size) as on:
        await opened(on, kind, IDA.key)
        await on.press("tab", "down", "ctrl+o")
        await on.pilot.resize_terminal(120, 40)
        await on.quiet()
        assert on.app.is_running
