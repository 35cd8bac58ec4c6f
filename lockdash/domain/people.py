"""People: who may enter, as what, from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from lockdash.domain.secret import Secret
from lockdash.domain.walltime import bounds_of, known_zone
from lockdash.domain.windows import Window


class PersonKind(StrEnum):
    """`user`: permanent. `guest`: from-to. `member`: a Tedee user, or one who was invited. `group`: of members.
    `code`: a keypad's PIN with a name, and nobody known behind it."""

    user = "user"
    guest = "guest"
    member = "member"
    group = "group"
    code = "code"


class PersonStatus(StrEnum):
    """`pending`: invited, and not there yet. `unknown`: the vendor has a word that we do not have (`status_raw`), or
    nobody knows what time it is at the door."""

    current = "current"
    upcoming = "upcoming"
    pending = "pending"
    unknown = "unknown"
    expired = "expired"
    deactivated = "deactivated"

    @property
    def is_over(self) -> bool:
        """Shown on demand only."""
        return self in (PersonStatus.expired, PersonStatus.deactivated)


class Ability(StrEnum):
    """What can be done with people of an origin; each vendor says which (`vendors.people.Origin`).

    `choose_pin`: a creation takes the PIN that it names; `generate_pin`: the vendor makes one. `change`: name, e-mail,
    department. `change_terms`: all that an access says but the door and the schedule. `grant_many`: to groups of
    doors and to locations. `instruct_later`: so many days before the stay. `reveal`: the PIN can be asked for again.
    """

    create = "create"
    choose_pin = "choose_pin"
    generate_pin = "generate_pin"
    one_time = "one_time"
    change = "change"
    change_pin = "change_pin"
    change_stay = "change_stay"
    deactivate = "deactivate"
    delete = "delete"
    grant = "grant"
    grant_many = "grant_many"
    change_schedule = "change_schedule"
    change_terms = "change_terms"
    revoke = "revoke"
    copy = "copy"
    instruct = "instruct"
    instruct_later = "instruct_later"
    preview = "preview"
    reveal = "reveal"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person of one account, as last heard of. No PIN is kept: `has_pin` and `has_card` say that there is one
    (None: the vendor does not say), and whoever may see it asks the vendor again (`Credentials`).

    `key`: the identity (`person_key`); `id`: the vendor's. `origin`: which of the vendor's lists of people it is from.
    `status`: the vendor's word, None where it has none (Tedee, resort locks): it then follows from the windows and the
    time (`accesses.status`). `status_raw`: the vendor's own word, cleaned.
    `stay`: from when to when, where that is the person's and not each access's (RemoteLock); None for permanent.
    `one_time`: the PIN opens once. `denied`: what the vendor does not let be done with this one now, though it does
    with others of its origin. `listed_by`: the feed that lists it (set by the engine).
    `gone_at`: since when it is known that the vendor has it no more: it was asked for and not found, or is missing from
    lists of every status. One that a list of current people misses may have expired, and is not gone. The row stays,
    so that every session hears of it.
    """

    key: str
    account: str
    id: str
    origin: str
    kind: PersonKind
    name: str
    status: PersonStatus | None = None
    status_raw: str = ""
    email: str | None = None
    department: str | None = None
    stay: Window | None = None
    has_pin: bool | None = None
    has_card: bool | None = None
    one_time: bool = False
    denied: frozenset[Ability] = frozenset()
    listed_by: str = ""
    gone_at: datetime | None = None


class Credentials(msgspec.Struct, frozen=True):
    """What opens a door for a person; held for a moment, never stored."""

    pin: Secret | None = None
    card: Secret | None = None


def person_key(account: str, origin: str, person_id: str) -> str:
    """The identity of a person. Two lists of a vendor may use one number for two people."""
    return f"{account}/{origin}/{person_id}"


def phase(window: Window | None, now: datetime, zone: str | None) -> PersonStatus:
    """Return whether `window` is upcoming, current or expired at `now` (UTC); days of the week do not count.

    Wall-clock times need the door's `zone`: without a known one, unknown. Of a time that the clock there shows twice
    or skips, the wider reading counts: from the first moment, until the last.
    """
    starts, ends = (window.starts_at, window.ends_at) if window else (None, None)
    if known_zone(zone) is None and any(at is not None and at.tzinfo is None for at in (starts, ends)):
        return PersonStatus.unknown
    if ends is not None and _moment(ends, zone, last=True) <= now:
        return PersonStatus.expired
    if starts is not None and _moment(starts, zone, last=False) > now:
        return PersonStatus.upcoming
    return PersonStatus.current


def joint(statuses: Iterable[PersonStatus]) -> PersonStatus | None:
    """Return the status of somebody who has all of these at several doors: the first of them in the order of
    PersonStatus, None without any."""
    found = set(statuses)
    return next((status for status in PersonStatus if status in found), None)


def _moment(at: datetime, zone: str | None, *, last: bool) -> datetime:
    return at if at.tzinfo is not None else bounds_of(at, zone)[last]
