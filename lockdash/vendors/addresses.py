"""Addresses in a user's settings: a key must not leave this machine unencrypted."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit


def check_address(key: str, address: str) -> None:
    """Raise ValueError, naming the setting `key`, if `address` is of no use."""
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{key} must be an address such as https://api.example.com")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"{key} must not hold a user name or password")
    if parts.query or parts.fragment:
        raise ValueError(f"{key} must end with its path: no ? and no #")
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise ValueError(f"{key} must begin with https://, or the key would travel unencrypted")


def check_redirect(key: str, address: str) -> None:
    """Raise ValueError, naming the setting `key`, if `address` is none that a browser can bring a code to."""
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or not address.isprintable():
        raise ValueError(f"{key} must be an address such as http://127.0.0.1:8976/callback")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"{key} must not hold a user name or password")
    if "#" in address:
        raise ValueError(f"{key} must have no #")
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise ValueError(f"{key} must begin with https://, unless it is this machine: it is where the code is sent to")


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        return parts if parts.port != 0 else None
    except ValueError:  # brackets that do not close, a port that is no number up to 65535
        return None


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
