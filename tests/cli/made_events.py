"""Events made for tests, every time counted from NOON."""

import time
from datetime import timedelta

from lockdash.domain.event_query import Place
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.domain.log_rows import LogRow
from tests.cli.made import ago, device

FIELDS = [
    "account",
    "id",
    "kind",
    "kind_raw",
    "outcome",
    "device",
    "who",
    "how",
    "text",
    "occurred_at",
    "recorded_at",
    "late",
    "device_id",
    "first_seen_at",
    "zone",
]
FRONT = device()


def event(seconds=0.0, **more):
    """One that happened so long before NOON and was seen a second later: an unlocking of the Front Door."""
    fields = {
        "account": "home",
        "id": f"e{seconds:.0f}",
        "kind": EventKind.unlocked,
        "kind_raw": "unlock",
        "outcome": Outcome.succeeded,
        "occurred_at": ago(seconds),
        "first_seen_at": ago(seconds) + timedelta(seconds=1),
        "device_id": FRONT.vendor_id,
        "who": "Ada Sample",
        "how": "PIN",
        "phrase": "{who} unlocked {door} with a PIN",
    }
    return Event(**(fields | more))


def row(seconds=0.0, door="Front Door", **more):
    made = event(seconds, **more)
    place = Place(made.occurred_at.timestamp(), 1)
    return LogRow(place=place, event=made, door=door, device_key=FRONT.key, who=made.who)


def wait_for(condition, patience=30.0):
    """Return what `condition` returns as soon as that is true; fails if it never is."""
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return found
