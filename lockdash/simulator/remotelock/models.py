"""Models of RemoteLock devices and what they can do (reference, "Models")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_LOCK_BEATS = [0, 300, 900, 1200, 1800, 3600, 7200, 14400, 28800, 43200]
_MAINS_BEATS = [0, 10, 60, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 14400]
_OFFLINE: dict[str, Any] = {
    "connected": False,
    "phone_credential": False,
    "pin_credential": False,
    "registrable": True,
    "replaceable": False,
    "smart_card_credential": False,
}
_PLUG: dict[str, Any] = {
    "connected": True,
    "heartbeat_intervals": _MAINS_BEATS,
    "power_sources": ["hardwire"],
    "registrable": True,
    "replaceable": False,
}
_THERMOSTAT = _PLUG | {"fan_modes": ["on", "auto"], "modes": ["heat", "cool", "auto", "off"]}
_LOCK: dict[str, Any] = {
    "auto_lock_enable": True,
    "auto_lock_schedule": True,
    "auto_lock_timeouts": list(range(5, 21)),
    "connected": True,
    "guest_deferrable": False,
    "heartbeat_intervals": _LOCK_BEATS,
    "local_pins": True,
    "lock_action_schedule": True,
    "mute": True,
    "phone_credential": False,
    "pin_credential": True,
    "power_sources": ["alkaline_battery", "lithium_battery"],
    "programming_code": True,
    "registrable": True,
    "replaceable": True,
    "smart_card_credential": False,
    "wake_wifi": ["user_action", "heartbeat_interval"],
}
_PLAIN: dict[str, Any] = {
    "auto_lock_enable": False,
    "lock_action_schedule": False,
    "mute": False,
    "replaceable": False,
}


@dataclass(frozen=True)
class Model:
    number: str
    type: str
    capabilities: dict[str, Any]


MODELS = (
    Model("RL-4000", "resort_lock", _OFFLINE),
    Model("LS-P50i", "power_plug", _PLUG),
    Model("LS-3i", "lock", _LOCK),
    Model("LS-5i", "lock", _LOCK | {"wake_wifi": [*_LOCK["wake_wifi"], "user_action_except_manual"]}),
    Model("LS-6i", "lock", _LOCK | {"power_sources": ["hardwire", "alkaline_battery", "lithium_battery"]}),
    Model("LS-7i", "lock", _LOCK),
    Model("LS-DB500i", "lock", _LOCK | _PLAIN | {"auto_lock_schedule": False}),
    Model("LS-L500i", "lock", _LOCK | _PLAIN),
    Model("LS-60i", "thermostat", _THERMOSTAT),
    Model("LS-90i", "thermostat", _THERMOSTAT | {"fan_modes": ["on", "auto", "auto_circulate"]}),
    Model("IGK3", "igloo_lock", _OFFLINE),
    Model("ZW-500", "zwave_lock", _LOCK),
)
