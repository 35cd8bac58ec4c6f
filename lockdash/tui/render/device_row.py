"""A device as a row of the Devices table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from lockdash.domain.freshness import Freshness
from lockdash.domain.link import Link
from lockdash.engine.views import DeviceView, age_words
from lockdash.engine.words import LINK_WORDS
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.render.words import state_cell

DEVICE_COLUMNS: tuple[Column, ...] = (
    Column("name", "Device", least=5, want=14, most=32, rank=0, middle=True),
    Column("state", "State", least=10, want=18, most=21, rank=-1),
    Column("battery", "Battery", least=9, want=9, most=9, rank=2),
    Column("link", "Link", least=9, want=9, most=9, rank=3),
    Column("age", "Age", least=4, want=4, most=5, rank=1, right=True),
    Column("location", "Location", least=8, want=12, most=24, rank=5, middle=True),
    Column("account", "Account", least=7, want=10, most=16, rank=4, middle=True),
)


def device_cells(
    view: DeviceView,
    pending: str | None,
    glyphs: Glyphs,
    now: datetime,
    zone: tzinfo,
    battery_points: Sequence[int] = (),
) -> tuple[Cell, ...]:
    """Return the cells of `view` at `now` (UTC), one for each of `DEVICE_COLUMNS`.

    `pending`, `zone`: see `state_cell`. `battery_points`: per cent, oldest first.
    """
    device = view.device
    return (
        Cell(device.name, Tone.dim if device.gone_at is not None else Tone.calm),
        state_cell(view, pending, glyphs, now, zone),
        battery_cell(view, glyphs, battery_points),
        link_cell(view),
        age_cell(view, glyphs),
        Cell(device.location or "", Tone.dim),
        Cell(device.account, Tone.dim),
    )


def battery_cell(view: DeviceView, glyphs: Glyphs, points: Sequence[int] = ()) -> Cell:
    """Return `54 % ▄▃▃`, `12 % low`, `80 % chg` or a dash: number to the right, unit and trend quiet."""
    device = view.device
    level = device.battery.value if device.battery is not None else None
    if level is None:
        return Cell(f"  {glyphs.dash}", Tone.faint)
    if view.low_battery:
        return Cell(f"{level:>3} % low", Tone.caution, short=f"{level:>3} %")
    tone = Tone.dim if view.freshness is Freshness.stale else Tone.calm
    trend = "chg" if device.charging else glyphs.spark(points)
    return Cell(f"{level:>3}", tone, tail=f" % {trend}".rstrip())


def link_cell(view: DeviceView) -> Cell:
    """Return the link in a word; loud only for one that should speak and does not, in doubt once the news is old."""
    link = view.link
    if link is None:
        return Cell("")
    if link in (Link.overdue, Link.offline):
        return Cell(LINK_WORDS[link], Tone.alarm)
    doubted = view.freshness is Freshness.stale and link is not Link.no_bridge
    return Cell(f"{LINK_WORDS[link]}?" if doubted else LINK_WORDS[link], Tone.dim)


def age_cell(view: DeviceView, glyphs: Glyphs) -> Cell:
    """Return how old the state is: quiet while it is fresh."""
    if view.age is None:
        return Cell(glyphs.dash, Tone.faint)
    return Cell(age_words(view), Tone.dim if view.freshness is Freshness.fresh else Tone.calm)
