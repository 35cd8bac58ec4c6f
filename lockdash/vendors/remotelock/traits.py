"""Lines of the detail pane of RemoteLock's devices, and what those without a lock state do."""

from __future__ import annotations

from lockdash.domain.devices import DeviceKind
from lockdash.vendors import fields
from lockdash.vendors.remotelock import wire, words
from lockdash.vendors.wording import span_text


def shown_state(sent: wire.DeviceAttributes, kind: DeviceKind) -> str | None:
    """Return what a device without a lock state does: `on`, `77 °F`, or the vendor's own word."""
    if kind is DeviceKind.power_plug:
        on = fields.flag(sent.on)
        return None if on is None else "on" if on else "off"
    if kind is DeviceKind.thermostat:
        return degrees(sent.temperature, sent.unit)
    return fields.text(sent.state, 40)


def traits(sent: wire.DeviceAttributes, kind: DeviceKind) -> dict[str, str]:
    """Return label to text, in the order in which they are shown."""
    found: dict[str, str | None] = {}
    if kind is DeviceKind.door:
        found["Open"] = "unlocks it for a moment; it locks again by itself"
    found["Auto-lock"] = _auto_lock(sent)
    if kind is DeviceKind.power_plug:
        found |= _plug(sent)
    if kind is DeviceKind.thermostat:
        found |= _thermostat(sent)
    if fields.flag(sent.connected) is False and sent.alive is not None and sent.connected_at is None:
        found["Contact"] = "it never connected"
    heartbeat = fields.number(sent.heartbeat_interval)
    found["Heartbeat"] = f"every {span_text(heartbeat)}" if heartbeat and heartbeat > 0 else None
    found["Wakes"] = words.WAKES.get(sent.wake_wifi) if isinstance(sent.wake_wifi, str) else None
    signal = fields.whole(sent.signal_quality)
    found["Signal"] = f"{signal} of 4" if signal is not None and 0 <= signal <= 4 else None
    source = fields.text(sent.power_source, 40)
    found["Power"] = words.POWER_SOURCES.get(source, source) if source is not None else None
    found["Sound"] = "muted" if fields.flag(sent.muted) else None
    return {label: text for label, text in found.items() if text is not None}


def _auto_lock(sent: wire.DeviceAttributes) -> str | None:
    auto = fields.flag(sent.auto_lock)
    if not auto:
        return None if auto is None else "off"
    timeout = fields.number(sent.auto_lock_timeout)
    return f"after {span_text(timeout)}" if timeout else "on"


def _plug(sent: wire.DeviceAttributes) -> dict[str, str | None]:
    occupied = fields.flag(sent.occupied)
    return {
        "Load": measured(sent.power, "W"),
        "Voltage": measured(sent.voltage, "V"),
        "Motion": None if occupied is None else "seen" if occupied else "none",
    }


def _thermostat(sent: wire.DeviceAttributes) -> dict[str, str | None]:
    return {
        "Target": degrees(sent.target_temperature, sent.unit),
        "Mode": fields.text(sent.target_mode, 40),
        "Now": fields.text(sent.current_mode, 40),
        "Fan": fields.text(sent.fan_mode, 40),
        "Hold": "on" if fields.flag(sent.hold) else None,
        "Humidity": measured(sent.humidity, "%"),
    }


def measured(value: object, unit: str) -> str | None:
    """Return `4.5 W`, None if it is no number."""
    exact = fields.number(value)
    return None if exact is None else f"{exact:g} {unit}"


def degrees(value: object, unit: object) -> str | None:
    """Return `75.5 °F`, None if it is no number; `unit` as sent."""
    exact = fields.number(value)
    sign = {"F": "°F", "C": "°C"}.get(unit, "°") if isinstance(unit, str) else "°"
    return None if exact is None else f"{exact:g} {sign}"
