"""What is wrong with a request, in RemoteLock's own words (reference, "Errors").

The body of a refusal repeats what was sent, and its words may quote it: nothing secret of the request is passed on.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lockdash.domain.secret import MASK, Secret
from lockdash.domain.text import clean
from lockdash.vendors.remotelock import wire

_CODE = re.compile(r"\d{4,}")
_SECRET_FIELDS = frozenset({"pin", "card"})
# Names of the API's fields in ours; those that are not here have no field of their own in our requests.
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SAME = ("name", "email", "department", "pin", "generate_pin", "starts_at", "ends_at", "dates", *_DAYS)
_FIELDS = {name: name for name in _SAME} | {
    "type": "kind",
    "card_number": "card",
    "one_time_access": "one_time",
    "access_schedule_id": "schedule_id",
    "auto_lock_schedule_id": "schedule_id",
    "lock_action_schedule_id": "schedule_id",
    "power_plug_schedule_id": "schedule_id",
    "thermostat_schedule_id": "schedule_id",
    "access_exception_id": "exception_id",
    "guest_start_time": "guest_start",
    "guest_end_time": "guest_end",
    "accessible_id": "target",
    "accessible_type": "target",
    "resort_lock_id": "target",
    "days_before": "days_before",
}


class Refusal:
    """What an answer says against one request. `fields`: its words by the name of the field in our request.
    `secrets`: those in the request."""

    def __init__(self, secrets: Collection[Secret]) -> None:
        self.fields: dict[str, str] = {}
        self._secrets = tuple(secret for secret in secrets if secret)

    def read(self, body: bytes) -> str:
        """Take in an error's body and return its words."""
        said: dict[str, list[str]] = {}
        for error in wire.field_errors(body):
            field = _FIELDS.get(error.attribute or "", "")
            # Words about a field that we do not have need its name in them.
            words = error.messages if field or error.attribute is None else error.full_messages
            said.setdefault(field, []).extend(words)
        self.fields = {field: self._masked("; ".join(words), field) for field, words in said.items() if words}
        return self._masked(wire.refusal_words(body), *self.fields)

    def _masked(self, words: str, *about: str) -> str:
        for secret in self._secrets:
            words = words.replace(secret.reveal(), MASK)
        if not _SECRET_FIELDS.isdisjoint(about):
            words = _CODE.sub(MASK, words)  # a code that is not ours: that of whoever has it already
        return clean(words)
