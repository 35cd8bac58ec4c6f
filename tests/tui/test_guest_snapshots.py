"""Portraits of the forms: at the sizes and in the lights that matter. No PIN is in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen

from lockdash.tui.dashboard import LockdashApp
from lockdash.tui.screens.form_change import ChangeScreen
from lockdash.tui.screens.form_doors import DoorsScreen
from lockdash.tui.screens.guest import GuestScreen
from tests.tui.build_people import ADA, people_snapshot
from tests.tui.form_known import WITH_HUTS
from tests.tui.world import app

SIZES = [(80, 24), (120, 40), (200, 50)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def made(**more: Any) -> LockdashApp:
    return app(people=people_snapshot(), devices=WITH_HUTS, **more)


def on(form: Callable[[], Screen[Any]], *pressed: str, **texts: str) -> Any:
    """What happens before the portrait: the form is opened, `texts` are pasted into its fields, keys are pressed."""

    async def before(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await pilot.app.engine.people.open()  # type: ignore[attr-defined]
        screen = form()
        pilot.app.push_screen(screen)
        await pilot.pause()
        for name, text in texts.items():
            screen.go_to(name)  # type: ignore[attr-defined]
            await pilot.pause()
            pilot.app.post_message(Paste(text))
            await pilot.pause()
        for key in pressed:
            if key == "doors":
                screen.go_to("targets")  # type: ignore[attr-defined]
            else:
                await pilot.press(key)
            await pilot.pause()
        await pilot.pause()

    return before


def guest() -> GuestScreen:
    return GuestScreen("rentals")


FILLED: dict[str, str] = {"name": "Nora Neu", "email": "nora@example.com", "starts": "2026-03-10", "ends": "2026-03-14"}
MARKED = ("doors", "space", "space", "down", "space")


@sizes
def test_empty(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(made(), terminal_size=size, run_before=on(guest))


@sizes
def test_filled(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(made(), terminal_size=size, run_before=on(guest, *MARKED, **FILLED))


@sizes
def test_problems(snap_compare, size: tuple[int, int]) -> None:
    texts = FILLED | {"name": "N" * 240, "email": "nora", "ends": "2026-03-09"}
    assert snap_compare(made(), terminal_size=size, run_before=on(guest, "ctrl+o", **texts))


@sizes
def test_summary(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(made(), terminal_size=size, run_before=on(guest, *MARKED, "ctrl+o", **FILLED))


def test_summary_with_a_question(snap_compare) -> None:
    texts = FILLED | {"starts": "2026-03-01"}
    assert snap_compare(made(), terminal_size=(100, 40), run_before=on(guest, *MARKED, "ctrl+o", **texts))


def test_filter(snap_compare) -> None:
    keys = ("doors", "slash", *"cab")
    assert snap_compare(made(), terminal_size=(120, 40), run_before=on(guest, *keys, **FILLED))


@pytest.mark.parametrize("look", [{"ascii_only": True}, {"theme": "lockdash-light"}], ids=["ascii", "light"])
def test_looks(snap_compare, look: dict[str, Any]) -> None:
    texts = FILLED | {"email": "nora"}
    assert snap_compare(made(**look), terminal_size=(120, 40), run_before=on(guest, *MARKED, **texts))


def test_no_color(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    texts = FILLED | {"email": "nora"}
    assert snap_compare(made(), terminal_size=(120, 40), run_before=on(guest, *MARKED, **texts))


def test_weekly_hours(snap_compare) -> None:
    texts = {"email": "ida@example.com", "week": "mon-fri 09:00-12:00", "ends": "2026-06-30 18:00"}
    screen = on(lambda: GuestScreen("home"), *MARKED, **texts)
    assert snap_compare(made(), terminal_size=(120, 40), run_before=screen)


@sizes
def test_doors(snap_compare, size: tuple[int, int]) -> None:
    screen = on(lambda: DoorsScreen(ADA.key), "down", "space", "down", "space")
    assert snap_compare(made(), terminal_size=size, run_before=screen)


@sizes
def test_change(snap_compare, size: tuple[int, int]) -> None:
    screen = on(lambda: ChangeScreen(ADA.key), "end", "x", "tab", "tab", "right")
    assert snap_compare(made(), terminal_size=size, run_before=screen)


@pytest.mark.parametrize("size", [(20, 5), (39, 11), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_small(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(made(), terminal_size=size, run_before=on(guest))
