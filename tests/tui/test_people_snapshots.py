"""Portraits of the People tab on the fixed world."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from lockdash.engine.people.snapshot import AccountState, FeedState, PeopleSnapshot
from tests.tui.build_people import ADA, GINA, RENTALS_ORIGINS, account_state, people_snapshot
from tests.tui.people_stage import people_app, shown
from tests.tui.world import HOME_SIGNED_OUT, RENTALS

SIZES = [(80, 24), (120, 40), (200, 50)]


def keys(*pressed: str, on: str | None = None):
    """What happens before the portrait: the tab is shown, the cursor goes to `on`, keys are pressed."""

    async def before(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await shown(pilot, *pressed, on=on)

    return before


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_people(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(people_app(), terminal_size=size, run_before=keys(on=ADA.key))


def test_light(snap_compare) -> None:
    assert snap_compare(people_app(theme="lockdash-light"), terminal_size=(120, 40), run_before=keys(on=GINA.key))


def test_ascii(snap_compare) -> None:
    assert snap_compare(people_app(ascii_only=True), terminal_size=(80, 24), run_before=keys("t"))


def test_no_color(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(people_app(), terminal_size=(80, 24), run_before=keys())


def test_with_past(snap_compare) -> None:
    assert snap_compare(people_app(), terminal_size=(120, 40), run_before=keys("t"))


def test_filter(snap_compare) -> None:
    assert snap_compare(people_app(), terminal_size=(80, 24), run_before=keys("slash", *"pool"))


def test_filtered_to_nobody(snap_compare) -> None:
    assert snap_compare(people_app(), terminal_size=(80, 24), run_before=keys("slash", *"attic", "enter"))


@pytest.mark.parametrize("size", [(20, 5), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_small(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(people_app(), terminal_size=size, run_before=keys())


_READING = account_state(*RENTALS_ORIGINS, feeds={"people": FeedState(3, 21)})
_FAILED = AccountState(failure="api.remotelock.com did not answer within 10 s. It is tried again by itself.")


@pytest.mark.parametrize(
    ("name", "accounts", "states"),
    [
        ("no accounts", [], {}),
        ("first reading", [RENTALS], {"rentals": _READING}),
        ("nobody", [RENTALS], {"rentals": account_state(*RENTALS_ORIGINS)}),
        ("failed", [RENTALS], {"rentals": _FAILED}),
        ("signed out", [HOME_SIGNED_OUT], {"home": AccountState()}),
        ("keeps nobody", [RENTALS], {"rentals": AccountState(keeps_people=False)}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_without_people(snap_compare, name: str, accounts: list[Any], states: dict[str, AccountState]) -> None:
    made = people_app(people_snapshot([], [], accounts=states), accounts=accounts)
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys())


def test_before_the_store_is_read(snap_compare) -> None:
    unread = PeopleSnapshot(revision=0, at=RENTALS.since)
    assert snap_compare(people_app(unread), terminal_size=(80, 24), run_before=keys())
