"""An event in plain words. Who and where come from the event itself, or from what its ids are called; never a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lockdash.domain.events import Event, EventKind, Outcome

KIND_WORDS: Mapping[EventKind, str] = {
    EventKind.unlocked: "unlocked",
    EventKind.locked: "locked",
    EventKind.opened: "opened",
    EventKind.denied: "denied",
    EventKind.jammed: "jammed",
    EventKind.used: "used",
    EventKind.battery: "battery",
    EventKind.link: "link",
    EventKind.synced: "synced",
    EventKind.sync_failed: "sync failed",
    EventKind.door: "door",
    EventKind.climate: "climate",
    EventKind.relay: "relay",
    EventKind.system: "system",
    EventKind.command: "command",
    EventKind.change: "change",
    EventKind.account: "account",
    EventKind.unknown: "unknown",
}

SOMEBODY, SOMEWHERE = "somebody", "a door"
_DEEDS: Mapping[EventKind, str] = {
    EventKind.unlocked: "{who} unlocked {door}",
    EventKind.locked: "{who} locked {door}",
    EventKind.opened: "{who} opened {door}",
    EventKind.denied: "{who} was refused at {door}",
    EventKind.jammed: "{door} jammed",
    EventKind.used: "{who} used {door}",
    EventKind.synced: "{door} has heard of {who}",
    EventKind.sync_failed: "{door} could not be told of {who}",
}
_FAILED = " (failed)"
# A jam and a refusal are failures by what they are.
_SAY_IT_THEMSELVES = frozenset({EventKind.denied, EventKind.jammed, EventKind.sync_failed})
_PLACE = re.compile(r"\{(who|door|value)\}")
_WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


def sentence(event: Event, door: str | None, who: str | None) -> str:
    """Return what happened in one sentence without its full stop: "Ann Sample unlocked Front Door with a PIN".

    `door`, `who`: what they are called, None if nobody knows. An event of a type that is not known is told in the
    vendor's own words.
    """
    phrase = event.phrase or _by_kind(event)
    known = {"who": who or SOMEBODY, "door": door or SOMEWHERE, "value": event.value or "?"}
    told = _PLACE.sub(lambda found: known[found[1]], phrase)
    # A name is written as it is written; what stands for one begins a sentence like any word.
    is_name = (phrase.startswith("{who}") and who) or (phrase.startswith("{door}") and door)
    return told if is_name else told[:1].upper() + told[1:]


def raw_words(event: Event) -> str:
    """Return the vendor's own type, its words apart: "door open too long (86)"."""
    return _WORD_ENDS.sub(" ", event.kind_raw).lower()


def _by_kind(event: Event) -> str:
    """A phrase for what was stored before there were any, or is of a type that nobody knows."""
    deed = _DEEDS.get(event.kind)
    failed = event.outcome is Outcome.failed and event.kind not in _SAY_IT_THEMSELVES
    if deed is None:
        raw = raw_words(event).replace("{", "(").replace("}", ")")  # the braces of a stranger are no places
        deed = f"{raw} at {{door}}" if event.device_id else raw
    return deed + _FAILED if failed else deed
