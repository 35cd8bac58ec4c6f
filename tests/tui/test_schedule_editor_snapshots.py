"""Portraits of the schedule editor: at the sizes and in the lights that matter."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
import pytest
from textual.events import Paste
from textual.pilot import Pilot

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.week_text import parse
from lockdash.domain.weeks import week_of
from lockdash.engine.schedules.orders import UpdateSchedule
from lockdash.tui.dashboard import LockdashApp
from lockdash.tui.deliberate import HASTE, QUIET
from lockdash.tui.screens.schedule_editor import ScheduleEditor
from tests.tui.build_schedules import AUTO, CLIMATE, DEVICES, NIGHTS, OPENING, WORK, snapshot
from tests.tui.editor_stage import ends
from tests.tui.fake_clock import FakeClock
from tests.tui.world import app

SIZES = [(80, 24), (120, 40), (200, 50)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
Before = Callable[[Pilot[Any]], Coroutine[Any, Any, None]]
THEIRS = msgspec.structs.replace(
    WORK, name="Office", week=week_of(parse("mon-fri 07:00-12:00, 13:00-15:00", ScheduleKind.access))
)
TROUBLE = "mon-fri 09:00-12:30, 12:00-17:00\nsat 22:00-02:00\nsun 14:00-15:00, 10:00-11:00"


def made(**more: Any) -> LockdashApp:
    return app(people=snapshot(), devices=DEVICES, **more)


def on(schedule: Schedule | None, *keys: str, kind: ScheduleKind | None = None, typed: str = "") -> Before:
    """What happens before the portrait: the editor is opened, `typed` takes the place of the text form, keys are
    pressed; `mean` says yes to what is asked."""

    async def before(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await pilot.app.engine.people.open()  # type: ignore[attr-defined]
        screen = ScheduleEditor(schedule, "rentals", kind)
        pilot.app.push_screen(screen)
        await _quiet(pilot)
        if typed:
            screen.go_to(screen.text)
            await _quiet(pilot)
            screen.text.select_all()
            pilot.app.post_message(Paste(typed))
            await _quiet(pilot)
        for key in keys:
            await (_mean(pilot) if key == "mean" else pilot.press(key))
            await _quiet(pilot)

    return before


async def _quiet(pilot: Pilot[Any]) -> None:
    for _ in range(3):
        await pilot.pause()


async def _mean(pilot: Pilot[Any]) -> None:
    clock: FakeClock = pilot.app.clock  # type: ignore[attr-defined]
    clock.advance(HASTE + QUIET)
    await _quiet(pilot)
    await pilot.press("y")
    clock.advance(QUIET)
    await _quiet(pilot)


@sizes
def test_access(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(made(), terminal_size=size, run_before=on(WORK, "down", "right", "right"))


@sizes
def test_begun(snap_compare, size: tuple[int, int]) -> None:
    keys = ("space", *["right"] * 5, "down", "down")
    assert snap_compare(made(), terminal_size=size, run_before=on(NIGHTS, *keys))


@sizes
def test_trouble(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(made(), terminal_size=size, run_before=on(WORK, typed=TROUBLE))


@sizes
def test_mistake(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(made(), terminal_size=size, run_before=on(WORK, typed="mon-fri 09:00-17:00\nsat 10:00-25:00"))


@sizes
def test_new(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(made(), terminal_size=size, run_before=on(None))


@pytest.mark.parametrize("schedule", [OPENING, AUTO, CLIMATE], ids=lambda each: each.kind)
def test_other_kinds(snap_compare, schedule: Schedule) -> None:
    assert snap_compare(made(), terminal_size=(80, 24), run_before=on(schedule, "pagedown"))


def test_copying(snap_compare) -> None:
    assert snap_compare(made(), terminal_size=(80, 24), run_before=on(OPENING, "c", "down", "space", "space"))


def test_exact_times(snap_compare) -> None:
    assert snap_compare(made(), terminal_size=(80, 24), run_before=on(WORK, "right", "right", "enter"))


def test_summary(snap_compare) -> None:
    keys = ("space", "right", *["down"] * 5, "space", "ctrl+o")
    assert snap_compare(made(), terminal_size=(80, 24), run_before=on(WORK, *keys))


def test_conflict(snap_compare) -> None:
    at_work = made()
    at_work.engine.schedules.outcomes[UpdateSchedule] = ends(  # type: ignore[attr-defined]
        ChangeStatus.refused, "somebody has changed it", is_conflict=True, now=THEIRS
    )
    keys = ("space", "right", *["down"] * 5, "space", "ctrl+o", "mean")
    assert snap_compare(at_work, terminal_size=(80, 24), run_before=on(WORK, *keys))


@pytest.mark.parametrize("look", [{"ascii_only": True}, {"theme": "lockdash-light"}], ids=["ascii", "light"])
def test_looks(snap_compare, look: dict[str, Any]) -> None:
    keys = ("space", "right", "right", "down")
    assert snap_compare(made(**look), terminal_size=(80, 24), run_before=on(WORK, *keys))


def test_no_color(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    keys = ("space", "right", "right", "down")
    assert snap_compare(made(), terminal_size=(80, 24), run_before=on(WORK, *keys))


def test_no_color_with_a_mistake(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(made(), terminal_size=(80, 24), run_before=on(WORK, typed="mon 08:00-25:00"))


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (60, 14)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_small(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(made(), terminal_size=size, run_before=on(WORK))
