"""What is read of RemoteLock's people, feed by feed."""

from __future__ import annotations

from functools import partial

from lockdash.domain.budget import Purpose
from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.people import Person
from lockdash.vendors.abilities import impossible
from lockdash.vendors.paths import segment
from lockdash.vendors.people import PeopleAnswer
from lockdash.vendors.remotelock.api import Api
from lockdash.vendors.remotelock.desk import Desk
from lockdash.vendors.remotelock.people import decode, origins
from lockdash.vendors.remotelock.people.decode import Seen
from lockdash.vendors.remotelock.people.groups import read_groups
from lockdash.vendors.remotelock.people.listing import Listing, Lists
from lockdash.vendors.remotelock.people.persons import PATH as PERSONS_PATH
from lockdash.vendors.remotelock.people.persons import Persons, path_of
from lockdash.vendors.remotelock.people.resort import PATH as RESORT_PATH
from lockdash.vendors.remotelock.people.resort import ResortGuests
from lockdash.vendors.remotelock.schedules import EXCEPTIONS_PATH, SCHEDULES_PATH
from lockdash.vendors.remotelock.schedules import decode as schedules

# The oldest first: who is new stands at the end, and moves nobody to another page.
_OLDEST_FIRST = ("sort", "created_at")
_DOORS = {DeviceKind.lock: "/devices", DeviceKind.door: "/acs/doors"}


class Reading:
    """Reads the feeds of one account."""

    def __init__(self, api: Api, desk: Desk, account: str, persons: Persons, resort: ResortGuests) -> None:
        self._api = api
        self._desk = desk
        self._account = account
        self._persons = persons
        self._resort = resort
        self._lists = Lists(api)

    async def read(self, feed: str, cursor: str | None, about: Device | Person | None) -> PeopleAnswer:
        """See `PeopleClient.read`."""
        match feed:
            case origins.PEOPLE:
                return await self._people(feed, origins.LIVE, cursor)
            case origins.FORMER_PEOPLE:
                return await self._people(feed, origins.FORMER, cursor)
            case origins.RESORT:
                return await self._resort_guests(feed, cursor)
            case origins.GROUPS:
                return await read_groups(feed, cursor, self._api, self._lists, self._account)
            case origins.PLACES:
                return await self._places(feed, cursor)
            case origins.SCHEDULES:
                return await self._schedules(feed, cursor)
            case origins.EXCEPTIONS:
                return await self._exceptions(feed, cursor)
            case origins.DEFAULTS:
                read = partial(decode.defaults, account=self._account)
                return PeopleAnswer(defaults=await self._desk.ask("/account", read, Purpose.poll))
            case origins.PERSON if isinstance(about, Person):
                return _of_one(await self._one(about))
            case origins.ACCESSES if isinstance(about, Person):
                return await self._accesses_of(feed, cursor, about)
            case origins.DEVICE_ACCESSES if isinstance(about, Device):
                return await self._accesses_at(feed, cursor, about)
        raise ValueError(f"no feed {feed!r}, or nothing that it is about")

    async def _people(self, feed: str, statuses: tuple[tuple[str, str], ...], cursor: str | None) -> PeopleAnswer:
        listing = Listing(
            path=PERSONS_PATH,
            where="people list",
            read=partial(decode.person, account=self._account),
            key=_key,
            params=(*statuses, _OLDEST_FIRST),
        )
        part = await self._lists.read(feed, listing, cursor)
        return part.answer(people=tuple(seen.person for seen in part.values))

    async def _resort_guests(self, feed: str, cursor: str | None) -> PeopleAnswer:
        listing = Listing(
            path=RESORT_PATH,
            where="resort guest list",
            read=partial(decode.resort_guest, account=self._account),
            key=_key,
            params=(_OLDEST_FIRST,),
        )
        part = await self._lists.read(feed, listing, cursor)
        return part.answer(
            people=tuple(seen.person for seen in part.values),
            accesses=tuple(seen.access for seen in part.values if seen.access is not None),
        )

    async def _places(self, feed: str, cursor: str | None) -> PeopleAnswer:
        listing = Listing(
            path="/locations",
            where="location list",
            read=partial(decode.place, account=self._account),
            key=lambda place: place.id,
            params=(_OLDEST_FIRST,),
        )
        part = await self._lists.read(feed, listing, cursor)
        return part.answer(places=part.values)

    async def _schedules(self, feed: str, cursor: str | None) -> PeopleAnswer:
        listing = Listing(
            path=SCHEDULES_PATH,
            where="schedule list",
            read=partial(schedules.schedule, account=self._account),
            key=lambda schedule: schedule.id,
            params=(_OLDEST_FIRST,),
        )
        part = await self._lists.read(feed, listing, cursor)
        return part.answer(schedules=part.values)

    async def _exceptions(self, feed: str, cursor: str | None) -> PeopleAnswer:
        listing = Listing(
            path=EXCEPTIONS_PATH,
            where="exception list",
            read=partial(schedules.exception, account=self._account),
            key=lambda exception: exception.id,
            params=(_OLDEST_FIRST,),
        )
        part = await self._lists.read(feed, listing, cursor)
        return part.answer(exceptions=part.values)

    async def _accesses_of(self, feed: str, cursor: str | None, person: Person) -> PeopleAnswer:
        if person.origin == decode.RESORT_GUESTS:
            seen = await self._one(person)
            answer = _of_one(seen)
            return PeopleAnswer(
                people=answer.people, accesses=answer.accesses, roll=frozenset(each.key for each in answer.accesses)
            )
        return await self._accesses(feed, f"{path_of(person)}/accesses", person.id, cursor)

    async def _accesses_at(self, feed: str, cursor: str | None, device: Device) -> PeopleAnswer:
        folder = _DOORS.get(device.kind)
        if folder is None:
            raise impossible(f"RemoteLock lists no accesses of {device.name}: it gives none to this kind of device")
        path = f"{folder}/{segment(device.vendor_id)}/access_person_accesses"
        return await self._accesses(feed, path, device.vendor_id, cursor)

    async def _accesses(self, feed: str, path: str, owner: str, cursor: str | None) -> PeopleAnswer:
        listing = Listing(
            path=path,
            where="access list",
            read=partial(decode.access, account=self._account),
            key=lambda access: access.key,
            owner=owner,
        )
        part = await self._lists.read(feed, listing, cursor)
        return part.answer(accesses=part.values)

    async def _one(self, person: Person) -> Seen:
        guests = self._resort if person.origin == decode.RESORT_GUESTS else self._persons
        return await guests.one(person, Purpose.poll)


def _key(seen: Seen) -> str:
    return seen.person.key


def _of_one(seen: Seen) -> PeopleAnswer:
    return PeopleAnswer(people=(seen.person,), accesses=(seen.access,) if seen.access is not None else ())
