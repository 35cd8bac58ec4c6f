"""Making a world by name."""

from __future__ import annotations

from lockdash.simulator.clock import Clock
from lockdash.simulator.world import World
from lockdash.simulator.worlds import demo, small
from lockdash.simulator.worlds.crowd import add_crowd
from lockdash.simulator.worlds.guest_list import add_people

WORLDS = ("demo", "small", "empty")


def furnished(name: str, *, seed: int, clock: Clock, devices: int, people: int = 0, pace: float) -> World:
    """Return the world `name` with more `devices` and `people` at the rentals, lived up to the clock's time.

    Raises ValueError for a name that is not in WORLDS.
    """
    if name not in WORLDS:
        raise ValueError(f"no world named {name!r}; there are {', '.join(WORLDS)}")
    world = World(seed=seed, clock=clock, pace=pace)
    if name == "small":
        small.furnish(world)
    elif name == "demo":
        demo.furnish(world)
    if devices:
        add_crowd(world, devices)
    if people:
        add_people(world, people)
    world.run_until(world.opened_at)
    return world
