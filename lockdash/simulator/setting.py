"""Putting a thing of the world into a condition from outside: by a test, or over `/control/world`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any

_STANDS_STILL = {"id", "world", "serial", "location"}


def set_fields(thing: Any, fields: Mapping[str, Any], now: datetime) -> None:
    """Set `fields` of `thing`; enums by member, number or name, times as ISO 8601 text or datetime.

    A new `state` begins now and stops what was moving. `settings.NAME` sets one of a lock's settings.
    Raises TypeError for a field that does not exist or must not change, ValueError for a value that cannot be.
    """
    for name, value in fields.items():
        owner, _, inner = name.partition(".")
        target, field = (getattr(thing, owner, None), inner) if inner else (thing, name)
        known = {item.name for item in dataclasses.fields(target)} if dataclasses.is_dataclass(target) else set()
        if field not in known or field in _STANDS_STILL or field.startswith("_"):
            raise TypeError(f"{thing.name} has no {name} that could be set")
        _set(target, field, value, now)


def _set(target: Any, field: str, value: Any, now: datetime) -> None:
    old = getattr(target, field)
    if isinstance(old, IntEnum):
        value = type(old)[value] if isinstance(value, str) else type(old)(value)
    elif isinstance(old, datetime) or (field.endswith("_at") and isinstance(value, str)):
        value = datetime.fromisoformat(value) if isinstance(value, str) else value
    setattr(target, field, value)
    settle = getattr(target, "settle", None)
    if field == "state" and settle is not None:
        settle(now)
