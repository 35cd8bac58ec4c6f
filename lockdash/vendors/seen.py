"""What an answer shows beside what it says: how it came here, and by which clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from lockdash.vendors.headers import answered_at


class Encryption(msgspec.Struct, frozen=True):
    """`protocol`: `TLS 1.3`. `until`: the end of the certificate at the other end (UTC), None if it is not told."""

    protocol: str
    until: datetime | None = None


class Seen(msgspec.Struct, frozen=True):
    """An answer of any status. `at`: our time. `took`: seconds from the request to the answer's head. `tls`: the
    connection's `ssl.SSLObject`, None for one that is not encrypted: only who wants to know pays for reading it."""

    at: datetime
    took: float
    headers: Mapping[str, str]
    tls: Any = None

    def __repr__(self) -> str:
        """Without the headers, which may hold a cookie."""
        return f"Seen({self.at}, {self.took:.3f} s)"

    @property
    def skew(self) -> float | None:
        """Seconds by which our clock is ahead of the vendor's `Date`, None without one."""
        date = answered_at(self.headers)
        return None if date is None else (self.at - date).total_seconds()

    @property
    def encryption(self) -> Encryption | None:
        return None if self.tls is None else encryption_of(self.tls)


def encryption_of(tls: Any) -> Encryption:
    """Return what an `ssl.SSLObject` says of its connection."""
    import ssl  # loaded with HTTP; those who only read a store do without

    try:
        protocol, certificate = tls.version(), tls.getpeercert()
        end = ssl.cert_time_to_seconds(certificate["notAfter"])
        return Encryption(_spaced(protocol), datetime.fromtimestamp(end, UTC))
    except (ValueError, KeyError, TypeError, OSError, OverflowError):
        return Encryption("TLS")


def _spaced(protocol: str | None) -> str:
    return (protocol or "TLS").replace("TLSv", "TLS ")
