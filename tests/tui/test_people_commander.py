"""Which form a key opens, and what is said where it opens none."""

from __future__ import annotations

import pytest

from lockdash.domain.people import PersonKind
from lockdash.engine.people.orders import Create
from lockdash.tui.screens.form_change import ChangeScreen
from lockdash.tui.screens.form_doors import DoorsScreen
from lockdash.tui.screens.guest import GuestScreen
from lockdash.vendors.people import NewPerson
from tests.tui.build_people import ADA, HUGO, PERSONS
from tests.tui.deeds import on_person
from tests.tui.people_stage import people_stage


@pytest.mark.parametrize(("key", "form"), [("n", GuestScreen), ("plus", DoorsScreen), ("c", ChangeScreen)])
async def test_each_form_has_its_key(key: str, form: type) -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press(key)
        await on.quiet()
        assert isinstance(on.app.screen, form)


@pytest.mark.parametrize("key", ["plus", "c"])
async def test_a_form_for_somebody_who_is_gone_does_not_open(key: str) -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        known = on.people.snapshot
        people = {each: person for each, person in known.people.items() if each != ADA.key}
        on.people.snapshot = type(known)(revision=known.revision, at=known.at, is_open=True, people=people)
        await on.press(key)
        assert "Ada Sample is gone" in on.said
        assert on.app.screen is on.tab


async def test_the_form_begins_with_the_account_of_the_person_under_the_cursor() -> None:
    for person in (ADA, HUGO):
        async with people_stage() as on:
            await on_person(on, person)
            await on.press("n")
            assert isinstance(on.app.screen, GuestScreen)
            assert on.app.screen.guest.account == person.account


async def test_the_cursor_goes_to_who_was_added() -> None:
    async with people_stage() as on:
        await on_person(on, ADA)
        await on.press("slash", *"ada", "enter", "n")
        await on.people.change(
            Create("rentals", NewPerson(origin=PERSONS, kind=PersonKind.user, name="Nora Neu", generate_pin=True))
        )
        key = next(key for key, each in on.people.snapshot.people.items() if each.name == "Nora Neu")
        on.app.screen.dismiss(key)
        await on.quiet()
        assert on.tab.cursor_key == key
        await on.press("n")
        on.app.screen.dismiss("nobody of whom anything is known")
        await on.quiet()
        assert on.tab.cursor_key == key


async def test_nobody_is_added_where_all_is_only_looked_at() -> None:
    async with people_stage() as on:
        on.app.config = on.app.config.all_read_only()
        await on.press("n")
        assert "nobody is added" in on.said
        assert on.app.screen is on.tab
