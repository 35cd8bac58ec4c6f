"""Whether the vendor did what was asked: pure. A vendor may put another PIN in the place of the one that was asked for,
and answer with success (remotelock-facts, "People and access")."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from lockdash.domain.accesses import Access
from lockdash.domain.people import Person, PersonKind, PersonStatus
from lockdash.domain.secret import Secret
from lockdash.domain.text import clean
from lockdash.domain.windows import Window
from lockdash.engine.people.orders import ChangeAccess, Create, Deactivate, Grant, Order, Update, target_of
from lockdash.vendors.people import NewPerson, PersonChange, Terms, Written

OTHER_PIN = "the vendor has given ANOTHER PIN than the one that was asked for: reveal it before you tell it to anybody"
NO_PIN = "the vendor has given NO PIN, though one was asked for"


def alarms(order: Order, written: Written) -> tuple[str, ...]:
    """Return where `written` differs from `order`, in words. What an answer does not say is no difference."""
    found: list[str] = []
    match order:
        case Create(new=new):
            found += _of_pin(new.pin, new.generate_pin, written)
            found += of_person(_wanted(new), written.person) if written.person is not None else []
            if new.first is not None and written.access is not None:
                found += of_access(new.first, target_of(order)[1], written.access)
        case Update(change=change):
            asked = None if isinstance(change.pin, UnsetType) else change.pin
            found += _of_pin(asked, change.generate_pin, written)
            found += of_person(change, written.person) if written.person is not None else []
        case Grant(access=access) if written.access is not None:
            found += of_access(access, target_of(order)[1], written.access)
        case ChangeAccess(access=access, terms=terms) if written.access is not None:
            found += of_access(terms, access.target_id, written.access)
        case Deactivate():
            if written.person is not None and written.person.status not in (None, PersonStatus.deactivated):
                found.append(f"the vendor says that they are still {written.person.status}")
        case _:
            pass
    return tuple(found)


def of_person(asked: PersonChange, person: Person) -> list[str]:
    """Return in what `person` is not as `asked`, beside PIN and card, which nobody can see."""
    found = []
    if isinstance(asked.name, str) and person.name != clean(asked.name):
        found.append(f"the name is now {person.name}")
    for label, wanted, has in (
        ("e-mail address", asked.email, person.email),
        ("department", asked.department, person.department),
    ):
        if not isinstance(wanted, UnsetType) and (has or "").casefold() != clean(wanted or "").casefold():
            found.append(f"the {label} is now {has or 'empty'}")
    if isinstance(asked.stay, Window):
        is_now = person.stay or Window()
        for label, begins_or_ends, at in (
            ("begins", asked.stay.starts_at, is_now.starts_at),
            ("ends", asked.stay.ends_at, is_now.ends_at),
        ):
            if begins_or_ends != at:
                found.append(f"the stay {label} {at.isoformat(' ', 'minutes') if at else 'never'}")
    return found


def of_access(asked: Terms, target_id: str | None, access: Access) -> list[str]:
    """Return in what `access` is not as `asked`. No level, and no word on remote use, is what the vendor gives then."""
    found = ["the access is to another door"] if access.target_id != target_id else []
    names = {"schedule_id": "schedule", "guest_start": "first hour", "guest_end": "last hour", "window": "window"}
    names |= {"level": "level"} if asked.level is not None else {}
    names |= {"remote": "use from afar"} if asked.remote is not None else {}
    for name, label in names.items():
        if getattr(asked, name) != getattr(access, name):
            found.append(f"the {label} of the access is another one than was asked for")
    return found


def _of_pin(asked: Secret | None, generated: bool, written: Written) -> list[str]:
    if written.credentials is None or not (asked or generated):
        return []
    if not written.credentials.pin:
        return [NO_PIN]
    return [OTHER_PIN] if asked and written.credentials.pin != asked else []


def _wanted(new: NewPerson) -> PersonChange:
    """What a new person should be like. A member's own account at the vendor names them."""
    return PersonChange(
        name=UNSET if new.kind is PersonKind.member else new.name,
        email=new.email or UNSET,
        department=new.department or UNSET,
        stay=new.stay or UNSET,
    )
