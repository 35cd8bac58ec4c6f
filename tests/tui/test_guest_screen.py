"""Adding somebody by keys: what is asked of the engine, and that nothing is lost or sent by accident."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from textual import events

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.people import PersonKind
from lockdash.engine.people.orders import Create, Grant, Instruct, Order, Outcome
from lockdash.engine.policy import Refusal
from lockdash.tui.deliberate import HASTE, QUIET
from lockdash.tui.people.glimpse import SHOWN_FOR
from lockdash.tui.screens.form_summary import SummaryScreen
from lockdash.tui.screens.guest import GuestScreen
from lockdash.tui.screens.question import QuestionScreen
from lockdash.tui.screens.steps import StepsScreen
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines
from tests.tui.build_people import BY_NAME, PERSONS, people_snapshot
from tests.tui.form_known import WITH_HUTS
from tests.tui.stage import Stage, stage

BEACH1, BEACH2 = BY_NAME["Beach House 1"], BY_NAME["Beach House 2"]


class OnForm:
    """The guest form on its stage. `left`: what it gave when it was left."""

    def __init__(self, on: Stage, screen: GuestScreen) -> None:
        self.on, self.screen = on, screen
        self.left: list[str | None] = []

    @property
    def people(self) -> Any:
        return self.on.engine.people

    async def fill(self, **texts: str) -> None:
        values = {"name": "Ada Two", "starts": "2026-03-10", "ends": "2026-03-12"} | texts
        for name, text in values.items():
            await self.into(name, text)

    async def into(self, name: str, text: str) -> None:
        """Paste into a field: as a user, and quicker than key by key."""
        self.screen.go_to(name)
        await self.on.quiet()
        await self.paste(text)

    async def paste(self, text: str) -> None:
        self.on.app.post_message(events.Paste(text))
        await self.on.quiet()

    async def mark(self, count: int = 1) -> None:
        self.screen.go_to("targets")
        await self.on.quiet()
        await self.on.press(*["space"] * count)

    async def yes(self) -> None:
        await self.on.wait(HASTE + QUIET)
        await self.on.press("y")
        await self.on.wait(QUIET)
        await self.on.quiet()

    def note(self, name: str) -> str:
        return self.screen.rows[name].query_one(".remark", Lines).text

    def text(self, selector: str) -> str:
        return self.screen.query_one(selector, Lines).text


@asynccontextmanager
async def form(
    width: int = 100, height: int = 40, account: str | None = "rentals", **more: Any
) -> AsyncIterator[OnForm]:
    known = more.pop("people", None) or people_snapshot()
    async with stage(width, height, people=known, devices=WITH_HUTS, **more) as on:
        await on.engine.people.open()
        screen = GuestScreen(account)
        made = OnForm(on, screen)
        on.app.push_screen(screen, made.left.append)
        await on.quiet()
        yield made


async def test_from_keys_to_the_steps_and_the_orders() -> None:
    async with form() as made:
        on = made.on
        assert made.screen.where == "name"
        await on.press(*"Ada", "space", *"Two", "enter")
        assert made.screen.where == "email"
        await made.paste("two@example.com")
        await made.fill(name="")
        await made.mark(2)
        await on.press("ctrl+o")
        assert isinstance(on.app.screen, SummaryScreen)
        assert made.people.orders == []
        await made.yes()
        assert isinstance(on.app.screen, StepsScreen)
        orders = made.people.orders
        assert [type(each) for each in orders] == [Create, Grant, Grant]
        assert isinstance(orders[0], Create)
        assert (orders[0].account, orders[0].new.name, orders[0].new.email) == ("rentals", "Ada Two", "two@example.com")
        assert orders[0].new.kind is PersonKind.guest
        assert orders[0].new.pin is not None
        assert [each.access.target.name for each in orders[1:]] == ["Beach House 1", "Beach House 2"]
        await on.press("escape")
        assert made.left == [f"rentals/{PERSONS}/new1"]
        assert made.people.closed == 1


async def test_the_letter_and_the_schedule_go_with_it() -> None:
    async with form() as made:
        await made.fill(email="two@example.com")
        made.screen.go_to("schedule_id")
        await made.on.press("right")
        made.screen.go_to("letter")
        await made.on.press("d")
        await made.into("days", "2")
        await made.mark()
        await made.on.press("ctrl+o")
        await made.yes()
        create, grant, letter = made.people.orders
        assert grant.access.schedule_id == "s1"
        assert isinstance(letter, Instruct)
        assert letter.days_before == 2
        assert isinstance(create, Create)


@pytest.mark.parametrize("keys", [("enter",), ("escape",), ("n",), ("q",)])
async def test_the_safe_answer_brings_the_form_back_as_it_was(keys: tuple[str, ...]) -> None:
    async with form() as made:
        await made.fill()
        await made.mark()
        await made.on.press("ctrl+o")
        await made.on.wait(HASTE)
        await made.on.press(*keys)
        await made.on.wait(1)
        assert made.on.app.screen is made.screen
        assert made.people.orders == []
        assert made.screen.guest.text("name") == "Ada Two"


async def test_a_paste_and_a_rush_are_no_answer() -> None:
    async with form() as made:
        await made.fill()
        await made.mark()
        await made.on.press("ctrl+o")
        await made.on.wait(1)
        await made.paste("y\n")
        await made.on.press(*"yellow")
        await made.on.wait(1)
        assert isinstance(made.on.app.screen, SummaryScreen)
        assert made.people.orders == []


async def test_each_question_needs_a_yes_of_its_own() -> None:
    async with form() as made:
        await made.fill(starts="2026-03-05")
        await made.mark()
        await made.on.press("ctrl+o")
        summary = made.on.app.screen
        assert "has begun already" in summary.query_one("#asking", Lines).text
        await made.yes()
        assert made.people.orders == []
        assert summary.query_one("#asking", Lines).text == ""
        await made.on.press("y")
        await made.on.wait(HASTE)
        assert made.people.orders == [], "the next question has to be read first"
        await made.yes()
        assert len(made.people.orders) == 2


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


def refusing(state: ChangeStatus = ChangeStatus.refused, **fields: str) -> Any:
    def outcome(order: Order, usual: Outcome) -> Outcome:
        change = msgspec.structs.replace(usual.change, status=state, reason="422: no", person_key=None)
        return Outcome(change=change, fields=fields)

    return outcome


async def test_a_refusal_comes_back_to_its_field_with_everything_still_there() -> None:
    async with form() as made:
        made.people.outcomes[Create] = refusing(ends_at="must be within a year", pin="has already been taken")
        await made.fill(email="two@example.com")
        await made.mark(2)
        await made.on.press("ctrl+o")
        await made.yes()
        await made.on.press("escape")
        assert made.on.app.screen is made.screen
        assert made.note("ends") == "! must be within a year"
        assert "another one was made" in made.text("#form-notices")
        guest = made.screen.guest
        assert (guest.text("name"), guest.text("email"), len(guest.marks)) == ("Ada Two", "two@example.com", 2)
        assert made.left == []
        del made.people.outcomes[Create]
        made.screen.go_to("ends")
        await made.on.press("backspace", *"3", "ctrl+o")
        await made.yes()
        assert len(made.people.orders) == 1 + 3


async def test_a_refusal_of_the_engine_is_told_above_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    async with form() as made:

        async def guest(*_: Any) -> Any:
            raise Refusal("nothing was sent: no answer within 10 s")

        monkeypatch.setattr(made.people, "guest", guest)
        await made.fill()
        await made.mark()
        await made.on.press("ctrl+o")
        await made.yes()
        assert made.on.app.screen is made.screen
        assert "no answer within 10 s" in made.text("#form-notices")
        assert made.screen.guest.text("name") == "Ada Two"


async def test_what_nobody_foresaw_is_told_and_the_form_can_be_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with form() as made:

        async def guest(*_: Any) -> Any:
            raise RuntimeError("surprise")

        monkeypatch.setattr(made.people, "guest", guest)
        await made.fill()
        await made.mark()
        await made.on.press("ctrl+o")
        await made.yes()
        assert "surprise" in made.text("#form-notices")
        monkeypatch.undo()
        await made.into("name", " 2")
        await made.on.press("ctrl+o")
        await made.yes()
        assert len(made.people.orders) == 2


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


@pytest.mark.parametrize("size", [(39, 20), (60, 11), (20, 5)])
async def test_too_small_says_so_and_keeps_what_was_typed(size: tuple[int, int]) -> None:
    async with form(80, 24) as made:
        await made.on.press(*"Ada")
        await made.on.pilot.resize_terminal(*size)
        await made.on.quiet()
        assert "Too small" in made.on.picture()
        await made.on.press(*"lost", "ctrl+o")
        assert made.screen.guest.text("name") == "Ada"
        await made.on.pilot.resize_terminal(80, 24)
        await made.on.quiet()
        assert made.screen.where == "name"
        await made.on.press("x")
        assert made.screen.guest.text("name") == "Adax"


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (41, 13), (80, 24), (110, 18), (300, 100)])
async def test_no_size_crashes(size: tuple[int, int]) -> None:
    async with form(*size) as made:
        await made.on.press("tab", "down", "ctrl+o")
        await made.on.pilot.resize_terminal(300, 100)
        await made.on.quiet()
        assert made.on.app.is_running


async def test_the_summary_names_everything_but_the_pin() -> None:
    async with form(100, 50) as made:
        await made.fill(email="two@example.com")
        await made.mark(2)
        await made.on.press("ctrl+o")
        told = made.on.picture()
        for words in (
            "Ada Two",
            "two@example.com",
            "10 Mar 2026 16:00 to 12 Mar 2026 11:00",
            "by the clock at the door (America/Denver)",
            "for you here: 10 Mar 2026 22:00 to 12 Mar 2026 17:00",
            "Beach House 1 (lock, Beach)",
            "Beach House 2 (lock, Beach)",
            "•••••• made here",
            "1 add Ada Two",
            "3 give Beach House 2",
        ):
            assert words in told, words
        pin = made.screen.guest.pin
        assert pin is not None
        assert pin.reveal() not in told


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
