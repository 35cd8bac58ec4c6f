"""RemoteLock's types of events in ours: what each means, how it ended, and what it says in plain words.

The types are those of the reference ("Events", "Create a notification subscription") and the later ones of
remotelock-facts, without the suffix `_event`.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from lockdash.domain.events import EventKind, Outcome

SUFFIX = "_event"


class Meaning(msgspec.Struct, frozen=True):
    """Of one type. `outcome`: its own, whatever the status says; None: as the status says. A failed synchronisation
    carries the status "succeeded", because the report of it did (remotelock-facts, Events).

    `phrases`: by outcome, with `{way}` where the way of doing it is said. `by_itself`: the same for what a device did
    without anybody. `strangers`: by method, for what somebody did of whom the vendor knows nothing.
    """

    kind: EventKind
    phrases: Mapping[Outcome, str]
    outcome: Outcome | None = None
    by_itself: Mapping[Outcome, str] = {}
    strangers: Mapping[str, str] = {}


class Asked(msgspec.Struct, frozen=True):
    """What decides on the phrase beside the type. `method`, `source`: as sent. `has_value`: it says something more."""

    outcome: Outcome
    method: str | None
    source: str | None
    is_somebody: bool
    has_value: bool


def event_name(kind: str) -> str:
    """Return a type as subscriptions spell it."""
    return kind.removesuffix(SUFFIX)


def phrase(meaning: Meaning, asked: Asked) -> str:
    """Return what happened in plain words, with places for who, where and the value; one of a few for each type."""
    said = meaning.phrases[asked.outcome]
    if not asked.is_somebody and asked.method is not None:
        said = meaning.strangers.get(asked.method, said)
    elif not asked.is_somebody and asked.source == "device":
        said = meaning.by_itself.get(asked.outcome, said)
    said = said.replace("{way}", _way(asked))
    return f"{said}: {{value}}" if asked.has_value else said


def _way(asked: Asked) -> str:
    if asked.method is not None:
        return _WAYS.get(asked.method, "")
    return " remotely" if asked.source == "network" else ""


def _deed(done: str, unfinished: str, way: str = "{way}", end: str = "") -> dict[Outcome, str]:
    """Return the phrases of something that may not have come about: "unlocked", "unlock"."""
    return {
        Outcome.succeeded: f"{{who}} {done} {{door}}{way}{end}",
        Outcome.failed: f"{{who}} could not {unfinished} {{door}}{way}",
        Outcome.unknown: f"{{who}} may have {done} {{door}}{way}{end}",
    }


def _alone(done: str, unfinished: str) -> dict[Outcome, str]:
    return {
        Outcome.succeeded: f"{{door}} {done} by itself",
        Outcome.failed: f"{{door}} could not {unfinished} by itself",
        Outcome.unknown: f"{{door}} may have {done} by itself",
    }


def _undergone(done: str) -> dict[Outcome, str]:
    """Return the phrases of what is done to a device."""
    return {
        Outcome.succeeded: f"{{door}} was {done}",
        Outcome.failed: f"{{door}} could not be {done}",
        Outcome.unknown: f"{{door}} may have been {done}",
    }


def _report(kind: EventKind, text: str, outcome: Outcome = Outcome.succeeded) -> Meaning:
    """Return the meaning of a type that is the news itself. Failed: it tells of something that is not as it should
    be, so somebody may have to look after it."""
    return Meaning(kind, {outcome: text}, outcome)


_K = EventKind
_LOST, _BACK = "{door} lost its connection", "{door} is connected again"

EVENTS: dict[str, Meaning] = {
    "unlocked": Meaning(_K.unlocked, _deed("unlocked", "unlock"), by_itself=_alone("unlocked", "unlock")),
    "locked": Meaning(_K.locked, _deed("locked", "lock"), by_itself=_alone("locked", "lock")),
    "unlockedlocked": Meaning(_K.unlocked, _deed("unlocked", "unlock", end=", and it was locked again")),
    "access_denied": Meaning(
        _K.denied,
        {Outcome.failed: "{who} was not let in at {door}{way}"},
        Outcome.failed,
        strangers={
            "pin": "somebody tried a wrong PIN at {door}",
            "local_pin": "somebody tried a wrong PIN at {door}",
            "card": "somebody tried an unknown card at {door}",
            "smart_card": "somebody tried an unknown card at {door}",
        },
    ),
    "access_person_used": Meaning(_K.used, _deed("used", "use")),
    "kore_ready_pin_used": Meaning(_K.used, _deed("used a Kore-ready PIN at", "use a Kore-ready PIN at", way="")),
    "jammed": _report(_K.jammed, "{door} jammed", Outcome.failed),
    "access_person_synced": _report(_K.synced, "{who}'s access reached {door}"),
    "access_person_sync_failed": _report(_K.sync_failed, "{who}'s access did not reach {door}", Outcome.failed),
    "access_guest_late_sync": _report(
        _K.sync_failed, "{who}'s access had not reached {door} when the stay began", Outcome.failed
    ),
    "reset": Meaning(_K.system, _undergone("reset")),
    "connectivity": Meaning(
        _K.link,
        {Outcome.failed: _LOST, Outcome.succeeded: _BACK, Outcome.unknown: "the connection of {door} changed"},
    ),
    "power_level_low": _report(_K.battery, "the battery of {door} is low", Outcome.failed),
    "battery_replaced": _report(_K.battery, "{door} got a new battery"),
    "acs_door_opened": _report(_K.door, "{door} was opened"),
    "acs_door_closed": _report(_K.door, "{door} was closed"),
    "acs_door_held_open": _report(_K.door, "{door} was held open too long", Outcome.failed),
    "acs_requested_to_exit": _report(_K.door, "{who} asked to be let out at {door}"),
    "temperature_changed": _report(_K.climate, "the temperature at {door} changed"),
    "humidity_changed": _report(_K.climate, "the humidity at {door} changed"),
    "relay_enabled": Meaning(_K.relay, _undergone("switched on")),
    "relay_disabled": Meaning(_K.relay, _undergone("switched off")),
}

_WAYS: dict[str, str] = {
    "pin": " with a PIN",
    "card": " with a card",
    "smart_card": " with a smart card",
    "manual": " by hand",
    "local_pin": " with a PIN of the keypad",
}
