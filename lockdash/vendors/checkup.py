"""An account put to the test: for the first minutes of a new one, and for finding out what is wrong with an old one."""

from __future__ import annotations

from typing import Protocol

import msgspec

from lockdash.domain.findings import Finding
from lockdash.vendors.base import Client


class Checkup(msgspec.Struct, frozen=True):
    """What the vendor says of an account. `devices`: how many it shows, None if that could not be read.

    Subjects of `findings`: `reachable`, `secure` (the connection), `signed in`, `scopes` (each missing one by name and
    what it would give), `expiry` (of the key), `clock` (against the vendor's), `version` (of the API, and its announced
    end), `requests` (left, by the vendor's own count). A subject may have several findings. What a vendor has nothing
    to say on is left out; so is `signed in` while the vendor is out of reach, since nothing is known of it then. A
    failure that only a sign-in mends has no remedy: whoever shows it names its own key or command.
    """

    findings: tuple[Finding, ...]
    devices: int | None = None


class CheckupClient(Protocol):
    """The tests of one account at one vendor."""

    async def check_up(self) -> Checkup:
        """Ask as little as tells (a handful of requests, out of the budget) and change nothing. What fails is a
        finding; nothing is raised."""


def checkup_of(client: Client) -> CheckupClient | None:
    """Return the `checkup` of a client, None if its vendor has none."""
    found: CheckupClient | None = getattr(client, "checkup", None)
    return found
