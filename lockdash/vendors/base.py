"""The protocol that the engine speaks with vendors. Whoever adds a vendor implements `Plugin` and `Client`
and names the plugin in the entry-point group `lockdash.vendors`.

A client turns wire formats into domain values. It keeps no store, starts no tasks, waits for no interval: the
engine decides when something is read, and a gate decides whether it may be sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from lockdash.domain.budget import Allowance, Limits, Purpose
from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Device, Observation
from lockdash.domain.events import Event
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token

GROUP = "lockdash.vendors"


class Gate(Protocol):
    """Stands between a client and the wire: one for each account, shared by all processes."""

    async def spend(self, purpose: Purpose) -> None:
        """Take one request from the budget. Raises RateLimited (with `retry_at`) if there is none to take."""

    async def observe(self, limits: Limits) -> None:
        """Report what an answer said of the budget, so that everybody obeys it."""


class OAuthClient(msgspec.Struct, frozen=True, kw_only=True):
    """lockdash as a client of a vendor's OAuth 2 server (RFC 6749, 2): what a request for a token needs but the grant.

    `vendor`: its name, for messages. `address`, `path`: those of the token endpoint. `client_secret`: None for a public
    client. `extra`: further fields of a refresh, where the vendor wants them (scope, redirect URI). `life`: seconds for
    which an access token holds, for an answer without `expires_in`. `remedy`: what the user can do if the vendor does
    not accept the client.
    """

    vendor: str
    address: str
    path: str
    client_id: str
    client_secret: Secret | None = None
    extra: Mapping[str, str] = {}
    life: float = 3600.0
    remedy: str = ""

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What must never be repeated."""
        return () if self.client_secret is None else (self.client_secret,)


class Vault(Protocol):
    """Keeps the tokens of one account, for all processes. Whoever needs a new one names the token that is of no use
    any more (`stale`, as it was read), and gets the one that another process has put in its place by now, if any."""

    async def read(self) -> Token | None: ...

    async def renew(self, stale: Token | None, ask: Callable[[], Awaitable[Token]]) -> Token:
        """Return the token in the place of `stale`: else what `ask` brings, which may be lost on its way and asked
        for again. It is written before it is returned. Raises what `ask` raises."""

    async def exchange(self, stale: Token, client: OAuthClient) -> Token:
        """Return the token in the place of `stale`: else what `client` gets for its refresh token.

        That token counts once (RFC 6749, 6), so its successor is written even if this process is killed meanwhile.
        Raises VendorError; SignedOut if the vendor does not accept the refresh token, which is then forgotten.
        """


class Feed(msgspec.Struct, frozen=True):
    """Something that can be read again and again.

    `every`: seconds between reads when all is calm. `floor`: never sooner than this after the last, for
    all processes (a vendor's rule). `per_device`: read for one device, only when asked for, and beside that for every
    device once in `rota` seconds (None: never by itself).
    """

    name: str
    every: float
    floor: float
    per_device: bool = False
    rota: float | None = None


class Problem(msgspec.Struct, frozen=True):
    """One item of an answer that could not be understood: where it stood and why, with no secret in it."""

    where: str
    why: str


class Context(msgspec.Struct, frozen=True):
    """What is known of an account before a read, by all sessions together: a client that is asked for the first time
    knows as much as one that has run for a week.

    `devices`: those that are not gone, by vendor id. `wishes`: when, by the vendor's clock, a command was last sent
    to a device, by vendor id; what the vendor then repeats of it is no news.
    """

    devices: Mapping[str, Device] = {}
    wishes: Mapping[str, datetime] = {}


class Stretch(msgspec.Struct, frozen=True):
    """A part of the past, in the order in which a vendor hands it out (`vendors.past`).

    `before`: its newest end, None: from the newest there is. `until`: its oldest end, None: to the beginning. UTC.
    """

    before: datetime | None = None
    until: datetime | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one read of a feed brought.

    `devices`: whole descriptions. `roll`: the vendor ids of all that this feed lists, once all of it was seen: what
    it listed before and does not any more is gone; None if there is more, or if it is not certain.
    `parts`: the feed lists so much that it takes this many reads to see all of it.
    `observations`: news of devices by vendor id. `cursor`: to hand in at the next read of this feed.
    `wants`: feeds worth reading soon (an unknown id, a changed revision). `problems`: items that were left out.
    `holes`: series (`vendors.past.Series`) and stretches of them that this read left out, because too much was new.
    """

    devices: tuple[Device, ...] = ()
    roll: frozenset[str] | None = None
    parts: int = 1
    observations: tuple[Observation, ...] = ()
    events: tuple[Event, ...] = ()
    cursor: str | None = None
    wants: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    holes: tuple[tuple[str, Stretch], ...] = ()


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The vendor took a command. That proves nothing yet.

    `at`: when, by the vendor's clock (UTC). `operation`: its reference, opaque to the engine.
    `earliest`: when the device can act at the earliest, if it sleeps now.
    """

    at: datetime
    operation: str | None = None
    earliest: datetime | None = None


class Verdict(StrEnum):
    pending = "pending"
    confirmed = "confirmed"
    failed = "failed"


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a command now. `text`: the proof, or why it failed, in words for the user.

    `receipt`: replaces the earlier one (a command of two steps). The rest is news, as in Answer.
    """

    verdict: Verdict
    text: str = ""
    receipt: Receipt | None = None
    observations: tuple[Observation, ...] = ()
    events: tuple[Event, ...] = ()


class Client(Protocol):
    """One account at one vendor. Every method but `aclose` raises VendorError, and nothing else."""

    @property
    def feeds(self) -> tuple[Feed, ...]: ...

    async def read(self, feed: str, cursor: str | None, context: Context, device: Device | None = None) -> Answer:
        """Read a feed once. `device` is given for feeds that are per device."""

    async def send(self, device: Device, kind: CommandKind) -> Receipt:
        """Send a command, once: it is never repeated here, whatever happens. Rejected: refused by the vendor."""

    async def check(self, device: Device, kind: CommandKind, receipt: Receipt) -> Evidence:
        """Look once for evidence newer than `receipt`."""

    async def aclose(self) -> None: ...


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """What a plugin gets to make a client of. `settings`: an instance of the plugin's `settings` type;
    `secrets`: by key, for the names in the plugin's `secrets`."""

    account: str
    settings: msgspec.Struct
    secrets: Mapping[str, Secret]
    gate: Gate
    vault: Vault
    allowance: Allowance


class Plugin(Protocol):
    """A vendor. Importing its module must cost next to nothing: HTTP is imported by `connect`."""

    name: str
    label: str
    settings: type[msgspec.Struct]
    """The account's configuration keys, beside `name`, `vendor`, `unlock`, `read_only` and the secrets."""
    secrets: tuple[str, ...]
    """Keys that hold secrets; each may be given as `KEY`, `KEY_env`, `KEY_file` or `KEY_command`."""
    allowance: Allowance

    def connect(self, connection: Connection) -> Client: ...
