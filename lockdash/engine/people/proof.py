"""What a look at the people shows of an order whose answer did not come: pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UnsetType

from lockdash.domain.accesses import Access
from lockdash.domain.people import Person, PersonStatus
from lockdash.engine.people.comparing import of_access, of_person
from lockdash.engine.people.orders import (
    ChangeAccess,
    Deactivate,
    Delete,
    Grant,
    Order,
    Revoke,
    Update,
    target_of,
)


def shows(order: Order, before: Sequence[Access], person: Person | None, accesses: Sequence[Access]) -> bool:
    """Whether it is to be seen that `order` was carried out. False proves nothing: it may still come.

    `before`: what the person could open before it. `person`: as they are now, None if they are gone; `accesses`:
    theirs, without what is gone.
    """
    match order:
        case Delete():
            return person is None
        case Deactivate():
            return person is not None and person.status is PersonStatus.deactivated
        case Revoke(access=access):
            return all(each.key != access.key for each in accesses)
        case Grant():
            kind, target_id, _ = target_of(order)
            known = {each.key for each in before}
            return any(
                (each.target_kind, each.target_id) == (kind, target_id) and each.key not in known for each in accesses
            )
        case ChangeAccess(access=access, terms=terms):
            found = next((each for each in accesses if each.key == access.key), None)
            return found is not None and not of_access(terms, access.target_id, found)
        case Update(change=change):
            hidden = change.generate_pin or any(not isinstance(each, UnsetType) for each in (change.pin, change.card))
            return person is not None and not hidden and not of_person(change, person)
        case _:
            return False
