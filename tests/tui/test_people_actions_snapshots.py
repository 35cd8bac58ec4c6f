"""Portraits of what is done to people: steps on their way and at their end, and what is asked before."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.people import Person
from lockdash.domain.secret import Secret
from lockdash.engine.people.orders import Deactivate, Order, Outcome, ShowLetter
from lockdash.engine.people.steps import Step
from lockdash.tui.dashboard import LockdashApp
from lockdash.tui.screens.steps import StepsScreen
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.vendors.people import Preview
from tests.tui.build_people import (
    ACCESSES,
    ADA,
    BEN,
    CLEO,
    DORA,
    GINA,
    HUGO,
    PEOPLE,
    pending,
    people_snapshot,
    synced,
)
from tests.tui.deeds import ends
from tests.tui.fake_people import FakePeople
from tests.tui.people_stage import people_app, shown
from tests.tui.world import ago

SIZES = [(80, 24), (120, 40)]
both_sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
Before = Callable[[Pilot[Any]], Coroutine[Any, Any, None]]


def keys(*pressed: str, on: Person = ADA, marked: tuple[Person, ...] = (), ends_at: str | None = None) -> Before:
    """Keys on the People tab, with marks or with the cursor on somebody; `ends_at`: typed into the stay form."""

    async def before(pilot: Pilot[Any]) -> None:
        await shown(pilot, on=on.key)
        if marked:
            pilot.app.screen.table.marked = frozenset(each.key for each in marked)
        await shown(pilot, *pressed)
        if ends_at is not None:
            field = pilot.app.screen.query_one("#stay-ends", FieldInput)
            field.value, field.cursor_position = ends_at, len(ends_at)
            await pilot.pause()
        await pilot.pause()

    return before


def watching(*people: Person, held: bool = False) -> Before:
    """The steps that deactivate `people`; `held`: the first is still under way."""

    async def before(pilot: Pilot[Any]) -> None:
        await shown(pilot)
        engine: FakePeople = pilot.app.engine.people
        if held:
            engine.held.clear()
        steps = engine.steps([Step(title=f"{each.name}: deactivate", order=Deactivate(each)) for each in people])
        pilot.app.push_screen(StepsScreen(f"Deactivate {len(people)} people", steps))
        for _ in range(5):
            await pilot.pause()
        if not held:
            known = engine.snapshot
            first, second, *others = known.accesses.values()
            heard = [
                msgspec.structs.replace(first, sync=synced()),
                msgspec.structs.replace(second, sync=pending(), pending_since=ago(minutes=3)),
            ]
            engine.show(people_snapshot(known.people.values(), [*heard, *others]))
        for _ in range(3):
            await pilot.pause()

    return before


def troubled(order: Order, usual: Outcome) -> Outcome:
    """Ben is refused, Cleo is in doubt, Dora is not as asked; Ada goes well."""
    assert isinstance(order, Deactivate)
    if order.person.key == BEN.key:
        return ends(ChangeStatus.refused, "the vendor refuses: Person is locked")(order, usual)
    if order.person.key == CLEO.key:
        looked = "no clear answer (it did not answer within 10 s); a look does not show it; it may still come"
        return ends(ChangeStatus.unknown, looked)(order, usual)
    if order.person.key == DORA.key:
        alarm = "the vendor says that they are still current"
        return ends(ChangeStatus.done, alarm, alarms=(alarm,))(order, usual)
    return usual


def in_trouble(**more: Any) -> LockdashApp:
    app = people_app(**more)
    app.engine.people.outcomes[Deactivate] = troubled  # type: ignore[attr-defined]
    return app


@both_sizes
def test_steps_under_way(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(people_app(), terminal_size=size, run_before=watching(ADA, BEN, CLEO, held=True))


@both_sizes
def test_steps_that_are_over(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(in_trouble(), terminal_size=size, run_before=watching(ADA, BEN, CLEO, DORA))


def test_steps_in_ascii(snap_compare) -> None:
    made = in_trouble(ascii_only=True)
    assert snap_compare(made, terminal_size=(80, 24), run_before=watching(ADA, BEN, CLEO, DORA))


def test_steps_without_colour(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(in_trouble(), terminal_size=(80, 24), run_before=watching(ADA, BEN, CLEO, DORA))


@both_sizes
def test_stay_of_one(snap_compare, size: tuple[int, int]) -> None:
    before = keys("e", ends_at="2026-03-12 11:00")
    assert snap_compare(people_app(), terminal_size=size, run_before=before)


@both_sizes
def test_stay_of_several(snap_compare, size: tuple[int, int]) -> None:
    before = keys("e", marked=(ADA, BEN, CLEO, DORA, GINA), ends_at="2026-03-20")
    assert snap_compare(people_app(), terminal_size=size, run_before=before)


def test_stay_that_cannot_be(snap_compare) -> None:
    before = keys("e", ends_at="2026-03-08 02:30")
    assert snap_compare(people_app(), terminal_size=(80, 24), run_before=before)


@both_sizes
def test_typed_question(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(people_app(), terminal_size=size, run_before=keys("D"))


def test_typed_question_of_several(snap_compare) -> None:
    before = keys("D", marked=(ADA, BEN, GINA, HUGO))
    assert snap_compare(people_app(), terminal_size=(80, 24), run_before=before)


def test_choice_of_doors(snap_compare) -> None:
    assert snap_compare(people_app(), terminal_size=(80, 24), run_before=keys("x"))


def test_bulk_question(snap_compare) -> None:
    before = keys("d", marked=(ADA, BEN, CLEO, GINA, HUGO))
    assert snap_compare(people_app(), terminal_size=(80, 24), run_before=before)


def test_letter_question(snap_compare) -> None:
    assert snap_compare(people_app(), terminal_size=(80, 24), run_before=keys("i"))


def test_letter(snap_compare) -> None:
    gina = msgspec.structs.replace(GINA, email="gina@example.com")
    made = people_app(people_snapshot([gina if each is GINA else each for each in PEOPLE], ACCESSES))
    body = (
        "Dear Gina Hut,\n\nHere is your access code for your upcoming stay with us.\n\nAccess Code: 483-921-776\n\n"
        "Boat house\nAccess times: March 5, 2026 04:00 PM to March 10, 2026 11:00 AM\n\nRegards,\n\nRuth Calder"
    )
    preview = Preview(subject="Access instructions", body=Secret(body))
    made.engine.people.outcomes[ShowLetter] = ends(ChangeStatus.done, preview=preview)  # type: ignore[attr-defined]
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys("i", on=gina))
