"""`python -m tests.tools.screenshots`: the pictures in the README, drawn by the app itself from a fixed world.

The same code gives the same files, byte for byte: the world's clock stands still, and names are made up.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

for _name in ("NO_COLOR", "COLORTERM", "TEXTUAL_THEME"):
    os.environ.pop(_name, None)

from textual.app import App  # noqa: E402

from lockdash.tui.setup import vendors  # noqa: E402
from tests.tui import build_log, build_people, build_schedules, setup_stage, world  # noqa: E402
from tests.tui.fake_log import FakeLog  # noqa: E402

_QUIET = 4
"""Pauses until all is quiet: an answer from the log asks for the next one."""
FOLDER = Path(__file__).parents[2] / "screenshots"


class Picture(NamedTuple):
    """`keys` are pressed before the picture is taken; `options` are those of `app`, which makes what is drawn."""

    name: str
    size: tuple[int, int]
    keys: Sequence[str] = ()
    options: dict[str, object] = {}
    app: Callable[..., App[Any]] = world.app


_WITH_PEOPLE: dict[str, object] = {"people": build_people.people_snapshot(), "devices": build_people.DEVICES}
_FILLED = (
    *("2", "n", *"Nora Neu", "tab", *"nora@example.com", "tab", "tab"),
    *(*"2026-03-10", "tab", *"2026-03-14", "tab", "tab", "right", "tab"),
    *("space", "space", "slash", *"pool", "enter", "space", "escape"),
)
"""The form for a guest with three doors and the instructions by e-mail."""

_WITH_SCHEDULES: dict[str, object] = {"people": build_schedules.snapshot(), "devices": build_schedules.DEVICES}
_WITH_EVENTS: dict[str, object] = {
    "devices": build_people.DEVICES,
    "log": FakeLog([*build_log.busy(900, every=2100, first=1000), *build_log.STORY], build_log.ARCHIVES),
}

PICTURES = (
    Picture("devices", (120, 30)),
    Picture("devices-narrow", (80, 24)),
    Picture("devices-wide", (200, 50)),
    Picture("setup", (90, 30), ("t", "enter", "enter"), {"vendors": vendors.found()}, setup_stage.setup_app),
    Picture("signed-out", (120, 30), (), {"accounts": [world.HOME_SIGNED_OUT, world.RENTALS]}),
    Picture("outage", (120, 30), (), {"accounts": [world.HOME, world.RENTALS_OFFLINE]}),
    Picture("question", (100, 24), ("down", "o")),
    Picture("help", (100, 40), ("question_mark",)),
    Picture("light", (100, 24), (), {"theme": "lockdash-light"}),
    Picture("people", (120, 30), ("2",), _WITH_PEOPLE),
    Picture("guest", (120, 30), _FILLED, _WITH_PEOPLE),
    Picture("guest-summary", (100, 30), (*_FILLED, "ctrl+o"), _WITH_PEOPLE),
    Picture("schedules", (120, 30), ("3", "down", "down"), _WITH_SCHEDULES),
    Picture("events", (120, 30), ("4", "up", "up"), _WITH_EVENTS),
    Picture("ascii", (100, 24), (), {"ascii_only": True}),
)


async def take(picture: Picture) -> str:
    """Return the picture as SVG text."""
    app = picture.app(**picture.options)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        for key in picture.keys:
            await pilot.press(key)
            for _ in range(_QUIET):
                await pilot.pause()
        return app.export_screenshot(title="lockdash")


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        path = FOLDER / f"{picture.name}.svg"
        path.write_text(asyncio.run(take(picture)), encoding="utf-8")
        print(path.relative_to(FOLDER.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
