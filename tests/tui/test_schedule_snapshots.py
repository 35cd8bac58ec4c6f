"""Portraits of the Schedules tab on the fixed world."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from lockdash.engine.people.snapshot import AccountState, FeedState, PeopleSnapshot
from tests.tui.build_people import RENTALS_ORIGINS, account_state
from tests.tui.build_schedules import CLIMATE, HOLIDAYS, OPENING, WORK, snapshot
from tests.tui.schedule_stage import HOURS, key_of, schedules_app, shown
from tests.tui.world import HOME_SIGNED_OUT, RENTALS, ago

SIZES = [(80, 24), (120, 40), (200, 50)]


def keys(*pressed: str, on: str | None = None):
    """What happens before the portrait: the tab is shown, the cursor goes to `on`, keys are pressed."""

    async def before(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await shown(pilot, *pressed, on=on)

    return before


def _name(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


@pytest.mark.parametrize("size", SIZES, ids=_name)
def test_schedules(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(schedules_app(), terminal_size=size, run_before=keys(on=key_of(WORK)))


@pytest.mark.parametrize("size", SIZES, ids=_name)
def test_exception(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(schedules_app(), terminal_size=size, run_before=keys(on=key_of(HOLIDAYS)))


def test_hours_that_drift(snap_compare) -> None:
    assert snap_compare(schedules_app(), terminal_size=(120, 40), run_before=keys(on=HOURS))


def test_detail(snap_compare) -> None:
    assert snap_compare(schedules_app(), terminal_size=(80, 40), run_before=keys("enter", on=key_of(CLIMATE)))


def test_light(snap_compare) -> None:
    app = schedules_app(theme="lockdash-light")
    assert snap_compare(app, terminal_size=(120, 40), run_before=keys(on=key_of(OPENING)))


def test_ascii(snap_compare) -> None:
    app = schedules_app(ascii_only=True)
    assert snap_compare(app, terminal_size=(120, 40), run_before=keys("t", on=key_of(OPENING)))


def test_no_color(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(schedules_app(), terminal_size=(80, 24), run_before=keys(on=key_of(WORK)))


def test_filtered_to_none(snap_compare) -> None:
    assert snap_compare(schedules_app(), terminal_size=(80, 24), run_before=keys("slash", *"attic", "enter"))


@pytest.mark.parametrize("size", [(20, 5), (40, 12)], ids=_name)
def test_small(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(schedules_app(), terminal_size=size, run_before=keys())


_LISTS = {"schedules": FeedState(1, 1, ago(60)), "exceptions": FeedState(1, 1, ago(60))}
_READING = account_state(*RENTALS_ORIGINS, feeds={"schedules": FeedState(1, 3), "exceptions": FeedState()})
_FAILED = AccountState(failure="api.remotelock.com did not answer within 10 s. It is tried again by itself.")


@pytest.mark.parametrize(
    ("name", "accounts", "states"),
    [
        ("no accounts", [], {}),
        ("first reading", [RENTALS], {"rentals": _READING}),
        ("none", [RENTALS], {"rentals": account_state(*RENTALS_ORIGINS, feeds=_LISTS)}),
        ("failed", [RENTALS], {"rentals": _FAILED}),
        ("signed out", [HOME_SIGNED_OUT], {"home": AccountState()}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_without_schedules(snap_compare, name: str, accounts: list[Any], states: dict[str, AccountState]) -> None:
    made = schedules_app(snapshot([], [], [], accounts=states), accounts=accounts)
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys())


def test_before_the_store_is_read(snap_compare) -> None:
    unread = PeopleSnapshot(revision=0, at=RENTALS.since)
    assert snap_compare(schedules_app(unread), terminal_size=(80, 24), run_before=keys())
