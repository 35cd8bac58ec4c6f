"""Another stay: what was typed is judged, told by the door's clock and the viewer's, and sent as it was told."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from lockdash.domain.windows import Window
from lockdash.engine.people.orders import ChangeAccess, Update
from lockdash.tui.screens.question import QuestionScreen
from lockdash.tui.screens.stay import StayScreen
from lockdash.tui.screens.steps import StepsScreen
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines
from tests.tui.build_people import ADA, BEN, BY_NAME, CLEO, DORA, GINA, HUGO, IDA, access, people_snapshot, stay, wall
from tests.tui.deeds import asked, key, on_person, say_yes
from tests.tui.people_stage import PeopleStage, people_stage


async def write(on: PeopleStage, text: str, *, into: str = "ends") -> None:
    field = on.app.screen.query_one(f"#stay-{into}", FieldInput)
    field.focus()
    field.value = text
    await on.quiet()


def told(on: PeopleStage) -> str:
    return " ".join(on.app.screen.query_one("#stay-told", Lines).text.split())


def stays(on: PeopleStage) -> dict[str, Window]:
    return {each.person.name: each.change.stay for each in on.people.orders if isinstance(each, Update)}


async def test_extending_shows_the_difference_by_both_clocks_and_asks_for_it() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("e")
        assert isinstance(on.app.screen, StayScreen)
        assert "By the clock at the door (America/Denver)" in on.picture()
        assert told(on) == "nothing would change"
        await write(on, "2026-03-12 11:00")
        assert told(on) == (
            "Ends 12 Mar 2026 11:00 instead of 9 Mar 2026 11:00, 3 d longer (for you here: 12 Mar 2026 17:00)"
        )
        await key(on, "enter")
        assert stays(on) == {"Ada Sample": stay(4, 12)}
        assert isinstance(on.app.screen, StepsScreen)


async def test_shortening_and_another_begin() -> None:
    async with people_stage() as on:
        await on_person(on, CLEO)
        await on.press("e")
        await write(on, "2026-03-08 16:00", into="starts")
        await write(on, "2026-03-10")
        assert "Begins 8 Mar 2026 16:00 instead of 6 Mar 2026 16:00, 2 d shorter" in told(on), (
            "whatever the clocks do in between"
        )
        assert "Ends 10 Mar 2026 11:00" in told(on), "a date gets the account's usual time"
        await key(on, "enter")
        assert stays(on) == {"Cleo Muster": Window(starts_at=wall(8, 16), ends_at=wall(10, 11))}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tomorrow", "a date and time are needed"),
        ("2026-03-01 11:00", "Ends: the stay ends before it begins"),
        ("2026-03-05 11:00", "Ends: that is past"),
        ("2026-03-08 02:30", "there is no 8 Mar 2026 02:30 at the door"),
    ],
)
async def test_a_time_that_cannot_be_is_said_so_and_not_sent(text: str, says: str) -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("e")
        await write(on, text)
        assert says in told(on)
        await key(on, "enter")
        assert isinstance(on.app.screen, StayScreen)
        assert on.people.orders == []


async def test_a_time_that_comes_twice_is_asked_about() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("e")
        await write(on, "2026-11-01 01:30")
        assert "comes twice" in told(on)
        await key(on, "enter")
        assert isinstance(on.app.screen, QuestionScreen)
        assert "comes twice" in asked(on)
        assert on.people.orders == []
        await say_yes(on)
        assert stays(on)["Ada Sample"].ends_at == datetime(2026, 11, 1, 1, 30)


async def test_esc_and_an_answer_of_no_leave_everything_as_it_is() -> None:
    async with people_stage() as on:
        await on_person(on, ADA, BEN)
        await on.press("e")
        await write(on, "2026-03-20")
        await key(on, "escape")
        assert "every stay is as it was" in on.said
        await on.press("e")
        await write(on, "2026-03-20")
        await key(on, "enter")
        assert isinstance(on.app.screen, QuestionScreen)
        await key(on, "n")
        assert on.people.orders == []


async def test_several_get_the_same_end_after_a_preview() -> None:
    async with people_stage(width=100, height=40) as on:
        await on_person(on, ADA, BEN, DORA, GINA)
        await on.press("e")
        assert not on.app.screen.query_one("#stay-row-starts").has_class("-asked")
        await write(on, "2026-03-20")
        assert "2 of 4 people · 2 requests" in told(on)
        assert "Ada Sample 20 Mar 2026 11:00 (11 d longer)" in told(on)
        assert "Dora Keeper: has no stay" in told(on)
        await key(on, "enter")
        assert "It takes 2 requests." in asked(on)
        assert "Gina Hut: a resort lock's PIN is made of its times" in asked(on)
        assert on.people.orders == []
        await say_yes(on)
        assert stays(on) == {"Ada Sample": stay(4, 20), "Ben Example": stay(6, 20)}
        assert "Ben Example: change the stay" in on.picture()


async def test_moments_are_typed_by_the_clock_at_the_door() -> None:
    async with people_stage() as on:
        await on_person(on, IDA)
        await on.press("e")
        assert on.app.screen.query_one("#stay-ends", FieldInput).value == "2026-07-01 00:00", "Warsaw is 2 h ahead"
        await write(on, "2026-07-02 12:00")
        await key(on, "enter")
        (order,) = on.people.orders
        assert isinstance(order, ChangeAccess)
        assert order.terms.window is not None
        assert order.terms.window.ends_at == datetime(2026, 7, 2, 10, tzinfo=UTC)


async def test_a_zone_that_nobody_knows_is_asked_for() -> None:
    devices = [msgspec.structs.replace(each, zone=None) for each in BY_NAME.values()]
    async with people_stage(devices=devices) as on:
        await on_person(on, IDA)
        await on.press("e")
        await write(on, "2026-07-02 12:00")
        assert "the time zone of a door is not known" in told(on)
        assert "Time zone" in on.picture()
        await write(on, "Mars/Olympus", into="zone")
        assert "no time zone is called Mars/Olympus" in told(on)
        await write(on, "Europe/Warsaw", into="zone")
        await key(on, "enter")
        (order,) = on.people.orders
        assert isinstance(order, ChangeAccess)
        assert order.terms.window is not None
        assert order.terms.window.ends_at == datetime(2026, 7, 2, 10, tzinfo=UTC)


async def test_who_has_no_stay_to_change_is_told_why() -> None:
    async with people_stage() as on:
        for person, why in ((GINA, "a resort lock's PIN is made of its times"), (DORA, "has no stay")):
            await on_person(on, person)
            await on.press("e")
            assert f"{person.name} (rentals): {why}" in on.said
            assert on.app.screen is on.tab


async def test_somebody_who_goes_while_the_form_is_open() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("e")
        await write(on, "2026-03-12 11:00")
        await on.learn(people={key: each for key, each in on.people.snapshot.people.items() if key != ADA.key})
        assert "somebody has deleted them" in told(on)
        await key(on, "enter")
        assert isinstance(on.app.screen, StayScreen)
        assert on.people.orders == []


async def test_enter_in_the_rush_of_a_paste_does_not_count() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("e")
        await write(on, "2026-03-12 11:0")
        await on.wait(1)
        await on.press("0", "enter")
        await on.wait(1)
        assert isinstance(on.app.screen, StayScreen)
        assert on.people.orders == []


async def test_accesses_with_times_of_their_own_move_together() -> None:
    window = Window(ends_at=datetime(2026, 6, 30, 22, tzinfo=UTC), in_utc=True)
    two = [access(HUGO, BY_NAME[name], window=window) for name in ("Front Door", "Garage")]
    async with people_stage(people_snapshot([HUGO], two)) as on:
        await on_person(on, HUGO)
        await on.press("e")
        await write(on, "2026-07-02 12:00")
        assert "It takes 2 requests." in told(on)
        await key(on, "enter")
        assert [each.access.target_id for each in on.people.orders if isinstance(each, ChangeAccess)] == [
            each.target_id for each in two
        ]
