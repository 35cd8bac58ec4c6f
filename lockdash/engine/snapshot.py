"""What the screens read: everything known at one revision of the store, and what changed since the last one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lockdash.domain.accounts import Account
from lockdash.domain.commands import Actor, Command
from lockdash.domain.devices import Device


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Values at `revision`. `commands`: the newest command of each device, by device key.

    `sessions`: who has lockdash running on this store, this session first; empty before it is started.
    `polled_by`: by account, the session that polls it, None while nobody is known to.
    `notices`: what the user should know of the store and of the sessions' part in it, in words.
    `changed`: keys of devices whose row may look different from the previous snapshot's (new, changed, gone,
    a command moved). `at`: when it was taken (UTC).
    `log_revision`: the revision at which the event log last changed, as far as it was seen to. `unseen`: how many
    events want attention that nobody has given them.
    """

    revision: int
    at: datetime
    accounts: Mapping[str, Account]
    devices: Mapping[str, Device]
    commands: Mapping[str, Command]
    sessions: tuple[Actor, ...] = ()
    polled_by: Mapping[str, Actor | None] = {}
    notices: tuple[str, ...] = ()
    changed: frozenset[str] = frozenset()
    log_revision: int = 0
    unseen: int = 0
