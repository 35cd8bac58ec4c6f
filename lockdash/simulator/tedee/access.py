"""Endpoints of who may use a device (tedee-facts 2.4). Writing is served as of v37, reading since v1.34."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from lockdash.simulator.home.access import Access, Level
from lockdash.simulator.home.lock import HomeLock
from lockdash.simulator.tedee import schedules, sharing
from lockdash.simulator.tedee.answers import Fault, bare, nothing
from lockdash.simulator.tedee.call import Call
from lockdash.simulator.tedee.granting import give, read_principal, read_terms

Json = dict[str, Any]


def listed(call: Call) -> list[Json]:
    """GET .../access: guests and those whose time it is not see the owner and themselves."""
    lock = call.lock()
    if not call.version.has_access:
        raise Fault(404, "Not found.")
    entries = call.home.access_to(lock)
    if not _is_manager(call, lock):
        entries = [entry for entry in entries if entry.level == Level.owner or entry.holder == call.home.user]
    text = (call.text("filters.text") or "").lower()
    kinds = call.numbers("filters.principaltype")
    ids = call.values("filters.principalid")
    chosen = [
        entry
        for entry in entries
        if (not ids or entry.holder.id in ids)
        and (not kinds or entry.kind in kinds)
        and (text in entry.holder.name.lower() or text in (entry.holder.email or "").lower())
    ]
    return [sharing.access(lock, entry, call.version) for entry in chosen]


def grant(call: Call) -> Response:
    """POST .../access: 201 also if it is refused; an e-mail without an account is invited."""
    lock = _managed(call)
    fields = call.fields()
    principal = read_principal(fields)
    return bare(give(call, lock, principal, read_terms(fields, call.home.user)), 201)


def change(call: Call) -> Response:
    """PUT .../access/{accessId}: all terms anew; what is missing is null. Refusals are not documented: 400, 403."""
    lock = _managed(call)
    old = _found(call, lock)
    new = read_terms(call.fields(), old.holder)
    if objection := schedules.contradiction(new, call.now):
        raise Fault(400, objection)
    if new.level not in (Level.guest, Level.admin):
        raise Fault(400, "The value of accessLevel is not valid.")
    _check_others(call, old)
    entries = call.home.access[lock.id]
    entries[entries.index(old)] = replace(new, key=old.tag)
    return nothing()


def remove(call: Call) -> Response:
    """DELETE .../access/{accessId}."""
    lock = _managed(call)
    entry = _found(call, lock)
    _check_others(call, entry)
    call.home.access[lock.id].remove(entry)
    return nothing()


def copy(call: Call) -> Response:
    """POST .../access/{accessId}/copy-to: the same terms for others, each with a result of its own."""
    lock = _managed(call)
    entry = _found(call, lock)
    named = call.fields().get("principals")
    if not isinstance(named, list) or not all(isinstance(fields, dict) for fields in named):
        raise Fault(400, "The principals field is required.")
    principals = [read_principal(fields) for fields in named]
    return bare({"principals": [give(call, lock, principal, entry) for principal in principals]}, 201)


def _is_manager(call: Call, lock: HomeLock) -> bool:
    """Owners, and admins at their times."""
    own = [entry for entry in call.home.access_to(lock) if entry.holder == call.home.user]
    active = all(entry.covers(call.now) for entry in own)
    return lock.access_level == Level.owner or (lock.access_level == Level.admin and active)


def _managed(call: Call) -> HomeLock:
    """The lock in the path, if the caller may say who else uses it."""
    lock = call.lock()
    if not call.version.has_principals:
        raise Fault(404, "Not found.")
    if not _is_manager(call, lock):
        raise Fault(403, "You have no permission to manage access to this device.")
    return lock


def _found(call: Call, lock: HomeLock) -> Access:
    wanted = call.request.path_params["access"]
    for entry in call.home.access_to(lock):
        if sharing.access_id(lock, entry) == wanted:
            return entry
    raise Fault(404, "Access not found.")


def _check_others(call: Call, entry: Access) -> None:
    """Nobody takes away the owner's access or their own. Not documented."""
    if entry.level == Level.owner or entry.holder == call.home.user:
        raise Fault(403, "This access cannot be changed.")
