"""What is done to schedules from the tab: which key leads where, and what is said instead where it leads nowhere."""

from __future__ import annotations

import msgspec
import pytest

from lockdash.config.settings import Ui
from lockdash.domain.changes import ChangeStatus
from lockdash.domain.schedules import ScheduleKind
from lockdash.engine.schedules.orders import DeleteException, DeleteSchedule
from lockdash.tui.schedules.rows import exception_key
from lockdash.tui.screens.assign import AssignScreen
from lockdash.tui.screens.exception import ExceptionScreen
from lockdash.tui.screens.pick import PickScreen
from lockdash.tui.screens.schedule_editor import ScheduleEditor
from lockdash.tui.screens.typed_question import TypedQuestionScreen
from tests.tui.build_people import JAN
from tests.tui.build_schedules import HOLIDAYS, LAST_YEAR, NIGHTS, OPENING, STRANGE, UNUSED, WORK, snapshot
from tests.tui.deeds import asked, ends, key
from tests.tui.schedule_stage import ScheduleStage, key_of, schedule_stage

HOURS = next(each.key for each in snapshot().accesses.values() if each.person_key == JAN.key)


async def press_on(on: ScheduleStage, row: str, *keys: str) -> None:
    on.tab.go_to(row)
    await on.quiet()
    await on.press(*keys)
    await on.quiet()


async def type_and_enter(on: ScheduleStage, word: str) -> None:
    await on.wait(1)
    await on.press(*("space" if each == " " else each for each in word))
    await key(on, "enter")


# What is new, and what is there


async def test_a_new_schedule_is_made_in_the_account_that_keeps_some() -> None:
    async with schedule_stage() as on:
        await on.press("n")
        await on.quiet()
        assert isinstance(on.app.screen, ScheduleEditor)
        assert set(on.schedules.learnt) >= {"home", "rentals"}


@pytest.mark.parametrize(("pressed", "account"), [(("enter",), "home"), (("down", "enter"), "rentals")])
async def test_of_several_accounts_the_user_chooses(pressed: tuple[str, ...], account: str) -> None:
    async with schedule_stage() as on:
        on.schedules.accounts.add("home")
        await press_on(on, HOURS, "N")
        assert isinstance(on.app.screen, PickScreen)
        await on.press(*pressed)
        await on.quiet()
        assert isinstance(on.app.screen, ExceptionScreen)
        assert on.app.screen.exception.account == account


async def test_the_account_of_the_row_is_chosen_first() -> None:
    async with schedule_stage() as on:
        on.schedules.accounts.add("home")
        await press_on(on, key_of(NIGHTS), "N", "enter")
        assert isinstance(on.app.screen, ExceptionScreen)
        assert on.app.screen.exception.account == "rentals"


async def test_nothing_is_begun_where_no_account_keeps_schedules() -> None:
    async with schedule_stage() as on:
        on.schedules.accounts.clear()
        await on.press("n")
        await on.quiet()
        assert on.app.screen is on.tab
        assert on.said == "No vendor of your accounts keeps schedules."


async def test_what_cannot_be_reached_says_so() -> None:
    async with schedule_stage() as on:

        async def learn(account: str) -> str:
            return "it cannot be reached"

        on.schedules.accounts.clear()
        on.schedules.learn = learn  # type: ignore[method-assign]
        await on.press("n")
        await on.quiet()
        assert "rentals: it cannot be reached" in on.said
        await press_on(on, key_of(NIGHTS), "e")
        assert on.app.screen is on.tab
        assert on.said.endswith("Nights (rentals): it cannot be reached")


@pytest.mark.parametrize(
    ("row", "kind"), [(key_of(NIGHTS), ScheduleEditor), (exception_key(HOLIDAYS), ExceptionScreen)]
)
async def test_edit_leads_to_the_editor_of_what_it_is(row: str, kind: type) -> None:
    async with schedule_stage() as on:
        await press_on(on, row, "e")
        assert isinstance(on.app.screen, kind)


async def test_devices_leads_to_the_devices() -> None:
    async with schedule_stage() as on:
        await press_on(on, key_of(OPENING), "plus")
        assert isinstance(on.app.screen, AssignScreen)


@pytest.mark.parametrize(
    ("row", "pressed", "said"),
    [
        (HOURS, "e", "are kept with the access"),
        (HOURS, "plus", "are kept with the access"),
        (HOURS, "D", "are kept with the access"),
        (key_of(WORK), "plus", "goes with the doors of people"),
        (exception_key(HOLIDAYS), "plus", "goes with schedules, not with devices"),
        (key_of(STRANGE), "e", "of a kind that lockdash does not know: sprinkler_schedule"),
        (key_of(STRANGE), "plus", "of a kind that lockdash does not know: sprinkler_schedule"),
    ],
)
async def test_what_cannot_be_done_says_why(row: str, pressed: str, said: str) -> None:
    async with schedule_stage() as on:
        await press_on(on, row, pressed)
        assert on.app.screen is on.tab
        assert said in on.said


@pytest.mark.parametrize("pressed", ["n", "N", "e", "plus", "D"])
async def test_nothing_is_begun_where_one_may_only_look(pressed: str) -> None:
    async with schedule_stage(ui=Ui(read_only=True), of_people={"read_only": True}) as on:
        await press_on(on, key_of(OPENING), pressed)
        assert on.app.screen is on.tab
        assert "allows only looking" in on.said
        assert on.schedules.orders == []


# Safe deletes


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (key_of(OPENING), "Beach House 1 and Pool gate go by it: nothing locks or unlocks there by itself then."),
        (key_of(WORK), "Dora Keeper comes by it: without a schedule their access counts at all hours."),
        (key_of(UNUSED), "Nothing and nobody is known to go by it."),
        (exception_key(HOLIDAYS), "Weekdays 9-17 goes with it: on its days that lets people in again."),
    ],
)
async def test_it_tells_by_what_it_is_used(row: str, told: str) -> None:
    async with schedule_stage() as on:
        await press_on(on, row, "D")
        assert isinstance(on.app.screen, TypedQuestionScreen)
        assert told in asked(on)
        assert on.schedules.orders == []


async def test_the_name_deletes_it() -> None:
    async with schedule_stage() as on:
        await press_on(on, key_of(UNUSED), "D")
        await type_and_enter(on, "weekends")
        assert on.schedules.orders == [DeleteSchedule(UNUSED)]
        assert on.said.endswith("Weekends (rentals): deleted")
        assert "Weekends" not in on.names


async def test_an_exception_is_deleted_likewise() -> None:
    async with schedule_stage() as on:
        await press_on(on, exception_key(HOLIDAYS), "D")
        await type_and_enter(on, "Public holidays")
        assert on.schedules.orders == [DeleteException(HOLIDAYS)]


@pytest.mark.parametrize("typed", ["", "weekend", "y"])
async def test_anything_else_deletes_nothing(typed: str) -> None:
    async with schedule_stage() as on:
        await press_on(on, key_of(UNUSED), "D")
        await type_and_enter(on, typed)
        assert isinstance(on.app.screen, TypedQuestionScreen)
        await on.press("escape")
        assert on.schedules.orders == []
        assert on.said == "Nothing was sent: Weekends stays as it is."


async def test_what_is_changed_meanwhile_is_not_deleted() -> None:
    async with schedule_stage() as on:
        conflict = "not sent: somebody has changed it meanwhile"
        on.schedules.outcomes[DeleteSchedule] = ends(ChangeStatus.refused, conflict, is_conflict=True)  # type: ignore[assignment]
        await press_on(on, key_of(UNUSED), "D")
        await type_and_enter(on, "Weekends")
        assert on.said.endswith(f"Weekends (rentals): deleting: REFUSED, {conflict}")


async def test_what_is_deleted_meanwhile_is_not_asked_for() -> None:
    async with schedule_stage() as on:
        await press_on(on, key_of(UNUSED), "D")
        known = {pair: each for pair, each in on.people.snapshot.schedules.items() if each.id != UNUSED.id}
        await on.learn(schedules=known)
        await type_and_enter(on, "Weekends")
        assert on.schedules.orders == []
        assert on.said.endswith("it is gone: somebody has deleted it meanwhile")


async def test_many_that_go_by_it_are_counted() -> None:
    async with schedule_stage() as on:
        for device in list(on.engine.snapshot.devices.values()):
            if device.account == "rentals" and device.name.startswith("Cabin"):
                on.engine.push(msgspec.structs.replace(device, schedule_ids={ScheduleKind.lock_action: OPENING.id}))
        await on.quiet()
        await press_on(on, key_of(OPENING), "D")
        assert "and 6 more devices go by it" in asked(on)


async def test_a_name_that_no_keyboard_has_is_asked_for_by_another_word() -> None:
    long = msgspec.structs.replace(UNUSED, name="x" * 60)
    async with schedule_stage(snapshot([long], [LAST_YEAR])) as on:
        await press_on(on, key_of(long), "D")
        await type_and_enter(on, "delete")
        assert on.schedules.orders == [DeleteSchedule(long)]
