"""What the screens read: everything known at one revision of the store, and what changed since the last one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lockdash.domain.accounts import Account
from lockdash.domain.commands import Command
from lockdash.domain.devices import Device


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Values at `revision`. `commands`: the newest command of each device, by device key.

    `changed`: keys of devices whose row may look different from the previous snapshot's (new, changed, gone,
    a command moved). `at`: when it was taken (UTC).
    """

    revision: int
    at: datetime
    accounts: Mapping[str, Account]
    devices: Mapping[str, Device]
    commands: Mapping[str, Command]
    changed: frozenset[str] = frozenset()
