"""A vendor's item kept as JSON text: its secrets masked, its strings made safe, its size bounded."""

from __future__ import annotations

from typing import Any

import msgspec

from lockdash.domain.secret import MASK
from lockdash.domain.text import clean

_TEXT_LIMIT = 500
_SIZE_LIMIT = 16_384

# A card number opens the door as a PIN does. `pinAlias` is a name, no secret.
_SECRETS = frozenset(
    {
        "pin",
        "pins",
        "local_pins",
        "programming_code",
        "card",
        "card_number",
        "smart_card_serial_number",
        "code",
        "password",
        "secret",
        "token",
        "access_token",
        "refresh_token",
        "key",
    }
)


def masked(item: msgspec.Raw) -> str:
    """Return `item` as JSON text that is safe to store and to show. Raises what the decoder raises."""
    kept = msgspec.json.encode(_masked(msgspec.json.decode(item))).decode()
    return kept if len(kept) <= _SIZE_LIMIT else '{"left_out":"longer than an event has reason to be"}'


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            clean(key): MASK if key.lower() in _SECRETS and inner is not None else _masked(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_masked(inner) for inner in value]
    return clean(value, _TEXT_LIMIT) if isinstance(value, str) else value
