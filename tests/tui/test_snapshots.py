"""Portraits of the fixed world: what is seen, at the sizes and in the lights that matter."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from lockdash.domain.accounts import Condition
from lockdash.domain.budget import Budget
from tests.tui.fake_engine import OWN
from tests.tui.world import (
    ASKED,
    BEN,
    COMMANDS,
    FRONT,
    GARAGE,
    HOME,
    HOME_SIGNED_OUT,
    LODGE,
    RENTALS,
    RENTALS_OFFLINE,
    app,
)

SIZES = [(80, 24), (120, 40), (200, 50)]


def keys(*pressed: str, on: str | None = None):
    """What happens before the portrait: the cursor goes to the device `on`, then keys are pressed."""

    async def before(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        if on is not None:
            pilot.app.screen.table.cursor_key = on
            await pilot.pause()
        for key in pressed:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause()

    return before


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_devices(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(app(), terminal_size=size, run_before=keys(on=FRONT.key))


def test_light(snap_compare) -> None:
    assert snap_compare(app(theme="lockdash-light"), terminal_size=(120, 40), run_before=keys(on=FRONT.key))


def test_ascii(snap_compare) -> None:
    assert snap_compare(app(ascii_only=True), terminal_size=(80, 24), run_before=keys(on=FRONT.key))


def test_no_color(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app(), terminal_size=(80, 24), run_before=keys(on=GARAGE.key))


def test_failed_accounts(snap_compare) -> None:
    accounts = [HOME, RENTALS_OFFLINE]
    assert snap_compare(app(accounts=accounts), terminal_size=(120, 40), run_before=keys())


def test_grace(snap_compare) -> None:
    assert snap_compare(app(), terminal_size=(80, 24), run_before=keys("u", on=FRONT.key))


def test_question(snap_compare) -> None:
    assert snap_compare(app(), terminal_size=(80, 24), run_before=keys("o", on=GARAGE.key))


def test_wish_of_another_session(snap_compare) -> None:
    asked = msgspec.structs.replace(ASKED, actor=BEN)
    made = app(commands=[asked, *COMMANDS[1:]], sessions=(OWN, BEN))
    assert snap_compare(made, terminal_size=(120, 40), run_before=keys(on=LODGE.key))


def test_low_budget(snap_compare) -> None:
    low = msgspec.structs.replace(RENTALS, budget=Budget(120, 43, None, 12))
    made = app(accounts=[HOME, low], sessions=(OWN, BEN))
    assert snap_compare(made, terminal_size=(120, 30), run_before=keys(on=FRONT.key))


def test_filter(snap_compare) -> None:
    assert snap_compare(app(), terminal_size=(80, 24), run_before=keys("slash", *"beach"))


def test_filtered_to_nothing(snap_compare) -> None:
    assert snap_compare(app(), terminal_size=(80, 24), run_before=keys("slash", *"attic", "enter"))


@pytest.mark.parametrize(
    ("name", "accounts"),
    [
        ("no accounts", []),
        ("empty account", [HOME]),
        ("failed", [RENTALS_OFFLINE]),
        ("signed out", [HOME_SIGNED_OUT]),
        ("first contact", [msgspec.structs.replace(RENTALS, condition=Condition.connecting)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_without_devices(snap_compare, name: str, accounts: list[Any]) -> None:
    made = app(accounts=accounts, devices=[], commands=[])
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys())


@pytest.mark.parametrize("size", [(20, 5), (39, 11), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_small(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(app(accounts=[HOME, RENTALS_OFFLINE]), terminal_size=size, run_before=keys())


def test_full_detail(snap_compare) -> None:
    assert snap_compare(app(), terminal_size=(60, 24), run_before=keys("enter", on=FRONT.key))


def test_help(snap_compare) -> None:
    assert snap_compare(app(), terminal_size=(100, 50), run_before=keys("question_mark"))


def test_accounts(snap_compare) -> None:
    notice = "lockdash.db was damaged and is kept as lockdash.db.corrupt-2026-03-06T175812; a new store was begun"
    made = app(
        accounts=[HOME_SIGNED_OUT, RENTALS_OFFLINE],
        sessions=(OWN, BEN),
        polled_by={"home": None, "rentals": BEN},
        notices=(notice,),
    )
    assert snap_compare(made, terminal_size=(100, 40), run_before=keys("a"))
