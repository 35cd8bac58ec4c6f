"""What RemoteLock's event feed says. Devices upload late: `created_at` follows `occurred_at`, by hours at times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Party(NamedTuple):
    """Who or what an event names: a device or a person, by type and id as on the wire."""

    type: str
    id: str


@dataclass(eq=False)
class Event:
    """`publisher`: mostly the device; for access_person_used the person, and then `associated` is the device.

    `created_at`: when the cloud learned of it, None until then. `details`: the attributes of its type.
    """

    type: str
    id: str
    source: str
    status: str
    time_zone: str
    occurred_at: datetime
    publisher: Party
    associated: Party | None
    details: Mapping[str, object]
    created_at: datetime | None = None
