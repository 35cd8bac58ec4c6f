"""Between events and the devices and people that they are about: the other tab, with only what is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockdash.domain.devices import Device
from lockdash.domain.people import Person
from lockdash.domain.query import quoted
from lockdash.engine.log.views import LogRow
from lockdash.engine.people.views import PersonAttention

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp


async def show_events_at(app: LockdashApp, device: Device) -> None:
    """Go to the Events tab and show what happened at a device."""
    names = [(each.account, each.name) for each in app.snapshot.devices.values()]
    await _show(app, "door", device.name, device.account, names)


async def show_events_of(app: LockdashApp, person: Person) -> None:
    """Go to the Events tab and show what somebody did."""
    names = [(each.account, each.name) for each in app.engine.people.snapshot.people.values()]
    await _show(app, "who", person.name, person.account, names)


async def _show(app: LockdashApp, key: str, name: str, account: str, names: list[tuple[str, str]]) -> None:
    """`names`: of all, with their accounts; who is called the same elsewhere is not meant."""
    from lockdash.tui.screens.events import EventsScreen

    elsewhere = any(other == name and of != account for of, other in names)
    wanted = f"{key}:{quoted(name)}" + (f" account:{quoted(account)}" if elsewhere else "")
    await app.action_tab_events()
    if isinstance(app.screen, EventsScreen):
        app.screen.search(wanted)


async def show_device_of(app: LockdashApp, row: LogRow) -> None:
    """Go to the device at which this happened, or say why there is none."""
    if row.device_key is not None and row.device_key in app.roster.views:
        await app.show_device(row.device_key)
    elif row.event.device_id is None:
        app.say("This did not happen at a device.")
    else:
        app.say(f"{row.door or 'Its device'} is not among the devices any more.")


async def show_person_of(app: LockdashApp, row: LogRow) -> None:
    """Go to the person who did this, or say why there is none."""
    from lockdash.tui.screens.people import PeopleScreen

    if row.person_key is None:
        told = f"{row.who} is not among the people that are known." if row.who else "This event names nobody."
        app.say(told)
        return
    await app.action_tab_people()
    screen = app.screen
    if isinstance(screen, PeopleScreen):
        view = app.people.views.get(row.person_key)
        if view is None or view.attention is PersonAttention.over:
            screen.roster.with_past = True  # most of those who came are gone
        screen.show_only(frozenset({row.person_key}), row.who or "", row.event.account)
