"""Making and changing exceptions on the screen: typed, mended, sent, and what comes back."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.exceptions import DateRange
from lockdash.engine.schedules.orders import CreateException, UpdateException
from lockdash.tui.schedules.rows import exception_key
from lockdash.tui.screens.exception import ExceptionScreen
from lockdash.tui.screens.form_summary import SummaryScreen
from lockdash.tui.screens.question import QuestionScreen
from lockdash.tui.screens.schedule_conflict import ConflictScreen
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines, ScrollingLines
from lockdash.vendors.schedules import ExceptionChange, NewException
from tests.tui.build_schedules import HOLIDAYS, SCHEDULES, WORK
from tests.tui.deeds import asked, ends, key, say_yes
from tests.tui.schedule_stage import ScheduleStage, schedule_stage

FEAST = DateRange(date(2026, 5, 1), date(2026, 5, 1))
MORE = "2026-04-03..06, 2026-05-01, 2026-12-24..26"


async def editing(on: ScheduleStage) -> ExceptionScreen:
    on.tab.go_to(exception_key(HOLIDAYS))
    await on.press("e")
    return await opened(on)


async def adding(on: ScheduleStage) -> ExceptionScreen:
    await on.press("N")
    return await opened(on)


async def opened(on: ScheduleStage) -> ExceptionScreen:
    await on.quiet()
    screen = on.app.screen
    assert isinstance(screen, ExceptionScreen)
    return screen


async def write(on: ScheduleStage, name: str, text: str) -> None:
    """Put `text` into a field."""
    field = on.app.screen.query_one(f"#input-{name}", FieldInput)
    field.focus()
    field.value, field.cursor_position = text, len(text)
    await on.quiet()


async def send(on: ScheduleStage) -> None:
    await on.press("ctrl+o")
    await on.quiet()
    assert isinstance(on.app.screen, SummaryScreen)
    await say_yes(on)
    await on.quiet()


def text(on: ScheduleStage, selector: str) -> str:
    shown = on.app.screen.query_one(selector)
    assert isinstance(shown, Lines | ScrollingLines)
    return shown.text


async def test_a_new_one_is_typed_and_sent() -> None:
    async with schedule_stage() as on:
        await adding(on)
        await on.press(*"Feast", "tab", *"2026-05-01")
        await send(on)
        assert on.schedules.orders == [CreateException("rentals", NewException(name="Feast", dates=(FEAST,)))]
        assert on.app.screen is on.tab
        assert on.said.endswith("Feast (rentals): added")
        assert on.tab.cursor_key == "rentals/exception/new1"


async def test_days_are_added_to_one_that_is_there() -> None:
    async with schedule_stage() as on:
        await editing(on)
        await write(on, "dates", MORE)
        await on.press("ctrl+o")
        await on.quiet()
        assert "Added         Fri 1 May 2026" in text(on, "#asked")
        assert "nobody enters by Weekdays 9-17 (1 person)" in " ".join(text(on, "#asked").split())
        await say_yes(on)
        first, last = HOLIDAYS.dates
        assert on.schedules.orders == [UpdateException(HOLIDAYS, ExceptionChange(dates=(first, FEAST, last)))]
        assert on.said.endswith("Public holidays (rentals): changed")


async def test_a_summary_that_is_left_sends_nothing() -> None:
    async with schedule_stage() as on:
        screen = await editing(on)
        await write(on, "dates", MORE)
        await on.press("ctrl+o")
        await on.quiet()
        await key(on, "escape")
        assert on.app.screen is screen
        assert screen.exception.text("dates") == MORE
        assert on.schedules.orders == []


async def test_the_place_of_a_mistake_is_shown() -> None:
    async with schedule_stage() as on:
        screen = await editing(on)
        await write(on, "dates", "2026-05-01, Easter, 2026-12-24")
        await on.press("ctrl+o")
        await on.quiet()
        assert on.app.screen is screen
        assert "'Easter' is no day" in on.picture()
        field = screen.query_one("#input-dates", FieldInput)
        assert field.has_focus
        assert field.cursor_position == len("2026-05-01, ")


async def test_what_is_offered_is_taken_with_a_key() -> None:
    async with schedule_stage() as on:
        screen = await editing(on)
        await write(on, "dates", "2026-12-24..01-02")
        assert "Ctrl+F Mend the days" in text(on, "#form-keys")
        assert "becomes 2026-12-24..2027-01-02" in " ".join(on.picture().split())
        await on.press("ctrl+f")
        await on.quiet()
        assert screen.query_one("#input-dates", FieldInput).value == "2026-12-24..2027-01-02"
        assert "Ctrl+F" not in text(on, "#form-keys")


async def test_the_list_follows_the_cursor_in_the_text() -> None:
    async with schedule_stage() as on:
        await editing(on)
        await on.press("home")
        marked = on.app.glyphs.edge_cursor

        def here() -> list[str]:
            return [each for each in text(on, "#exception-days").splitlines() if each.startswith(marked)]

        assert [each.split()[1:4] for each in here()] == [["Fri", "3", "Apr"]]
        await on.press("end")
        assert [each.split()[1:4] for each in here()] == [["Thu", "24", "Dec"]]


# What comes back


async def test_a_refusal_is_told_at_its_field_and_nothing_is_lost() -> None:
    async with schedule_stage() as on:
        refused = ends(ChangeStatus.refused, "the vendor refuses", fields={"name": "has already been taken"})
        on.schedules.outcomes[UpdateException] = refused  # type: ignore[assignment]
        screen = await editing(on)
        await write(on, "name", "Feasts")
        await send(on)
        assert on.app.screen is screen
        assert screen.where == "name"
        assert "! has already been taken" in on.picture()
        del on.schedules.outcomes[UpdateException]
        await write(on, "name", "Feast days")
        await send(on)
        assert [each.change.name for each in on.schedules.orders if isinstance(each, UpdateException)] == [
            "Feasts",
            "Feast days",
        ]


THEIRS = msgspec.structs.replace(HOLIDAYS, dates=(FEAST,))


@pytest.mark.parametrize(("pressed", "dates"), [("t", "2026-05-01"), ("k", MORE)])
async def test_a_conflict_shows_how_it_stands(pressed: str, dates: str) -> None:
    async with schedule_stage() as on:
        on.schedules.outcomes[UpdateException] = ends(ChangeStatus.refused, "changed", now=THEIRS, is_conflict=True)  # type: ignore[assignment]
        screen = await editing(on)
        await write(on, "dates", MORE)
        await send(on)
        assert isinstance(on.app.screen, ConflictScreen)
        assert "Now" in text(on, "#conflict-told")
        await on.learn(exceptions={("rentals", THEIRS.id): THEIRS})
        await key(on, pressed)
        assert on.app.screen is screen
        assert screen.query_one("#input-dates", FieldInput).value == dates
        if pressed == "k":
            del on.schedules.outcomes[UpdateException]
            await send(on)
            order = on.schedules.orders[-1]
            assert isinstance(order, UpdateException)
            assert order.exception == THEIRS


async def test_one_that_is_deleted_meanwhile_is_made_anew() -> None:
    async with schedule_stage() as on:
        on.schedules.outcomes[UpdateException] = ends(ChangeStatus.refused, "gone", now=None, is_conflict=True)  # type: ignore[assignment]
        await editing(on)
        await write(on, "name", "Feasts")
        await send(on)
        assert isinstance(on.app.screen, ConflictScreen)
        await on.learn(exceptions={})
        await key(on, "n")
        await on.press("ctrl+o")
        await on.quiet()
        assert "makes it anew" in " ".join(text(on, "#asking").split())
        await say_yes(on)
        await say_yes(on)
        assert on.schedules.orders[-1] == CreateException("rentals", NewException(name="Feasts", dates=HOLIDAYS.dates))


async def test_doubt_is_told_and_asked_about() -> None:
    async with schedule_stage() as on:
        on.schedules.outcomes[CreateException] = ends(ChangeStatus.unknown, "no clear answer", now=None)  # type: ignore[assignment]
        screen = await adding(on)
        await write(on, "name", "Feast")
        await write(on, "dates", "2026-05-01")
        await send(on)
        assert on.app.screen is screen
        assert "in doubt: no clear answer" in text(on, "#form-notices")
        await on.press("ctrl+o")
        await on.quiet()
        assert "done twice perhaps" in " ".join(text(on, "#asking").split())
        await key(on, "escape")
        await on.press("escape")
        await on.quiet()
        assert "Whether it was done nobody knows" in asked(on)


async def test_while_it_is_sent_it_cannot_be_left_or_sent_again() -> None:
    async with schedule_stage() as on:
        screen = await editing(on)
        await write(on, "name", "Feasts")
        on.schedules.held.clear()
        await send(on)
        assert "sending" in text(on, "#form-title")
        await on.press("escape", "ctrl+o")
        assert on.app.screen is screen
        on.schedules.held.set()
        await on.quiet()
        assert on.app.screen is on.tab
        assert len(on.schedules.orders) == 1


# Meanwhile, and leaving


async def test_what_becomes_known_is_shown() -> None:
    async with schedule_stage() as on:
        await editing(on)
        others = {(each.account, each.id): each for each in SCHEDULES if each is not WORK}
        await on.learn(schedules=others, exceptions={("rentals", THEIRS.id): THEIRS})
        assert "Fri 1 May 2026" in text(on, "#exception-days")
        assert "Weekdays 9-17" not in text(on, "#exception-days")


async def test_what_was_typed_is_not_lost_without_a_question() -> None:
    async with schedule_stage() as on:
        screen = await editing(on)
        await on.press("escape")
        assert on.app.screen is on.tab
        screen = await editing(on)
        await write(on, "name", "Feasts")
        await on.press("escape")
        await on.quiet()
        assert isinstance(on.app.screen, QuestionScreen)
        await key(on, "escape")
        assert on.app.screen is screen


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (60, 16), (300, 100)])
async def test_no_size_crashes(size: tuple[int, int]) -> None:
    async with schedule_stage() as on:
        await editing(on)
        await on.pilot.resize_terminal(*size)
        await on.quiet()
        assert on.picture().strip()
