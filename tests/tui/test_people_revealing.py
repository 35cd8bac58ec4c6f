"""A PIN on the screen: asked for and recorded, seen for 10 s in one place, and forgotten whatever happens."""

from __future__ import annotations

import os

import msgspec
import pytest

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.people import Credentials
from lockdash.engine.people.orders import Reveal
from lockdash.tui.clipboard import copy_sequence
from lockdash.tui.people.glimpse import SHOWN_FOR
from tests.tui.build_people import ADA, BEN, FAYE, HUGO, PEOPLE, people_snapshot
from tests.tui.deeds import ends, on_person
from tests.tui.fake_people import OWN_PIN
from tests.tui.people_stage import PeopleStage, people_stage

PIN = OWN_PIN.reveal()


async def show(on: PeopleStage) -> None:
    await on_person(on, ADA)
    await on.press("v")
    await on.quiet()
    assert on.picture().count(PIN) == 1, "in the detail, and nowhere else"


async def test_it_is_asked_for_shown_for_ten_seconds_and_forgotten() -> None:
    async with people_stage() as on:
        await show(on)
        assert on.people.orders == [Reveal(ADA)], "the engine records who saw it"
        await on.wait(SHOWN_FOR - 0.1)
        assert PIN in on.picture()
        await on.wait(0.2)
        assert PIN not in on.picture()
        assert on.tab.commander.revealed(ADA.key) is None


async def test_v_again_hides_it_and_asks_nobody() -> None:
    async with people_stage() as on:
        await show(on)
        await on.press("v")
        assert PIN not in on.picture()
        assert len(on.people.orders) == 1


async def test_it_is_forgotten_when_the_cursor_leaves() -> None:
    async with people_stage() as on:
        await show(on)
        await on.press("down")
        assert PIN not in on.picture()
        await on.press("up")
        assert PIN not in on.picture()


async def test_it_is_forgotten_when_the_tab_hides_or_something_stands_above_it() -> None:
    for keys in (("1", "2"), ("question_mark", "escape")):
        async with people_stage() as on:
            await show(on)
            await on.press(keys[0])
            assert PIN not in on.picture()
            await on.press(keys[1])
            assert on.tab.table.cursor_key == ADA.key
            assert PIN not in on.picture()


async def test_it_is_forgotten_when_the_process_is_stopped() -> None:
    async with people_stage() as on:
        await show(on)
        on.app.app_suspend_signal.publish(on.app)
        await on.quiet()
        assert PIN not in on.picture()


async def test_a_machine_that_slept_has_shown_it_for_long_enough() -> None:
    async with people_stage() as on:
        await show(on)
        on.clock.machine_sleeps(3600)
        on.tab.redraw_detail()
        await on.quiet()
        assert PIN not in on.picture()


async def test_y_copies_it_while_it_is_shown_and_says_where_it_is_then(monkeypatch: pytest.MonkeyPatch) -> None:
    async with people_stage() as on:
        await show(on)
        written: list[str] = []
        monkeypatch.setattr(on.app._driver, "write", written.append)
        await on.press("y")
        assert copy_sequence(PIN, os.environ) in written
        assert on.app.clipboard == "", "the terminal has it, and we have not"
        assert "terminal's clipboard" in on.said
        assert PIN not in on.said
        await on.press("v", "y")
        assert on.app.clipboard == "Ada Sample ada@example.com"


async def test_without_a_pin_on_the_screen_y_copies_name_and_address() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("y")
        assert on.app.clipboard == "Ada Sample ada@example.com"
        assert on.said == "Copied to your terminal's clipboard: Ada Sample ada@example.com"
        assert on.people.orders == []


async def test_one_that_comes_when_the_cursor_has_left_is_not_shown() -> None:
    async with people_stage() as on:
        on.people.held.clear()
        await on_person(on, ADA)
        await on.press("v")
        await on_person(on, BEN)
        on.people.held.set()
        await on.quiet()
        assert PIN not in on.picture()
        assert "not shown" in on.said


async def test_an_origin_that_shows_none_says_why() -> None:
    async with people_stage() as on:
        await on_person(on, HUGO)
        await on.press("v")
        assert "a Tedee user opens with the app" in on.said
        assert on.people.orders == []


async def test_somebody_without_a_pin_is_not_asked_about() -> None:
    ada = msgspec.structs.replace(ADA, has_pin=False)
    async with people_stage(people_snapshot([ada, *(each for each in PEOPLE if each is not ADA)])) as on:
        await on_person(on, ada)
        await on.press("v")
        assert "there is no PIN to show" in on.said
        assert on.people.orders == []


async def test_a_refusal_is_told() -> None:
    async with people_stage() as on:
        on.people.outcomes[Reveal] = ends(ChangeStatus.refused, "this one is locked")
        await on_person(on, ADA)
        await on.press("v")
        await on.quiet()
        assert "asking for the PIN: REFUSED, this one is locked" in on.said


async def test_an_answer_without_a_pin_is_told() -> None:
    async with people_stage() as on:
        on.people.outcomes[Reveal] = ends(ChangeStatus.done, credentials=Credentials())
        await on.press("t")
        await on_person(on, FAYE)
        await on.press("v")
        await on.quiet()
        assert on.said == "Faye Gone has no PIN."
