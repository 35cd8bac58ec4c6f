"""Giving access to a device: whom, on which terms, and why not (tedee-facts 2.4, 3.10)."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, NamedTuple

from lockdash.simulator.home.access import Access, Group, Holder, Kind, Level
from lockdash.simulator.home.home import Home
from lockdash.simulator.home.lock import HomeLock
from lockdash.simulator.tedee import schedules, sharing
from lockdash.simulator.tedee.answers import Fault
from lockdash.simulator.tedee.call import Call

Json = dict[str, Any]


class Refusal(Exception):
    """A 201 that is no success. `code`: tedee-facts 3.10; the sentence is documented for 1003 only."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Principal(NamedTuple):
    """Whom the caller names: a user by e-mail, or a group by id."""

    kind: Kind
    name: str

    def find(self, home: Home) -> Holder | None:
        """None: there is no such group. Users are always found, with an account or without."""
        if self.kind is Kind.user:
            return home.holder(self.name)
        return next((group for group in home.groups if group.id == self.name), None)


def read_principal(fields: Json) -> Principal:
    """Raises Fault 400."""
    kind = fields.get("principalType")
    if kind == Kind.user:
        email = _text(fields, "userEmail")
        if "@" not in email.strip("@"):
            raise Fault(400, "The value of userEmail is not valid.")
        return Principal(Kind.user, email)
    if kind == Kind.group:
        return Principal(Kind.group, _text(fields, "principalId"))
    raise Fault(400, "The value of principalType is not valid.")


def read_terms(fields: Json, holder: Holder) -> Access:
    """Read level, remote use and schedule as an access of `holder`. Raises Fault 400 for what cannot be read."""
    level = fields.get("accessLevel")
    remote = fields.get("remoteAccessDisabled", False)
    if not isinstance(level, int) or isinstance(level, bool):
        raise Fault(400, "The accessLevel field is required.")
    if not isinstance(remote, bool):
        raise Fault(400, "The remoteAccessDisabled field must be true or false.")
    return Access(holder, level, remote, **asdict(schedules.read(fields)))


def _text(fields: Json, name: str) -> str:
    text = fields.get(name)
    if not isinstance(text, str) or not text.strip():
        raise Fault(400, f"The {name} field is required.")
    return text


def give(call: Call, lock: HomeLock, principal: Principal, terms: Access) -> Json:
    """Give `principal` an access like `terms`, and return the access result."""
    holder = principal.find(call.home)
    try:
        if holder is None:
            raise Refusal(1006, "The group does not exist")
        entry = replace(terms, holder=holder)
        for check in (_check_holder, _check_terms, _check_single):
            check(call, lock, entry)
    except Refusal as refusal:
        return sharing.refused(principal.kind, holder, principal.name, refusal.code, refusal.message)
    return sharing.granted(lock, call.home.grant(lock, entry))


def _check_holder(call: Call, lock: HomeLock, entry: Access) -> None:
    if entry.holder == call.home.user:
        raise Refusal(1008, "Access cannot be assigned to yourself")
    if any(other.level == Level.owner and other.holder == entry.holder for other in call.home.access_to(lock)):
        raise Refusal(1002, "The user is the owner of the device")
    if isinstance(entry.holder, Group) and entry.holder.organization != lock.organization:
        raise Refusal(1005, "The device does not belong to the organization")


def _check_terms(call: Call, lock: HomeLock, entry: Access) -> None:
    """An owner who makes another owner: not documented, counted among the rules (1000)."""
    if entry.level in (Level.admin, Level.owner) and entry.level > lock.access_level:
        raise Refusal(1001, "Access level is higher than your own")
    if entry.level not in (Level.guest, Level.admin):
        raise Refusal(1000, "The value of accessLevel is not valid")
    if objection := schedules.contradiction(entry, call.now):
        raise Refusal(1000, objection)


def _check_single(call: Call, lock: HomeLock, entry: Access) -> None:
    """One access per principal and device."""
    for other in call.home.access_to(lock):
        if other.holder.id != entry.holder.id:
            continue
        if other.pending:
            raise Refusal(1004, "The user is already invited")
        if other.kind is Kind.group:
            raise Refusal(1007, "Device access for this group already exists")
        raise Refusal(1003, "Device access for this user already exists")
