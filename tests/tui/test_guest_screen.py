"""The guest form by keys: its fields and doors, and that nothing that was typed is lost."""

from __future__ import annotations

import pytest
from textual import events

from lockdash.tui.deliberate import HASTE
from lockdash.tui.people.glimpse import SHOWN_FOR
from lockdash.tui.screens.form_summary import SummaryScreen
from lockdash.tui.screens.question import QuestionScreen
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines
from tests.tui.build_people import people_snapshot
from tests.tui.guest_stage import BEACH1, BEACH2, form


async def test_problems_are_told_and_the_cursor_goes_to_the_first() -> None:
    async with form() as made:
        await made.on.press("ctrl+o")
        assert made.on.app.screen is made.screen
        assert made.note("name") == "! the name is empty"
        assert made.screen.where == "name"
        assert "! " in made.note("starts")
        assert "choose one" in made.screen.query_one("#form-picker .remark", Lines).text
        await made.on.press(*"Ada")
        assert made.note("name") == ""


async def test_nothing_is_said_of_a_field_while_one_types_in_it() -> None:
    async with form() as made:
        made.screen.go_to("email")
        await made.on.press(*"ada")
        assert made.note("email") == ""
        await made.on.press("tab")
        assert made.note("email") == "! this is no e-mail address"


async def test_what_is_pasted_is_one_line_without_control_characters() -> None:
    async with form() as made:
        await made.paste("Ada\x1b[2J\nTwo\r\n")
        assert made.screen.guest.text("name") == "Ada Two"
        assert "control characters" in made.note("name")
        await made.paste("🏖" * 500)
        assert len(made.screen.guest.text("name")) == 507
        await made.on.press("tab")
        assert "507" in made.note("name")


async def test_leaving_asks_only_if_something_would_be_lost() -> None:
    async with form() as made:
        await made.on.press("escape")
        assert made.left == [None]
    async with form() as made:
        await made.on.press(*"Ada", "escape")
        assert isinstance(made.on.app.screen, QuestionScreen)
        await made.on.wait(HASTE)
        await made.on.press("enter")
        assert made.on.app.screen is made.screen
        assert made.screen.guest.text("name") == "Ada"
        await made.on.press("escape")
        await made.yes()
        assert made.left == [None]
        assert made.people.orders == []


async def test_the_pin_is_masked_shown_by_a_key_for_a_while_and_never_copied() -> None:
    async with form() as made:
        made.screen.go_to("pin_way")
        await made.on.press("t", "tab")
        await made.on.press(*"482911")
        assert "482911" not in made.on.picture()
        assert "••••••" in made.on.picture()
        field = made.screen.rows["pin"].control
        assert isinstance(field, FieldInput)
        field.select_all()
        await made.on.press("ctrl+c", "ctrl+x")
        assert made.on.app.clipboard == ""
        assert made.screen.guest.text("pin") == "482911"
        await made.on.press("ctrl+r")
        assert "482911" in made.on.picture()
        await made.on.wait(SHOWN_FOR)
        assert "482911" not in made.on.picture()
        await made.on.press("ctrl+r", "ctrl+o")
        assert "482911" not in made.on.picture()


async def test_the_doors_have_a_filter_of_their_own() -> None:
    async with form() as made:
        made.screen.go_to("targets")
        await made.on.press("slash", *"beach", "enter")
        picker = made.screen.picker
        assert picker is not None
        assert picker.table.order == (BEACH1.key, BEACH2.key, "rentals/AC0000014", "rentals/place/p1")
        await made.on.press("space")
        assert made.screen.guest.marks == {BEACH1.key}
        await made.on.press("escape")
        assert len(picker.table.order) == len(made.screen.guest.doors)
        assert made.on.app.screen is made.screen
        assert made.screen.guest.marks == {BEACH1.key}


async def test_arrows_lead_through_the_doors_and_out_again() -> None:
    async with form() as made:
        made.screen.go_to("targets")
        await made.on.press("up")
        assert made.screen.where == "letter"
        await made.on.press("down", "end", "down")
        assert made.screen.where == ""
        await made.on.press("enter")
        assert made.note("name") == "! the name is empty", "that was the button"


async def test_what_changes_meanwhile_is_told() -> None:
    async with form() as made:
        await made.fill()
        await made.mark(2)
        devices = {key: each for key, each in made.on.engine.snapshot.devices.items() if key != BEACH1.key}
        made.on.engine.push(devices=devices)
        await made.on.quiet()
        assert "Beach House 1: not there any more" in made.text("#form-notices")
        assert made.screen.guest.marks == {BEACH2.key}
        made.screen.go_to("schedule_id")
        await made.on.press("n")
        made.people.show(made.people.snapshot, schedules={})
        await made.on.quiet()
        await made.on.press("ctrl+o")
        assert "deleted this schedule meanwhile" in made.note("schedule_id")
        assert made.on.app.screen is made.screen


async def test_an_account_that_goes_away_is_told_and_nothing_is_lost() -> None:
    async with form() as made:
        await made.fill()
        await made.mark()
        made.people.show(made.people.snapshot, accounts={})
        await made.on.quiet()
        await made.on.press("ctrl+o")
        assert "nothing is known of the people of rentals" in made.note("account")
        made.people.show(people_snapshot())
        await made.on.quiet()
        await made.on.press("ctrl+o")
        assert isinstance(made.on.app.screen, SummaryScreen)


async def test_too_small_says_so_and_keeps_what_was_typed() -> None:
    async with form(80, 24) as made:
        typed = "Ada"
        await made.on.press(*typed)
        for size in ((39, 20), (60, 11), (20, 5)):
            await made.on.pilot.resize_terminal(*size)
            await made.on.quiet()
            assert "Too small" in made.on.picture()
            await made.on.press(*"lost", "ctrl+o")
            assert made.screen.guest.text("name") == typed
            await made.on.pilot.resize_terminal(80, 24)
            await made.on.quiet()
            assert made.screen.where == "name"
            await made.on.press("x")
            typed += "x"
            assert made.screen.guest.text("name") == typed


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (41, 13), (80, 24), (110, 18), (300, 100)])
async def test_no_size_crashes(size: tuple[int, int]) -> None:
    async with form(*size) as made:
        await made.on.press("tab", "down", "ctrl+o")
        await made.on.pilot.resize_terminal(300, 100)
        await made.on.quiet()
        assert made.on.app.is_running


async def test_doors_that_the_filter_hides_stay_marked_and_counted() -> None:
    async with form() as made:
        await made.mark(2)
        await made.on.press("slash", *"cab")
        assert "2 of" in made.text("Picker > .title")
        await made.on.press("escape")
        table = made.screen.picker.table
        assert table.marked == made.screen.guest.marks
        assert len(table.marked) == 2


async def test_keys_that_come_in_one_go_are_in_the_fields_that_they_were_meant_for() -> None:
    """As typed ahead over a slow line: all of them are there before the first one is dealt with."""
    async with form() as made:
        for key in (*"Ada", "enter", *"ada", "tab", "down", *"2026", "enter", *"2027", "up", *"x"):
            made.on.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await made.on.quiet()
        await made.on.quiet()
        made.screen.go_to("targets")
        await made.on.quiet()
        for _ in range(4):
            made.on.app.post_message(events.Key("space", " "))
        await made.on.quiet()
        assert len(made.screen.guest.marks) == 4
        guest = made.screen.guest
        texts = [guest.text(name) for name in ("name", "email", "starts", "ends")]
        assert texts == ["Ada", "ada", "2026x", "2027"]
