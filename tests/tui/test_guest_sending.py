"""What the guest form asks of the engine: all that was typed, once, after a deliberate yes; and what comes back."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.people import PersonKind
from lockdash.engine.people.orders import Create, Grant, Instruct, Order, Outcome
from lockdash.engine.policy import Refusal
from lockdash.tui.deliberate import HASTE
from lockdash.tui.screens.form_summary import SummaryScreen
from lockdash.tui.screens.steps import StepsScreen
from lockdash.tui.widgets.lines import Lines
from tests.tui.build_people import PERSONS
from tests.tui.guest_stage import form


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


async def test_the_safe_answer_brings_the_form_back_as_it_was() -> None:
    async with form() as made:
        await made.fill()
        await made.mark()
        for key in ("enter", "escape", "n", "q"):
            await made.on.press("ctrl+o")
            assert isinstance(made.on.app.screen, SummaryScreen)
            await made.on.wait(HASTE)
            await made.on.press(key)
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
