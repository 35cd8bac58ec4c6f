"""The OAuth library: it knows the protocol and does no I/O."""

from __future__ import annotations

from typing import Any

SECURE = "https://lockdash.invalid/"
"""An address to hand to the library, which refuses http. That is right for vendors and wrong for this machine's own
addresses and for the simulator; those that matter are checked with the settings, and the library has only to make or to
read what follows the address."""


def library() -> Any:
    """Return the library, imported when it is needed (11 ms)."""
    from oauthlib import oauth2  # type: ignore[import-untyped]

    return oauth2
