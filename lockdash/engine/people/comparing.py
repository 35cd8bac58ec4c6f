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
from lockdash.vendors.people import Terms, Written

OTHER_PIN = "the vendor has given ANOTHER PIN than the one that was asked for: reveal it before you tell it to anybody"
NO_PIN = "the vendor has given NO PIN, though one was asked for"


def alarms(order: Order, written: Written) -> tuple[str, ...]:
    """Return where `written` differs from `order`, in words without any secret. What an answer does not say is no
    difference."""
    found: list[str] = []
    match order:
        case Create(new=new):
            found += _of_pin(new.pin, written)
            own = new.kind is PersonKind.member  # their account at the vendor names them
            found += _of_person(UNSET if own else new.name, new.email, new.stay, written.person)
            if new.generate_pin and written.credentials is not None and not written.credentials.pin:
                found.append(NO_PIN)
            if new.first is not None:
                found += _of_access(new.first, target_of(order)[1], written.access)
        case Update(change=change):
            found += _of_pin(None if isinstance(change.pin, UnsetType) else change.pin, written)
            found += _of_person(change.name, change.email, change.stay, written.person)
        case Grant(access=access):
            found += _of_access(access, target_of(order)[1], written.access)
        case ChangeAccess(access=access, terms=terms):
            found += _of_access(terms, access.target_id, written.access)
        case Deactivate():
            if written.person is not None and written.person.status not in (None, PersonStatus.deactivated):
                found.append(f"the vendor says that they are still {written.person.status}")
        case _:
            pass
    return tuple(found)


def _of_pin(asked: Secret | None, written: Written) -> list[str]:
    if not asked or written.credentials is None:
        return []
    if not written.credentials.pin:
        return [NO_PIN]
    return [] if written.credentials.pin == asked else [OTHER_PIN]


def _of_person(
    name: str | UnsetType, email: str | UnsetType | None, stay: Window | UnsetType | None, person: Person | None
) -> list[str]:
    if person is None:
        return []
    found = []
    if isinstance(name, str) and person.name != clean(name):
        found.append(f"the name is now {person.name}")
    if isinstance(email, str) and (person.email or "").casefold() != clean(email).casefold():
        found.append(f"the e-mail address is now {person.email or 'empty'}")
    if isinstance(stay, Window) and person.stay is not None:
        for word, asked, is_now in (
            ("begins", stay.starts_at, person.stay.starts_at),
            ("ends", stay.ends_at, person.stay.ends_at),
        ):
            if asked != is_now:
                found.append(f"the stay {word} {is_now.isoformat(' ', 'minutes') if is_now else 'never'}")
    return found


def _of_access(asked: Terms, target_id: str | None, access: Access | None) -> list[str]:
    if access is None:
        return []
    found = ["the access is to another door"] if access.target_id != target_id else []
    names = {"schedule_id": "schedule", "guest_start": "first hour", "guest_end": "last hour", "window": "window"}
    for name, label in names.items():
        if getattr(asked, name) != getattr(access, name):
            found.append(f"the {label} of the access is another one than was asked for")
    return found
