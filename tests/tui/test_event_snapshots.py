"""Portraits of the Events tab on the fixed world."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from lockdash.engine.log.views import LogRow
from lockdash.store.errors import StoreError
from tests.tui.build_log import DENIED, LATE, READING, STORY, UNLOCKED, WITH_GAP, busy
from tests.tui.event_stage import events_app, shown
from tests.tui.world import HOME, HOME_SIGNED_OUT, RENTALS

SIZES = [(80, 24), (120, 40), (200, 50)]
BUSY = [*busy(400, every=1500, first=1000), *STORY]


def keys(*pressed: str, on: LogRow | None = None):
    """What happens before the portrait: the tab is shown, the cursor goes to `on`, keys are pressed."""

    async def before(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await shown(pilot, *pressed, on=on)

    return before


def _name(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


@pytest.mark.parametrize("size", SIZES, ids=_name)
def test_events(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(events_app(STORY, WITH_GAP), terminal_size=size, run_before=keys(on=UNLOCKED))


@pytest.mark.parametrize("size", SIZES, ids=_name)
def test_heat_map(snap_compare, size: tuple[int, int]) -> None:
    app = events_app(busy(900, every=2400 * 1.37))
    assert snap_compare(app, terminal_size=size, run_before=keys("m"))


def test_busy(snap_compare) -> None:
    assert snap_compare(events_app(BUSY), terminal_size=(120, 40), run_before=keys(on=DENIED))


def test_reading_the_past(snap_compare) -> None:
    assert snap_compare(events_app(STORY, READING), terminal_size=(120, 40), run_before=keys("home"))


def test_detail(snap_compare) -> None:
    assert snap_compare(events_app(), terminal_size=(80, 40), run_before=keys("enter", on=LATE))


def test_filtered(snap_compare) -> None:
    pressed = ("slash", *"kind:denied since:1d", "enter")
    assert snap_compare(events_app(BUSY), terminal_size=(80, 24), run_before=keys(*pressed))


def test_filtered_to_none(snap_compare) -> None:
    assert snap_compare(events_app(), terminal_size=(80, 24), run_before=keys("slash", *"attic", "enter"))


def test_mistyped(snap_compare) -> None:
    assert snap_compare(events_app(), terminal_size=(80, 24), run_before=keys("slash", *"kidn:denied"))


def test_light(snap_compare) -> None:
    app = events_app(theme="lockdash-light")
    assert snap_compare(app, terminal_size=(120, 40), run_before=keys(on=DENIED))


def test_ascii(snap_compare) -> None:
    app = events_app(STORY, WITH_GAP, ascii_only=True)
    assert snap_compare(app, terminal_size=(120, 40), run_before=keys(on=DENIED))


def test_ascii_heat_map(snap_compare) -> None:
    app = events_app(busy(900, every=2400 * 1.37), ascii_only=True)
    assert snap_compare(app, terminal_size=(80, 24), run_before=keys("m"))


def test_no_color(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(events_app(), terminal_size=(80, 24), run_before=keys(on=DENIED))


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (50, 20)], ids=_name)
def test_small(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(events_app(), terminal_size=size, run_before=keys())


@pytest.mark.parametrize(
    ("name", "accounts"),
    [("no accounts", []), ("nothing yet", [HOME, RENTALS]), ("signed out", [HOME_SIGNED_OUT])],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_without_events(snap_compare, name: str, accounts: list[Any]) -> None:
    made = events_app([], READING[:1] if accounts else [], accounts=accounts)
    assert snap_compare(made, terminal_size=(80, 24), run_before=keys())


def test_unreadable(snap_compare) -> None:
    app = events_app([])
    app.engine.log.failure = StoreError("The store cannot be read: the disk is full.")
    assert snap_compare(app, terminal_size=(80, 24), run_before=keys())
