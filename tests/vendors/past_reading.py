"""Reading the past of an account to its end, as an archive does it: by clients that come and go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import cycle
from typing import Any

from lockdash.domain.events import Event
from lockdash.simulator.rentals.devices import Device
from lockdash.simulator.rentals.events import Event as Happening
from lockdash.simulator.server import Simulator
from lockdash.vendors.base import Client, Context, Stretch
from lockdash.vendors.past import Lost, PastPage, past_of
from tests.vendors.records import NOTHING

MOST_PAGES = 3000
ALL = Stretch()


class Reading:
    """`events` by id, those that came again once; `pages`: how many; `repeats`: how many events came again."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.pages: list[PastPage] = []
        self.repeats = 0
        self.lost: list[Lost] = []

    def take(self, page: PastPage) -> None:
        self.pages.append(page)
        self.repeats += sum(event.id in self.events for event in page.events)
        self.events |= {event.id: event for event in page.events}
        self.lost += page.lost


async def read(
    sim: Simulator,
    connect: Callable[[], Client],
    series: str,
    stretch: Stretch = ALL,
    context: Context = NOTHING,
    between: Callable[[int], object] = lambda number: None,
) -> Reading:
    """Read a stretch to its end, a page a second; each by `connect()`. `between`: done after each, with its number."""
    reading = Reading()
    cursor: str | None = None
    for number in range(MOST_PAGES):
        past = past_of(connect())
        assert past is not None
        page = await past.read_past(series, stretch, cursor, context)
        reading.take(page)
        between(number)
        sim.clock.advance(1)
        cursor = page.cursor
        if cursor is None:
            return reading
    raise AssertionError("it does not come to an end")


def remember(
    sim: Simulator,
    name: str,
    number: int,
    kinds: tuple[str, ...] = ("unlocked", "locked"),
    apart: float = 60.0,
    **details: Any,
) -> list[Happening]:
    """Give a device at the rentals so many events in the past, `apart` seconds, the last of them an hour ago."""
    device = sim.world.locks[name]
    assert isinstance(device, Device)
    begun = sim.clock.now() - timedelta(hours=1, seconds=apart * number)
    made = []
    for index, kind in zip(range(number), cycle(kinds), strict=False):
        event = device.record(kind, occurred_at=begun + timedelta(seconds=apart * index), **details)
        event.created_at = event.occurred_at
        made.append(event)
    sim.world.do(lambda: sim.world.rentals.events.remember(made))
    return made
