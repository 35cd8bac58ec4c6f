"""From schedules to the devices and the people that go by them: the other tab, with only these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lockdash.tui.render.schedule_words import schedules_text
from lockdash.tui.schedules.rows import Row

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp


async def show_devices_by(app: LockdashApp, rows: Sequence[Row]) -> None:
    """Go to the Devices tab and show only those that go by `rows`."""
    from lockdash.tui.screens.devices import DevicesScreen

    keys = _keys(rows, are_devices=True)
    if rows and not keys:
        app.say(f"No device goes by {_named(rows)}.")
    elif rows:
        await app.action_tab_devices()
        if isinstance(app.screen, DevicesScreen):
            app.screen.show_only(keys, f"devices by {_named(rows)}")


async def show_people_by(app: LockdashApp, rows: Sequence[Row]) -> None:
    """Go to the People tab and show only those who come by `rows`."""
    from lockdash.tui.screens.people import PeopleScreen

    keys = _keys(rows, are_devices=False)
    if rows and not keys:
        app.say(f"Nobody comes by {_named(rows)}.")
    elif rows:
        await app.action_tab_people()
        if isinstance(app.screen, PeopleScreen):
            app.screen.show_only(keys, f"coming by {_named(rows)}", rows[0].account)


def _keys(rows: Sequence[Row], *, are_devices: bool) -> frozenset[str]:
    return frozenset(use.key for row in rows for use in row.uses if use.is_device is are_devices)


def _named(rows: Sequence[Row]) -> str:
    return rows[0].name if len(rows) == 1 else schedules_text(len(rows))
