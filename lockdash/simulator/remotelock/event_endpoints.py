"""Endpoints of the event feed (reference, "Events")."""

from __future__ import annotations

from lockdash.simulator.remotelock import shapes
from lockdash.simulator.remotelock.call import Call, Json, present

_SORTS = ("created_at", "occurred_at")


def events(call: Call) -> Json:
    """GET /events: what has been uploaded so far; default order occurred_at, newest first."""
    gone = call.rentals.gone
    wish = tuple(tuple(call.values(name)) for name in ("id", "type", "sort"))
    found = call.rentals.events.view(wish, lambda events: call.ordered(events, _SORTS, "-occurred_at"))
    return call.paged(found, lambda event: shapes.event(event, gone, call.base))


def event(call: Call) -> Json:
    found = present(next((event for event in call.rentals.events if event.id == call.id), None))
    return {"data": shapes.event(found, call.rentals.gone, call.base)}
