"""From a device to those who may open it, and from a person to their doors: the other tab, with only these."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lockdash.domain.devices import Device
from lockdash.engine.people.snapshot import AccountState, PeopleSnapshot
from lockdash.engine.words import KIND_WORDS
from lockdash.tui.messages import PeopleAsked
from lockdash.tui.people.at_door import can_have_people, doors_of, people_at
from lockdash.tui.people.lists import is_read, of_doors

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp
    from lockdash.tui.screens.people import PeopleScreen


async def show_people_of(app: LockdashApp, device_key: str) -> None:
    """Go to the People tab and show only those who may open this device, also those who are heard of from now on. Its
    own lists are read for it."""
    from lockdash.tui.screens.people import PeopleScreen

    device, people = app.snapshot.devices.get(device_key), app.engine.people
    if device is None:
        return
    state = people.snapshot.accounts.get(device.account, AccountState())
    if not can_have_people(device, state):
        app.say(f"{device.name} has no people: a {KIND_WORDS[device.kind]} is nothing that they are given access to.")
        return
    await app.action_tab_people()
    screen = app.screen
    if not isinstance(screen, PeopleScreen):
        return
    _Link(app, screen, device).begin()
    screen.run_worker(_read(app, screen, device), name="people of one", group="people of one", exit_on_error=False)
    if not is_read(state):
        app.say(f"Reading who may open {device.name}: more may come.")


async def show_doors_of(app: LockdashApp, person_key: str) -> None:
    """Go to the Devices tab and show only the doors of this person, as far as they are known now."""
    from lockdash.tui.screens.devices import DevicesScreen

    people = app.engine.people
    person = people.snapshot.people.get(person_key)
    if person is None:
        return
    keys = doors_of(people.snapshot.by_person.get(person_key, ()), people.snapshot, people.directory)
    if not keys & app.roster.views.keys():
        app.say(f"No door of {person.name} is among the devices.")
        return
    await app.action_tab_devices()
    if isinstance(app.screen, DevicesScreen):
        app.screen.show_only(keys, f"doors of {person.name}")


async def _read(app: LockdashApp, screen: PeopleScreen, device: Device) -> None:
    """Have the lists of one device read. Which there are is known once its account was connected."""
    people, account = app.engine.people, device.account
    why = await people.ask(account, (), device.key)
    if not why:
        why = await people.ask(account, of_doors(people.feeds(account)), device.key)
    screen.post_message(PeopleAsked({account: why}))


class _Chosen(frozenset[str]):
    """A value of its own also while it is empty, by which a link sees that the tab shows what it has chosen."""


class _Link:
    """Keeps the People tab at those who may open `device`, as they become known, until somebody chooses others."""

    def __init__(self, app: LockdashApp, screen: PeopleScreen, device: Device) -> None:
        self._people = app.engine.people
        self._screen = screen
        self._device = device
        self._shown = _Chosen()
        self._leave: Callable[[], None] = lambda: None

    def begin(self) -> None:
        self._show(self._keys())
        self._leave = self._people.subscribe(self._hear)

    def _hear(self, people: PeopleSnapshot) -> None:
        self._screen.call_later(self._follow)

    def _follow(self) -> None:
        if self._screen.roster.only is not self._shown:
            self._leave()
        elif (keys := self._keys()) != self._shown:
            self._show(keys)

    def _keys(self) -> frozenset[str]:
        return people_at(self._device, self._people.directory)

    def _show(self, keys: frozenset[str]) -> None:
        self._shown = _Chosen(keys)
        self._screen.show_only(self._shown, f"at {self._device.name}", self._device.account)
