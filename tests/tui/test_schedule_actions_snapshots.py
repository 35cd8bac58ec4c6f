"""Portraits of what is done to schedules: exceptions, devices, and what is asked before something goes for good."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from lockdash.domain.changes import ChangeStatus
from lockdash.engine.schedules.orders import Assign, Order, Outcome, UpdateException
from lockdash.tui.dashboard import LockdashApp
from lockdash.tui.deliberate import HASTE, QUIET
from lockdash.tui.schedules.rows import exception_key
from lockdash.tui.screens.assign import AssignScreen
from lockdash.tui.widgets.field_input import FieldInput
from tests.tui.build_schedules import DEVICES, HOLIDAYS, OPENING, WORK
from tests.tui.deeds import ends
from tests.tui.schedule_stage import key_of, schedules_app, shown

SIZES = [(80, 24), (120, 40)]
both_sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
Before = Callable[[Pilot[Any]], Coroutine[Any, Any, None]]
ROW = exception_key(HOLIDAYS)
TYPED = "2025-12-24..26, 2026-12-24..01-02, 2026-04-03..06, 2027-01-01, 2026-05-01"
BY_NAME = {each.name: each.key for each in DEVICES}


async def rest(pilot: Pilot[Any]) -> None:
    for _ in range(5):
        await pilot.pause()


async def agree(pilot: Pilot[Any]) -> None:
    """Say yes to the summary, as somebody who means it."""
    for seconds, key in ((HASTE + QUIET, "y"), (QUIET, "")):
        pilot.app.clock.advance(seconds)  # type: ignore[attr-defined]
        await rest(pilot)
        if key:
            await pilot.press(key)
            await rest(pilot)
    await rest(pilot)


def keys(*pressed: str, on: str) -> Before:
    async def before(pilot: Pilot[Any]) -> None:
        await shown(pilot, on=on)
        await pilot.press(*pressed)
        await rest(pilot)

    return before


def editing(typed: str, at: int, *pressed: str, yes: bool = False) -> Before:
    """The exception with these days, the cursor `at` a character of them."""

    async def before(pilot: Pilot[Any]) -> None:
        await keys("e", on=ROW)(pilot)
        field = pilot.app.screen.query_one("#input-dates", FieldInput)
        field.value, field.cursor_position = typed, at
        await rest(pilot)
        if pressed:
            await pilot.press(*pressed)
            await rest(pilot)
        if yes:
            await agree(pilot)

    return before


def choosing(*pressed: str, yes: bool = False) -> Before:
    """The devices by a schedule, some of them marked otherwise."""

    async def before(pilot: Pilot[Any]) -> None:
        await keys("plus", on=key_of(OPENING))(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, AssignScreen)
        for name in ("Beach House 1", "Boat house", "Lodge", "Loft"):
            screen._devices.table.cursor_key = BY_NAME[name]
            await pilot.press("space")
        if pressed:
            await pilot.press(*pressed)
        await rest(pilot)
        if yes:
            await agree(pilot)

    return before


def troubled(order: Order, usual: Outcome) -> Outcome:
    """The boat house is refused, the lodge is in doubt; the others go well."""
    assert isinstance(order, Assign)
    if order.device.key == BY_NAME["Boat house"]:
        why = "Boat house never connected: what is set before it does is lost"
        return ends(ChangeStatus.refused, why, now=None)(order, usual)  # type: ignore[arg-type, return-value]
    if order.device.key == BY_NAME["Lodge"]:
        why = "no clear answer, it may have happened (it did not answer within 10 s)"
        return ends(ChangeStatus.unknown, why, now=None)(order, usual)  # type: ignore[arg-type, return-value]
    return usual


def in_trouble(**more: Any) -> LockdashApp:
    app = schedules_app(**more)
    app.engine.schedules.outcomes[Assign] = troubled  # type: ignore[attr-defined]
    return app


# Exceptions


@both_sizes
def test_exception(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(schedules_app(), terminal_size=size, run_before=editing(TYPED, 20))


def test_exception_in_ascii(snap_compare) -> None:
    made = schedules_app(ascii_only=True)
    assert snap_compare(made, terminal_size=(80, 24), run_before=editing(TYPED, 20))


def test_exception_without_colour(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(schedules_app(), terminal_size=(80, 24), run_before=editing(TYPED, 20))


def test_exception_with_a_mistake(snap_compare) -> None:
    before = editing("2026-05-01, Easter, 2026-12-24", 30, "ctrl+o")
    assert snap_compare(schedules_app(), terminal_size=(80, 24), run_before=before)


@both_sizes
def test_exception_summary(snap_compare, size: tuple[int, int]) -> None:
    before = editing("2026-12-24..2027-01-02, 2026-04-03..05", 0, "ctrl+o")
    assert snap_compare(schedules_app(), terminal_size=size, run_before=before)


def test_exception_conflict(snap_compare) -> None:
    made = schedules_app()
    theirs = msgspec.structs.replace(HOLIDAYS, name="Closed days", dates=HOLIDAYS.dates[1:])
    conflict = ends(ChangeStatus.refused, "changed meanwhile", now=theirs, is_conflict=True)
    made.engine.schedules.outcomes[UpdateException] = conflict  # type: ignore[attr-defined]
    before = editing("2026-12-24..2027-01-02, 2026-04-03..05", 0, "ctrl+o", yes=True)
    assert snap_compare(made, terminal_size=(80, 24), run_before=before)


@both_sizes
def test_new_exception(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(schedules_app(), terminal_size=size, run_before=keys("N", on=ROW))


def test_account_is_asked(snap_compare) -> None:
    made = schedules_app()
    made.engine.schedules.accounts.add("home")  # type: ignore[attr-defined]
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys("N", on=ROW))


# Devices


@both_sizes
def test_devices(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(schedules_app(), terminal_size=size, run_before=choosing())


def test_devices_summary(snap_compare) -> None:
    assert snap_compare(schedules_app(), terminal_size=(80, 24), run_before=choosing("ctrl+o"))


@both_sizes
def test_devices_that_were_sent(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(in_trouble(), terminal_size=size, run_before=choosing("ctrl+o", yes=True))


def test_devices_that_were_sent_in_ascii(snap_compare) -> None:
    made = in_trouble(ascii_only=True)
    assert snap_compare(made, terminal_size=(80, 24), run_before=choosing("ctrl+o", yes=True))


# Deletes


@pytest.mark.parametrize("row", [key_of(OPENING), key_of(WORK), ROW], ids=["devices", "people", "exception"])
def test_delete(snap_compare, row: str) -> None:
    assert snap_compare(schedules_app(), terminal_size=(80, 24), run_before=keys("D", on=row))


def test_delete_wide(snap_compare) -> None:
    assert snap_compare(schedules_app(), terminal_size=(120, 40), run_before=keys("D", on=key_of(WORK)))
