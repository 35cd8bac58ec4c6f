"""Endpoints of the event feed (reference, "Events")."""

from __future__ import annotations

from lockdash.simulator.remotelock import shapes
from lockdash.simulator.remotelock.call import Call, Json, present

_SORTS = ("created_at", "occurred_at")


def events(call: Call) -> Json:
    """GET /events: what has been uploaded so far; default order occurred_at, newest first."""
    found = call.filtered(reversed(call.rentals.events))
    gone = call.rentals.gone
    return call.listed(
        found, lambda event: shapes.event(event, gone, call.base), sortable=_SORTS, default="-occurred_at"
    )


def event(call: Call) -> Json:
    found = present(next((event for event in call.rentals.events if event.id == call.id), None))
    return {"data": shapes.event(found, call.rentals.gone, call.base)}
