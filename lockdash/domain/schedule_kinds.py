"""What schedules are for. Apart from them: devices refer to schedules by kind, and need nothing else of them."""

from __future__ import annotations

from enum import StrEnum


class ScheduleKind(StrEnum):
    """What goes by it: accesses, the auto-lock, locking and unlocking, a plug, a thermostat."""

    access = "access"
    auto_lock = "auto_lock"
    lock_action = "lock_action"
    power_plug = "power_plug"
    thermostat = "thermostat"
