"""An entry of Tedee's activity log as an event."""

from __future__ import annotations

import msgspec

from lockdash.domain.events import Event, EventKind
from lockdash.vendors import fields
from lockdash.vendors.masking import masked
from lockdash.vendors.replies import Heard, Unreadable
from lockdash.vendors.tedee import wire
from lockdash.vendors.tedee.activity_types import TYPES, outcome, phrase


def event(item: msgspec.Raw, device_id: str, zone: str | None, heard: Heard) -> Event:
    """Return one entry. Raises what the decoder raises, Unreadable without an id or a date."""
    sent = msgspec.json.decode(item, type=wire.Activity)
    entry_id = fields.identity(sent.id)
    occurred = fields.moment(sent.date)
    if entry_id is None or occurred is None:
        raise Unreadable("an entry without an id or a date")
    number = fields.whole(sent.event)
    name, kind, how = (
        TYPES.get(number, (None, EventKind.unknown, None)) if number is not None else (None, EventKind.unknown, None)
    )
    user_id = fields.identity(sent.user_id)
    return Event(
        account=heard.account,
        id=entry_id,
        kind=kind,
        kind_raw=f"{name} ({number})" if name else f"Event {fields.text(sent.event, 40) or '?'}",
        outcome=outcome(number),
        occurred_at=occurred,
        first_seen_at=heard.seen_at,
        device_id=fields.identity(sent.device_id) or device_id,
        who=_who(sent),
        who_id=user_id if user_id != "0" else None,
        how=how,
        zone=zone,
        phrase=phrase(number),
        raw=masked(item),
    )


def _who(sent: wire.Activity) -> str | None:
    for name in (sent.user_name, sent.username, sent.pin_alias, sent.access_link_name):
        if (found := fields.text(name)) is not None:
            return found
    return None
