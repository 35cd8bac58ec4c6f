"""Looking for somebody after a creation of which nobody knows whether it happened. Nothing is created here."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from lockdash.domain.budget import Purpose
from lockdash.domain.people import Person
from lockdash.domain.text import clean
from lockdash.domain.windows import Window
from lockdash.vendors.people import NewPerson, Written
from lockdash.vendors.remotelock.api import Api
from lockdash.vendors.remotelock.people import decode, persons, resort
from lockdash.vendors.remotelock.people.decode import Seen
from lockdash.vendors.remotelock.people.origins import EVERY_STATUS
from lockdash.vendors.replies import each

LATELY = timedelta(hours=1)
"""How old somebody with another PIN can be and still be the one who was to be created."""
_PAGES = 4


async def look(new: NewPerson, api: Api, account: str) -> tuple[Written, ...]:
    """Return those who are like `new`, who has the PIN that was asked for first. Raises VendorError.

    Somebody is like `new` who has the kind, the name, the stay, and the PIN or card. The vendor may have chosen
    another PIN, or was asked to: then it is who was created `LATELY`, by the vendor's clock, with the same e-mail
    address. The newest are read, of every status: a stay in the past is over when it is created.
    """
    at_resort_locks = new.origin == decode.RESORT_GUESTS
    path, filters = (resort.PATH, ()) if at_resort_locks else (persons.PATH, EVERY_STATUS)
    read = partial(decode.resort_guest if at_resort_locks else decode.person, account=account)
    found: dict[str, Seen] = {}
    for number in range(1, _PAGES + 1):
        page = await api.page(path, number, "-created_at", purpose=Purpose.command, filters=filters)
        good, _ = each(page.items, read, "people")
        since = page.reply.at - LATELY
        found |= {seen.person.key: seen for seen in good if _is_like(seen, new, since)}
        if page.last or any(seen.created_at is not None and seen.created_at < since for seen in good):
            break
    ordered = sorted(found.values(), key=lambda seen: not _has_code(seen, new))
    return tuple(persons.written(seen) for seen in ordered)


def _is_like(seen: Seen, new: NewPerson, since: datetime) -> bool:
    person = seen.person
    if person.kind is not new.kind or person.name != clean(new.name) or not _same_stay(person, new.stay):
        return False
    if new.first is not None and (seen.access is None or seen.access.target_id != _target_id(new)):
        return False
    if _has_code(seen, new):
        return True
    is_new = seen.created_at is not None and seen.created_at >= since
    return is_new and (person.email or "").casefold() == clean(new.email or "").casefold()


def _has_code(seen: Seen, new: NewPerson) -> bool:
    """Whether somebody has the PIN, or else the card, that was asked for."""
    asked, has = (new.pin, seen.credentials.pin) if new.pin else (new.card, seen.credentials.card)
    return bool(asked) and asked == has


def _same_stay(person: Person, asked: Window | None) -> bool:
    def walls(window: Window | None) -> tuple[datetime | None, ...]:
        times = (window.starts_at, window.ends_at) if window is not None else (None, None)
        return tuple(wall and wall.replace(microsecond=0) for wall in times)

    return walls(person.stay) == walls(asked)


def _target_id(new: NewPerson) -> str:
    target = new.first.target if new.first is not None else None
    return getattr(target, "vendor_id", "")
