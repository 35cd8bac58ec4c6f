"""The order in which devices are named: the most urgent first, names as people count."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lockdash.domain.text import fold
from lockdash.engine.views import DeviceView


@lru_cache(maxsize=8192)
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key by which "Room 2" stands before "Room 10"; case and accents do not count."""
    parts = re.split(r"([0-9]+)", fold(text))
    return tuple(
        # Digits compare by length, then as text: no number is too long for that.
        (0, len(digits := part.lstrip("0")), digits) if part[0].isdigit() and part[0].isascii() else (1, 0, part)
        for part in parts
        if part
    )


def by_name(view: DeviceView) -> tuple[Any, ...]:
    """A sort key, total: equal names never change places between two looks."""
    device = view.device
    return natural(device.name), natural(device.account), device.key


def by_urgency(view: DeviceView) -> tuple[Any, ...]:
    """A sort key: what needs a person first. What a vendor no longer lists wants nothing of anybody."""
    return (view.device.gone_at is not None, view.attention, *by_name(view))
