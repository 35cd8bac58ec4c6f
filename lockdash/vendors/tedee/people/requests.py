"""What is sent to Tedee about access, and what is refused before that (tedee-facts 2.4)."""

from __future__ import annotations

from lockdash.domain.accesses import Access, Level
from lockdash.domain.devices import Device
from lockdash.domain.people import Person, PersonKind
from lockdash.vendors.abilities import impossible
from lockdash.vendors.paths import segment
from lockdash.vendors.people import NewAccess, NewPerson, Terms
from lockdash.vendors.tedee.people.decode import GROUP, LEVELS, USER
from lockdash.vendors.tedee.people.schedules import fields_of


def terms(asked: Terms, level: Level, remote: bool) -> dict[str, object]:
    """Return all that an access says. Raises Rejected for what Tedee has no field for."""
    if asked.schedule_id is not None or asked.guest_start is not None or asked.guest_end is not None:
        raise impossible("a Tedee access has a window of its own, and no schedule")
    if level not in LEVELS:
        raise impossible("what this access allows is not known; say which level it is to have", "level")
    return {"accessLevel": LEVELS[level], "remoteAccessDisabled": not remote, **fields_of(asked.window)}


def principal(who: Person | str) -> dict[str, object]:
    """A user is named by e-mail address, a group by id."""
    if isinstance(who, Person) and who.kind is PersonKind.group:
        return {"principalType": GROUP, "principalId": who.id}
    return {"principalType": USER, "userEmail": address(who if isinstance(who, str) else who.email)}


def address(email: str | None) -> str:
    """Raises FieldRefused for what is no e-mail address."""
    if email is None or "@" not in email.strip().strip("@"):
        raise impossible("Tedee needs the e-mail address of whom an access is given to", "email")
    return email.strip()


def first_access(new: NewPerson) -> NewAccess:
    """Return the access that makes somebody known. Raises Rejected without one."""
    if new.first is None:
        raise impossible("nobody is at Tedee without an access: say to which device", "first")
    return new.first


def device_of(access: NewAccess) -> Device:
    """Raises Rejected for a group of doors or a location."""
    if not isinstance(access.target, Device):
        raise impossible("Tedee gives access to single devices only")
    return access.target


def access_path(access: Access) -> str:
    return f"/my/device/{segment(access.target_id)}/access/{segment(access.id or '')}"
