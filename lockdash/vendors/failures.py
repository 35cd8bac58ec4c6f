"""Why no answer came, from the exceptions of the layers below: what, where, and what the user can do.

The HTTP library's own classes are known here by name only; their texts are not quoted, since one that complains of
a header quotes the key.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from lockdash.vendors.errors import Unreachable

# Raised before a single byte of the request was written.
_NEVER_SENT = frozenset(
    {
        "ConnectError",
        "ConnectTimeout",
        "PoolTimeout",
        "ProxyError",
        "UnsupportedProtocol",
        "LocalProtocolError",
        "InvalidURL",
    }
)
_NETWORK = "look at the network of this machine and at the address in the configuration"


class TimedOut(Unreachable):
    """Nothing came in time: asking again at once would wait as long again."""


class Insecure(Unreachable):
    """Who answers could not be told, or what is said not be kept secret: the certificate, the protocol."""


def no_answer(error: BaseException, host: str) -> Unreachable:
    """Return `error`, raised while asking `host`, as the reason that there is no answer."""
    kind = type(error).__name__
    causes = list(_causes(error))
    sent = kind not in _NEVER_SENT
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Unreachable(f"the name {host} is not found", remedy=_NETWORK, sent=False)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Insecure(
            f"no secure connection to {host}{_tls(causes)}",
            remedy="look at the clock of this machine, its certificates, and for a proxy that opens connections",
            sent=sent,
        )
    if not sent and any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return Unreachable(f"{host} refuses the connection", remedy=_NETWORK, sent=False)
    if isinstance(error, TimeoutError) or kind.endswith("Timeout"):
        what = "no connection" if not sent else "no answer"
        return TimedOut(f"{host}: {what} in time", remedy=_NETWORK, sent=sent)
    if kind == "ProxyError":
        return Unreachable(f"the proxy does not connect to {host}", remedy="look at HTTPS_PROXY", sent=False)
    if kind in ("UnsupportedProtocol", "LocalProtocolError", "InvalidURL"):
        return Unreachable(
            f"the request to {host} cannot be sent", remedy="look at the address in the configuration", sent=False
        )
    if not sent:
        return Unreachable(f"{host} cannot be reached", remedy=_NETWORK, sent=False)
    return Unreachable(f"{host} cut the connection", remedy=_NETWORK, sent=True)


def _tls(causes: list[BaseException]) -> str:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f": {cause.verify_message}"
    return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Every exception behind `error`, itself first; groups are those of several addresses tried."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        current = waiting.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            waiting += current.exceptions
