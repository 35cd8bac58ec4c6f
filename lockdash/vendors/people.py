"""The protocol that the engine speaks with vendors about people. A vendor may have none of it: a client that has offers
its `PeopleClient` as `people` (`people_of`).

As in `vendors.base`: a client turns wire formats into domain values, keeps no store and waits for no interval. Every
write is sent once and never repeated here; what it brought back is handed to the caller, who compares it with what
was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from enum import StrEnum
from typing import Protocol

import msgspec
from msgspec import UNSET, UnsetType

from lockdash.domain.accesses import Access, AccountDefaults, Group, Level, Place
from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.exceptions import AccessException
from lockdash.domain.people import Ability, Credentials, Person, PersonKind
from lockdash.domain.pins import PinRules
from lockdash.domain.schedules import Schedule
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.vendors.base import Client, Context, Feed, Problem
from lockdash.vendors.errors import BadAnswer, Rejected, Unreachable, VendorError, VendorFault

_DEVICE_TIMED_OUT = 408


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """One of a vendor's lists of people, and what can be done with those in it.

    `label`: in words, for people. `doors`: the kinds of devices that it gives access to. `denied`: why an ability that
    a user may look for is not among `abilities`, in words. `pins`: None if nobody can choose a PIN.
    `whole_hours`: its stays know no minutes. `moments`: from when to when is each access's matter, in moments; else it
    is the person's stay, by the clock on the wall at the door. `born_with_access`: nobody is in it without an access,
    so that a creation takes the first one; `one_door`: and there is never another.
    """

    name: str
    label: str
    kinds: frozenset[PersonKind]
    doors: frozenset[DeviceKind]
    abilities: frozenset[Ability]
    denied: Mapping[Ability, str] = {}
    pins: PinRules | None = None
    whole_hours: bool = False
    moments: bool = False
    born_with_access: bool = False
    one_door: bool = False


class Subject(StrEnum):
    """What a feed of the whole account lists. `former_people`: all those whose time is over, where the vendor has words
    for the status and lists them apart."""

    people = "people"
    former_people = "former_people"
    groups = "groups"
    places = "places"
    schedules = "schedules"
    exceptions = "exceptions"


class PeopleFeed(Feed, frozen=True, kw_only=True):
    """A feed as in `vendors.base`. `per_person`: read for one person. `on_demand`: read only when somebody asks, so
    that `every` does not count (expired people, a keypad's PINs). `origin`: of whose people a feed of one device or
    person tells, "" for those of all origins. `lists`: what its roll is of, also if that is empty;
    the roll of a feed of one device or person is always of accesses."""

    per_person: bool = False
    on_demand: bool = False
    origin: str = ""
    lists: Subject = Subject.people


class PeopleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What one read of a feed brought.

    `roll`: the keys of all people or accesses that this feed lists, or the ids of all groups, places, schedules or
    exceptions (`PeopleFeed.lists`), once all of it was seen; None if there is more, if it is not certain, or if the
    vendor says that nothing has changed. `part` of `parts`: how far it is, for a round of several reads; `cursor`: to
    hand in at the next read, also by another session that goes on with it.
    """

    people: tuple[Person, ...] = ()
    accesses: tuple[Access, ...] = ()
    groups: tuple[Group, ...] = ()
    places: tuple[Place, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    exceptions: tuple[AccessException, ...] = ()
    defaults: AccountDefaults | None = None
    roll: frozenset[str] | None = None
    part: int = 1
    parts: int = 1
    cursor: str | None = None
    problems: tuple[Problem, ...] = ()


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What an access says beside who and where, all of it: None is none of it. See `domain.accesses.Access`."""

    schedule_id: str | None = None
    guest_start: time | None = None
    guest_end: time | None = None
    window: Window | None = None
    level: Level | None = None
    remote: bool | None = None


class NewAccess(Terms, frozen=True, kw_only=True):
    """An access to be granted."""

    target: Device | Group | Place


class NewPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be created. One of `pin`, `generate_pin` (by the vendor) and `card`, where the origin asks for any.

    `first`: the access that comes with the creation, for an origin that is `born_with_access`, else None.
    """

    origin: str
    kind: PersonKind
    name: str
    email: str | None = None
    department: str | None = None
    stay: Window | None = None
    pin: Secret | None = None
    generate_pin: bool = False
    card: Secret | None = None
    one_time: bool = False
    first: NewAccess | None = None


class PersonChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be changed of somebody; UNSET stays as it is. Fields as in NewPerson."""

    name: str | UnsetType = UNSET
    email: str | UnsetType | None = UNSET
    department: str | UnsetType | None = UNSET
    stay: Window | UnsetType = UNSET
    pin: Secret | UnsetType = UNSET
    generate_pin: bool = False
    card: Secret | UnsetType | None = UNSET


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What came back from a write: what the vendor says it has now, which may be another than what was asked for.

    A field is None where the answer does not say; the keys tell what to read to see it. `credentials`: a PIN in the
    answer, which is not always the one that was asked for (remotelock-facts, "People and access").
    """

    person_key: str
    person: Person | None = None
    credentials: Credentials | None = None
    access_key: str | None = None
    access: Access | None = None


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a copy for one of several: `written`, or why not, in words."""

    written: Written | None = None
    refusal: str = ""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as it would be sent. `body`: plain text, cleaned; it holds the PIN."""

    subject: str
    body: Secret


class FieldRefused(Rejected):
    """The vendor refuses single fields of a request (422). `fields`: words by the name of the field in our request, ""
    for what it does not blame on one; `starts_at` and `ends_at` for those of a stay."""

    def __init__(self, message: str, *, fields: Mapping[str, str], status: int = 422, remedy: str = "") -> None:
        super().__init__(message, status=status, remedy=remedy)
        self.fields = dict(fields)


def may_have_happened(error: VendorError) -> bool:
    """Whether a write that ended in `error` may have been carried out all the same: whoever sent it looks first
    (`PeopleClient.look`), tells, and never just sends it again (remotelock-facts, "People and access").

    No answer though it was sent, a server error, an answer that cannot be read, and a device that did not answer the
    vendor in time (408, tedee-facts 2.5).
    """
    if isinstance(error, Unreachable):
        return error.sent
    if isinstance(error, Rejected):
        return error.status == _DEVICE_TIMED_OUT
    return isinstance(error, VendorFault | BadAnswer)


class PeopleClient(Protocol):
    """The people of one account at one vendor. Every method raises VendorError and nothing else: FieldRefused or
    Rejected for what the vendor refuses (404: somebody has deleted it meanwhile; 409 at a Tedee keypad: it is at
    something else). What an origin is not able to must not be asked for; it is Rejected all the same."""

    @property
    def origins(self) -> tuple[Origin, ...]: ...

    @property
    def feeds(self) -> tuple[PeopleFeed, ...]: ...

    async def read(
        self, feed: str, cursor: str | None, context: Context, about: Device | Person | None = None
    ) -> PeopleAnswer:
        """Read a feed once. `about`: for feeds that are per device or per person."""

    async def look(self, new: NewPerson, context: Context) -> tuple[Written, ...]:
        """Look for those who are like `new` (name, stay, PIN), after a creation of which nobody knows whether it
        happened. None are found: it did not, or not yet."""

    async def create(self, new: NewPerson) -> Written: ...

    async def update(self, person: Person, change: PersonChange) -> Written: ...

    async def deactivate(self, person: Person) -> Written:
        """Take the code from the locks and keep the record."""

    async def delete(self, person: Person) -> None: ...

    async def grant(self, person: Person, access: NewAccess) -> Written: ...

    async def change_access(self, person: Person, access: Access, terms: Terms) -> Written:
        """Put `terms` in the place of what `access` says. The reference of RemoteLock changes schedules only: what else
        differs is to be granted anew, and the old one revoked after it."""

    async def revoke(self, person: Person, access: Access) -> None: ...

    async def copy(self, access: Access, to: Sequence[Person | str]) -> tuple[Copied, ...]:
        """Give others the same access at the same device, by e-mail address who is not known yet; results in order."""

    async def reveal(self, person: Person) -> Credentials:
        """Ask for the PIN and card of `person`."""

    async def instruct(self, person: Person, days_before: int | None = None) -> None:
        """Have the access instructions sent by e-mail: now, or so many days before the stay."""

    async def preview(self, person: Person) -> Preview:
        """Return the access instructions as they would be sent."""


def people_of(client: Client) -> PeopleClient | None:
    """Return the `people` of a client, None if its vendor keeps none."""
    found: PeopleClient | None = getattr(client, "people", None)
    return found
