"""Endpoints of the Tedee API (tedee-facts 2). Each returns what goes into the envelope, or raises Fault."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lockdash.simulator.home.lock import Wish
from lockdash.simulator.tedee import shapes
from lockdash.simulator.tedee.answers import Fault, too_many
from lockdash.simulator.tedee.call import Call
from lockdash.simulator.tedee.dates import spell

MODES = (0, 2, 3, 4)
MOST_ACTIVITIES = 200


def locks(call: Call) -> list[Any]:
    """GET /my/lock: a bare array, also with Page and ItemsPerPage; 10 in 10 minutes."""
    if not call.account.lists.take(call.now):
        raise too_many(call.account.lists.wait(call.now))
    found = list(call.home.locks.values())
    text = call.text("filters.text")
    if text is not None:
        found = [lock for lock in found if text.lower() in lock.name.lower()]
    if states := call.numbers("filters.state"):
        found = [lock for lock in found if lock.reachable and lock.state in states]
    size = call.number("itemsperpage")
    if size is not None:
        page = call.number("page", 1) or 1
        found = found[(page - 1) * size : page * size]
    return [_lock(call, lock.id) for lock in found]


def lock(call: Call) -> Any:
    return _lock(call, call.lock().id)


def sync_all(call: Call) -> list[Any]:
    """GET /my/lock/sync: all, or those named by `id`; not sooner than 20 s after the last sync."""
    wanted = call.numbers("id")
    if seconds := call.account.wait_for_sync(call.now):
        raise too_many(seconds)
    chosen = [lock for lock in call.home.locks.values() if not wanted or lock.id in wanted]
    return [shapes.sync(lock, call.version) for lock in chosen]


def sync_one(call: Call) -> Any:
    """GET /my/lock/{id}/sync: shares the 20 s, but is free once after an own command."""
    lock = call.lock()
    if seconds := call.account.wait_for_sync(call.now, lock.id):
        raise too_many(seconds)
    return shapes.sync(lock, call.version)


def operate(call: Call) -> Any:
    """POST /my/lock/{id}/operation/{lock|unlock|pull}: 202, and no more than that.

    Errors of these operations are not documented; a disconnected lock answers as a disconnected gate does (423).
    """
    lock = call.lock()
    try:
        wish = Wish[call.request.path_params["wish"]]
    except KeyError:
        raise Fault(404, "Operation not found.") from None
    mode = call.number("mode", 0) if wish is Wish.unlock else 0
    if mode not in MODES:
        raise Fault(400, "The value of mode is not valid.")
    if "content-length" not in call.request.headers and "transfer-encoding" not in call.request.headers:
        raise Fault(411, "Length required.")
    if lock.access_level == 0 and lock.remote_disabled:
        raise Fault(403, "Remote access is disabled.")
    if not lock.reachable:
        raise Fault(423, "Device is disconnected.")
    changed = spell(lock.changed_at, lock.id)
    operation = call.home.command(lock, wish, mode, call.now)
    call.account.commanded(lock.id, call.now)
    return shapes.accepted(operation, changed)


def operation(call: Call) -> Any:
    found = call.home.operations.get(call.request.path_params["operation"])
    if found is None:
        raise Fault(404, "Operation not found.")
    return shapes.operation(found)


def activity(call: Call) -> list[Any]:
    """GET /my/deviceactivity: newest first, strictly older than lastElemDate, at most 200; entries come late.

    Guests see their own entries and those without an author.
    """
    number = call.number("deviceid")
    if number is None:
        raise Fault(400, "The deviceId field is required.")
    lock = call.home.locks.get(number)
    if lock is None:
        raise Fault(404, "Device not found.")
    before = _moment(call.text("lastelemdate"))
    most = min(call.number("elements", MOST_ACTIVITIES) or MOST_ACTIVITIES, MOST_ACTIVITIES)
    own = {None, call.home.user.number}
    entries = [
        entry
        for entry in reversed(lock.log)
        if entry.shown_at <= call.now
        and (before is None or entry.date < before)
        and (lock.access_level > 0 or entry.user_id in own)
    ]
    return [shapes.activity(entry) for entry in entries[:most]]


def bridges(call: Call) -> list[Any]:
    return [shapes.bridge(bridge, call.home) for bridge in call.home.bridges.values()]


def details(call: Call) -> Any:
    """GET /my/device/details: everything at once."""
    return {
        "bridges": bridges(call),
        "locks": [_lock(call, number) for number in call.home.locks],
        "keypads": [shapes.keypad(keypad, call.home) for keypad in call.home.keypads.values()],
        "gates": [],
        "dryContacts": [],
    }


def _lock(call: Call, number: int) -> Any:
    return shapes.lock(
        call.home,
        call.home.locks[number],
        call.version,
        user_settings=call.flag("includeusersettings"),
        accessories=call.flag("includeaccessories"),
    )


def _moment(text: str | None) -> datetime | None:
    """A naive date is UTC."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise Fault(400, "The value of lastElemDate is not valid.") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
